using Portal.Domain.Payouts;
using Portal.Domain.Settlements;

namespace Portal.Domain.Reviews;

/// <summary>Why a customer was not paid for a period.</summary>
public enum UnpaidReason
{
    /// <summary>It is excluded by name or class.</summary>
    Excluded = 1,

    /// <summary>A programme of the same exclusive group comes first.</summary>
    ExclusiveGroup = 2,

    /// <summary>It bought nothing.</summary>
    NoSales = 3,

    /// <summary>It bought nothing that the programme counts.</summary>
    NothingCounts = 4,

    /// <summary>It bought less than the minimum.</summary>
    BelowMinimum = 5,

    /// <summary>It bought less than the first tier.</summary>
    BelowTier = 6,

    /// <summary>A cap left nothing.</summary>
    Capped = 7,

    /// <summary>It earned something that no settlement has given yet.</summary>
    NotSettled = 8,

    /// <summary>What it earned was set off against something given too much before.</summary>
    SetOff = 9,

    /// <summary>The settlement waits for approval.</summary>
    NotApproved = 10,

    /// <summary>Approved, but no payout document was made.</summary>
    NoPayout = 11,

    /// <summary>The payout waits.</summary>
    PayoutWaits = 12,

    /// <summary>The payout failed.</summary>
    PayoutFailed = 13,
}

/// <summary>What is known of a customer and a settlement period of a programme.</summary>
public sealed record UnpaidCase
{
    /// <summary>Whether it takes part.</summary>
    public required bool TakesPart { get; init; }

    /// <summary>Whether the programme's exclusions name it; otherwise, where it does not take part, another programme comes first.</summary>
    public bool IsExcluded { get; init; }

    /// <summary>Whether it bought anything in the period.</summary>
    public bool HasSales { get; init; }

    /// <summary>What its purchases earn by line, computed anew; empty where nothing counts.</summary>
    public IReadOnlyList<EarnedLine> Earned { get; init; } = [];

    /// <summary>Whether some line has a minimum that was not reached.</summary>
    public bool IsBelowMinimum { get; init; }

    /// <summary>What settlements gave, in minor units; null where none has a line for it.</summary>
    public long? GivenMinor { get; init; }

    /// <summary>Whether every one of those settlements is approved.</summary>
    public bool IsApproved { get; init; }

    /// <summary>Where its payouts stand: the one that is furthest from being paid; null where there is none.</summary>
    public PayoutItemState? Payout { get; init; }

    /// <summary>Why it was not paid, or null for one that was.</summary>
    public UnpaidReason? Reason() => TakesPart || GivenMinor > 0 ? GivenMinor > 0 ? ReasonOfGiven() : ReasonOfNothing() : IsExcluded ? UnpaidReason.Excluded : UnpaidReason.ExclusiveGroup;

    private UnpaidReason? ReasonOfGiven() => !IsApproved ? UnpaidReason.NotApproved : Payout switch
    {
        null => UnpaidReason.NoPayout,
        PayoutItemState.Failed => UnpaidReason.PayoutFailed,
        PayoutItemState.Paid => null,
        _ => UnpaidReason.PayoutWaits,
    };

    private UnpaidReason ReasonOfNothing()
    {
        if (Earned.Count == 0)
        {
            return HasSales ? UnpaidReason.NothingCounts : UnpaidReason.NoSales;
        }

        if (Earned.Any(line => line.RoundedMinor > 0))
        {
            return GivenMinor is null ? UnpaidReason.NotSettled : UnpaidReason.SetOff;
        }

        if (Earned.Any(line => line.UncappedMinor > 0))
        {
            return UnpaidReason.Capped;
        }

        return Earned.Any(line => line.TierNumber > 0) ? UnpaidReason.NothingCounts : IsBelowMinimum ? UnpaidReason.BelowMinimum : UnpaidReason.BelowTier;
    }
}
