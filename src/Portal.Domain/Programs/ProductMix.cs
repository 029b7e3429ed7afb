namespace Portal.Domain.Programs;

/// <summary>What must be reached besides the tier: every one of some conditions, or a number of them.</summary>
/// <param name="Conditions">The conditions.</param>
public sealed record ProductMix(IReadOnlyList<MixCondition> Conditions)
{
    /// <summary>How many of them are enough; null for all.</summary>
    public int? Enough { get; init; }
}

/// <summary>A set of products of which enough must be bought.</summary>
/// <param name="Measure">What is measured.</param>
/// <param name="AtLeast">What must be reached, in the unit of the measure.</param>
public sealed record MixCondition(Measure Measure, decimal AtLeast)
{
    /// <summary>The products.</summary>
    public ProductScope Scope { get; init; } = ProductScope.Everything;

    /// <summary>The unit that a quantity is converted to; null for the unit it is sold in.</summary>
    public string? Unit { get; init; }
}
