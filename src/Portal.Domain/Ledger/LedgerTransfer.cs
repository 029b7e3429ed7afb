namespace Portal.Domain.Ledger;

/// <summary>A movement between accounts; its entries sum to zero per asset. Never changed; a mistake is mirrored.</summary>
public sealed class LedgerTransfer
{
    /// <summary>Records a transfer.</summary>
    public LedgerTransfer(string operationKey, string requestHash, LedgerTransferKind kind, string source, DateOnly effectiveOn, long? byUserId, DateTime postedAtUtc)
    {
        OperationKey = operationKey;
        RequestHash = requestHash;
        Kind = kind;
        Source = source;
        EffectiveOn = effectiveOn;
        ByUserId = byUserId;
        PostedAtUtc = postedAtUtc;
    }

    /// <summary>The row's key.</summary>
    public long Id { get; private set; }

    /// <summary>Unique for ever: the same operation posts once.</summary>
    public string OperationKey { get; private set; }

    /// <summary>SHA-256 (hexadecimal) of the request: the same key with another request is refused.</summary>
    public string RequestHash { get; private set; }

    /// <summary>What happened.</summary>
    public LedgerTransferKind Kind { get; private set; }

    /// <summary>The document behind it: "S-2026-0001", "FF-2026-0003", "W-2026-0007".</summary>
    public string Source { get; private set; }

    /// <summary>The business day it counts for.</summary>
    public DateOnly EffectiveOn { get; private set; }

    /// <summary>Who did it; null for the system.</summary>
    public long? ByUserId { get; private set; }

    /// <summary>When it was posted.</summary>
    public DateTime PostedAtUtc { get; private set; }

    /// <summary>The transfer that this one mirrors, or null.</summary>
    public long? ReversesTransferId { get; init; }

    /// <summary>Whether it was allowed to take accounts below their floor.</summary>
    public bool IgnoresFloor { get; init; }

    /// <summary>Why, in a person's words; or null.</summary>
    public string? Note { get; init; }
}

/// <summary>What a transfer is about.</summary>
public enum LedgerTransferKind
{
    /// <summary>A settlement was approved.</summary>
    SettlementPosted = 1,

    /// <summary>A settlement took something back.</summary>
    SettlementChargedBack = 2,

    /// <summary>A rebate was paid to the rebate account.</summary>
    PayoutToBalance = 3,

    /// <summary>A rebate was paid by bank.</summary>
    PayoutByBank = 4,

    /// <summary>A withdrawal was requested: money is held.</summary>
    WithdrawalRequested = 5,

    /// <summary>A withdrawal was paid.</summary>
    WithdrawalPaid = 6,

    /// <summary>A withdrawal was rejected: money is free again.</summary>
    WithdrawalRejected = 7,

    /// <summary>Rebate set off against a purchase.</summary>
    SetOff = 8,

    /// <summary>A transfer was mirrored.</summary>
    Reversal = 9,

    /// <summary>Entered by hand.</summary>
    Manual = 10,

    /// <summary>A card was topped up: principal and gift.</summary>
    CardToppedUp = 31,

    /// <summary>A top-up was taken back.</summary>
    CardTopUpReversed = 32,

    /// <summary>A purchase was paid with stored value.</summary>
    CardSpent = 33,

    /// <summary>A purchase paid with stored value was refunded.</summary>
    CardRefunded = 34,

    /// <summary>Stored value went from one card account to another.</summary>
    CardTransferred = 35,

    /// <summary>A card account was closed: principal paid out, gift forfeited or paid out.</summary>
    CardClosed = 36,

    /// <summary>Visits were sold.</summary>
    CardVisitsSold = 37,

    /// <summary>Visits were used.</summary>
    CardVisitsUsed = 38,

    /// <summary>Used visits went back.</summary>
    CardVisitsReturned = 39,

    /// <summary>Visits expired.</summary>
    CardVisitsExpired = 40,

    /// <summary>Points were earned.</summary>
    PointsEarned = 21,

    /// <summary>Points were used.</summary>
    PointsRedeemed = 22,

    /// <summary>Used or held points went back into their lots.</summary>
    PointsGivenBack = 23,

    /// <summary>Points expired.</summary>
    PointsExpired = 24,

    /// <summary>A return took points back.</summary>
    PointsReversed = 25,

    /// <summary>Points by hand, or for a rebate.</summary>
    PointsAdjusted = 26,

    /// <summary>Points are held for a reward.</summary>
    PointsHeld = 27,

    /// <summary>Held points were used.</summary>
    PointsHeldPosted = 28,

    /// <summary>Growth value was counted or taken back.</summary>
    GrowthCounted = 29,

    /// <summary>A voucher was issued.</summary>
    VoucherIssued = 51,

    /// <summary>A voucher was used.</summary>
    VoucherUsed = 52,

    /// <summary>A voucher was not used in time.</summary>
    VoucherExpired = 53,

    /// <summary>A voucher was taken back.</summary>
    VoucherCancelled = 54,

    /// <summary>A rebate was given as a credit note.</summary>
    PayoutByCreditNote = 11,

    /// <summary>A rebate was given in goods.</summary>
    PayoutInGoods = 12,

    /// <summary>A rebate was given in points.</summary>
    PayoutInPoints = 13,

    /// <summary>A rebate was paid to an employee with the wages.</summary>
    PayoutByPayroll = 14,
}
