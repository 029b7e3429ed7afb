using System;
using Microsoft.EntityFrameworkCore.Migrations;

#nullable disable

namespace Portal.Infrastructure.Data.Migrations.Sqlite
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
                name: "UsedAtUtc",
                table: "CreditNotes");

            migrationBuilder.DropColumn(
                name: "UsedOnInvoice",
                table: "CreditNotes");

            migrationBuilder.RenameColumn(
                name: "UsedOn",
                table: "CreditNotes",
                newName: "CancelledAtUtc");

            migrationBuilder.AddColumn<string>(
                name: "Currency",
                table: "WithdrawalRequests",
                type: "TEXT",
                maxLength: 3,
                nullable: false,
                defaultValue: "CNY");

            migrationBuilder.AddColumn<string>(
                name: "Currency",
                table: "RebateProgramVersions",
                type: "TEXT",
                maxLength: 3,
                nullable: false,
                defaultValue: "CNY");

            migrationBuilder.AddColumn<long>(
                name: "EmployeeId",
                table: "PayoutItems",
                type: "INTEGER",
                nullable: true);

            migrationBuilder.AddColumn<long>(
                name: "Points",
                table: "PayoutItems",
                type: "INTEGER",
                nullable: true);

            migrationBuilder.AddColumn<long>(
                name: "RestMinor",
                table: "PayoutItems",
                type: "INTEGER",
                nullable: false,
                defaultValue: 0L);

            migrationBuilder.AddColumn<string>(
                name: "Currency",
                table: "PayoutDocuments",
                type: "TEXT",
                maxLength: 3,
                nullable: false,
                defaultValue: "CNY");

            migrationBuilder.AddColumn<string>(
                name: "CancelReason",
                table: "CreditNotes",
                type: "TEXT",
                maxLength: 500,
                nullable: true);

            migrationBuilder.AddColumn<long>(
                name: "CancelledByUserId",
                table: "CreditNotes",
                type: "INTEGER",
                nullable: true);

            migrationBuilder.AddColumn<long>(
                name: "UsedMinor",
                table: "CreditNotes",
                type: "INTEGER",
                nullable: false,
                defaultValue: 0L);

            migrationBuilder.CreateTable(
                name: "CreditNoteUses",
                columns: table => new
                {
                    Id = table.Column<long>(type: "INTEGER", nullable: false)
                        .Annotation("Sqlite:Autoincrement", true),
                    CreditNoteId = table.Column<long>(type: "INTEGER", nullable: false),
                    Invoice = table.Column<string>(type: "TEXT", maxLength: 50, nullable: false),
                    AmountMinor = table.Column<long>(type: "INTEGER", nullable: false),
                    UsedOn = table.Column<DateOnly>(type: "TEXT", nullable: false),
                    ByUserId = table.Column<long>(type: "INTEGER", nullable: true),
                    RecordedAtUtc = table.Column<DateTime>(type: "TEXT", nullable: false)
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
                    Id = table.Column<long>(type: "INTEGER", nullable: false)
                        .Annotation("Sqlite:Autoincrement", true),
                    Number = table.Column<string>(type: "TEXT", maxLength: 20, nullable: false),
                    PayoutItemId = table.Column<long>(type: "INTEGER", nullable: false),
                    CustomerId = table.Column<long>(type: "INTEGER", nullable: false),
                    ProductId = table.Column<long>(type: "INTEGER", nullable: false),
                    Quantity = table.Column<long>(type: "INTEGER", nullable: false),
                    UnitValueMinor = table.Column<long>(type: "INTEGER", nullable: false),
                    Currency = table.Column<string>(type: "TEXT", maxLength: 3, nullable: false),
                    OrderedOn = table.Column<DateOnly>(type: "TEXT", nullable: false),
                    DeliveredOn = table.Column<DateOnly>(type: "TEXT", nullable: true),
                    Reference = table.Column<string>(type: "TEXT", maxLength: 100, nullable: true),
                    ConfirmedByUserId = table.Column<long>(type: "INTEGER", nullable: true),
                    ConfirmedAtUtc = table.Column<DateTime>(type: "TEXT", nullable: true),
                    RowVersion = table.Column<long>(type: "INTEGER", nullable: false)
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
                    Id = table.Column<long>(type: "INTEGER", nullable: false)
                        .Annotation("Sqlite:Autoincrement", true),
                    Number = table.Column<string>(type: "TEXT", maxLength: 30, nullable: false),
                    IsOffered = table.Column<bool>(type: "INTEGER", nullable: false),
                    PictureStoredAs = table.Column<string>(type: "TEXT", maxLength: 40, nullable: true),
                    PictureMediaType = table.Column<string>(type: "TEXT", maxLength: 40, nullable: true),
                    CreatedAtUtc = table.Column<DateTime>(type: "TEXT", nullable: false),
                    RowVersion = table.Column<long>(type: "INTEGER", nullable: false),
                    Terms_DescriptionEn = table.Column<string>(type: "TEXT", maxLength: 2000, nullable: false),
                    Terms_DescriptionZhCn = table.Column<string>(type: "TEXT", maxLength: 2000, nullable: false),
                    Terms_HoldDays = table.Column<int>(type: "INTEGER", nullable: false),
                    Terms_IsForDelivery = table.Column<bool>(type: "INTEGER", nullable: false),
                    Terms_IsForPickUp = table.Column<bool>(type: "INTEGER", nullable: false),
                    Terms_Kind = table.Column<int>(type: "INTEGER", nullable: false),
                    Terms_LevelIds = table.Column<string>(type: "TEXT", maxLength: 200, nullable: false),
                    Terms_LimitPerMember = table.Column<int>(type: "INTEGER", nullable: true),
                    Terms_LimitWindowDays = table.Column<int>(type: "INTEGER", nullable: true),
                    Terms_NameEn = table.Column<string>(type: "TEXT", maxLength: 100, nullable: false),
                    Terms_NameZhCn = table.Column<string>(type: "TEXT", maxLength: 100, nullable: false),
                    Terms_OfferedFrom = table.Column<DateOnly>(type: "TEXT", nullable: true),
                    Terms_OfferedUntil = table.Column<DateOnly>(type: "TEXT", nullable: true),
                    Terms_PriceMoneyMinor = table.Column<long>(type: "INTEGER", nullable: false),
                    Terms_PricePoints = table.Column<long>(type: "INTEGER", nullable: false),
                    Terms_ValidityDays = table.Column<int>(type: "INTEGER", nullable: false),
                    Terms_VoucherMinimumMinor = table.Column<long>(type: "INTEGER", nullable: false),
                    Terms_VoucherValueMinor = table.Column<long>(type: "INTEGER", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_Rewards", x => x.Id);
                });

            migrationBuilder.CreateTable(
                name: "SettlementPayees",
                columns: table => new
                {
                    Id = table.Column<long>(type: "INTEGER", nullable: false)
                        .Annotation("Sqlite:Autoincrement", true),
                    SettlementId = table.Column<long>(type: "INTEGER", nullable: false),
                    CustomerId = table.Column<long>(type: "INTEGER", nullable: false),
                    PayeeId = table.Column<long>(type: "INTEGER", nullable: true),
                    EmployeeId = table.Column<long>(type: "INTEGER", nullable: true),
                    IsToldToCustomer = table.Column<bool>(type: "INTEGER", nullable: false)
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
                    Id = table.Column<long>(type: "INTEGER", nullable: false)
                        .Annotation("Sqlite:Autoincrement", true),
                    OperationKey = table.Column<string>(type: "TEXT", maxLength: 200, nullable: false),
                    RequestHash = table.Column<string>(type: "TEXT", maxLength: 64, nullable: false),
                    CustomerId = table.Column<long>(type: "INTEGER", nullable: false),
                    RewardId = table.Column<long>(type: "INTEGER", nullable: false),
                    Quantity = table.Column<int>(type: "INTEGER", nullable: false),
                    PricePoints = table.Column<long>(type: "INTEGER", nullable: false),
                    PriceMoneyMinor = table.Column<long>(type: "INTEGER", nullable: false),
                    Delivery = table.Column<int>(type: "INTEGER", nullable: false),
                    PickUpCode = table.Column<string>(type: "TEXT", maxLength: 20, nullable: false),
                    Recipient = table.Column<string>(type: "TEXT", maxLength: 100, nullable: true),
                    Phone = table.Column<string>(type: "TEXT", maxLength: 30, nullable: true),
                    Address = table.Column<string>(type: "TEXT", maxLength: 300, nullable: true),
                    Tracking = table.Column<string>(type: "TEXT", maxLength: 500, nullable: true),
                    State = table.Column<int>(type: "INTEGER", nullable: false),
                    OrderedAtUtc = table.Column<DateTime>(type: "TEXT", nullable: false),
                    ExpiresAtUtc = table.Column<DateTime>(type: "TEXT", nullable: true),
                    IssuedAtUtc = table.Column<DateTime>(type: "TEXT", nullable: true),
                    IsMoneyTaken = table.Column<bool>(type: "INTEGER", nullable: false),
                    EndedAtUtc = table.Column<DateTime>(type: "TEXT", nullable: true),
                    Reason = table.Column<string>(type: "TEXT", maxLength: 500, nullable: true),
                    RowVersion = table.Column<long>(type: "INTEGER", nullable: false)
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
                    RewardId = table.Column<long>(type: "INTEGER", nullable: false),
                    OnHand = table.Column<long>(type: "INTEGER", nullable: true),
                    Reserved = table.Column<long>(type: "INTEGER", nullable: false)
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
                    Id = table.Column<long>(type: "INTEGER", nullable: false)
                        .Annotation("Sqlite:Autoincrement", true),
                    OrderId = table.Column<long>(type: "INTEGER", nullable: false),
                    State = table.Column<int>(type: "INTEGER", nullable: false),
                    Note = table.Column<string>(type: "TEXT", maxLength: 500, nullable: true),
                    ByUserId = table.Column<long>(type: "INTEGER", nullable: true),
                    ByName = table.Column<string>(type: "TEXT", maxLength: 200, nullable: true),
                    AtUtc = table.Column<DateTime>(type: "TEXT", nullable: false)
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
                    Id = table.Column<long>(type: "INTEGER", nullable: false)
                        .Annotation("Sqlite:Autoincrement", true),
                    RewardId = table.Column<long>(type: "INTEGER", nullable: false),
                    Kind = table.Column<int>(type: "INTEGER", nullable: false),
                    OnHandDelta = table.Column<long>(type: "INTEGER", nullable: false),
                    ReservedDelta = table.Column<long>(type: "INTEGER", nullable: false),
                    OrderId = table.Column<long>(type: "INTEGER", nullable: true),
                    Reason = table.Column<string>(type: "TEXT", maxLength: 500, nullable: true),
                    ByUserId = table.Column<long>(type: "INTEGER", nullable: true),
                    AtUtc = table.Column<DateTime>(type: "TEXT", nullable: false)
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
                    Id = table.Column<long>(type: "INTEGER", nullable: false)
                        .Annotation("Sqlite:Autoincrement", true),
                    IssueKey = table.Column<string>(type: "TEXT", maxLength: 200, nullable: false),
                    Code = table.Column<string>(type: "TEXT", maxLength: 20, nullable: false),
                    CustomerId = table.Column<long>(type: "INTEGER", nullable: false),
                    ValueMinor = table.Column<long>(type: "INTEGER", nullable: false),
                    MinimumMinor = table.Column<long>(type: "INTEGER", nullable: false),
                    ValidUntilOn = table.Column<DateOnly>(type: "TEXT", nullable: false),
                    PricePoints = table.Column<long>(type: "INTEGER", nullable: false),
                    OrderId = table.Column<long>(type: "INTEGER", nullable: true),
                    State = table.Column<int>(type: "INTEGER", nullable: false),
                    IssuedAtUtc = table.Column<DateTime>(type: "TEXT", nullable: false),
                    EndedAtUtc = table.Column<DateTime>(type: "TEXT", nullable: true),
                    EndedByUserId = table.Column<long>(type: "INTEGER", nullable: true),
                    UsedFor = table.Column<string>(type: "TEXT", maxLength: 100, nullable: true),
                    UseKey = table.Column<string>(type: "TEXT", maxLength: 200, nullable: true),
                    Reason = table.Column<string>(type: "TEXT", maxLength: 500, nullable: true),
                    RowVersion = table.Column<long>(type: "INTEGER", nullable: false)
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
                newName: "UsedOn");

            migrationBuilder.AddColumn<DateTime>(
                name: "UsedAtUtc",
                table: "CreditNotes",
                type: "TEXT",
                nullable: true);

            migrationBuilder.AddColumn<string>(
                name: "UsedOnInvoice",
                table: "CreditNotes",
                type: "TEXT",
                maxLength: 50,
                nullable: true);

            migrationBuilder.CreateIndex(
                name: "IX_SalesSummaries_Month_CustomerId_NetMinor",
                table: "SalesSummaries",
                columns: new[] { "Month", "CustomerId", "NetMinor" });
        }
    }
}
