using System;
using Microsoft.EntityFrameworkCore.Migrations;

#nullable disable

namespace Portal.Infrastructure.Data.Migrations.Sqlite
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

            // The key is the table: without a row number of its own a row is written once, and the settlement's scan reads nothing else.
            migrationBuilder.Sql(
                """
                CREATE TABLE "SalesPacks" (
                    "CustomerId" INTEGER NOT NULL,
                    "DocumentOn" TEXT NOT NULL,
                    "DocumentId" INTEGER NOT NULL,
                    "Part" INTEGER NOT NULL,
                    "LastLineId" INTEGER NOT NULL,
                    "Lines" BLOB NOT NULL,
                    CONSTRAINT "PK_SalesPacks" PRIMARY KEY ("CustomerId", "DocumentOn", "DocumentId", "Part")
                ) WITHOUT ROWID;
                """);
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
