namespace Portal.Domain.Programs;

/// <summary>What a measure is compared with; the tiers' bounds are then in the unit of the comparison.</summary>
/// <param name="Against">With what.</param>
/// <param name="As">How.</param>
public sealed record Comparison(ComparisonAgainst Against, ComparisonAs As)
{
    /// <summary>For <see cref="ComparisonAgainst.Days"/>: the first day of the base period.</summary>
    public DateOnly? From { get; init; }

    /// <summary>For <see cref="ComparisonAgainst.Days"/>: the last day of the base period.</summary>
    public DateOnly? To { get; init; }

    /// <summary>For <see cref="ComparisonAgainst.Value"/>: the figure of every customer, in the unit of the measure.</summary>
    public decimal? Value { get; init; }

    /// <summary>For <see cref="ComparisonAgainst.Figures"/>: the list of figures that were entered or imported.</summary>
    public string? List { get; init; }

    /// <summary>For <see cref="ComparisonAgainst.Figures"/>: the figures themselves, instead of a list.</summary>
    public IReadOnlyList<NamedFigure>? Figures { get; init; }

    /// <summary>For <see cref="ComparisonAgainst.Total"/>: the products of the total.</summary>
    public ProductScope? Scope { get; init; }

    /// <summary>What holds for a customer that has no figure above zero to be compared with.</summary>
    public WithoutBase? WithoutBase { get; init; }
}

/// <summary>A customer's figure.</summary>
/// <param name="Customer">The customer's number.</param>
/// <param name="Value">The figure, in the unit of the measure.</param>
public sealed record NamedFigure(string Customer, decimal Value)
{
    /// <summary>The first day it is for; null where it holds for any.</summary>
    public DateOnly? From { get; init; }

    /// <summary>The last day it is for; null where it holds for any.</summary>
    public DateOnly? To { get; init; }
}

/// <summary>With what a measure is compared.</summary>
public enum ComparisonAgainst
{
    /// <summary>The same days a year before.</summary>
    YearBefore = 1,

    /// <summary>Given days.</summary>
    Days = 2,

    /// <summary>A figure, the same for every customer.</summary>
    Value = 3,

    /// <summary>A figure of each customer: a target, or a base figure.</summary>
    Figures = 4,

    /// <summary>The same measure of more products in the same time: the share of a category in all purchases.</summary>
    Total = 5,
}

/// <summary>How a measure is compared.</summary>
public enum ComparisonAs
{
    /// <summary>The measure less the figure, in the unit of the measure.</summary>
    Difference = 1,

    /// <summary>The measure in percent of the figure: 110 is a tenth more.</summary>
    RatioPercent = 2,

    /// <summary>What is more, in percent of the figure: 10 is a tenth more.</summary>
    GrowthPercent = 3,
}

/// <summary>What holds for a customer that has nothing to be compared with.</summary>
public enum WithoutBase
{
    /// <summary>The line earns nothing.</summary>
    Skip = 1,

    /// <summary>The figure is zero: all that was bought is growth, and every bound in percent is reached.</summary>
    Zero = 2,
}
