using System;
using Microsoft.EntityFrameworkCore.Migrations;

#nullable disable

namespace Portal.Infrastructure.Data.Migrations.Sqlite
{
    /// <inheritdoc />
    public partial class Points : Migration
    {
        /// <inheritdoc />
        protected override void Up(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.CreateTable(
                name: "PointsAdjustments",
                columns: table => new
                {
                    Id = table.Column<long>(type: "INTEGER", nullable: false)
                        .Annotation("Sqlite:Autoincrement", true),
                    OperationKey = table.Column<string>(type: "TEXT", maxLength: 80, nullable: false),
                    CustomerId = table.Column<long>(type: "INTEGER", nullable: false),
                    Points = table.Column<decimal>(type: "TEXT", precision: 28, scale: 8, nullable: false),
                    ExpiresOn = table.Column<DateOnly>(type: "TEXT", nullable: true),
                    Reason = table.Column<string>(type: "TEXT", maxLength: 500, nullable: false),
                    State = table.Column<int>(type: "INTEGER", nullable: false),
                    RequestedByUserId = table.Column<long>(type: "INTEGER", nullable: true),
                    RequestedAtUtc = table.Column<DateTime>(type: "TEXT", nullable: false),
                    DecidedByUserId = table.Column<long>(type: "INTEGER", nullable: true),
                    DecidedAtUtc = table.Column<DateTime>(type: "TEXT", nullable: true),
                    RowVersion = table.Column<long>(type: "INTEGER", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_PointsAdjustments", x => x.Id);
                });

            migrationBuilder.CreateTable(
                name: "PointsEntries",
                columns: table => new
                {
                    Id = table.Column<long>(type: "INTEGER", nullable: false)
                        .Annotation("Sqlite:Autoincrement", true),
                    CustomerId = table.Column<long>(type: "INTEGER", nullable: false),
                    EventKey = table.Column<string>(type: "TEXT", maxLength: 110, nullable: false),
                    On = table.Column<DateOnly>(type: "TEXT", nullable: false),
                    PostedOn = table.Column<DateOnly>(type: "TEXT", nullable: false),
                    Kind = table.Column<int>(type: "INTEGER", nullable: false),
                    Units = table.Column<long>(type: "INTEGER", nullable: false),
                    BalanceUnits = table.Column<long>(type: "INTEGER", nullable: false),
                    LotsJson = table.Column<string>(type: "TEXT", maxLength: -1, nullable: false),
                    Breakdown = table.Column<string>(type: "TEXT", maxLength: -1, nullable: true),
                    Reference = table.Column<string>(type: "TEXT", maxLength: 200, nullable: true)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_PointsEntries", x => x.Id);
                });

            migrationBuilder.CreateTable(
                name: "PointsEvents",
                columns: table => new
                {
                    Id = table.Column<long>(type: "INTEGER", nullable: false)
                        .Annotation("Sqlite:Autoincrement", true),
                    EventKey = table.Column<string>(type: "TEXT", maxLength: 110, nullable: false),
                    ContentHash = table.Column<string>(type: "TEXT", maxLength: 64, nullable: false),
                    Type = table.Column<string>(type: "TEXT", maxLength: 20, nullable: false),
                    CustomerId = table.Column<long>(type: "INTEGER", nullable: false),
                    On = table.Column<DateOnly>(type: "TEXT", nullable: false),
                    Reference = table.Column<string>(type: "TEXT", maxLength: 200, nullable: true),
                    DocumentId = table.Column<long>(type: "INTEGER", nullable: true),
                    Units = table.Column<long>(type: "INTEGER", nullable: false),
                    ValueMinor = table.Column<long>(type: "INTEGER", nullable: true),
                    BreakdownJson = table.Column<string>(type: "TEXT", maxLength: -1, nullable: true),
                    ByUserId = table.Column<long>(type: "INTEGER", nullable: true),
                    RecordedAtUtc = table.Column<DateTime>(type: "TEXT", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_PointsEvents", x => x.Id);
                });

            migrationBuilder.CreateTable(
                name: "PointsGrowth",
                columns: table => new
                {
                    Id = table.Column<long>(type: "INTEGER", nullable: false)
                        .Annotation("Sqlite:Autoincrement", true),
                    CustomerId = table.Column<long>(type: "INTEGER", nullable: false),
                    EventKey = table.Column<string>(type: "TEXT", maxLength: 110, nullable: false),
                    On = table.Column<DateOnly>(type: "TEXT", nullable: false),
                    Units = table.Column<long>(type: "INTEGER", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_PointsGrowth", x => x.Id);
                });

            migrationBuilder.CreateTable(
                name: "PointsIntakeRanges",
                columns: table => new
                {
                    Id = table.Column<long>(type: "INTEGER", nullable: false)
                        .Annotation("Sqlite:Autoincrement", true),
                    FirstDocumentId = table.Column<long>(type: "INTEGER", nullable: false),
                    LastDocumentId = table.Column<long>(type: "INTEGER", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_PointsIntakeRanges", x => x.Id);
                });

            migrationBuilder.CreateTable(
                name: "PointsLevelChanges",
                columns: table => new
                {
                    Id = table.Column<long>(type: "INTEGER", nullable: false)
                        .Annotation("Sqlite:Autoincrement", true),
                    CustomerId = table.Column<long>(type: "INTEGER", nullable: false),
                    On = table.Column<DateOnly>(type: "TEXT", nullable: false),
                    FromCode = table.Column<string>(type: "TEXT", maxLength: 50, nullable: false),
                    ToCode = table.Column<string>(type: "TEXT", maxLength: 50, nullable: false),
                    Reason = table.Column<int>(type: "INTEGER", nullable: false),
                    Value = table.Column<decimal>(type: "TEXT", precision: 28, scale: 8, nullable: true),
                    Threshold = table.Column<decimal>(type: "TEXT", precision: 28, scale: 8, nullable: true),
                    Remark = table.Column<string>(type: "TEXT", maxLength: 500, nullable: true),
                    ByUserId = table.Column<long>(type: "INTEGER", nullable: true),
                    RecordedAtUtc = table.Column<DateTime>(type: "TEXT", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_PointsLevelChanges", x => x.Id);
                });

            migrationBuilder.CreateTable(
                name: "PointsLots",
                columns: table => new
                {
                    CustomerId = table.Column<long>(type: "INTEGER", nullable: false),
                    Number = table.Column<int>(type: "INTEGER", nullable: false),
                    EventKey = table.Column<string>(type: "TEXT", maxLength: 110, nullable: false),
                    EarnedOn = table.Column<DateOnly>(type: "TEXT", nullable: false),
                    AvailableOn = table.Column<DateOnly>(type: "TEXT", nullable: true),
                    FixedExpiryOn = table.Column<DateOnly>(type: "TEXT", nullable: true),
                    ExpiresOn = table.Column<DateOnly>(type: "TEXT", nullable: true),
                    ExpiryJson = table.Column<string>(type: "TEXT", maxLength: 400, nullable: false),
                    PartsJson = table.Column<string>(type: "TEXT", maxLength: -1, nullable: false),
                    Earned = table.Column<long>(type: "INTEGER", nullable: false),
                    Remaining = table.Column<long>(type: "INTEGER", nullable: false),
                    Redeemed = table.Column<long>(type: "INTEGER", nullable: false),
                    Expired = table.Column<long>(type: "INTEGER", nullable: false),
                    TakenBack = table.Column<long>(type: "INTEGER", nullable: false),
                    TakenForOthers = table.Column<long>(type: "INTEGER", nullable: false),
                    Adjusted = table.Column<long>(type: "INTEGER", nullable: false),
                    Absorbed = table.Column<long>(type: "INTEGER", nullable: false),
                    Covered = table.Column<long>(type: "INTEGER", nullable: false),
                    Forgiven = table.Column<long>(type: "INTEGER", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_PointsLots", x => new { x.CustomerId, x.Number });
                });

            migrationBuilder.CreateTable(
                name: "PointsMemberships",
                columns: table => new
                {
                    Id = table.Column<long>(type: "INTEGER", nullable: false),
                    JoinedOn = table.Column<DateOnly>(type: "TEXT", nullable: true),
                    ReferralCode = table.Column<string>(type: "TEXT", maxLength: 20, nullable: true),
                    Device = table.Column<string>(type: "TEXT", maxLength: 200, nullable: true),
                    LotCount = table.Column<int>(type: "INTEGER", nullable: false),
                    BalanceUnits = table.Column<long>(type: "INTEGER", nullable: false),
                    DebtUnits = table.Column<long>(type: "INTEGER", nullable: false),
                    PurchaseCount = table.Column<int>(type: "INTEGER", nullable: false),
                    GrowthUnits = table.Column<long>(type: "INTEGER", nullable: false),
                    DoneUntilOn = table.Column<DateOnly>(type: "TEXT", nullable: true),
                    NextDueOn = table.Column<DateOnly>(type: "TEXT", nullable: true),
                    LevelCode = table.Column<string>(type: "TEXT", maxLength: 50, nullable: true),
                    LevelSinceOn = table.Column<DateOnly>(type: "TEXT", nullable: true),
                    IsLevelLocked = table.Column<bool>(type: "INTEGER", nullable: false),
                    BelowSinceOn = table.Column<DateOnly>(type: "TEXT", nullable: true),
                    MemoryJson = table.Column<string>(type: "TEXT", maxLength: -1, nullable: true)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_PointsMemberships", x => x.Id);
                });

            migrationBuilder.CreateTable(
                name: "PointsProblems",
                columns: table => new
                {
                    DocumentId = table.Column<long>(type: "INTEGER", nullable: false),
                    CustomerId = table.Column<long>(type: "INTEGER", nullable: false),
                    OriginalNumber = table.Column<string>(type: "TEXT", maxLength: 50, nullable: true),
                    Code = table.Column<string>(type: "TEXT", maxLength: 100, nullable: false),
                    Arguments = table.Column<string>(type: "TEXT", maxLength: 500, nullable: true),
                    RecordedAtUtc = table.Column<DateTime>(type: "TEXT", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_PointsProblems", x => x.DocumentId);
                });

            migrationBuilder.CreateTable(
                name: "PointsProgramVersions",
                columns: table => new
                {
                    Id = table.Column<long>(type: "INTEGER", nullable: false)
                        .Annotation("Sqlite:Autoincrement", true),
                    Number = table.Column<int>(type: "INTEGER", nullable: false),
                    RulesJson = table.Column<string>(type: "TEXT", maxLength: -1, nullable: false),
                    EffectiveOn = table.Column<DateOnly>(type: "TEXT", nullable: false),
                    Note = table.Column<string>(type: "TEXT", maxLength: 500, nullable: false),
                    State = table.Column<int>(type: "INTEGER", nullable: false),
                    DraftedByUserId = table.Column<long>(type: "INTEGER", nullable: true),
                    DraftedAtUtc = table.Column<DateTime>(type: "TEXT", nullable: false),
                    SubmittedByUserId = table.Column<long>(type: "INTEGER", nullable: true),
                    SubmittedAtUtc = table.Column<DateTime>(type: "TEXT", nullable: true),
                    ApprovedByUserId = table.Column<long>(type: "INTEGER", nullable: true),
                    ApprovedAtUtc = table.Column<DateTime>(type: "TEXT", nullable: true),
                    RowVersion = table.Column<long>(type: "INTEGER", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_PointsProgramVersions", x => x.Id);
                });

            migrationBuilder.CreateTable(
                name: "PointsRedemptions",
                columns: table => new
                {
                    CustomerId = table.Column<long>(type: "INTEGER", nullable: false),
                    EventKey = table.Column<string>(type: "TEXT", maxLength: 110, nullable: false),
                    On = table.Column<DateOnly>(type: "TEXT", nullable: false),
                    Units = table.Column<long>(type: "INTEGER", nullable: false),
                    OpenUnits = table.Column<long>(type: "INTEGER", nullable: false),
                    LotsJson = table.Column<string>(type: "TEXT", maxLength: -1, nullable: false),
                    IsOnSale = table.Column<bool>(type: "INTEGER", nullable: false),
                    State = table.Column<int>(type: "INTEGER", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_PointsRedemptions", x => new { x.CustomerId, x.EventKey });
                });

            migrationBuilder.CreateTable(
                name: "PointsReferrals",
                columns: table => new
                {
                    Id = table.Column<long>(type: "INTEGER", nullable: false),
                    ReferrerId = table.Column<long>(type: "INTEGER", nullable: false),
                    On = table.Column<DateOnly>(type: "TEXT", nullable: false),
                    State = table.Column<int>(type: "INTEGER", nullable: false),
                    Reason = table.Column<string>(type: "TEXT", maxLength: 50, nullable: true),
                    RewardedOn = table.Column<DateOnly>(type: "TEXT", nullable: true),
                    SaleKey = table.Column<string>(type: "TEXT", maxLength: 110, nullable: true),
                    LotsJson = table.Column<string>(type: "TEXT", maxLength: 400, nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_PointsReferrals", x => x.Id);
                });

            migrationBuilder.CreateTable(
                name: "PointsSales",
                columns: table => new
                {
                    CustomerId = table.Column<long>(type: "INTEGER", nullable: false),
                    EventKey = table.Column<string>(type: "TEXT", maxLength: 110, nullable: false),
                    On = table.Column<DateOnly>(type: "TEXT", nullable: false),
                    DocumentId = table.Column<long>(type: "INTEGER", nullable: true),
                    DocumentNumber = table.Column<string>(type: "TEXT", maxLength: 50, nullable: true),
                    Source = table.Column<string>(type: "TEXT", maxLength: 30, nullable: true),
                    IsReturned = table.Column<bool>(type: "INTEGER", nullable: false),
                    SaleJson = table.Column<string>(type: "TEXT", maxLength: -1, nullable: false),
                    UsageJson = table.Column<string>(type: "TEXT", maxLength: -1, nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_PointsSales", x => new { x.CustomerId, x.EventKey });
                });

            migrationBuilder.CreateTable(
                name: "PointsUsages",
                columns: table => new
                {
                    CustomerId = table.Column<long>(type: "INTEGER", nullable: false),
                    Rule = table.Column<string>(type: "TEXT", maxLength: 100, nullable: false),
                    On = table.Column<DateOnly>(type: "TEXT", nullable: false),
                    Units = table.Column<long>(type: "INTEGER", nullable: false),
                    Times = table.Column<int>(type: "INTEGER", nullable: false),
                    Count = table.Column<int>(type: "INTEGER", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_PointsUsages", x => new { x.CustomerId, x.Rule, x.On });
                });

            migrationBuilder.CreateIndex(
                name: "IX_PointsAdjustments_CustomerId",
                table: "PointsAdjustments",
                column: "CustomerId");

            migrationBuilder.CreateIndex(
                name: "IX_PointsAdjustments_OperationKey",
                table: "PointsAdjustments",
                column: "OperationKey",
                unique: true);

            migrationBuilder.CreateIndex(
                name: "IX_PointsAdjustments_State_Id",
                table: "PointsAdjustments",
                columns: new[] { "State", "Id" });

            migrationBuilder.CreateIndex(
                name: "IX_PointsEntries_CustomerId_Id",
                table: "PointsEntries",
                columns: new[] { "CustomerId", "Id" });

            migrationBuilder.CreateIndex(
                name: "IX_PointsEntries_PostedOn_Kind_Units",
                table: "PointsEntries",
                columns: new[] { "PostedOn", "Kind", "Units" });

            migrationBuilder.CreateIndex(
                name: "IX_PointsEvents_CustomerId_Id",
                table: "PointsEvents",
                columns: new[] { "CustomerId", "Id" });

            migrationBuilder.CreateIndex(
                name: "IX_PointsEvents_DocumentId",
                table: "PointsEvents",
                column: "DocumentId");

            migrationBuilder.CreateIndex(
                name: "IX_PointsEvents_EventKey",
                table: "PointsEvents",
                column: "EventKey",
                unique: true);

            migrationBuilder.CreateIndex(
                name: "IX_PointsGrowth_CustomerId_On",
                table: "PointsGrowth",
                columns: new[] { "CustomerId", "On" });

            migrationBuilder.CreateIndex(
                name: "IX_PointsLevelChanges_CustomerId_Id",
                table: "PointsLevelChanges",
                columns: new[] { "CustomerId", "Id" });

            migrationBuilder.CreateIndex(
                name: "IX_PointsLots_CustomerId_Remaining",
                table: "PointsLots",
                columns: new[] { "CustomerId", "Remaining" },
                filter: "\"Remaining\" > 0");

            migrationBuilder.CreateIndex(
                name: "IX_PointsLots_ExpiresOn",
                table: "PointsLots",
                column: "ExpiresOn",
                filter: "\"Remaining\" > 0");

            migrationBuilder.CreateIndex(
                name: "IX_PointsMemberships_LevelCode",
                table: "PointsMemberships",
                column: "LevelCode");

            migrationBuilder.CreateIndex(
                name: "IX_PointsMemberships_NextDueOn_Id",
                table: "PointsMemberships",
                columns: new[] { "NextDueOn", "Id" });

            migrationBuilder.CreateIndex(
                name: "IX_PointsMemberships_ReferralCode",
                table: "PointsMemberships",
                column: "ReferralCode",
                unique: true);

            migrationBuilder.CreateIndex(
                name: "IX_PointsProblems_CustomerId_OriginalNumber",
                table: "PointsProblems",
                columns: new[] { "CustomerId", "OriginalNumber" });

            migrationBuilder.CreateIndex(
                name: "IX_PointsProgramVersions_Number",
                table: "PointsProgramVersions",
                column: "Number",
                unique: true);

            migrationBuilder.CreateIndex(
                name: "IX_PointsRedemptions_CustomerId_On",
                table: "PointsRedemptions",
                columns: new[] { "CustomerId", "On" });

            migrationBuilder.CreateIndex(
                name: "IX_PointsReferrals_ReferrerId",
                table: "PointsReferrals",
                column: "ReferrerId");

            migrationBuilder.CreateIndex(
                name: "IX_PointsSales_CustomerId_DocumentNumber",
                table: "PointsSales",
                columns: new[] { "CustomerId", "DocumentNumber" });
        }

        /// <inheritdoc />
        protected override void Down(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.DropTable(
                name: "PointsAdjustments");

            migrationBuilder.DropTable(
                name: "PointsEntries");

            migrationBuilder.DropTable(
                name: "PointsEvents");

            migrationBuilder.DropTable(
                name: "PointsGrowth");

            migrationBuilder.DropTable(
                name: "PointsIntakeRanges");

            migrationBuilder.DropTable(
                name: "PointsLevelChanges");

            migrationBuilder.DropTable(
                name: "PointsLots");

            migrationBuilder.DropTable(
                name: "PointsMemberships");

            migrationBuilder.DropTable(
                name: "PointsProblems");

            migrationBuilder.DropTable(
                name: "PointsProgramVersions");

            migrationBuilder.DropTable(
                name: "PointsRedemptions");

            migrationBuilder.DropTable(
                name: "PointsReferrals");

            migrationBuilder.DropTable(
                name: "PointsSales");

            migrationBuilder.DropTable(
                name: "PointsUsages");
        }
    }
}
