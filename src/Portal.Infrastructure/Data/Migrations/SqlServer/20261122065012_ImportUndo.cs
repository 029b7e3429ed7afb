using System;
using Microsoft.EntityFrameworkCore.Migrations;

#nullable disable

namespace Portal.Infrastructure.Data.Migrations.SqlServer
{
    /// <inheritdoc />
    public partial class ImportUndo : Migration
    {
        /// <inheritdoc />
        protected override void Up(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.AddColumn<DateTime>(
                name: "UndoneAtUtc",
                table: "ImportRuns",
                type: "datetime2",
                nullable: true);

            migrationBuilder.AddColumn<long>(
                name: "UndoneByUserId",
                table: "ImportRuns",
                type: "bigint",
                nullable: true);
        }

        /// <inheritdoc />
        protected override void Down(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.DropColumn(
                name: "UndoneAtUtc",
                table: "ImportRuns");

            migrationBuilder.DropColumn(
                name: "UndoneByUserId",
                table: "ImportRuns");
        }
    }
}
