using System;
using Microsoft.EntityFrameworkCore.Migrations;

#nullable disable

namespace Portal.Infrastructure.Data.Migrations.Postgres
{
    /// <inheritdoc />
    public partial class PartitionLeases : Migration
    {
        /// <inheritdoc />
        protected override void Up(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.DropIndex(
                name: "IX_SettlementLines_RunId_ProgramId_ProgramLineNumber_CustomerI~",
                table: "SettlementLines");

            migrationBuilder.DropIndex(
                name: "IX_SettlementLines_SettlementId",
                table: "SettlementLines");

            migrationBuilder.AddColumn<string>(
                name: "LeasedBy",
                table: "SettlementPartitions",
                type: "character varying(100)",
                maxLength: 100,
                nullable: true);

            migrationBuilder.AddColumn<DateTime>(
                name: "LeasedUntilUtc",
                table: "SettlementPartitions",
                type: "timestamp with time zone",
                nullable: true);

            migrationBuilder.AddColumn<long>(
                name: "Token",
                table: "SettlementPartitions",
                type: "bigint",
                nullable: false,
                defaultValue: 0L);

            migrationBuilder.AddColumn<string>(
                name: "TotalsJson",
                table: "SettlementPartitions",
                type: "text",
                maxLength: -1,
                nullable: true);

            migrationBuilder.CreateIndex(
                name: "IX_SettlementLines_SettlementId_ProgramLineNumber_CustomerId",
                table: "SettlementLines",
                columns: new[] { "SettlementId", "ProgramLineNumber", "CustomerId" },
                unique: true);
        }

        /// <inheritdoc />
        protected override void Down(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.DropIndex(
                name: "IX_SettlementLines_SettlementId_ProgramLineNumber_CustomerId",
                table: "SettlementLines");

            migrationBuilder.DropColumn(
                name: "LeasedBy",
                table: "SettlementPartitions");

            migrationBuilder.DropColumn(
                name: "LeasedUntilUtc",
                table: "SettlementPartitions");

            migrationBuilder.DropColumn(
                name: "Token",
                table: "SettlementPartitions");

            migrationBuilder.DropColumn(
                name: "TotalsJson",
                table: "SettlementPartitions");

            migrationBuilder.CreateIndex(
                name: "IX_SettlementLines_RunId_ProgramId_ProgramLineNumber_CustomerI~",
                table: "SettlementLines",
                columns: new[] { "RunId", "ProgramId", "ProgramLineNumber", "CustomerId", "PeriodFrom" },
                unique: true);

            migrationBuilder.CreateIndex(
                name: "IX_SettlementLines_SettlementId",
                table: "SettlementLines",
                column: "SettlementId");
        }
    }
}
