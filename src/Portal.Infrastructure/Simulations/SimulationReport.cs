using Portal.Domain.Settlements.Rules;
using Portal.Domain.Shared;
using Portal.Domain.Simulations;

namespace Portal.Infrastructure.Simulations;

/// <summary>What is to be simulated.</summary>
/// <param name="ProgramId">The programme.</param>
/// <param name="VersionNumber">Its version; null for the open one, else the last approved.</param>
/// <param name="Year">The year whose sales are taken.</param>
/// <param name="Against">With what it is compared.</param>
/// <param name="AgainstId">The number of a version or the key of a programme.</param>
public sealed record SimulationOrder(long ProgramId, int? VersionNumber, int Year, SimulationAgainst Against, long? AgainstId = null);

/// <summary>With what a simulation is compared.</summary>
public enum SimulationAgainst
{
    /// <summary>With no programme at all.</summary>
    Nothing = 1,

    /// <summary>With another version of the same programme; the last approved one where none is named.</summary>
    Version = 2,

    /// <summary>With another programme.</summary>
    Program = 3,
}

/// <summary>What a programme would have cost, side by side with another wording.</summary>
public sealed record SimulationReport
{
    /// <summary>The days whose sales were taken.</summary>
    public required DateRange Days { get; init; }

    /// <summary>Customers that take part.</summary>
    public required int Participants { get; init; }

    /// <summary>Net sales of those who take part on either side, over these days, in minor units.</summary>
    public required long SalesMinor { get; init; }

    /// <summary>The total, in minor units.</summary>
    public required long CostMinor { get; init; }

    /// <summary>The total of the other side; null where it is held against nothing.</summary>
    public required long? AgainstMinor { get; init; }

    /// <summary>Customers who get something.</summary>
    public required int Paid { get; init; }

    /// <summary>Customers who get more than on the other side.</summary>
    public required int Winners { get; init; }

    /// <summary>Customers who get less.</summary>
    public required int Losers { get; init; }

    /// <summary>Every customer who gets something on either side, as far as the person may see them.</summary>
    public required IReadOnlyList<SimulatedCustomerRow> Customers { get; init; }

    /// <summary>By period.</summary>
    public required IReadOnlyList<CostPair<DateRange>> Periods { get; init; }

    /// <summary>By customer and period, only where the sides differ.</summary>
    public required IReadOnlyList<SimulatedDifference> Differences { get; init; }

    /// <summary>By line and tier of what is tried.</summary>
    public required IReadOnlyList<ReachedTier> Tiers { get; init; }

    /// <summary>How many customers get how much on both sides.</summary>
    public required IReadOnlyList<CostBin> Histogram { get; init; }

    /// <summary>Sales that did not count for what is tried, for want of a cost, a rate or a unit.</summary>
    public IReadOnlyList<LeftOutSales> LeftOut { get; init; } = [];

    /// <summary>Sales lines read.</summary>
    public required long LinesRead { get; init; }

    /// <summary>How long it took.</summary>
    public TimeSpan Elapsed { get; init; }

    /// <summary>What it costs more than the other side; null where it is held against nothing.</summary>
    public long? DifferenceMinor => CostMinor - AgainstMinor;
}

/// <summary>A customer in a simulation.</summary>
public sealed record SimulatedCustomerRow
{
    /// <summary>The customer.</summary>
    public required long CustomerId { get; init; }

    /// <summary>Its number.</summary>
    public required string Number { get; init; }

    /// <summary>Its name.</summary>
    public required string Name { get; init; }

    /// <summary>Net sales over the days, in minor units.</summary>
    public required long SalesMinor { get; init; }

    /// <summary>What it would get, in minor units.</summary>
    public required long CostMinor { get; init; }

    /// <summary>What the other side gives, in minor units.</summary>
    public required long AgainstMinor { get; init; }

    /// <summary>The difference.</summary>
    public long DifferenceMinor => CostMinor - AgainstMinor;
}

/// <summary>A customer's difference for a period.</summary>
/// <param name="CustomerId">The customer.</param>
/// <param name="Number">Its number.</param>
/// <param name="Name">Its name.</param>
/// <param name="PeriodFrom">First day of the period.</param>
/// <param name="PeriodTo">Last day of the period.</param>
/// <param name="CostMinor">What is tried gives, in minor units.</param>
/// <param name="AgainstMinor">The other side gives, in minor units.</param>
public sealed record SimulatedDifference(long CustomerId, string Number, string Name, DateOnly PeriodFrom, DateOnly PeriodTo, long CostMinor, long AgainstMinor)
{
    /// <summary>The difference.</summary>
    public long DifferenceMinor => CostMinor - AgainstMinor;
}
