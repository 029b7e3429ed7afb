using System;
using Microsoft.EntityFrameworkCore.Migrations;
using Npgsql.EntityFrameworkCore.PostgreSQL.Metadata;

#nullable disable

namespace Portal.Infrastructure.Data.Migrations.Postgres
{
    /// <inheritdoc />
    public partial class PayeesAndRewards : Migration
    {
        /// <inheritdoc />
        protected override void Up(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.DropIndex(
                name: "IX_SalesSummaries_Month_CustomerId_NetMinor",
                table: "SalesSummaries");

            migrationBuilder.DropColumn(
                name: "UsedOn",
                table: "CreditNotes");

            migrationBuilder.DropColumn(
                name: "UsedOnInvoice",
                table: "CreditNotes");

            migrationBuilder.RenameColumn(
                name: "UsedAtUtc",
                table: "CreditNotes",
                newName: "CancelledAtUtc");

            migrationBuilder.AddColumn<string>(
                name: "Currency",
                table: "WithdrawalRequests",
                type: "character varying(3)",
                maxLength: 3,
                nullable: false,
                defaultValue: "CNY");

            migrationBuilder.AddColumn<string>(
                name: "Currency",
                table: "RebateProgramVersions",
                type: "character varying(3)",
                maxLength: 3,
                nullable: false,
                defaultValue: "CNY");

            migrationBuilder.AddColumn<long>(
                name: "EmployeeId",
                table: "PayoutItems",
                type: "bigint",
                nullable: true);

            migrationBuilder.AddColumn<long>(
                name: "Points",
                table: "PayoutItems",
                type: "bigint",
                nullable: true);

            migrationBuilder.AddColumn<long>(
                name: "RestMinor",
                table: "PayoutItems",
                type: "bigint",
                nullable: false,
                defaultValue: 0L);

            migrationBuilder.AddColumn<string>(
                name: "Currency",
                table: "PayoutDocuments",
                type: "character varying(3)",
                maxLength: 3,
                nullable: false,
                defaultValue: "CNY");

            migrationBuilder.AddColumn<string>(
                name: "CancelReason",
                table: "CreditNotes",
                type: "character varying(500)",
                maxLength: 500,
                nullable: true);

            migrationBuilder.AddColumn<long>(
                name: "CancelledByUserId",
                table: "CreditNotes",
                type: "bigint",
                nullable: true);

            migrationBuilder.AddColumn<long>(
                name: "UsedMinor",
                table: "CreditNotes",
                type: "bigint",
                nullable: false,
                defaultValue: 0L);

            migrationBuilder.CreateTable(
                name: "CreditNoteUses",
                columns: table => new
                {
                    Id = table.Column<long>(type: "bigint", nullable: false)
                        .Annotation("Npgsql:ValueGenerationStrategy", NpgsqlValueGenerationStrategy.IdentityByDefaultColumn),
                    CreditNoteId = table.Column<long>(type: "bigint", nullable: false),
                    Invoice = table.Column<string>(type: "character varying(50)", maxLength: 50, nullable: false),
                    AmountMinor = table.Column<long>(type: "bigint", nullable: false),
                    UsedOn = table.Column<DateOnly>(type: "date", nullable: false),
                    ByUserId = table.Column<long>(type: "bigint", nullable: true),
                    RecordedAtUtc = table.Column<DateTime>(type: "timestamp with time zone", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_CreditNoteUses", x => x.Id);
                    table.ForeignKey(
                        name: "FK_CreditNoteUses_CreditNotes_CreditNoteId",
                        column: x => x.CreditNoteId,
                        principalTable: "CreditNotes",
                        principalColumn: "Id",
                        onDelete: ReferentialAction.Restrict);
                });

            migrationBuilder.CreateTable(
                name: "GoodsDeliveries",
                columns: table => new
                {
                    Id = table.Column<long>(type: "bigint", nullable: false)
                        .Annotation("Npgsql:ValueGenerationStrategy", NpgsqlValueGenerationStrategy.IdentityByDefaultColumn),
                    Number = table.Column<string>(type: "character varying(20)", maxLength: 20, nullable: false),
                    PayoutItemId = table.Column<long>(type: "bigint", nullable: false),
                    CustomerId = table.Column<long>(type: "bigint", nullable: false),
                    ProductId = table.Column<long>(type: "bigint", nullable: false),
                    Quantity = table.Column<long>(type: "bigint", nullable: false),
                    UnitValueMinor = table.Column<long>(type: "bigint", nullable: false),
                    Currency = table.Column<string>(type: "character varying(3)", maxLength: 3, nullable: false),
                    OrderedOn = table.Column<DateOnly>(type: "date", nullable: false),
                    DeliveredOn = table.Column<DateOnly>(type: "date", nullable: true),
                    Reference = table.Column<string>(type: "character varying(100)", maxLength: 100, nullable: true),
                    ConfirmedByUserId = table.Column<long>(type: "bigint", nullable: true),
                    ConfirmedAtUtc = table.Column<DateTime>(type: "timestamp with time zone", nullable: true),
                    RowVersion = table.Column<long>(type: "bigint", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_GoodsDeliveries", x => x.Id);
                    table.ForeignKey(
                        name: "FK_GoodsDeliveries_Customers_CustomerId",
                        column: x => x.CustomerId,
                        principalTable: "Customers",
                        principalColumn: "Id",
                        onDelete: ReferentialAction.Restrict);
                    table.ForeignKey(
                        name: "FK_GoodsDeliveries_PayoutItems_PayoutItemId",
                        column: x => x.PayoutItemId,
                        principalTable: "PayoutItems",
                        principalColumn: "Id",
                        onDelete: ReferentialAction.Restrict);
                    table.ForeignKey(
                        name: "FK_GoodsDeliveries_Products_ProductId",
                        column: x => x.ProductId,
                        principalTable: "Products",
                        principalColumn: "Id",
                        onDelete: ReferentialAction.Restrict);
                });

            migrationBuilder.CreateTable(
                name: "Rewards",
                columns: table => new
                {
                    Id = table.Column<long>(type: "bigint", nullable: false)
                        .Annotation("Npgsql:ValueGenerationStrategy", NpgsqlValueGenerationStrategy.IdentityByDefaultColumn),
                    Number = table.Column<string>(type: "character varying(30)", maxLength: 30, nullable: false),
                    IsOffered = table.Column<bool>(type: "boolean", nullable: false),
                    PictureStoredAs = table.Column<string>(type: "character varying(40)", maxLength: 40, nullable: true),
                    PictureMediaType = table.Column<string>(type: "character varying(40)", maxLength: 40, nullable: true),
                    CreatedAtUtc = table.Column<DateTime>(type: "timestamp with time zone", nullable: false),
                    RowVersion = table.Column<long>(type: "bigint", nullable: false),
                    Terms_DescriptionEn = table.Column<string>(type: "character varying(2000)", maxLength: 2000, nullable: false),
                    Terms_DescriptionZhCn = table.Column<string>(type: "character varying(2000)", maxLength: 2000, nullable: false),
                    Terms_HoldDays = table.Column<int>(type: "integer", nullable: false),
                    Terms_IsForDelivery = table.Column<bool>(type: "boolean", nullable: false),
                    Terms_IsForPickUp = table.Column<bool>(type: "boolean", nullable: false),
                    Terms_Kind = table.Column<int>(type: "integer", nullable: false),
                    Terms_LevelIds = table.Column<string>(type: "character varying(200)", maxLength: 200, nullable: false),
                    Terms_LimitPerMember = table.Column<int>(type: "integer", nullable: true),
                    Terms_LimitWindowDays = table.Column<int>(type: "integer", nullable: true),
                    Terms_NameEn = table.Column<string>(type: "character varying(100)", maxLength: 100, nullable: false),
                    Terms_NameZhCn = table.Column<string>(type: "character varying(100)", maxLength: 100, nullable: false),
                    Terms_OfferedFrom = table.Column<DateOnly>(type: "date", nullable: true),
                    Terms_OfferedUntil = table.Column<DateOnly>(type: "date", nullable: true),
                    Terms_PriceMoneyMinor = table.Column<long>(type: "bigint", nullable: false),
                    Terms_PricePoints = table.Column<long>(type: "bigint", nullable: false),
                    Terms_ValidityDays = table.Column<int>(type: "integer", nullable: false),
                    Terms_VoucherMinimumMinor = table.Column<long>(type: "bigint", nullable: false),
                    Terms_VoucherValueMinor = table.Column<long>(type: "bigint", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_Rewards", x => x.Id);
                });

            migrationBuilder.CreateTable(
                name: "SettlementPayees",
                columns: table => new
                {
                    Id = table.Column<long>(type: "bigint", nullable: false)
                        .Annotation("Npgsql:ValueGenerationStrategy", NpgsqlValueGenerationStrategy.IdentityByDefaultColumn),
                    SettlementId = table.Column<long>(type: "bigint", nullable: false),
                    CustomerId = table.Column<long>(type: "bigint", nullable: false),
                    PayeeId = table.Column<long>(type: "bigint", nullable: true),
                    EmployeeId = table.Column<long>(type: "bigint", nullable: true),
                    IsToldToCustomer = table.Column<bool>(type: "boolean", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_SettlementPayees", x => x.Id);
                    table.ForeignKey(
                        name: "FK_SettlementPayees_Customers_CustomerId",
                        column: x => x.CustomerId,
                        principalTable: "Customers",
                        principalColumn: "Id",
                        onDelete: ReferentialAction.Restrict);
                    table.ForeignKey(
                        name: "FK_SettlementPayees_Customers_PayeeId",
                        column: x => x.PayeeId,
                        principalTable: "Customers",
                        principalColumn: "Id",
                        onDelete: ReferentialAction.Restrict);
                    table.ForeignKey(
                        name: "FK_SettlementPayees_Employees_EmployeeId",
                        column: x => x.EmployeeId,
                        principalTable: "Employees",
                        principalColumn: "Id",
                        onDelete: ReferentialAction.Restrict);
                    table.ForeignKey(
                        name: "FK_SettlementPayees_Settlements_SettlementId",
                        column: x => x.SettlementId,
                        principalTable: "Settlements",
                        principalColumn: "Id",
                        onDelete: ReferentialAction.Restrict);
                });

            migrationBuilder.CreateTable(
                name: "RewardOrders",
                columns: table => new
                {
                    Id = table.Column<long>(type: "bigint", nullable: false)
                        .Annotation("Npgsql:ValueGenerationStrategy", NpgsqlValueGenerationStrategy.IdentityByDefaultColumn),
                    OperationKey = table.Column<string>(type: "character varying(200)", maxLength: 200, nullable: false),
                    RequestHash = table.Column<string>(type: "character varying(64)", maxLength: 64, nullable: false),
                    CustomerId = table.Column<long>(type: "bigint", nullable: false),
                    RewardId = table.Column<long>(type: "bigint", nullable: false),
                    Quantity = table.Column<int>(type: "integer", nullable: false),
                    PricePoints = table.Column<long>(type: "bigint", nullable: false),
                    PriceMoneyMinor = table.Column<long>(type: "bigint", nullable: false),
                    Delivery = table.Column<int>(type: "integer", nullable: false),
                    PickUpCode = table.Column<string>(type: "character varying(20)", maxLength: 20, nullable: false),
                    Recipient = table.Column<string>(type: "character varying(100)", maxLength: 100, nullable: true),
                    Phone = table.Column<string>(type: "character varying(30)", maxLength: 30, nullable: true),
                    Address = table.Column<string>(type: "character varying(300)", maxLength: 300, nullable: true),
                    Tracking = table.Column<string>(type: "character varying(500)", maxLength: 500, nullable: true),
                    State = table.Column<int>(type: "integer", nullable: false),
                    OrderedAtUtc = table.Column<DateTime>(type: "timestamp with time zone", nullable: false),
                    ExpiresAtUtc = table.Column<DateTime>(type: "timestamp with time zone", nullable: true),
                    IssuedAtUtc = table.Column<DateTime>(type: "timestamp with time zone", nullable: true),
                    IsMoneyTaken = table.Column<bool>(type: "boolean", nullable: false),
                    EndedAtUtc = table.Column<DateTime>(type: "timestamp with time zone", nullable: true),
                    Reason = table.Column<string>(type: "character varying(500)", maxLength: 500, nullable: true),
                    RowVersion = table.Column<long>(type: "bigint", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_RewardOrders", x => x.Id);
                    table.ForeignKey(
                        name: "FK_RewardOrders_Customers_CustomerId",
                        column: x => x.CustomerId,
                        principalTable: "Customers",
                        principalColumn: "Id",
                        onDelete: ReferentialAction.Restrict);
                    table.ForeignKey(
                        name: "FK_RewardOrders_Rewards_RewardId",
                        column: x => x.RewardId,
                        principalTable: "Rewards",
                        principalColumn: "Id",
                        onDelete: ReferentialAction.Restrict);
                });

            migrationBuilder.CreateTable(
                name: "RewardStocks",
                columns: table => new
                {
                    RewardId = table.Column<long>(type: "bigint", nullable: false),
                    OnHand = table.Column<long>(type: "bigint", nullable: true),
                    Reserved = table.Column<long>(type: "bigint", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_RewardStocks", x => x.RewardId);
                    table.ForeignKey(
                        name: "FK_RewardStocks_Rewards_RewardId",
                        column: x => x.RewardId,
                        principalTable: "Rewards",
                        principalColumn: "Id",
                        onDelete: ReferentialAction.Restrict);
                });

            migrationBuilder.CreateTable(
                name: "RewardOrderEvents",
                columns: table => new
                {
                    Id = table.Column<long>(type: "bigint", nullable: false)
                        .Annotation("Npgsql:ValueGenerationStrategy", NpgsqlValueGenerationStrategy.IdentityByDefaultColumn),
                    OrderId = table.Column<long>(type: "bigint", nullable: false),
                    State = table.Column<int>(type: "integer", nullable: false),
                    Note = table.Column<string>(type: "character varying(500)", maxLength: 500, nullable: true),
                    ByUserId = table.Column<long>(type: "bigint", nullable: true),
                    ByName = table.Column<string>(type: "character varying(200)", maxLength: 200, nullable: true),
                    AtUtc = table.Column<DateTime>(type: "timestamp with time zone", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_RewardOrderEvents", x => x.Id);
                    table.ForeignKey(
                        name: "FK_RewardOrderEvents_RewardOrders_OrderId",
                        column: x => x.OrderId,
                        principalTable: "RewardOrders",
                        principalColumn: "Id",
                        onDelete: ReferentialAction.Restrict);
                });

            migrationBuilder.CreateTable(
                name: "RewardStockMovements",
                columns: table => new
                {
                    Id = table.Column<long>(type: "bigint", nullable: false)
                        .Annotation("Npgsql:ValueGenerationStrategy", NpgsqlValueGenerationStrategy.IdentityByDefaultColumn),
                    RewardId = table.Column<long>(type: "bigint", nullable: false),
                    Kind = table.Column<int>(type: "integer", nullable: false),
                    OnHandDelta = table.Column<long>(type: "bigint", nullable: false),
                    ReservedDelta = table.Column<long>(type: "bigint", nullable: false),
                    OrderId = table.Column<long>(type: "bigint", nullable: true),
                    Reason = table.Column<string>(type: "character varying(500)", maxLength: 500, nullable: true),
                    ByUserId = table.Column<long>(type: "bigint", nullable: true),
                    AtUtc = table.Column<DateTime>(type: "timestamp with time zone", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_RewardStockMovements", x => x.Id);
                    table.ForeignKey(
                        name: "FK_RewardStockMovements_RewardOrders_OrderId",
                        column: x => x.OrderId,
                        principalTable: "RewardOrders",
                        principalColumn: "Id",
                        onDelete: ReferentialAction.Restrict);
                    table.ForeignKey(
                        name: "FK_RewardStockMovements_Rewards_RewardId",
                        column: x => x.RewardId,
                        principalTable: "Rewards",
                        principalColumn: "Id",
                        onDelete: ReferentialAction.Restrict);
                });

            migrationBuilder.CreateTable(
                name: "Vouchers",
                columns: table => new
                {
                    Id = table.Column<long>(type: "bigint", nullable: false)
                        .Annotation("Npgsql:ValueGenerationStrategy", NpgsqlValueGenerationStrategy.IdentityByDefaultColumn),
                    IssueKey = table.Column<string>(type: "character varying(200)", maxLength: 200, nullable: false),
                    Code = table.Column<string>(type: "character varying(20)", maxLength: 20, nullable: false),
                    CustomerId = table.Column<long>(type: "bigint", nullable: false),
                    ValueMinor = table.Column<long>(type: "bigint", nullable: false),
                    MinimumMinor = table.Column<long>(type: "bigint", nullable: false),
                    ValidUntilOn = table.Column<DateOnly>(type: "date", nullable: false),
                    PricePoints = table.Column<long>(type: "bigint", nullable: false),
                    OrderId = table.Column<long>(type: "bigint", nullable: true),
                    State = table.Column<int>(type: "integer", nullable: false),
                    IssuedAtUtc = table.Column<DateTime>(type: "timestamp with time zone", nullable: false),
                    EndedAtUtc = table.Column<DateTime>(type: "timestamp with time zone", nullable: true),
                    EndedByUserId = table.Column<long>(type: "bigint", nullable: true),
                    UsedFor = table.Column<string>(type: "character varying(100)", maxLength: 100, nullable: true),
                    UseKey = table.Column<string>(type: "character varying(200)", maxLength: 200, nullable: true),
                    Reason = table.Column<string>(type: "character varying(500)", maxLength: 500, nullable: true),
                    RowVersion = table.Column<long>(type: "bigint", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_Vouchers", x => x.Id);
                    table.ForeignKey(
                        name: "FK_Vouchers_Customers_CustomerId",
                        column: x => x.CustomerId,
                        principalTable: "Customers",
                        principalColumn: "Id",
                        onDelete: ReferentialAction.Restrict);
                    table.ForeignKey(
                        name: "FK_Vouchers_RewardOrders_OrderId",
                        column: x => x.OrderId,
                        principalTable: "RewardOrders",
                        principalColumn: "Id",
                        onDelete: ReferentialAction.Restrict);
                });

            migrationBuilder.CreateIndex(
                name: "IX_SalesSummaries_Month_CustomerId_Currency_NetMinor",
                table: "SalesSummaries",
                columns: new[] { "Month", "CustomerId", "Currency", "NetMinor" });

            migrationBuilder.CreateIndex(
                name: "IX_PayoutItems_EmployeeId",
                table: "PayoutItems",
                column: "EmployeeId");

            migrationBuilder.CreateIndex(
                name: "IX_CreditNoteUses_CreditNoteId_Invoice",
                table: "CreditNoteUses",
                columns: new[] { "CreditNoteId", "Invoice" },
                unique: true);

            migrationBuilder.CreateIndex(
                name: "IX_GoodsDeliveries_CustomerId",
                table: "GoodsDeliveries",
                column: "CustomerId");

            migrationBuilder.CreateIndex(
                name: "IX_GoodsDeliveries_Number",
                table: "GoodsDeliveries",
                column: "Number",
                unique: true);

            migrationBuilder.CreateIndex(
                name: "IX_GoodsDeliveries_PayoutItemId",
                table: "GoodsDeliveries",
                column: "PayoutItemId",
                unique: true);

            migrationBuilder.CreateIndex(
                name: "IX_GoodsDeliveries_ProductId",
                table: "GoodsDeliveries",
                column: "ProductId");

            migrationBuilder.CreateIndex(
                name: "IX_RewardOrderEvents_OrderId",
                table: "RewardOrderEvents",
                column: "OrderId");

            migrationBuilder.CreateIndex(
                name: "IX_RewardOrders_CustomerId_RewardId_OrderedAtUtc",
                table: "RewardOrders",
                columns: new[] { "CustomerId", "RewardId", "OrderedAtUtc" });

            migrationBuilder.CreateIndex(
                name: "IX_RewardOrders_ExpiresAtUtc",
                table: "RewardOrders",
                column: "ExpiresAtUtc");

            migrationBuilder.CreateIndex(
                name: "IX_RewardOrders_OperationKey",
                table: "RewardOrders",
                column: "OperationKey",
                unique: true);

            migrationBuilder.CreateIndex(
                name: "IX_RewardOrders_PickUpCode",
                table: "RewardOrders",
                column: "PickUpCode",
                unique: true);

            migrationBuilder.CreateIndex(
                name: "IX_RewardOrders_RewardId",
                table: "RewardOrders",
                column: "RewardId");

            migrationBuilder.CreateIndex(
                name: "IX_RewardOrders_State_Id",
                table: "RewardOrders",
                columns: new[] { "State", "Id" });

            migrationBuilder.CreateIndex(
                name: "IX_Rewards_Number",
                table: "Rewards",
                column: "Number",
                unique: true);

            migrationBuilder.CreateIndex(
                name: "IX_RewardStockMovements_OrderId",
                table: "RewardStockMovements",
                column: "OrderId");

            migrationBuilder.CreateIndex(
                name: "IX_RewardStockMovements_RewardId_Id",
                table: "RewardStockMovements",
                columns: new[] { "RewardId", "Id" });

            migrationBuilder.CreateIndex(
                name: "IX_SettlementPayees_CustomerId",
                table: "SettlementPayees",
                column: "CustomerId");

            migrationBuilder.CreateIndex(
                name: "IX_SettlementPayees_EmployeeId",
                table: "SettlementPayees",
                column: "EmployeeId");

            migrationBuilder.CreateIndex(
                name: "IX_SettlementPayees_PayeeId",
                table: "SettlementPayees",
                column: "PayeeId");

            migrationBuilder.CreateIndex(
                name: "IX_SettlementPayees_SettlementId_CustomerId",
                table: "SettlementPayees",
                columns: new[] { "SettlementId", "CustomerId" },
                unique: true);

            migrationBuilder.CreateIndex(
                name: "IX_Vouchers_Code",
                table: "Vouchers",
                column: "Code",
                unique: true);

            migrationBuilder.CreateIndex(
                name: "IX_Vouchers_CustomerId_State",
                table: "Vouchers",
                columns: new[] { "CustomerId", "State" });

            migrationBuilder.CreateIndex(
                name: "IX_Vouchers_IssueKey",
                table: "Vouchers",
                column: "IssueKey",
                unique: true);

            migrationBuilder.CreateIndex(
                name: "IX_Vouchers_OrderId",
                table: "Vouchers",
                column: "OrderId");

            migrationBuilder.CreateIndex(
                name: "IX_Vouchers_State_ValidUntilOn",
                table: "Vouchers",
                columns: new[] { "State", "ValidUntilOn" });

            migrationBuilder.CreateIndex(
                name: "IX_Vouchers_UseKey",
                table: "Vouchers",
                column: "UseKey",
                unique: true);

            migrationBuilder.AddForeignKey(
                name: "FK_PayoutItems_Employees_EmployeeId",
                table: "PayoutItems",
                column: "EmployeeId",
                principalTable: "Employees",
                principalColumn: "Id",
                onDelete: ReferentialAction.Restrict);
        }

        /// <inheritdoc />
        protected override void Down(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.DropForeignKey(
                name: "FK_PayoutItems_Employees_EmployeeId",
                table: "PayoutItems");

            migrationBuilder.DropTable(
                name: "CreditNoteUses");

            migrationBuilder.DropTable(
                name: "GoodsDeliveries");

            migrationBuilder.DropTable(
                name: "RewardOrderEvents");

            migrationBuilder.DropTable(
                name: "RewardStockMovements");

            migrationBuilder.DropTable(
                name: "RewardStocks");

            migrationBuilder.DropTable(
                name: "SettlementPayees");

            migrationBuilder.DropTable(
                name: "Vouchers");

            migrationBuilder.DropTable(
                name: "RewardOrders");

            migrationBuilder.DropTable(
                name: "Rewards");

            migrationBuilder.DropIndex(
                name: "IX_SalesSummaries_Month_CustomerId_Currency_NetMinor",
                table: "SalesSummaries");

            migrationBuilder.DropIndex(
                name: "IX_PayoutItems_EmployeeId",
                table: "PayoutItems");

            migrationBuilder.DropColumn(
                name: "Currency",
                table: "WithdrawalRequests");

            migrationBuilder.DropColumn(
                name: "Currency",
                table: "RebateProgramVersions");

            migrationBuilder.DropColumn(
                name: "EmployeeId",
                table: "PayoutItems");

            migrationBuilder.DropColumn(
                name: "Points",
                table: "PayoutItems");

            migrationBuilder.DropColumn(
                name: "RestMinor",
                table: "PayoutItems");

            migrationBuilder.DropColumn(
                name: "Currency",
                table: "PayoutDocuments");

            migrationBuilder.DropColumn(
                name: "CancelReason",
                table: "CreditNotes");

            migrationBuilder.DropColumn(
                name: "CancelledByUserId",
                table: "CreditNotes");

            migrationBuilder.DropColumn(
                name: "UsedMinor",
                table: "CreditNotes");

            migrationBuilder.RenameColumn(
                name: "CancelledAtUtc",
                table: "CreditNotes",
                newName: "UsedAtUtc");

            migrationBuilder.AddColumn<DateOnly>(
                name: "UsedOn",
                table: "CreditNotes",
                type: "date",
                nullable: true);

            migrationBuilder.AddColumn<string>(
                name: "UsedOnInvoice",
                table: "CreditNotes",
                type: "character varying(50)",
                maxLength: 50,
                nullable: true);

            migrationBuilder.CreateIndex(
                name: "IX_SalesSummaries_Month_CustomerId_NetMinor",
                table: "SalesSummaries",
                columns: new[] { "Month", "CustomerId", "NetMinor" });
        }
    }
}
