using Microsoft.EntityFrameworkCore.Migrations;

#nullable disable

namespace Portal.Infrastructure.Data.Migrations.Sqlite
{
    /// <inheritdoc />
    public partial class IncrementalSettlement : Migration
    {
        /// <inheritdoc />
        protected override void Up(MigrationBuilder migrationBuilder)
        {
            // The day was the first that did not count; it is now the last that does.
            migrationBuilder.Sql("UPDATE \"SettlementRuns\" SET \"AsOfOn\" = date(\"AsOfOn\", '-1 day')");

            migrationBuilder.AddColumn<int>(
                name: "ChangedCustomers",
                table: "SettlementRuns",
                type: "INTEGER",
                nullable: true);

            migrationBuilder.AddColumn<bool>(
                name: "IsFull",
                table: "SettlementRuns",
                type: "INTEGER",
                nullable: false,
                defaultValue: false);

            migrationBuilder.AddColumn<string>(
                name: "CustomerIds",
                table: "SettlementPartitions",
                type: "TEXT",
                maxLength: -1,
                nullable: true);

            migrationBuilder.CreateTable(
                name: "SettlementBaselines",
                columns: table => new
                {
                    RunId = table.Column<long>(type: "INTEGER", nullable: false),
                    Marks = table.Column<byte[]>(type: "BLOB", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_SettlementBaselines", x => x.RunId);
                    table.ForeignKey(
                        name: "FK_SettlementBaselines_SettlementRuns_RunId",
                        column: x => x.RunId,
                        principalTable: "SettlementRuns",
                        principalColumn: "Id",
                        onDelete: ReferentialAction.Cascade);
                });
        }

        /// <inheritdoc />
        protected override void Down(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.Sql("UPDATE \"SettlementRuns\" SET \"AsOfOn\" = date(\"AsOfOn\", '+1 day')");

            migrationBuilder.DropTable(
                name: "SettlementBaselines");

            migrationBuilder.DropColumn(
                name: "ChangedCustomers",
                table: "SettlementRuns");

            migrationBuilder.DropColumn(
                name: "IsFull",
                table: "SettlementRuns");

            migrationBuilder.DropColumn(
                name: "CustomerIds",
                table: "SettlementPartitions");
        }
    }
}
