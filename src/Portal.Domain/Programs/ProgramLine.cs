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
        get => _base ?? new PayerBase(Qualifier.Measure) { Scope = Qualifier.Scope, Unit = Qualifier.Unit };
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

    /// <summary>The most that all customers together get from the line for a period, or null. In cumulative mode it limits the time since the start of the validity.</summary>
    public decimal? Cap { get; init; }

    /// <summary>What else must be reached before the line earns anything, or null.</summary>
    public ProductMix? Mix { get; init; }

    /// <summary>At what value a slab on a quantity is priced; null for the average price.</summary>
    public SlabPricing? SlabPricing { get; init; }

    /// <summary>Whether a part of a multiple earns its part of the amount; null for full multiples only.</summary>
    public bool? ProRata { get; init; }

    /// <summary>Lines of the programme before this one whose rebate is taken off what this one is paid on.</summary>
    public IReadOnlyList<int>? ReducedByLines { get; init; }

    /// <summary>Lines with the same word here: a customer gets only the highest of them for a period.</summary>
    public string? BestOfGroup { get; init; }

    /// <summary>What is paid before the last period, when the true result is settled; null where every period gives its own result.</summary>
    public ProvisionalRule? Provisional { get; init; }

    /// <summary>The least that a customer who bought something gets for a period, in units of money; null for none.</summary>
    public decimal? Guarantee { get; init; }

    /// <summary>What was paid in advance and is set off, or null.</summary>
    public AdvanceRule? Advance { get; init; }
}
