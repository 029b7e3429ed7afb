namespace Portal.Domain.Programs;

/// <summary>What decides the tier.</summary>
/// <param name="Measure">What is measured.</param>
public sealed record Qualifier(Measure Measure)
{
    /// <summary>The products that count.</summary>
    public ProductScope Scope { get; init; } = ProductScope.Everything;

    /// <summary>The unit that a quantity is converted to by each product's factor; null for the unit it is sold in.</summary>
    public string? Unit { get; init; }

    /// <summary>Whether sales that are not for rebate count for the tier; null for no. They never earn.</summary>
    public bool? CountsNotForRebate { get; init; }

    /// <summary>What the measure is compared with before the tiers are asked; null where it stands for itself.</summary>
    public Comparison? Compare { get; init; }
}

/// <summary>What the tier's rate applies to.</summary>
/// <param name="Measure">What is measured.</param>
public sealed record PayerBase(Measure Measure)
{
    /// <summary>The products that earn.</summary>
    public ProductScope Scope { get; init; } = ProductScope.Everything;

    /// <summary>The unit that a quantity is converted to by each product's factor; null for the unit it is sold in.</summary>
    public string? Unit { get; init; }

    /// <summary>Which part is paid on; null for all of it.</summary>
    public BasePart? Part { get; init; }

    /// <summary>For <see cref="BasePart.ExcessOverThreshold"/>: what is not paid on, in the unit of the measure.</summary>
    public decimal? Threshold { get; init; }
}

/// <summary>Which part of the measured base is paid on.</summary>
public enum BasePart
{
    /// <summary>All of it.</summary>
    All = 1,

    /// <summary>What lies over the lower bound of the tier reached.</summary>
    ExcessOverTier = 2,

    /// <summary>What lies over the lower bound of the first tier.</summary>
    ExcessOverFirstTier = 3,

    /// <summary>What lies over a fixed threshold.</summary>
    ExcessOverThreshold = 4,

    /// <summary>What lies over the figure it is compared with.</summary>
    Growth = 5,
}

/// <summary>At what value the units of a slab are priced.</summary>
public enum SlabPricing
{
    /// <summary>All units at their average value.</summary>
    Average = 1,

    /// <summary>Each unit at the value it was sold at, slabs being filled in the order of documents; what comes back is taken from the units bought last.</summary>
    Actual = 2,
}
