using System.Text.Json.Serialization;

namespace Portal.Domain.Settlements;

/// <summary>What else made a line's rebate, for programmes whose rules look at more than sums.</summary>
public sealed record EarnedDetails
{
    /// <summary>What the qualifier is compared with, in minor units or thousandths; null for nothing.</summary>
    public decimal? Reference { get; init; }

    /// <summary>What the comparison gives: percent, or minor units or thousandths of a difference.</summary>
    public decimal? Compared { get; init; }

    /// <summary>Whether the customer has nothing to be compared with, and the line therefore earns nothing.</summary>
    public bool IsWithoutReference { get; init; }

    /// <summary>How many conditions of the mix are met; null where there is none.</summary>
    public int? MixMet { get; init; }

    /// <summary>How many of them are wanted.</summary>
    public int MixWanted { get; init; }

    /// <summary>By how much earlier rebates reduce what is paid on.</summary>
    public long ReductionMinor { get; init; }

    /// <summary>Whether the amount is provisional until the last period settles the true result.</summary>
    public bool IsProvisional { get; init; }

    /// <summary>By how much the guarantee raises the rebate.</summary>
    public long GuaranteeMinor { get; init; }

    /// <summary>What another line or programme that pays more takes the place of.</summary>
    public long OutdoneMinor { get; init; }

    /// <summary>What was paid in advance.</summary>
    public long AdvanceMinor { get; init; }

    /// <summary>What other companies of the family get of it.</summary>
    public long OthersMinor { get; init; }

    /// <summary>The lower bound of the next tier, in minor units or thousandths of the qualifier; null at the highest.</summary>
    public long? NextTierFrom { get; init; }

    /// <summary>What all that takes off the rounded rebate.</summary>
    [JsonIgnore]
    public long DeductedMinor => OutdoneMinor + AdvanceMinor + OthersMinor;
}
