using Portal.Domain.Programs;
using Portal.Domain.Tests.Settlements.Rules;
using static Portal.Domain.Tests.Programs.Definitions;

namespace Portal.Domain.Tests.NearMisses;

/// <summary>What reaching the next tier adds, by rules that look at every sales line: always what buying just so much more would add.</summary>
public class NextTierGainTests
{
    private static readonly (decimal, decimal)[] Bands = [(100, 2), (110, 3)];

    public static TheoryData<string, ProgramDefinition, decimal> Rules => new()
    {
        { "target", Compared(TierMode.WholeVolume, Bands, new Comparison(ComparisonAgainst.Value, ComparisonAs.RatioPercent) { Value = 1_000 }), 200 },
        { "growth", Compared(TierMode.WholeVolume, Bands, new Comparison(ComparisonAgainst.YearBefore, ComparisonAs.RatioPercent) { WithoutBase = WithoutBase.Skip }), 200 },
        { "difference", Compared(TierMode.WholeVolume, [(100, 2), (200, 3)], new Comparison(ComparisonAgainst.YearBefore, ComparisonAs.Difference), BasePart.Growth), 300 },
    };

    [Theory]
    [MemberData(nameof(Rules))]
    public void The_gain_is_what_buying_as_much_more_would_add(string rule, ProgramDefinition program, decimal missing)
    {
        Assert.NotEmpty(rule);
        var gain = Bought().GainOf("A", Day(5, 10), program);
        Assert.NotNull(gain);
        Assert.Equal(Bought().Buy(missing).DueOf("A", program) - Bought().DueOf("A", program), gain);
        Assert.True(gain > 0);
    }

    [Fact]
    public void Returns_are_part_of_the_mixture()
    {
        var program = Compared(TierMode.WholeVolume, Bands, new Comparison(ComparisonAgainst.Value, ComparisonAs.RatioPercent) { Value = 1_000 });
        Assert.Equal(20, Bought().Buy(-300).GainOf("A", Day(5, 10), program));
    }

    /// <summary>What is missing is missing to the family, and A alone buys it: in many small purchases, or with next to nothing until now.</summary>
    [Theory]
    [InlineData(300)]
    [InlineData(1)]
    public void A_company_of_a_family_buys_what_is_missing_to_all_of_it(int purchases)
    {
        var program = Program(Rates(TierMode.WholeVolume, (1_000, 10), (2_000, 20))).Every(PeriodKind.Year) with { RollUp = new RollUpRule(RollUpPayTo.Children) };
        Assert.Equal(Family().Buy(800).DueOf("A", program) - Family().DueOf("A", program), Family().GainOf("A", Day(5, 10), program));

        Purchases Family() => Enumerable.Range(0, purchases)
            .Aggregate(new Purchases().Customer("H").Customer("A", "H").Customer("B", "H").Buy(1_200 - purchases, Day(3, 1), customer: "B"), (family, _) => family.Buy(1, Day(3, 1)));
    }

    [Fact]
    public void A_share_does_not_grow_with_more_of_the_same()
    {
        var program = Compared(TierMode.WholeVolume, [(100, 2), (110, 3)], new Comparison(ComparisonAgainst.Total, ComparisonAs.RatioPercent));
        Assert.Null(Bought().GainOf("A", Day(5, 10), program));
    }

    [Fact]
    public void Without_a_next_tier_nothing_is_gained()
    {
        var program = Compared(TierMode.WholeVolume, [(50, 2)], new Comparison(ComparisonAgainst.Value, ComparisonAs.RatioPercent) { Value = 1_000 });
        Assert.Null(Bought().GainOf("A", Day(5, 10), program));
    }

    private static Purchases Bought() => new Purchases().Buy(1_000, new DateOnly(2025, 5, 1)).Buy(500, Day(3, 1)).Buy(300, Day(4, 1));

    private static ProgramDefinition Compared(TierMode mode, (decimal, decimal)[] tiers, Comparison compare, BasePart? part = null)
    {
        var line = Rates(mode, tiers);
        return Program(line with { Qualifier = line.Qualifier with { Compare = compare }, Base = line.Base with { Part = part } }).Every(PeriodKind.Year);
    }
}
