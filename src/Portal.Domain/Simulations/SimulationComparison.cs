using Portal.Domain.Shared;

namespace Portal.Domain.Simulations;

/// <summary>What a customer gets for a period.</summary>
/// <param name="CustomerId">The customer.</param>
/// <param name="Period">The period.</param>
/// <param name="CostMinor">The rebate in minor units.</param>
public readonly record struct SimulatedCost(long CustomerId, DateRange Period, long CostMinor);

/// <summary>Two wordings of a programme, or two programmes, reckoned on the same sales: what is tried, against what it is held.</summary>
public sealed record SimulationComparison
{
    private SimulationComparison(IReadOnlyList<CostPair<long>> customers, IReadOnlyList<CostPair<DateRange>> periods, IReadOnlyList<CostPair<(long CustomerId, DateRange Period)>> differences)
    {
        Customers = customers;
        Periods = periods;
        Differences = differences;
    }

    /// <summary>By customer, in the order of their keys; whoever gets nothing on either side is left out.</summary>
    public IReadOnlyList<CostPair<long>> Customers { get; }

    /// <summary>By period, in order.</summary>
    public IReadOnlyList<CostPair<DateRange>> Periods { get; }

    /// <summary>By customer and period, only where the two sides differ.</summary>
    public IReadOnlyList<CostPair<(long CustomerId, DateRange Period)>> Differences { get; }

    /// <summary>What is tried costs this, in minor units.</summary>
    public long CostMinor => Customers.Sum(row => row.CostMinor);

    /// <summary>The other side costs this, in minor units.</summary>
    public long AgainstMinor => Customers.Sum(row => row.AgainstMinor);

    /// <summary>Customers who get something.</summary>
    public int Paid => Customers.Count(row => row.CostMinor > 0);

    /// <summary>Customers who get more than on the other side.</summary>
    public int Winners => Customers.Count(row => row.DifferenceMinor > 0);

    /// <summary>Customers who get less.</summary>
    public int Losers => Customers.Count(row => row.DifferenceMinor < 0);

    /// <summary>Compares.</summary>
    /// <param name="tried">What is tried gives.</param>
    /// <param name="against">The other side gives; empty where it is held against nothing.</param>
    public static SimulationComparison Of(IEnumerable<SimulatedCost> tried, IEnumerable<SimulatedCost> against)
    {
        ArgumentNullException.ThrowIfNull(tried);
        ArgumentNullException.ThrowIfNull(against);
        var cells = new Dictionary<(long CustomerId, DateRange Period), (long Cost, long Against)>();
        foreach (var cost in tried)
        {
            var cell = cells.GetValueOrDefault((cost.CustomerId, cost.Period));
            cells[(cost.CustomerId, cost.Period)] = (cell.Cost + cost.CostMinor, cell.Against);
        }

        foreach (var cost in against)
        {
            var cell = cells.GetValueOrDefault((cost.CustomerId, cost.Period));
            cells[(cost.CustomerId, cost.Period)] = (cell.Cost, cell.Against + cost.CostMinor);
        }

        return new SimulationComparison(
            [.. Sums(cells, key => key.CustomerId).Where(row => row.CostMinor != 0 || row.AgainstMinor != 0).OrderBy(row => row.Key)],
            [.. Sums(cells, key => key.Period).OrderBy(row => row.Key.From).ThenBy(row => row.Key.To)],
            [.. Sums(cells, key => key).Where(row => row.DifferenceMinor != 0).OrderBy(row => row.Key.CustomerId).ThenBy(row => row.Key.Period.From)]);
    }

    private static IEnumerable<CostPair<TKey>> Sums<TKey>(
        Dictionary<(long CustomerId, DateRange Period), (long Cost, long Against)> cells, Func<(long CustomerId, DateRange Period), TKey> keyOf) =>
        cells.GroupBy(cell => keyOf(cell.Key)).Select(group => new CostPair<TKey>(group.Key, group.Sum(cell => cell.Value.Cost), group.Sum(cell => cell.Value.Against)));
}

/// <summary>What both sides give for the same.</summary>
/// <typeparam name="TKey">For what: a customer, a period.</typeparam>
/// <param name="Key">For what.</param>
/// <param name="CostMinor">What is tried gives, in minor units.</param>
/// <param name="AgainstMinor">The other side gives, in minor units.</param>
public sealed record CostPair<TKey>(TKey Key, long CostMinor, long AgainstMinor)
{
    /// <summary>The difference.</summary>
    public long DifferenceMinor => CostMinor - AgainstMinor;
}
