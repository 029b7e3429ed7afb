namespace Portal.Domain.Settlements.Rules;

/// <summary>What was measured for a line: what decides the tier, what is paid on, and what both are compared with. In minor units or thousandths.</summary>
internal sealed record LineReach
{
    /// <summary>How the lines add up.</summary>
    public required PeriodMeasure Measure { get; init; }

    /// <summary>Whether it was measured on sales lines with their details.</summary>
    public bool IsDetailed { get; init; }

    /// <summary>What decides the tier.</summary>
    public required long Actual { get; init; }

    /// <summary>What is paid on, all of it, less what earlier rebates reduce it by.</summary>
    public required decimal Base { get; init; }

    /// <summary>Whether both are the same, so that a part of the one is that part of the other.</summary>
    public required bool IsBaseTheQualifier { get; init; }

    /// <summary>What the qualifier is compared with; null for nothing.</summary>
    public decimal? Reference { get; init; }

    /// <summary>The same for the base.</summary>
    public decimal? BaseReference { get; init; }

    /// <summary>Whether there is nothing to compare with, and the line therefore earns nothing.</summary>
    public bool IsWithoutReference { get; init; }

    /// <summary>How many conditions of the mix are met; null where there is none.</summary>
    public int? MixMet { get; init; }

    /// <summary>How many of them are wanted.</summary>
    public int MixWanted { get; init; }

    /// <summary>By how much earlier rebates reduce the base, in minor units.</summary>
    public decimal Reduction { get; init; }

    /// <summary>What the units of a slab were sold at; null for the average.</summary>
    public SlabPrices? Prices { get; init; }

    /// <summary>Whether this is a period before the last one of a line that pays provisionally.</summary>
    public bool IsProvisional { get; init; }

    /// <summary>What was paid in advance, in minor units.</summary>
    public long AdvanceMinor { get; init; }
}
