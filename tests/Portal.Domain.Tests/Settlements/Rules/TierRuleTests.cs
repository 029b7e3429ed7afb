using Portal.Domain.Programs;
using static Portal.Domain.Tests.Programs.Definitions;

namespace Portal.Domain.Tests.Settlements.Rules;

/// <summary>How tiers pay, beyond the plain modes.</summary>
public class TierRuleTests
{
    [Theory]
    [InlineData(999.99, 0)]
    [InlineData(1_000, 20)]
    [InlineData(1_500, 45)]
    [InlineData(2_000, 80)]
    [InlineData(5_000, 200)]
    public void A_rate_on_a_straight_line(decimal bought, decimal rebate) => Assert.Equal(rebate, Earned(Rates(TierMode.Linear, (1_000, 2), (2_000, 4)), bought));

    [Theory]
    [InlineData(1_000, 100)]
    [InlineData(1_250, 150)]
    [InlineData(2_000, 300)]
    [InlineData(9_000, 300)]
    public void An_amount_on_a_straight_line(decimal bought, decimal rebate) =>
        Assert.Equal(rebate, Earned(Amounts(TierMode.Linear, (1_000, 100), (2_000, 300)), bought));

    [Theory]
    [InlineData(999, 0)]
    [InlineData(1_000, 50)]
    [InlineData(3_000, 60)]
    public void The_rate_or_the_amount_whichever_is_more(decimal bought, decimal rebate) =>
        Assert.Equal(rebate, Earned(Line(TierMode.HigherOf, Measure.NetAmount, Measure.NetAmount, new Tier(1_000) { RatePercent = 2, Amount = 50 }), bought));

    [Theory]
    [InlineData(500, 0)]
    [InlineData(1_000, 10)]
    [InlineData(2_000, 30)]
    public void Amounts_of_all_tiers_reached_add_up(decimal bought, decimal rebate) =>
        Assert.Equal(rebate, Earned(Amounts(TierMode.SumOfReached, (1_000, 10), (2_000, 20)), bought));

    [Theory]
    [InlineData(null, 250, 20)]
    [InlineData(true, 250, 25)]
    [InlineData(true, 99, 9.9)]
    public void A_part_of_a_multiple_in_proportion(bool? proRata, decimal bought, decimal rebate) => Assert.Equal(
        rebate,
        Earned(Line(TierMode.PerFullMultiple, Measure.NetAmount, Measure.NetAmount, new Tier(0) { MultipleOf = 100, Amount = 10 }) with { ProRata = proRata }, bought));

    [Theory]
    [InlineData(BasePart.ExcessOverThreshold, 1_500, 10)]
    [InlineData(BasePart.ExcessOverThreshold, 900, 0)]
    [InlineData(BasePart.ExcessOverTier, 2_500, 25)]
    [InlineData(BasePart.ExcessOverFirstTier, 2_500, 100)]
    public void Only_what_lies_over(BasePart part, decimal bought, decimal rebate)
    {
        var line = Whole((500, 2), (2_000, 5));
        Assert.Equal(rebate, Earned(line with { Base = line.Base with { Part = part, Threshold = part == BasePart.ExcessOverThreshold ? 1_000 : null } }, bought));
    }

    /// <summary>Ten units at 10, then ten at 20; the second slab begins at 5 units.</summary>
    [Theory]
    [InlineData(null, 30)]
    [InlineData(SlabPricing.Average, 30)]
    [InlineData(SlabPricing.Actual, 30)]
    public void Both_prices_give_the_same_where_one_rate_holds(SlabPricing? pricing, decimal rebate) =>
        Assert.Equal(rebate, Priced(pricing, new Tier(0) { RatePercent = 10 }).DueOf("A", Slabs(pricing, new Tier(0) { RatePercent = 10 })));

    [Theory]
    [InlineData(SlabPricing.Average, 7.5, 22.5)]
    [InlineData(SlabPricing.Actual, 5, 25)]
    public void A_slab_is_priced_at_the_average_or_in_the_order_of_documents(SlabPricing pricing, decimal first, decimal second)
    {
        Tier[] tiers = [new Tier(0) { RatePercent = 10 }, new Tier(5) { RatePercent = 10 }];
        var line = Assert.Single(Priced(pricing, tiers).Lines(Slabs(pricing, tiers))).Line;
        Assert.Equal([first, second], line.Earned.Parts.Select(part => part.RawMinor / 100));
    }

    [Fact]
    public void What_comes_back_is_taken_from_the_units_bought_last()
    {
        Tier[] tiers = [new Tier(0) { RatePercent = 10 }];
        var purchases = Priced(SlabPricing.Actual, tiers).Buy(-150, Day(4, 1), quantity: 15);
        Assert.Equal(5m, purchases.DueOf("A", Slabs(SlabPricing.Actual, tiers)));
    }

    private static Purchases Priced(SlabPricing? pricing, params Tier[] tiers) =>
        new Purchases().Buy(200, Day(2, 2), quantity: 10).Buy(100, Day(2, 1), quantity: 10);

    private static ProgramDefinition Slabs(SlabPricing? pricing, params Tier[] tiers) =>
        Program(Line(TierMode.Slab, Measure.Quantity, Measure.NetAmount, tiers) with { SlabPricing = pricing }).Every(PeriodKind.Year);

    private static ProgramLine Amounts(TierMode mode, params (decimal From, decimal Amount)[] tiers) =>
        Line(mode, Measure.NetAmount, Measure.NetAmount, [.. tiers.Select(tier => new Tier(tier.From) { Amount = tier.Amount })]);

    private static decimal Earned(ProgramLine line, decimal bought) => new Purchases().Buy(bought).DueOf("A", Program(line).Every(PeriodKind.Year));
}
