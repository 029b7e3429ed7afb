using Portal.Domain.Accruals;

namespace Portal.Domain.Tests.Accruals;

public sealed class ProvisionMovementTests
{
    private static readonly GeneralLedgerAccounts Accounts = new("6601", "2801", "2241");

    [Theory]
    [InlineData(100, 150, 0, false, 50, 0, 150)] // more sales
    [InlineData(100, 80, 0, false, -20, 0, 80)] // returns
    [InlineData(100, 0, 90, true, 0, 10, 0)] // settled below the provision
    [InlineData(100, 0, 130, true, 30, 0, 0)] // settled above it
    [InlineData(0, 0, 25, true, 25, 0, 0)] // a late document after the settlement
    [InlineData(0, 0, -25, true, 0, 25, 0)] // charged back after it
    public void Opening_and_movements_make_the_closing(long opening, long accrued, long rebate, bool isSettled, long provision, long writeOff, long closing)
    {
        var movement = ProvisionMovement.Of(opening, accrued, rebate, isSettled);
        Assert.Equal((provision, rebate, writeOff, closing), (movement.ProvisionMinor, movement.RebateMinor, movement.WriteOffMinor, movement.ClosingMinor));
    }

    [Fact]
    public void Lines_for_the_ledger_balance_and_change_sides_with_the_sign()
    {
        var month = new DateOnly(2026, 3, 1);
        var lines = GeneralLedgerLine.Of(month, new ProvisionMovement(100, -20, 50, 30), Accounts).ToList();
        Assert.Equal(lines.Sum(line => line.DebitMinor), lines.Sum(line => line.CreditMinor));
        Assert.Equal(
            [("2801", 20L, 0L), ("6601", 0L, 20L), ("2801", 50L, 0L), ("2241", 0L, 50L), ("2801", 30L, 0L), ("6601", 0L, 30L)],
            lines.Select(line => (line.Account, line.DebitMinor, line.CreditMinor)));
        Assert.Empty(GeneralLedgerLine.Of(month, ProvisionMovement.None, Accounts));
        // What moves on the provision account is the change of the provision.
        Assert.Equal(-100, lines.Where(line => line.Account == "2801").Sum(line => line.CreditMinor - line.DebitMinor));
    }
}
