using Portal.Domain.Ledger;

namespace Portal.Infrastructure.Tests.Ledger;

public sealed class TransferRequestTests
{
    [Fact]
    public void Sides_of_one_account_are_added_up_and_nothing_is_dropped()
    {
        var request = new TransferRequest("k", LedgerTransferKind.Manual, "M-1", LedgerWorld.Today,
            [new(LedgerWorld.Balance(1), 30), new(LedgerWorld.Balance(1), 12), new(LedgerWorld.Held(1), 5), new(LedgerWorld.Held(1), -5), new(LedgerWorld.Expense, -42)]);
        Assert.Equal([new(LedgerWorld.Expense, -42), new(LedgerWorld.Balance(1), 42)], request.Sides);
    }

    [Fact]
    public void An_unbalanced_transfer_cannot_be_asked_for() =>
        Assert.Throws<ArgumentException>(() => new TransferRequest("k", LedgerTransferKind.Manual, "M-1", LedgerWorld.Today,
            [new(LedgerWorld.Balance(1), 30), new(LedgerWorld.Expense, -29)]));

    [Fact]
    public void Assets_balance_one_by_one() =>
        Assert.Throws<ArgumentException>(() => new TransferRequest("k", LedgerTransferKind.Manual, "M-1", LedgerWorld.Today,
            [new(LedgerWorld.Balance(1), 30), new(LedgerAccountReference.House(LedgerAccountKind.RebateExpense, LedgerAssets.Points), -30)]));

    [Fact]
    public void Nothing_cannot_be_moved() =>
        Assert.Throws<ArgumentException>(() => new TransferRequest("k", LedgerTransferKind.Manual, "M-1", LedgerWorld.Today,
            [new(LedgerWorld.Balance(1), 30), new(LedgerWorld.Balance(1), -30)]));

    [Theory]
    [InlineData(0)]
    [InlineData(-1)]
    [InlineData(TransferRequest.MaxAmountMinor + 1)]
    public void Amounts_are_positive_and_sane(long amountMinor) =>
        Assert.ThrowsAny<ArgumentException>(() => LedgerWorld.Grant("k", 1, amountMinor));

    [Fact]
    public void Kinds_of_house_and_customer_accounts_are_not_mixed_up()
    {
        Assert.Throws<ArgumentOutOfRangeException>(() => LedgerAccountReference.House(LedgerAccountKind.RebateBalance));
        Assert.Throws<ArgumentOutOfRangeException>(() => LedgerAccountReference.Customer(LedgerAccountKind.RebateExpense, 1));
        Assert.Throws<ArgumentOutOfRangeException>(() => LedgerAccountReference.Customer(LedgerAccountKind.RebateBalance, 0));
    }

    [Fact]
    public void The_hash_tells_every_difference_but_the_key()
    {
        var request = LedgerWorld.Grant("k", 1, 100);
        var others = new[]
        {
            LedgerWorld.Grant("k", 1, 101),
            LedgerWorld.Grant("k", 2, 100),
            TransferRequest.Move("k", LedgerTransferKind.Manual, "S-2026-0001", LedgerWorld.Today, LedgerWorld.Expense, LedgerWorld.Balance(1), 100),
            TransferRequest.Move("k", LedgerTransferKind.SettlementPosted, "S-2026-0002", LedgerWorld.Today, LedgerWorld.Expense, LedgerWorld.Balance(1), 100),
            TransferRequest.Move("k", LedgerTransferKind.SettlementPosted, "S-2026-0001", LedgerWorld.Today.AddDays(1), LedgerWorld.Expense, LedgerWorld.Balance(1), 100),
            TransferRequest.Move("k", LedgerTransferKind.SettlementPosted, "S-2026-0001", LedgerWorld.Today, LedgerWorld.Expense, LedgerWorld.Payable(1), 100),
            new TransferRequest("k", LedgerTransferKind.SettlementPosted, "S-2026-0001", LedgerWorld.Today, request.Sides) { IgnoresFloor = true },
            new TransferRequest("k", LedgerTransferKind.SettlementPosted, "S-2026-0001", LedgerWorld.Today, request.Sides) { Note = "why" },
            new TransferRequest("k", LedgerTransferKind.SettlementPosted, "S-2026-0001", LedgerWorld.Today, request.Sides) { ReversesTransferId = 7 },
        };
        Assert.Equal(others.Length + 1, others.Append(request).Select(other => other.Hash()).Distinct().Count());
        Assert.Equal(request.Hash(), LedgerWorld.Grant("another key", 1, 100).Hash());
        Assert.Equal(64, request.Hash().Length);
    }
}
