namespace Portal.Domain.Programs;

/// <summary>One rule of a programme: what decides the tier, what is paid on, and the tiers.</summary>
public sealed record ProgramLine
{
    private readonly PayerBase? _base;

    /// <summary>The line's number; unique in the programme, and the same in every version of it.</summary>
    public required int Number { get; init; }

    /// <summary>What decides the tier.</summary>
    public required Qualifier Qualifier { get; init; }

    /// <summary>What the tier's rate applies to; the qualifier's own measure and scope where it is not given.</summary>
    public PayerBase Base
    {
        get => _base ?? new PayerBase(Qualifier.Measure) { Scope = Qualifier.Scope };
        init => _base = value;
    }

    /// <summary>How the tiers pay.</summary>
    public required TierMode TierMode { get; init; }

    /// <summary>The tiers, rising.</summary>
    public required IReadOnlyList<Tier> Tiers { get; init; }

    /// <summary>The least qualifier value that earns anything, or null.</summary>
    public decimal? Minimum { get; init; }

    /// <summary>The most that one customer gets for a period, or null. In cumulative mode it limits the time since the start of the validity.</summary>
    public decimal? CapPerCustomer { get; init; }
}

/// <summary>What decides the tier.</summary>
/// <param name="Measure">What is measured.</param>
public sealed record Qualifier(Measure Measure)
{
    /// <summary>The products that count.</summary>
    public ProductScope Scope { get; init; } = ProductScope.Everything;
}

/// <summary>What the tier's rate applies to.</summary>
/// <param name="Measure">What is measured.</param>
public sealed record PayerBase(Measure Measure)
{
    /// <summary>The products that earn.</summary>
    public ProductScope Scope { get; init; } = ProductScope.Everything;
}

/// <summary>What is measured on sales lines; returns count against it.</summary>
public enum Measure
{
    /// <summary>Net amount.</summary>
    NetAmount = 1,

    /// <summary>Quantity.</summary>
    Quantity = 2,
}

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

    /// <summary>The whole base at the rates of all tiers reached, added up.</summary>
    SumOfReached = 7,
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

/// <summary>A set of products: whatever one selector includes and none excludes.</summary>
public sealed record ProductScope
{
    /// <summary>Every product.</summary>
    public static ProductScope Everything { get; } = new() { Include = [new ProductSelector(ProductSelectorKind.All)] };

    /// <summary>What is in.</summary>
    public IReadOnlyList<ProductSelector> Include { get; init; } = [];

    /// <summary>What is out, whatever includes it.</summary>
    public IReadOnlyList<ProductSelector> Exclude { get; init; } = [];
}

/// <summary>Selects products.</summary>
/// <param name="Kind">By what.</param>
public sealed record ProductSelector(ProductSelectorKind Kind)
{
    /// <summary>Product numbers, or codes of categories or brands; none for all.</summary>
    public IReadOnlyList<string> Codes { get; init; } = [];
}

/// <summary>By what products are selected.</summary>
public enum ProductSelectorKind
{
    /// <summary>All of them.</summary>
    All = 1,

    /// <summary>By number.</summary>
    Product = 2,

    /// <summary>By category, with every category below it.</summary>
    Category = 3,

    /// <summary>By brand.</summary>
    Brand = 4,
}
