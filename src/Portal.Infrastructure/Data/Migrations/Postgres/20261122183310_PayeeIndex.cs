using Microsoft.EntityFrameworkCore.Migrations;

#nullable disable

namespace Portal.Infrastructure.Data.Migrations.Postgres
{
    /// <inheritdoc />
    public partial class PayeeIndex : Migration
    {
        /// <inheritdoc />
        protected override void Up(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.DropIndex(
                name: "IX_PayoutItems_PayeeId",
                table: "PayoutItems");

            migrationBuilder.CreateIndex(
                name: "IX_PayoutItems_PayeeId",
                table: "PayoutItems",
                column: "PayeeId",
                filter: "\"PayeeId\" IS NOT NULL");
        }

        /// <inheritdoc />
        protected override void Down(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.DropIndex(
                name: "IX_PayoutItems_PayeeId",
                table: "PayoutItems");

            migrationBuilder.CreateIndex(
                name: "IX_PayoutItems_PayeeId",
                table: "PayoutItems",
                column: "PayeeId");
        }
    }
}
