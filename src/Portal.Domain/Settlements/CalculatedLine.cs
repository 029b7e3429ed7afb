using Portal.Domain.Programs;

namespace Portal.Domain.Settlements;

/// <summary>What is due to a customer from one line of a programme for one period, and how it came about.</summary>
public sealed record CalculatedLine
{
    /// <summary>The version in force.</summary>
    public required PlannedVersion Version { get; init; }

    /// <summary>The number of the programme's line.</summary>
    public required int LineNumber { get; init; }

    /// <summary>The programme's line; null where the version no longer has it.</summary>
    public required ProgramLine? Line { get; init; }

    /// <summary>What was earned.</summary>
    public required EarnedLine Earned { get; init; }

    /// <summary>In cumulative mode: what the periods before earned, which their own settlements give.</summary>
    public long SettledEarlierPeriodsMinor { get; init; }

    /// <summary>What earlier settlements gave for this very period.</summary>
    public long SettledThisPeriodMinor { get; init; }

    /// <summary>Both: what is taken off the rebate.</summary>
    public long AlreadySettledMinor => SettledEarlierPeriodsMinor + SettledThisPeriodMinor;

    /// <summary>The rebate less what was settled.</summary>
    public required long DeltaMinor { get; init; }

    /// <summary>A negative rest of earlier settlements, set off here; zero or negative.</summary>
    public long CarriedInMinor { get; init; }

    /// <summary>A negative rest left for later settlements; zero or negative.</summary>
    public long CarriedOutMinor { get; init; }

    /// <summary>What approval posts.</summary>
    public required long DueMinor { get; init; }

    /// <summary>What of a negative result is left with the customer; negative for what is earned again and therefore not paid again.</summary>
    public long DroppedMinor => DeltaMinor == 0 ? 0 : DueMinor - DeltaMinor - CarriedInMinor + CarriedOutMinor;

    /// <summary>Whether the period was settled before.</summary>
    public bool WasSettled { get; init; }

    /// <summary>Why there is something to post.</summary>
    public SettlementReason Reason { get; init; }

    /// <summary>Whether the line belongs into a settlement: only a difference does.</summary>
    public bool HasDifference => DeltaMinor != 0;

    /// <summary>The tier's rate in percent.</summary>
    public decimal? RatePercent => ReachedTier?.RatePercent;

    /// <summary>The tier's amount, or amount per unit, in units of money.</summary>
    public decimal? RateAmount => ReachedTier is { } tier ? tier.Amount ?? tier.AmountPerUnit : null;

    private Tier? ReachedTier => Line is not null && Earned.TierNumber > 0 ? Line.Tiers[Earned.TierNumber - 1] : null;
}
