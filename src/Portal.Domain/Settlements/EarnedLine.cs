using Portal.Domain.Programs;
using Portal.Domain.Shared;

namespace Portal.Domain.Settlements;

/// <summary>What a customer's documents earn on a line of a programme: for a period by itself, or in cumulative mode since the start of the validity up to the period's end.</summary>
public sealed record EarnedLine
{
    /// <summary>The version, by its index in the plan.</summary>
    public required int VersionIndex { get; init; }

    /// <summary>The line, by its index in the definition.</summary>
    public required int LineIndex { get; init; }

    /// <summary>The period, by its index in the version.</summary>
    public required int PeriodIndex { get; init; }

    /// <summary>The period's days.</summary>
    public required DateRange Period { get; init; }

    /// <summary>What was measured.</summary>
    public required PeriodMeasure Measure { get; init; }

    /// <summary>What decided the tier, in minor units or thousandths.</summary>
    public required long QualifierValue { get; init; }

    /// <summary>What it is paid on, in minor units or thousandths.</summary>
    public required long BaseValue { get; init; }

    /// <summary>The tier reached, from 1; 0 below the first or below the minimum.</summary>
    public required int TierNumber { get; init; }

    /// <summary>The lower bound of the tier reached, in the unit of the qualifier.</summary>
    public long? TierFrom { get; init; }

    /// <summary>The lower bound of the next tier, in the unit of the qualifier; null at the highest.</summary>
    public long? NextTierFrom { get; init; }

    /// <summary>The rebate before rounding and caps, in minor units, exact.</summary>
    public decimal RawMinor { get; init; }

    /// <summary>The rebate after rounding, before caps.</summary>
    public long UncappedMinor { get; init; }

    /// <summary>What the cap per customer took off.</summary>
    public long CustomerCapMinor { get; init; }

    /// <summary>What the cap per programme took off.</summary>
    public long ProgramCapMinor { get; init; }

    /// <summary>The slabs.</summary>
    public IReadOnlyList<SlabPart> Parts { get; init; } = [];

    /// <summary>What else made it, for programmes whose rules look at more than sums; otherwise null.</summary>
    public EarnedDetails? Details { get; init; }

    /// <summary>The rebate after rounding and caps, less what is set off; below zero where more was paid in advance.</summary>
    public long RoundedMinor => UncappedMinor - CustomerCapMinor - ProgramCapMinor - (Details?.DeductedMinor ?? 0);
}
