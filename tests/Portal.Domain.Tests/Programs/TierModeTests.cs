using Portal.Domain.Programs;
using static Portal.Domain.Tests.Programs.Definitions;

namespace Portal.Domain.Tests.Programs;

/// <summary>Every tier mode: below, on and above each boundary, negative and zero.</summary>
public class TierModeTests
{
    [Theory]
    [InlineData(-100, 0)]
    [InlineData(0, 0)]
    [InlineData(999.99, 0)]
    [InlineData(1000, 20)]
    [InlineData(1999.99, 40)]
    [InlineData(2000, 100)]
    [InlineData(2500, 125)]
    public void Whole_volume_pays_everything_at_the_tier_reached(decimal sales, decimal rebate) =>
        Assert.Equal(rebate, Earned(Whole((1000, 2), (2000, 5)), sales));

    [Theory]
    [InlineData(-100, 0)]
    [InlineData(999.99, 0)]
    [InlineData(1000, 0)]
    [InlineData(1500, 10)]
    [InlineData(2000, 20)]
    [InlineData(2500, 45)]
    public void Slabs_pay_only_what_lies_in_them(decimal sales, decimal rebate) =>
        Assert.Equal(rebate, Earned(Slab((1000, 2), (2000, 5)), sales));

    [Theory]
    [InlineData(-100, 0)]
    [InlineData(999.99, 0)]
    [InlineData(1000, 20)]
    [InlineData(1999.99, 40)]
    [InlineData(2000, 140)]
    [InlineData(2500, 165)]
    public void Rolling_tiers_pay_everything_up_to_their_end(decimal sales, decimal rebate) =>
        Assert.Equal(rebate, Earned(Rates(TierMode.Rolling, (1000, 2), (2000, 5)), sales));

    [Theory]
    [InlineData(-100, 0)]
    [InlineData(999.99, 0)]
    [InlineData(1000, 20)]
    [InlineData(2000, 140)]
    [InlineData(2500, 175)]
    public void The_rates_of_all_tiers_reached_add_up(decimal sales, decimal rebate) =>
        Assert.Equal(rebate, Earned(Rates(TierMode.SumOfReached, (1000, 2), (2000, 5)), sales));

    [Theory]
    [InlineData(0, 0)]
    [InlineData(999.99, 0)]
    [InlineData(1000, 50)]
    [InlineData(1999.99, 50)]
    [InlineData(2000, 120)]
    [InlineData(99999, 120)]
    public void A_fixed_amount_is_that_of_the_tier(decimal sales, decimal rebate) => Assert.Equal(
        rebate,
        Earned(Line(TierMode.FixedAmount, Measure.NetAmount, Measure.NetAmount, new Tier(1000) { Amount = 50 }, new Tier(2000) { Amount = 120 }), sales));

    [Theory]
    [InlineData(9.999, 0)]
    [InlineData(10, 5)]
    [InlineData(19.5, 9.75)]
    [InlineData(20, 30)]
    public void An_amount_per_unit_pays_for_every_unit(decimal quantity, decimal rebate) => Assert.Equal(
        rebate,
        Earned(Line(TierMode.PerUnit, Measure.Quantity, Measure.Quantity, new Tier(10) { AmountPerUnit = 0.5m }, new Tier(20) { AmountPerUnit = 1.5m }), quantity));

    [Theory]
    [InlineData(999.99, 0)]
    [InlineData(1000, 8)]
    [InlineData(1499.99, 8)]
    [InlineData(1500, 12)]
    [InlineData(5000, 100)]
    [InlineData(5499.99, 100)]
    public void A_full_multiple_pays_only_when_full(decimal sales, decimal rebate) => Assert.Equal(
        rebate,
        Earned(
            Line(
                TierMode.PerFullMultiple,
                Measure.NetAmount,
                Measure.NetAmount,
                new Tier(1000) { MultipleOf = 500, Amount = 4 },
                new Tier(5000) { MultipleOf = 500, Amount = 10 }),
            sales));

    [Theory]
    [InlineData(1999.99, 0)]
    [InlineData(2000, 40)]
    public void Below_the_minimum_nothing_is_earned(decimal sales, decimal rebate) =>
        Assert.Equal(rebate, Earned(Whole((0, 2)) with { Minimum = 2000 }, sales));

    [Theory]
    [InlineData(2499.99, 50)]
    [InlineData(2500, 50)]
    [InlineData(9000, 50)]
    public void The_cap_per_customer_is_paid_up_to(decimal sales, decimal rebate) =>
        Assert.Equal(rebate, Earned(Whole((0, 2)) with { CapPerCustomer = 50 }, sales));

    [Fact]
    public void A_base_with_fewer_products_earns_on_them_alone()
    {
        var sales = new[]
        {
            new ExampleSale { On = Day(1, 5), NetAmount = 600 },
            new ExampleSale { On = Day(1, 6), NetAmount = 400, Counts = ExampleScope.Qualifier },
        };

        // 1,000 counts for the tier, 600 earns; slab by slab the 600 are spread as the 1,000 are: 300 in each half.
        Assert.Equal(12m, Due(Program(Whole((1000, 2)) with { Base = Bikes }), sales));
        Assert.Equal(3m + 6m, Due(Program(Slab((0, 1), (500, 2)) with { Base = Bikes }), sales));
    }

    [Fact]
    public void Quantity_may_decide_the_tier_of_an_amount()
    {
        var line = Line(TierMode.WholeVolume, Measure.Quantity, Measure.NetAmount, new Tier(10) { RatePercent = 3 });
        Assert.Equal(30m, Due(Program(line), [new ExampleSale { On = Day(2, 1), NetAmount = 1000, Quantity = 10 }]));
        Assert.Equal(0m, Due(Program(line), [new ExampleSale { On = Day(2, 1), NetAmount = 1000, Quantity = 9.999m }]));
    }

    [Theory]
    [InlineData(0.01, 100.49, 2.01)]
    [InlineData(0.01, 100.25, 2.01)]
    [InlineData(0.01, 100.24, 2.00)]
    [InlineData(0.1, 102.5, 2.1)]
    [InlineData(1, 125, 3)]
    [InlineData(1, 124.99, 2)]
    [InlineData(10, 249.99, 0)]
    [InlineData(10, 250, 10)]
    public void Rounding_is_half_away_from_zero_to_the_unit(decimal unit, decimal sales, decimal rebate) =>
        Assert.Equal(rebate, Due(Program(Whole((0, 2))) with { Rounding = new RoundingRule(unit) }, [new ExampleSale { On = Day(1, 1), NetAmount = sales }]));

    private static PayerBase Bikes => new(Measure.NetAmount) { Scope = new ProductScope { Include = [new ProductSelector(ProductSelectorKind.Category) { Codes = ["bikes"] }] } };

    private static decimal Earned(ProgramLine line, decimal amount) => Due(Program(line), [new ExampleSale { On = Day(1, 1), NetAmount = amount, Quantity = amount }]);

    [Fact]
    public void Quantities_of_examples_are_in_the_unit_that_the_line_counts_in()
    {
        var line = Line(TierMode.PerUnit, Measure.Quantity, Measure.Quantity, new Tier(10) { AmountPerUnit = 2 });
        var boxes = Program(line with { Qualifier = line.Qualifier with { Unit = "box" }, Base = line.Base with { Unit = "box" } });
        Assert.Equal(24, Due(boxes, [new ExampleSale { On = Day(1, 1), NetAmount = 12, Quantity = 12 }]));
    }

    private static decimal Due(ProgramDefinition definition, IReadOnlyList<ExampleSale> sales) => WorkedExample.Of(definition, sales)[0].DueMinor / 100m;
}
