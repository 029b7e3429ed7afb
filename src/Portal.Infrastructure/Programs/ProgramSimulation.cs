using Portal.Domain.Settlements.Rules;
using Portal.Domain.Shared;

namespace Portal.Infrastructure.Programs;

/// <summary>What a definition would have cost.</summary>
public sealed record ProgramSimulation
{
    /// <summary>The days whose sales were taken.</summary>
    public DateRange Days { get; init; }

    /// <summary>Customers that take part.</summary>
    public required int Participants { get; init; }

    /// <summary>Customers that would have got something.</summary>
    public required int CustomersPaid { get; init; }

    /// <summary>The total, in minor units.</summary>
    public required long CostMinor { get; init; }

    /// <summary>By line and tier.</summary>
    public required IReadOnlyList<SimulatedTier> Tiers { get; init; }

    /// <summary>The total of the last approved version on the same sales; null where there is none.</summary>
    public long? CurrentCostMinor { get; init; }

    /// <summary>Customers that would get more than by the approved version.</summary>
    public int Winners { get; init; }

    /// <summary>Customers that would get less.</summary>
    public int Losers { get; init; }

    /// <summary>Who would gain most.</summary>
    public IReadOnlyList<SimulatedCustomer> Gaining { get; init; } = [];

    /// <summary>Who would lose most.</summary>
    public IReadOnlyList<SimulatedCustomer> Losing { get; init; } = [];

    /// <summary>Sales that did not count for want of a cost, a rate or a unit.</summary>
    public IReadOnlyList<LeftOutSales> LeftOut { get; init; } = [];

    /// <summary>Sales lines read.</summary>
    public long LinesRead { get; init; }

    /// <summary>How long it took.</summary>
    public TimeSpan Elapsed { get; init; }

    /// <summary>The difference to the approved version; null where there is none.</summary>
    public long? DifferenceMinor => CostMinor - CurrentCostMinor;
}

/// <summary>Customers whose best tier of the year is this one.</summary>
/// <param name="LineNumber">The programme's line.</param>
/// <param name="TierNumber">The tier, from 1; 0 for those who bought and reached none.</param>
/// <param name="Customers">How many.</param>
/// <param name="CostMinor">What they get on this line.</param>
public sealed record SimulatedTier(int LineNumber, int TierNumber, int Customers, long CostMinor);

/// <summary>A customer before and after.</summary>
/// <param name="CustomerId">The customer.</param>
/// <param name="Number">Its number.</param>
/// <param name="Name">Its name.</param>
/// <param name="CostMinor">What it would get.</param>
/// <param name="CurrentMinor">What it gets by the approved version.</param>
public sealed record SimulatedCustomer(long CustomerId, string Number, string Name, long CostMinor, long CurrentMinor)
{
    /// <summary>The difference.</summary>
    public long DifferenceMinor => CostMinor - CurrentMinor;
}
