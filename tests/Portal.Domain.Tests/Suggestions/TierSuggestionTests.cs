using Portal.Domain.Programs;
using Portal.Domain.Settlements;
using Portal.Domain.Suggestions;

namespace Portal.Domain.Tests.Suggestions;

public sealed class TierSuggestionTests
{
    [Theory]
    [InlineData(1234, 1200)]
    [InlineData(27_800, 30_000)]
    [InlineData(9_700, 10_000)]
    [InlineData(0.47, 0.5)]
    [InlineData(0, 0)]
    public void Bounds_are_figures_that_people_remember(decimal amount, decimal rounded) => Assert.Equal(rounded, TierSuggestion.Round(amount));

    [Fact]
    public void Bounds_lie_where_a_share_of_the_volumes_stays_below()
    {
        var volumes = Enumerable.Range(1, 100).Select(number => number * 100_00L).Append(-5);
        Assert.Equal([5_000m, 8_000m], TierSuggestion.Bounds(volumes, [80, 50, 78]));
        Assert.Equal([300m], TierSuggestion.Bounds([300_00, 300_00], TierSuggestion.UsualPercentiles));
        Assert.Empty(TierSuggestion.Bounds([0, -1], TierSuggestion.UsualPercentiles));
    }

    [Fact]
    public void Scaled_rates_cost_what_they_may()
    {
        var random = new Random(7);
        var purchases = Enumerable.Range(0, 500).Select(_ => Measure((long)Math.Exp(14 + (2 * random.NextDouble())))).ToList();
        var bounds = TierSuggestion.Bounds(purchases.Select(measure => measure.QualifierNetMinor), TierSuggestion.UsualPercentiles);
        var trial = Definition(TierSuggestion.Rising(bounds, 1));
        var target = purchases.Sum(measure => measure.QualifierNetMinor) * 3 / 100;
        var rate = TierSuggestion.FirstRate(1, TierSuggestion.CostMinor(trial, purchases), target)!.Value;
        var cost = TierSuggestion.CostMinor(Definition(TierSuggestion.Rising(bounds, rate)), purchases);
        Assert.InRange(cost, target * 0.995, target * 1.005);
        Assert.Equal([1m, 1.5m, 2m], trial.Lines[0].Tiers.Select(tier => tier.RatePercent!.Value));
        Assert.Null(TierSuggestion.FirstRate(1, 0, target));
    }

    [Fact]
    public void A_programme_fits_by_the_best_period()
    {
        var definition = Definition([new Tier(1000) { RatePercent = 1 }, new Tier(5000) { RatePercent = 2 }]);
        EarnedLine Earned(long amount) => RebateCalculator.Earn(definition, 0, Measure(amount * 100));
        Assert.Equal(new ProgramFit(FitReason.ReachesTier, 1, 3_800_00), ProgramFit.Of([Earned(10), Earned(1200)]));
        Assert.Equal(new ProgramFit(FitReason.CloseToTier, 0, 250_00), ProgramFit.Of([Earned(750), Earned(10)]));
        Assert.Equal(new ProgramFit(FitReason.BuysIt, 0, 400_00), ProgramFit.Of([Earned(600)]));
        Assert.Null(ProgramFit.Of([Earned(-5)]));
    }

    private static PeriodMeasure Measure(long minor) => new() { QualifierNetMinor = minor, BaseNetMinor = minor, SaleLines = 1 };

    private static ProgramDefinition Definition(IReadOnlyList<Tier> tiers) => new()
    {
        Code = "T",
        Name = new ProgramName("T", "T"),
        ValidFrom = new DateOnly(2026, 1, 1),
        ValidTo = new DateOnly(2026, 12, 31),
        Period = new ProgramPeriod(PeriodKind.Quarter),
        Lines = [new ProgramLine { Number = 1, Qualifier = new Qualifier(Portal.Domain.Programs.Measure.NetAmount), TierMode = TierMode.WholeVolume, Tiers = tiers }],
    };
}
