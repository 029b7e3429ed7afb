namespace Portal.Domain.Ledger;

/// <summary>One side of a transfer. Never changed.</summary>
public sealed class LedgerEntry
{
    /// <summary>Records an entry.</summary>
    public LedgerEntry(long transferId, long accountId, long amountMinor, long? balanceAfterMinor)
    {
        TransferId = transferId;
        AccountId = accountId;
        AmountMinor = amountMinor;
        BalanceAfterMinor = balanceAfterMinor;
    }

    /// <summary>The row's key; rises with the order of posting on an account.</summary>
    public long Id { get; private set; }

    /// <summary>The transfer.</summary>
    public long TransferId { get; private set; }

    /// <summary>The account.</summary>
    public long AccountId { get; private set; }

    /// <summary>Signed amount in the asset's units.</summary>
    public long AmountMinor { get; private set; }

    /// <summary>The account's balance afterwards; null for house accounts.</summary>
    public long? BalanceAfterMinor { get; private set; }
}
