namespace Portal.Domain.Programs;

/// <summary>How tiers pay. The boundary belongs to the upper tier.</summary>
public enum TierMode
{
    /// <summary>The whole base at the rate of the tier reached (retroactive).</summary>
    WholeVolume = 1,

    /// <summary>Each slab at its own rate (marginal).</summary>
    Slab = 2,

    /// <summary>The fixed amount of the tier reached.</summary>
    FixedAmount = 3,

    /// <summary>The amount per unit of the tier reached, for every unit of the base.</summary>
    PerUnit = 4,

    /// <summary>An amount for every full multiple of the base, by the tier reached.</summary>
    PerFullMultiple = 5,

    /// <summary>Each tier reached at its own rate on everything up to its end, so that what lies low is paid several times (rolling).</summary>
    Rolling = 6,

    /// <summary>The whole base at the rates of all tiers reached, added up; or their fixed amounts, added up.</summary>
    SumOfReached = 7,

    /// <summary>Between the bounds of two tiers, in a straight line from the one's rate or amount to the other's.</summary>
    Linear = 8,

    /// <summary>The rate (or amount per unit) of the tier reached on the whole base, or its fixed amount, whichever is more.</summary>
    HigherOf = 9,
}

/// <summary>A tier: its lower bound, which belongs to it, and what it pays. The upper bound is the next tier's.</summary>
/// <param name="From">The lower bound, in the unit of the qualifier.</param>
public sealed record Tier(decimal From)
{
    /// <summary>A rate in percent of the base.</summary>
    public decimal? RatePercent { get; init; }

    /// <summary>A fixed amount: of the tier, or of each full multiple.</summary>
    public decimal? Amount { get; init; }

    /// <summary>An amount for each unit of the base.</summary>
    public decimal? AmountPerUnit { get; init; }

    /// <summary>How much of the base makes one full multiple.</summary>
    public decimal? MultipleOf { get; init; }
}
