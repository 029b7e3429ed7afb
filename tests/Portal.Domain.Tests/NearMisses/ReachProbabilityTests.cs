using Portal.Domain.NearMisses;

namespace Portal.Domain.Tests.NearMisses;

public sealed class ReachProbabilityTests
{
    [Theory]
    [InlineData(0, 0.5)]
    [InlineData(1, 0.8413447)]
    [InlineData(1.959964, 0.975)]
    [InlineData(-1.644854, 0.05)]
    [InlineData(6, 1)]
    public void The_distribution_function_is_that_of_the_tables(double value, double expected) =>
        Assert.Equal(expected, ReachProbability.Normal(value), 6);

    [Fact]
    public void A_steady_buyer_is_sure_or_out_of_the_question()
    {
        var steady = Enumerable.Repeat(100L, 60).ToList();
        Assert.Equal(1, ReachProbability.Of(steady, 10, 1000));
        Assert.Equal(0, ReachProbability.Of(steady, 10, 1001));
    }

    [Fact]
    public void What_is_expected_on_the_average_has_even_odds_and_more_days_help()
    {
        long[] days = [.. Enumerable.Range(0, 60).Select(day => day % 2 * 200L)];
        Assert.Equal(0.5, ReachProbability.Of(days, 10, 1000)!.Value, 6);
        Assert.True(ReachProbability.Of(days, 12, 1000) > 0.5);
        Assert.True(ReachProbability.Of(days, 8, 1000) < 0.5);
    }

    [Fact]
    public void Nothing_is_told_of_a_short_past_and_nothing_missing_is_reached()
    {
        Assert.Null(ReachProbability.Of([.. Enumerable.Repeat(1L, 27)], 10, 5));
        Assert.Equal(1, ReachProbability.Of([], 0, 0));
        Assert.Equal(0, ReachProbability.Of([.. Enumerable.Repeat(1L, 28)], 0, 5));
    }

    /// <summary>Ten thousand futures drawn from the past agree with the formula to two percentage points.</summary>
    [Fact]
    public void The_formula_agrees_with_drawing_the_days_to_come()
    {
        var random = new Random(20261122);
        long[] past = [.. Enumerable.Range(0, 182).Select(_ => random.Next(3) == 0 ? random.Next(1, 5000) : 0L)];
        var reached = Enumerable.Range(0, 10_000).Count(_ => Enumerable.Range(0, 40).Sum(_ => past[random.Next(past.Length)]) >= 38_000);
        Assert.Equal(reached / 10_000.0, ReachProbability.Of(past, 40, 38_000)!.Value, 0.02);
    }
}
