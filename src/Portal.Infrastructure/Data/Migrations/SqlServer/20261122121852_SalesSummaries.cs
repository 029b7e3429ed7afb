using System;
using Microsoft.EntityFrameworkCore.Migrations;

#nullable disable

namespace Portal.Infrastructure.Data.Migrations.SqlServer
{
    /// <inheritdoc />
    public partial class SalesSummaries : Migration
    {
        /// <inheritdoc />
        protected override void Up(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.CreateTable(
                name: "SalesSummaries",
                columns: table => new
                {
                    Id = table.Column<long>(type: "bigint", nullable: false)
                        .Annotation("SqlServer:Identity", "1, 1"),
                    CustomerId = table.Column<long>(type: "bigint", nullable: false),
                    Month = table.Column<DateOnly>(type: "date", nullable: false),
                    Currency = table.Column<string>(type: "nvarchar(3)", maxLength: 3, nullable: false),
                    DocumentCount = table.Column<int>(type: "int", nullable: false),
                    NetMinor = table.Column<long>(type: "bigint", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_SalesSummaries", x => x.Id);
                    table.ForeignKey(
                        name: "FK_SalesSummaries_Customers_CustomerId",
                        column: x => x.CustomerId,
                        principalTable: "Customers",
                        principalColumn: "Id",
                        onDelete: ReferentialAction.Restrict);
                });

            migrationBuilder.CreateIndex(
                name: "IX_SalesSummaries_CustomerId_Month",
                table: "SalesSummaries",
                columns: new[] { "CustomerId", "Month" });

            migrationBuilder.CreateIndex(
                name: "IX_SalesSummaries_Month_CustomerId_NetMinor",
                table: "SalesSummaries",
                columns: new[] { "Month", "CustomerId", "NetMinor" });

            // What was sold before; from now on the write of documents adds to it.
            migrationBuilder.Sql("INSERT INTO [SalesSummaries] ([CustomerId], [Month], [Currency], [DocumentCount], [NetMinor]) SELECT [CustomerId], DATEFROMPARTS(YEAR([DocumentOn]), MONTH([DocumentOn]), 1), [Currency], COUNT(*), SUM([NetMinor]) FROM [SalesDocuments] GROUP BY [CustomerId], DATEFROMPARTS(YEAR([DocumentOn]), MONTH([DocumentOn]), 1), [Currency]");
        }

        /// <inheritdoc />
        protected override void Down(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.DropTable(
                name: "SalesSummaries");
        }
    }
}
