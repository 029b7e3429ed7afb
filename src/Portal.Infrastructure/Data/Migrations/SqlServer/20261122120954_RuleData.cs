using System;
using Microsoft.EntityFrameworkCore.Migrations;

#nullable disable

namespace Portal.Infrastructure.Data.Migrations.SqlServer
{
    /// <inheritdoc />
    public partial class RuleData : Migration
    {
        /// <inheritdoc />
        protected override void Up(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.AddColumn<long>(
                name: "PaymentsUpTo",
                table: "SettlementRuns",
                type: "bigint",
                nullable: false,
                defaultValue: 0L);

            migrationBuilder.AddColumn<DateOnly>(
                name: "DeliveredOn",
                table: "SalesLines",
                type: "date",
                nullable: true);

            migrationBuilder.AddColumn<bool>(
                name: "IsNotForRebate",
                table: "SalesLines",
                type: "bit",
                nullable: false,
                defaultValue: false);

            migrationBuilder.AddColumn<string>(
                name: "Unit",
                table: "SalesLines",
                type: "nvarchar(20)",
                maxLength: 20,
                nullable: true);

            migrationBuilder.AddColumn<long>(
                name: "UnitQuantityMilli",
                table: "SalesLines",
                type: "bigint",
                nullable: true);

            migrationBuilder.AddColumn<long>(
                name: "AgentId",
                table: "SalesDocuments",
                type: "bigint",
                nullable: true);

            migrationBuilder.AddColumn<string>(
                name: "Channel",
                table: "SalesDocuments",
                type: "nvarchar(50)",
                maxLength: 50,
                nullable: true);

            migrationBuilder.AddColumn<long>(
                name: "PayeeId",
                table: "PayoutItems",
                type: "bigint",
                nullable: true);

            migrationBuilder.AddColumn<long>(
                name: "AgentId",
                table: "Customers",
                type: "bigint",
                nullable: true);

            migrationBuilder.CreateTable(
                name: "CreditNotes",
                columns: table => new
                {
                    Id = table.Column<long>(type: "bigint", nullable: false)
                        .Annotation("SqlServer:Identity", "1, 1"),
                    Number = table.Column<string>(type: "nvarchar(20)", maxLength: 20, nullable: false),
                    PayoutItemId = table.Column<long>(type: "bigint", nullable: false),
                    CustomerId = table.Column<long>(type: "bigint", nullable: false),
                    AmountMinor = table.Column<long>(type: "bigint", nullable: false),
                    Currency = table.Column<string>(type: "nvarchar(3)", maxLength: 3, nullable: false),
                    IssuedOn = table.Column<DateOnly>(type: "date", nullable: false),
                    UsedOnInvoice = table.Column<string>(type: "nvarchar(50)", maxLength: 50, nullable: true),
                    UsedOn = table.Column<DateOnly>(type: "date", nullable: true),
                    UsedAtUtc = table.Column<DateTime>(type: "datetime2", nullable: true),
                    RowVersion = table.Column<long>(type: "bigint", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_CreditNotes", x => x.Id);
                    table.ForeignKey(
                        name: "FK_CreditNotes_Customers_CustomerId",
                        column: x => x.CustomerId,
                        principalTable: "Customers",
                        principalColumn: "Id",
                        onDelete: ReferentialAction.Restrict);
                    table.ForeignKey(
                        name: "FK_CreditNotes_PayoutItems_PayoutItemId",
                        column: x => x.PayoutItemId,
                        principalTable: "PayoutItems",
                        principalColumn: "Id",
                        onDelete: ReferentialAction.Restrict);
                });

            migrationBuilder.CreateTable(
                name: "CustomerFigures",
                columns: table => new
                {
                    Id = table.Column<long>(type: "bigint", nullable: false)
                        .Annotation("SqlServer:Identity", "1, 1"),
                    ListName = table.Column<string>(type: "nvarchar(50)", maxLength: 50, nullable: false),
                    CustomerId = table.Column<long>(type: "bigint", nullable: false),
                    FromOn = table.Column<DateOnly>(type: "date", nullable: false),
                    ToOn = table.Column<DateOnly>(type: "date", nullable: false),
                    ValueMilli = table.Column<long>(type: "bigint", nullable: false),
                    ImportRunId = table.Column<long>(type: "bigint", nullable: true),
                    ValueMilliBefore = table.Column<long>(type: "bigint", nullable: true),
                    ChangedByUserId = table.Column<long>(type: "bigint", nullable: true),
                    ChangedAtUtc = table.Column<DateTime>(type: "datetime2", nullable: false),
                    RowVersion = table.Column<long>(type: "bigint", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_CustomerFigures", x => x.Id);
                    table.ForeignKey(
                        name: "FK_CustomerFigures_Customers_CustomerId",
                        column: x => x.CustomerId,
                        principalTable: "Customers",
                        principalColumn: "Id",
                        onDelete: ReferentialAction.Restrict);
                    table.ForeignKey(
                        name: "FK_CustomerFigures_ImportRuns_ImportRunId",
                        column: x => x.ImportRunId,
                        principalTable: "ImportRuns",
                        principalColumn: "Id",
                        onDelete: ReferentialAction.Restrict);
                });

            migrationBuilder.CreateTable(
                name: "ExchangeRates",
                columns: table => new
                {
                    Id = table.Column<long>(type: "bigint", nullable: false)
                        .Annotation("SqlServer:Identity", "1, 1"),
                    Currency = table.Column<string>(type: "nvarchar(3)", maxLength: 3, nullable: false),
                    RateOn = table.Column<DateOnly>(type: "date", nullable: false),
                    ScaledRate = table.Column<long>(type: "bigint", nullable: false),
                    ImportRunId = table.Column<long>(type: "bigint", nullable: true),
                    ScaledRateBefore = table.Column<long>(type: "bigint", nullable: true),
                    ChangedByUserId = table.Column<long>(type: "bigint", nullable: true),
                    ChangedAtUtc = table.Column<DateTime>(type: "datetime2", nullable: false),
                    RowVersion = table.Column<long>(type: "bigint", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_ExchangeRates", x => x.Id);
                    table.ForeignKey(
                        name: "FK_ExchangeRates_ImportRuns_ImportRunId",
                        column: x => x.ImportRunId,
                        principalTable: "ImportRuns",
                        principalColumn: "Id",
                        onDelete: ReferentialAction.Restrict);
                });

            migrationBuilder.CreateTable(
                name: "ProductAttributes",
                columns: table => new
                {
                    Id = table.Column<long>(type: "bigint", nullable: false)
                        .Annotation("SqlServer:Identity", "1, 1"),
                    ProductId = table.Column<long>(type: "bigint", nullable: false),
                    Name = table.Column<string>(type: "nvarchar(50)", maxLength: 50, nullable: false),
                    Value = table.Column<string>(type: "nvarchar(100)", maxLength: 100, nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_ProductAttributes", x => x.Id);
                    table.ForeignKey(
                        name: "FK_ProductAttributes_Products_ProductId",
                        column: x => x.ProductId,
                        principalTable: "Products",
                        principalColumn: "Id",
                        onDelete: ReferentialAction.Cascade);
                });

            migrationBuilder.CreateTable(
                name: "ProductUnits",
                columns: table => new
                {
                    Id = table.Column<long>(type: "bigint", nullable: false)
                        .Annotation("SqlServer:Identity", "1, 1"),
                    ProductId = table.Column<long>(type: "bigint", nullable: false),
                    Unit = table.Column<string>(type: "nvarchar(20)", maxLength: 20, nullable: false),
                    Numerator = table.Column<long>(type: "bigint", nullable: false),
                    Denominator = table.Column<long>(type: "bigint", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_ProductUnits", x => x.Id);
                    table.ForeignKey(
                        name: "FK_ProductUnits_Products_ProductId",
                        column: x => x.ProductId,
                        principalTable: "Products",
                        principalColumn: "Id",
                        onDelete: ReferentialAction.Cascade);
                });

            migrationBuilder.CreateTable(
                name: "SalesPayments",
                columns: table => new
                {
                    Id = table.Column<long>(type: "bigint", nullable: false)
                        .Annotation("SqlServer:Identity", "1, 1"),
                    Source = table.Column<string>(type: "nvarchar(30)", maxLength: 30, nullable: false),
                    Number = table.Column<string>(type: "nvarchar(50)", maxLength: 50, nullable: false),
                    Version = table.Column<int>(type: "int", nullable: false),
                    DocumentSource = table.Column<string>(type: "nvarchar(30)", maxLength: 30, nullable: false),
                    DocumentNumber = table.Column<string>(type: "nvarchar(50)", maxLength: 50, nullable: false),
                    PaidOn = table.Column<DateOnly>(type: "date", nullable: false),
                    AmountMinor = table.Column<long>(type: "bigint", nullable: false),
                    RecordedAtUtc = table.Column<DateTime>(type: "datetime2", nullable: false),
                    ImportRunId = table.Column<long>(type: "bigint", nullable: true)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_SalesPayments", x => x.Id);
                    table.ForeignKey(
                        name: "FK_SalesPayments_ImportRuns_ImportRunId",
                        column: x => x.ImportRunId,
                        principalTable: "ImportRuns",
                        principalColumn: "Id",
                        onDelete: ReferentialAction.Restrict);
                });

            migrationBuilder.CreateIndex(
                name: "IX_PayoutItems_PayeeId",
                table: "PayoutItems",
                column: "PayeeId");

            migrationBuilder.CreateIndex(
                name: "IX_Customers_AgentId",
                table: "Customers",
                column: "AgentId");

            migrationBuilder.CreateIndex(
                name: "IX_CreditNotes_CustomerId",
                table: "CreditNotes",
                column: "CustomerId");

            migrationBuilder.CreateIndex(
                name: "IX_CreditNotes_Number",
                table: "CreditNotes",
                column: "Number",
                unique: true);

            migrationBuilder.CreateIndex(
                name: "IX_CreditNotes_PayoutItemId",
                table: "CreditNotes",
                column: "PayoutItemId",
                unique: true);

            migrationBuilder.CreateIndex(
                name: "IX_CustomerFigures_CustomerId",
                table: "CustomerFigures",
                column: "CustomerId");

            migrationBuilder.CreateIndex(
                name: "IX_CustomerFigures_ImportRunId",
                table: "CustomerFigures",
                column: "ImportRunId");

            migrationBuilder.CreateIndex(
                name: "IX_CustomerFigures_ListName_CustomerId_FromOn_ToOn",
                table: "CustomerFigures",
                columns: new[] { "ListName", "CustomerId", "FromOn", "ToOn" },
                unique: true);

            migrationBuilder.CreateIndex(
                name: "IX_ExchangeRates_Currency_RateOn",
                table: "ExchangeRates",
                columns: new[] { "Currency", "RateOn" },
                unique: true);

            migrationBuilder.CreateIndex(
                name: "IX_ExchangeRates_ImportRunId",
                table: "ExchangeRates",
                column: "ImportRunId");

            migrationBuilder.CreateIndex(
                name: "IX_ProductAttributes_ProductId_Name",
                table: "ProductAttributes",
                columns: new[] { "ProductId", "Name" },
                unique: true);

            migrationBuilder.CreateIndex(
                name: "IX_ProductUnits_ProductId_Unit",
                table: "ProductUnits",
                columns: new[] { "ProductId", "Unit" },
                unique: true);

            migrationBuilder.CreateIndex(
                name: "IX_SalesPayments_DocumentSource_DocumentNumber",
                table: "SalesPayments",
                columns: new[] { "DocumentSource", "DocumentNumber" });

            migrationBuilder.CreateIndex(
                name: "IX_SalesPayments_ImportRunId",
                table: "SalesPayments",
                column: "ImportRunId");

            migrationBuilder.CreateIndex(
                name: "IX_SalesPayments_Source_Number_Version",
                table: "SalesPayments",
                columns: new[] { "Source", "Number", "Version" },
                unique: true);

            migrationBuilder.AddForeignKey(
                name: "FK_Customers_Customers_AgentId",
                table: "Customers",
                column: "AgentId",
                principalTable: "Customers",
                principalColumn: "Id",
                onDelete: ReferentialAction.Restrict);

            migrationBuilder.AddForeignKey(
                name: "FK_PayoutItems_Customers_PayeeId",
                table: "PayoutItems",
                column: "PayeeId",
                principalTable: "Customers",
                principalColumn: "Id",
                onDelete: ReferentialAction.Restrict);
        }

        /// <inheritdoc />
        protected override void Down(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.DropForeignKey(
                name: "FK_Customers_Customers_AgentId",
                table: "Customers");

            migrationBuilder.DropForeignKey(
                name: "FK_PayoutItems_Customers_PayeeId",
                table: "PayoutItems");

            migrationBuilder.DropTable(
                name: "CreditNotes");

            migrationBuilder.DropTable(
                name: "CustomerFigures");

            migrationBuilder.DropTable(
                name: "ExchangeRates");

            migrationBuilder.DropTable(
                name: "ProductAttributes");

            migrationBuilder.DropTable(
                name: "ProductUnits");

            migrationBuilder.DropTable(
                name: "SalesPayments");

            migrationBuilder.DropIndex(
                name: "IX_PayoutItems_PayeeId",
                table: "PayoutItems");

            migrationBuilder.DropIndex(
                name: "IX_Customers_AgentId",
                table: "Customers");

            migrationBuilder.DropColumn(
                name: "PaymentsUpTo",
                table: "SettlementRuns");

            migrationBuilder.DropColumn(
                name: "DeliveredOn",
                table: "SalesLines");

            migrationBuilder.DropColumn(
                name: "IsNotForRebate",
                table: "SalesLines");

            migrationBuilder.DropColumn(
                name: "Unit",
                table: "SalesLines");

            migrationBuilder.DropColumn(
                name: "UnitQuantityMilli",
                table: "SalesLines");

            migrationBuilder.DropColumn(
                name: "AgentId",
                table: "SalesDocuments");

            migrationBuilder.DropColumn(
                name: "Channel",
                table: "SalesDocuments");

            migrationBuilder.DropColumn(
                name: "PayeeId",
                table: "PayoutItems");

            migrationBuilder.DropColumn(
                name: "AgentId",
                table: "Customers");
        }
    }
}
