using System;
using Microsoft.EntityFrameworkCore.Migrations;

#nullable disable

namespace Portal.Infrastructure.Data.Migrations.SqlServer
{
    /// <inheritdoc />
    public partial class Cards : Migration
    {
        /// <inheritdoc />
        protected override void Up(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.CreateTable(
                name: "CardCodeKey",
                columns: table => new
                {
                    Id = table.Column<int>(type: "int", nullable: false),
                    KeyProtected = table.Column<string>(type: "nvarchar(1000)", maxLength: 1000, nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_CardCodeKey", x => x.Id);
                });

            migrationBuilder.CreateTable(
                name: "CardTypes",
                columns: table => new
                {
                    Id = table.Column<long>(type: "bigint", nullable: false)
                        .Annotation("SqlServer:Identity", "1, 1"),
                    Code = table.Column<string>(type: "nvarchar(50)", maxLength: 50, nullable: false),
                    NameZhCn = table.Column<string>(type: "nvarchar(100)", maxLength: 100, nullable: false),
                    NameEn = table.Column<string>(type: "nvarchar(100)", maxLength: 100, nullable: false),
                    Rules = table.Column<string>(type: "nvarchar(max)", maxLength: -1, nullable: false),
                    RetiredAtUtc = table.Column<DateTime>(type: "datetime2", nullable: true),
                    RowVersion = table.Column<long>(type: "bigint", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_CardTypes", x => x.Id);
                });

            migrationBuilder.CreateTable(
                name: "TopUpRules",
                columns: table => new
                {
                    Id = table.Column<long>(type: "bigint", nullable: false)
                        .Annotation("SqlServer:Identity", "1, 1"),
                    Name = table.Column<string>(type: "nvarchar(100)", maxLength: 100, nullable: false),
                    Terms = table.Column<string>(type: "nvarchar(max)", maxLength: -1, nullable: false),
                    EndedAtUtc = table.Column<DateTime>(type: "datetime2", nullable: true),
                    RowVersion = table.Column<long>(type: "bigint", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_TopUpRules", x => x.Id);
                });

            migrationBuilder.CreateTable(
                name: "CardAccounts",
                columns: table => new
                {
                    Id = table.Column<long>(type: "bigint", nullable: false)
                        .Annotation("SqlServer:Identity", "1, 1"),
                    CardTypeId = table.Column<long>(type: "bigint", nullable: false),
                    CustomerId = table.Column<long>(type: "bigint", nullable: true),
                    RealName = table.Column<string>(type: "nvarchar(100)", maxLength: 100, nullable: true),
                    IdentityProtected = table.Column<string>(type: "nvarchar(500)", maxLength: 500, nullable: true),
                    IdentityLast4 = table.Column<string>(type: "nvarchar(4)", maxLength: 4, nullable: true),
                    OpenedAtUtc = table.Column<DateTime>(type: "datetime2", nullable: false),
                    ClosedAtUtc = table.Column<DateTime>(type: "datetime2", nullable: true),
                    Turn = table.Column<long>(type: "bigint", nullable: false),
                    RowVersion = table.Column<long>(type: "bigint", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_CardAccounts", x => x.Id);
                    table.ForeignKey(
                        name: "FK_CardAccounts_CardTypes_CardTypeId",
                        column: x => x.CardTypeId,
                        principalTable: "CardTypes",
                        principalColumn: "Id",
                        onDelete: ReferentialAction.Restrict);
                    table.ForeignKey(
                        name: "FK_CardAccounts_Customers_CustomerId",
                        column: x => x.CustomerId,
                        principalTable: "Customers",
                        principalColumn: "Id",
                        onDelete: ReferentialAction.Restrict);
                });

            migrationBuilder.CreateTable(
                name: "CardNumberRanges",
                columns: table => new
                {
                    Id = table.Column<long>(type: "bigint", nullable: false)
                        .Annotation("SqlServer:Identity", "1, 1"),
                    CardTypeId = table.Column<long>(type: "bigint", nullable: false),
                    Prefix = table.Column<string>(type: "nvarchar(19)", maxLength: 19, nullable: false),
                    SerialDigits = table.Column<int>(type: "int", nullable: false),
                    FirstSerial = table.Column<long>(type: "bigint", nullable: false),
                    LastSerial = table.Column<long>(type: "bigint", nullable: false),
                    HasCheckDigit = table.Column<bool>(type: "bit", nullable: false),
                    NextSerial = table.Column<long>(type: "bigint", nullable: false),
                    ClosedAtUtc = table.Column<DateTime>(type: "datetime2", nullable: true),
                    RowVersion = table.Column<long>(type: "bigint", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_CardNumberRanges", x => x.Id);
                    table.ForeignKey(
                        name: "FK_CardNumberRanges_CardTypes_CardTypeId",
                        column: x => x.CardTypeId,
                        principalTable: "CardTypes",
                        principalColumn: "Id",
                        onDelete: ReferentialAction.Restrict);
                });

            migrationBuilder.CreateTable(
                name: "Cards",
                columns: table => new
                {
                    Id = table.Column<long>(type: "bigint", nullable: false)
                        .Annotation("SqlServer:Identity", "1, 1"),
                    Number = table.Column<string>(type: "nvarchar(19)", maxLength: 19, nullable: false),
                    CardTypeId = table.Column<long>(type: "bigint", nullable: false),
                    RangeId = table.Column<long>(type: "bigint", nullable: true),
                    AccountId = table.Column<long>(type: "bigint", nullable: true),
                    ParentCardId = table.Column<long>(type: "bigint", nullable: true),
                    HolderName = table.Column<string>(type: "nvarchar(100)", maxLength: 100, nullable: true),
                    State = table.Column<int>(type: "int", nullable: false),
                    ValidTo = table.Column<DateOnly>(type: "date", nullable: true),
                    DailyLimitMinor = table.Column<long>(type: "bigint", nullable: true),
                    PinHash = table.Column<string>(type: "nvarchar(200)", maxLength: 200, nullable: true),
                    PinFailures = table.Column<int>(type: "int", nullable: false),
                    PinLockedUntilUtc = table.Column<DateTime>(type: "datetime2", nullable: true),
                    ReplacedByCardId = table.Column<long>(type: "bigint", nullable: true),
                    CreatedAtUtc = table.Column<DateTime>(type: "datetime2", nullable: false),
                    ActivatedAtUtc = table.Column<DateTime>(type: "datetime2", nullable: true),
                    StateChangedAtUtc = table.Column<DateTime>(type: "datetime2", nullable: true),
                    RowVersion = table.Column<long>(type: "bigint", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_Cards", x => x.Id);
                    table.ForeignKey(
                        name: "FK_Cards_CardAccounts_AccountId",
                        column: x => x.AccountId,
                        principalTable: "CardAccounts",
                        principalColumn: "Id",
                        onDelete: ReferentialAction.Restrict);
                    table.ForeignKey(
                        name: "FK_Cards_CardNumberRanges_RangeId",
                        column: x => x.RangeId,
                        principalTable: "CardNumberRanges",
                        principalColumn: "Id",
                        onDelete: ReferentialAction.Restrict);
                    table.ForeignKey(
                        name: "FK_Cards_CardTypes_CardTypeId",
                        column: x => x.CardTypeId,
                        principalTable: "CardTypes",
                        principalColumn: "Id",
                        onDelete: ReferentialAction.Restrict);
                    table.ForeignKey(
                        name: "FK_Cards_Cards_ParentCardId",
                        column: x => x.ParentCardId,
                        principalTable: "Cards",
                        principalColumn: "Id",
                        onDelete: ReferentialAction.Restrict);
                    table.ForeignKey(
                        name: "FK_Cards_Cards_ReplacedByCardId",
                        column: x => x.ReplacedByCardId,
                        principalTable: "Cards",
                        principalColumn: "Id",
                        onDelete: ReferentialAction.Restrict);
                });

            migrationBuilder.CreateTable(
                name: "CardOperations",
                columns: table => new
                {
                    Id = table.Column<long>(type: "bigint", nullable: false)
                        .Annotation("SqlServer:Identity", "1, 1"),
                    OperationKey = table.Column<string>(type: "nvarchar(100)", maxLength: 100, nullable: false),
                    RequestHash = table.Column<string>(type: "nvarchar(64)", maxLength: 64, nullable: false),
                    Kind = table.Column<int>(type: "int", nullable: false),
                    CardId = table.Column<long>(type: "bigint", nullable: true),
                    AccountId = table.Column<long>(type: "bigint", nullable: true),
                    ByUserId = table.Column<long>(type: "bigint", nullable: true),
                    On = table.Column<DateOnly>(type: "date", nullable: false),
                    AtUtc = table.Column<DateTime>(type: "datetime2", nullable: false),
                    Reason = table.Column<string>(type: "nvarchar(300)", maxLength: 300, nullable: true),
                    Document = table.Column<string>(type: "nvarchar(50)", maxLength: 50, nullable: true),
                    Method = table.Column<int>(type: "int", nullable: true),
                    MoneyMinor = table.Column<long>(type: "bigint", nullable: false),
                    PrincipalMinor = table.Column<long>(type: "bigint", nullable: false),
                    GiftMinor = table.Column<long>(type: "bigint", nullable: false),
                    Visits = table.Column<int>(type: "int", nullable: false),
                    Service = table.Column<string>(type: "nvarchar(100)", maxLength: 100, nullable: true),
                    PrincipalAfterMinor = table.Column<long>(type: "bigint", nullable: false),
                    GiftAfterMinor = table.Column<long>(type: "bigint", nullable: false),
                    VisitsAfter = table.Column<long>(type: "bigint", nullable: false),
                    StateBefore = table.Column<int>(type: "int", nullable: true),
                    StateAfter = table.Column<int>(type: "int", nullable: true),
                    Detail = table.Column<string>(type: "nvarchar(300)", maxLength: 300, nullable: true),
                    ReversesOperationId = table.Column<long>(type: "bigint", nullable: true),
                    OtherCardId = table.Column<long>(type: "bigint", nullable: true),
                    TopUpRuleId = table.Column<long>(type: "bigint", nullable: true)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_CardOperations", x => x.Id);
                    table.ForeignKey(
                        name: "FK_CardOperations_CardAccounts_AccountId",
                        column: x => x.AccountId,
                        principalTable: "CardAccounts",
                        principalColumn: "Id",
                        onDelete: ReferentialAction.Restrict);
                    table.ForeignKey(
                        name: "FK_CardOperations_CardOperations_ReversesOperationId",
                        column: x => x.ReversesOperationId,
                        principalTable: "CardOperations",
                        principalColumn: "Id",
                        onDelete: ReferentialAction.Restrict);
                    table.ForeignKey(
                        name: "FK_CardOperations_Cards_CardId",
                        column: x => x.CardId,
                        principalTable: "Cards",
                        principalColumn: "Id",
                        onDelete: ReferentialAction.Restrict);
                });

            migrationBuilder.CreateTable(
                name: "VisitLots",
                columns: table => new
                {
                    Id = table.Column<long>(type: "bigint", nullable: false)
                        .Annotation("SqlServer:Identity", "1, 1"),
                    AccountId = table.Column<long>(type: "bigint", nullable: false),
                    OperationId = table.Column<long>(type: "bigint", nullable: false),
                    Service = table.Column<string>(type: "nvarchar(100)", maxLength: 100, nullable: false),
                    Times = table.Column<int>(type: "int", nullable: false),
                    Left = table.Column<int>(type: "int", nullable: false),
                    PriceMinor = table.Column<long>(type: "bigint", nullable: false),
                    ValidTo = table.Column<DateOnly>(type: "date", nullable: true)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_VisitLots", x => x.Id);
                    table.ForeignKey(
                        name: "FK_VisitLots_CardAccounts_AccountId",
                        column: x => x.AccountId,
                        principalTable: "CardAccounts",
                        principalColumn: "Id",
                        onDelete: ReferentialAction.Restrict);
                    table.ForeignKey(
                        name: "FK_VisitLots_CardOperations_OperationId",
                        column: x => x.OperationId,
                        principalTable: "CardOperations",
                        principalColumn: "Id",
                        onDelete: ReferentialAction.Restrict);
                });

            migrationBuilder.CreateTable(
                name: "VisitUses",
                columns: table => new
                {
                    Id = table.Column<long>(type: "bigint", nullable: false)
                        .Annotation("SqlServer:Identity", "1, 1"),
                    OperationId = table.Column<long>(type: "bigint", nullable: false),
                    LotId = table.Column<long>(type: "bigint", nullable: false),
                    Times = table.Column<int>(type: "int", nullable: false),
                    ValueMinor = table.Column<long>(type: "bigint", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_VisitUses", x => x.Id);
                    table.ForeignKey(
                        name: "FK_VisitUses_CardOperations_OperationId",
                        column: x => x.OperationId,
                        principalTable: "CardOperations",
                        principalColumn: "Id",
                        onDelete: ReferentialAction.Restrict);
                    table.ForeignKey(
                        name: "FK_VisitUses_VisitLots_LotId",
                        column: x => x.LotId,
                        principalTable: "VisitLots",
                        principalColumn: "Id",
                        onDelete: ReferentialAction.Restrict);
                });

            migrationBuilder.CreateIndex(
                name: "IX_CardAccounts_CardTypeId",
                table: "CardAccounts",
                column: "CardTypeId");

            migrationBuilder.CreateIndex(
                name: "IX_CardAccounts_CustomerId",
                table: "CardAccounts",
                column: "CustomerId");

            migrationBuilder.CreateIndex(
                name: "IX_CardNumberRanges_CardTypeId",
                table: "CardNumberRanges",
                column: "CardTypeId");

            migrationBuilder.CreateIndex(
                name: "IX_CardOperations_AccountId_Id",
                table: "CardOperations",
                columns: new[] { "AccountId", "Id" });

            migrationBuilder.CreateIndex(
                name: "IX_CardOperations_CardId_On",
                table: "CardOperations",
                columns: new[] { "CardId", "On" });

            migrationBuilder.CreateIndex(
                name: "IX_CardOperations_On",
                table: "CardOperations",
                column: "On");

            migrationBuilder.CreateIndex(
                name: "IX_CardOperations_OperationKey",
                table: "CardOperations",
                column: "OperationKey",
                unique: true);

            migrationBuilder.CreateIndex(
                name: "IX_CardOperations_ReversesOperationId",
                table: "CardOperations",
                column: "ReversesOperationId");

            migrationBuilder.CreateIndex(
                name: "IX_Cards_AccountId",
                table: "Cards",
                column: "AccountId");

            migrationBuilder.CreateIndex(
                name: "IX_Cards_CardTypeId",
                table: "Cards",
                column: "CardTypeId");

            migrationBuilder.CreateIndex(
                name: "IX_Cards_Number",
                table: "Cards",
                column: "Number",
                unique: true);

            migrationBuilder.CreateIndex(
                name: "IX_Cards_ParentCardId",
                table: "Cards",
                column: "ParentCardId");

            migrationBuilder.CreateIndex(
                name: "IX_Cards_RangeId",
                table: "Cards",
                column: "RangeId");

            migrationBuilder.CreateIndex(
                name: "IX_Cards_ReplacedByCardId",
                table: "Cards",
                column: "ReplacedByCardId");

            migrationBuilder.CreateIndex(
                name: "IX_Cards_State_ValidTo",
                table: "Cards",
                columns: new[] { "State", "ValidTo" });

            migrationBuilder.CreateIndex(
                name: "IX_CardTypes_Code",
                table: "CardTypes",
                column: "Code",
                unique: true);

            migrationBuilder.CreateIndex(
                name: "IX_VisitLots_AccountId",
                table: "VisitLots",
                column: "AccountId");

            migrationBuilder.CreateIndex(
                name: "IX_VisitLots_OperationId",
                table: "VisitLots",
                column: "OperationId");

            migrationBuilder.CreateIndex(
                name: "IX_VisitLots_ValidTo",
                table: "VisitLots",
                column: "ValidTo");

            migrationBuilder.CreateIndex(
                name: "IX_VisitUses_LotId",
                table: "VisitUses",
                column: "LotId");

            migrationBuilder.CreateIndex(
                name: "IX_VisitUses_OperationId",
                table: "VisitUses",
                column: "OperationId");
        }

        /// <inheritdoc />
        protected override void Down(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.DropTable(
                name: "CardCodeKey");

            migrationBuilder.DropTable(
                name: "TopUpRules");

            migrationBuilder.DropTable(
                name: "VisitUses");

            migrationBuilder.DropTable(
                name: "VisitLots");

            migrationBuilder.DropTable(
                name: "CardOperations");

            migrationBuilder.DropTable(
                name: "Cards");

            migrationBuilder.DropTable(
                name: "CardAccounts");

            migrationBuilder.DropTable(
                name: "CardNumberRanges");

            migrationBuilder.DropTable(
                name: "CardTypes");
        }
    }
}
