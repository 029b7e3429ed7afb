using Portal.Domain.Effects;

namespace Portal.Domain.Tests.Effects;

public sealed class UpliftEstimateTests
{
    [Theory]
    [InlineData(1, 12.7062)]
    [InlineData(2, 4.3027)]
    [InlineData(3, 3.1824)]
    [InlineData(5, 2.5706)]
    [InlineData(10, 2.2281)]
    [InlineData(30, 2.0423)]
    [InlineData(1000, 1.9623)]
    public void Factors_are_those_of_the_tables(int degreesOfFreedom, double factor) =>
        Assert.Equal(1, StudentDistribution.Factor95(degreesOfFreedom) / factor, degreesOfFreedom < 7 ? 2 : 4);

    [Fact]
    public void The_published_example_of_a_paired_comparison_comes_out()
    {
        // Differences 1 … 5: mean 3, standard deviation √2.5, error 0.7071, interval 3 ± 2.7764 · 0.7071.
        var pairs = Enumerable.Range(1, 5).Select(number => new MatchedPair(Sales(number, 100, 100 + (number * 1000)), Sales(10 + number, 100, 100))).ToList();
        var estimate = UpliftEstimate.Of(pairs)!;
        Assert.Equal((3000L, 707L, 15_000L, 100L), (estimate.MeanMinor, estimate.StandardErrorMinor, estimate.TotalMinor, estimate.ExpectedMinor));
        Assert.Equal((3000 - 1963, 3000 + 1963), (estimate.LowerMinor, estimate.UpperMinor), new Near(12));
        Assert.Null(UpliftEstimate.Of([.. pairs.Take(4)]));
    }

    [Theory]
    [InlineData(0.10, 42)]
    [InlineData(0.25, 43)]
    public void A_known_uplift_lies_in_the_interval_and_zero_does_not(double uplift, int seed)
    {
        var (participants, others) = Market(uplift, seed);
        var estimate = UpliftEstimate.Of(CustomerMatching.Match(participants, others))!;
        Assert.InRange(uplift, (double)estimate.RelativeLower!.Value.Fraction, (double)estimate.RelativeUpper!.Value.Fraction);
        Assert.True(estimate is { IsSignificant: true, LowerMinor: > 0 }, estimate.ToString());
    }

    [Fact]
    public void Without_an_effect_the_interval_covers_zero_about_as_often_as_it_says()
    {
        var covered = Enumerable.Range(1, 200).Count(seed =>
        {
            var (participants, others) = Market(0, seed);
            return !UpliftEstimate.Of(CustomerMatching.Match(participants, others))!.IsSignificant;
        });
        Assert.InRange(covered, 180, 199);
    }

    [Fact]
    public void Partners_are_of_the_same_kind_of_like_size_and_used_once()
    {
        var pairs = CustomerMatching.Match(
            [Sales(1, 1000, 0), Sales(2, 980, 0), Sales(3, 5000, 0), Sales(4, 0, 100), Sales(5, 1000, 0, "south")],
            [Sales(11, 990, 0), Sales(12, 700, 0), Sales(13, 3000, 0), Sales(14, 1000, 0, "north")]);
        Assert.Equal([(1L, 11L), (2L, 12L)], pairs.Select(pair => (pair.Participant.CustomerId, pair.Control.CustomerId)));
    }

    private static CustomerSales Sales(long id, long before, long during, string kind = "east") => new(id, kind, before, during);

    /// <summary>Customers of very different sizes whose market grows by 8 % and who each go their own way by ±20 %; participants buy more by the uplift.</summary>
    private static (List<CustomerSales> Participants, List<CustomerSales> Others) Market(double uplift, int seed)
    {
        var random = new Random(seed);
        CustomerSales Customer(long id, double more)
        {
            var before = Math.Exp(9 + (1.2 * Noise(random)));
            return new(id, "east", (long)before * 100, (long)(before * 1.08 * (1 + (0.2 * Noise(random))) * (1 + more)) * 100);
        }

        return ([.. Enumerable.Range(1, 300).Select(id => Customer(id, uplift))], [.. Enumerable.Range(1001, 900).Select(id => Customer(id, 0))]);
    }

    /// <summary>Normally distributed (Box and Muller).</summary>
    private static double Noise(Random random) => Math.Sqrt(-2 * Math.Log(1 - random.NextDouble())) * Math.Cos(2 * Math.PI * random.NextDouble());

    private sealed class Near(long by) : IEqualityComparer<(long, long)>
    {
        public bool Equals((long, long) left, (long, long) right) => Math.Abs(left.Item1 - right.Item1) <= by && Math.Abs(left.Item2 - right.Item2) <= by;

        public int GetHashCode((long, long) pair) => 0;
    }
}
