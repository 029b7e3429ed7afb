using Portal.Domain.Shared;
using Portal.Domain.Simulations;

namespace Portal.Domain.Tests.Simulations;

public sealed class SimulationComparisonTests
{
    private static readonly DateRange First = new(new DateOnly(2025, 1, 1), new DateOnly(2025, 3, 31));
    private static readonly DateRange Second = new(new DateOnly(2025, 4, 1), new DateOnly(2025, 6, 30));

    [Fact]
    public void Adds_up_by_customer_by_period_and_shows_only_what_differs()
    {
        var comparison = SimulationComparison.Of(
            [new(1, First, 100), new(1, Second, 50), new(2, First, 30)],
            [new(1, First, 100), new(2, First, 70), new(3, Second, 5)]);
        Assert.Equal([new CostPair<long>(1, 150, 100), new CostPair<long>(2, 30, 70), new CostPair<long>(3, 0, 5)], comparison.Customers);
        Assert.Equal([new CostPair<DateRange>(First, 130, 170), new CostPair<DateRange>(Second, 50, 5)], comparison.Periods);
        Assert.Equal([(1L, Second, 50L), (2L, First, -40L), (3L, Second, -5L)], comparison.Differences.Select(row => (row.Key.CustomerId, row.Key.Period, row.DifferenceMinor)));
        Assert.Equal((180L, 175L, 2, 1, 2), (comparison.CostMinor, comparison.AgainstMinor, comparison.Paid, comparison.Winners, comparison.Losers));
    }

    [Fact]
    public void Against_nothing_everything_is_gained()
    {
        var comparison = SimulationComparison.Of([new(1, First, 100)], []);
        Assert.Equal((100L, 0L, 1, 0), (comparison.CostMinor, comparison.AgainstMinor, comparison.Winners, comparison.Losers));
        Assert.Empty(SimulationComparison.Of([], []).Customers);
    }

    [Fact]
    public void Bins_rise_by_one_two_five_and_hold_everybody_who_gets_something()
    {
        var bins = CostHistogram.Of([0, 120, 199, 200, 480], [500]);
        Assert.Equal([(100L, 200L), (200L, 500L), (500L, 1000L)], bins.Select(bin => (bin.FromMinor, bin.ToMinor)));
        Assert.Equal([2, 2, 0], bins.Select(bin => bin.Counts[0]));
        Assert.Equal([0, 0, 1], bins.Select(bin => bin.Counts[1]));
        Assert.Empty(CostHistogram.Of([0, -5]));
    }

    [Fact]
    public void Amounts_of_many_magnitudes_get_wider_bins()
    {
        var amounts = Enumerable.Range(0, 12).Select(power => (long)Math.Pow(10, power)).ToList();
        var bins = CostHistogram.Of(amounts);
        Assert.Equal(12, bins.Count);
        Assert.All(bins, bin => Assert.Equal(1, bin.Counts[0]));
    }
}
