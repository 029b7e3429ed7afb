using System;
using Microsoft.EntityFrameworkCore.Migrations;

#nullable disable

namespace Portal.Infrastructure.Data.Migrations.SqlServer
{
    /// <inheritdoc />
    public partial class SalesPacks : Migration
    {
        /// <inheritdoc />
        protected override void Up(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.DropIndex(
                name: "IX_SalesLines_CustomerId_DocumentOn",
                table: "SalesLines");

            migrationBuilder.DropIndex(
                name: "IX_SalesLines_CustomerId_DocumentOn_ProductId_QuantityMilli_NetMinor_Id",
                table: "SalesLines");

            migrationBuilder.CreateTable(
                name: "SalesPacks",
                columns: table => new
                {
                    CustomerId = table.Column<long>(type: "bigint", nullable: false),
                    DocumentOn = table.Column<DateOnly>(type: "date", nullable: false),
                    DocumentId = table.Column<long>(type: "bigint", nullable: false),
                    Part = table.Column<int>(type: "int", nullable: false),
                    LastLineId = table.Column<long>(type: "bigint", nullable: false),
                    Lines = table.Column<byte[]>(type: "varbinary(896)", maxLength: 896, nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_SalesPacks", x => new { x.CustomerId, x.DocumentOn, x.DocumentId, x.Part });
                });
        }

        /// <inheritdoc />
        protected override void Down(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.DropTable(
                name: "SalesPacks");

            migrationBuilder.CreateIndex(
                name: "IX_SalesLines_CustomerId_DocumentOn",
                table: "SalesLines",
                columns: new[] { "CustomerId", "DocumentOn" },
                filter: "\"IsNotForRebate\" <> '0'");

            migrationBuilder.CreateIndex(
                name: "IX_SalesLines_CustomerId_DocumentOn_ProductId_QuantityMilli_NetMinor_Id",
                table: "SalesLines",
                columns: new[] { "CustomerId", "DocumentOn", "ProductId", "QuantityMilli", "NetMinor", "Id" });
        }
    }
}
