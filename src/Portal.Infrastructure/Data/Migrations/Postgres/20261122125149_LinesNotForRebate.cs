using Microsoft.EntityFrameworkCore.Migrations;

#nullable disable

namespace Portal.Infrastructure.Data.Migrations.Postgres
{
    /// <inheritdoc />
    public partial class LinesNotForRebate : Migration
    {
        /// <inheritdoc />
        protected override void Up(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.CreateIndex(
                name: "IX_SalesLines_CustomerId_DocumentOn",
                table: "SalesLines",
                columns: new[] { "CustomerId", "DocumentOn" },
                filter: "\"IsNotForRebate\" <> '0'");
        }

        /// <inheritdoc />
        protected override void Down(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.DropIndex(
                name: "IX_SalesLines_CustomerId_DocumentOn",
                table: "SalesLines");
        }
    }
}
