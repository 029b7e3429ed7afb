using Portal.Domain.Programs;
using static Portal.Domain.Tests.Programs.Definitions;

namespace Portal.Domain.Tests.Settlements.Rules;

/// <summary>What is measured, of which sales and in which unit.</summary>
public class MeasureTests
{
    [Theory]
    [InlineData(Measure.NetAmount, 90)]
    [InlineData(Measure.GrossAmount, 100)]
    [InlineData(Measure.Margin, 30)]
    public void Ten_percent_of_each_amount(Measure measure, decimal rebate)
    {
        var program = Year(Line(TierMode.WholeVolume, measure, measure, new Tier(0) { RatePercent = 10 }));
        Assert.Equal(rebate, new Purchases().Buy(900, with: detail => detail with { GrossMinor = 1_000_00, CostMinor = 600_00 }).DueOf("A", program));
    }

    [Fact]
    public void A_margin_needs_the_cost()
    {
        var purchases = new Purchases().Buy(900);
        purchases.Due(Year(Line(TierMode.WholeVolume, Measure.Margin, Measure.Margin, new Tier(0) { RatePercent = 10 })));
        Assert.Equal("calculation_cost_missing", Assert.Single(purchases.Problems.Refusals).Code);
    }

    /// <summary>What comes back takes the units bought last with it; an order of which nothing is left counts no more.</summary>
    [Theory]
    [InlineData(0, 3)]
    [InlineData(4, 3)]
    [InlineData(5, 2)]
    [InlineData(11, 1)]
    [InlineData(15, 0)]
    public void Orders_of_which_something_was_kept(decimal returned, decimal orders)
    {
        var purchases = new Purchases().Buy(50, Day(1, 1), quantity: 5).Buy(50, Day(1, 2), quantity: 5).Buy(50, Day(1, 3), quantity: 5);
        if (returned > 0)
        {
            purchases.Buy(-10 * returned, Day(2, 1), quantity: returned);
        }

        Assert.Equal(orders, purchases.DueOf("A", Year(Line(TierMode.PerUnit, Measure.OrderCount, Measure.OrderCount, new Tier(0) { AmountPerUnit = 1 }))));
    }

    [Fact]
    public void Different_products_of_which_something_was_kept()
    {
        var purchases = new Purchases().Buy(10, product: "X").Buy(10, product: "Y").Buy(10, product: "Z").Buy(-10, product: "Z");
        Assert.Equal([50m], purchases.Due(Year(Line(TierMode.FixedAmount, Measure.ProductCount, Measure.ProductCount, new Tier(2) { Amount = 50 }, new Tier(3) { Amount = 90 }))));
    }

    [Theory]
    [InlineData(23, 0)]
    [InlineData(24, 5)]
    [InlineData(60, 12.5)]
    public void A_quantity_in_another_unit(decimal bottles, decimal rebate)
    {
        var line = Line(TierMode.PerUnit, Measure.Quantity, Measure.Quantity, new Tier(1) { AmountPerUnit = 5 });
        var program = Year(line with { Qualifier = line.Qualifier with { Unit = "case" }, Base = line.Base with { Unit = "case" } });
        Assert.Equal(rebate, new Purchases().Product("X", perCase: 24).Buy(1, quantity: bottles).DueOf("A", program));
    }

    [Fact]
    public void A_product_without_the_unit_is_named()
    {
        var line = Line(TierMode.PerUnit, Measure.Quantity, Measure.Quantity, new Tier(1) { AmountPerUnit = 5 });
        var purchases = new Purchases().Buy(1);
        purchases.Due(Year(line with { Qualifier = line.Qualifier with { Unit = "case" } }));
        Assert.Equal("calculation_unit_missing", Assert.Single(purchases.Problems.Refusals).Code);
    }

    [Theory]
    [InlineData(null, 0)]
    [InlineData(true, 10)]
    public void What_is_not_for_rebate_may_count_but_never_earns(bool? counts, decimal rebate)
    {
        var line = Whole((1_000, 2));
        var program = Year(line with { Qualifier = line.Qualifier with { CountsNotForRebate = counts } });
        Assert.Equal(rebate, new Purchases().Buy(500).Buy(500, with: detail => detail with { IsNotForRebate = true }).DueOf("A", program));
    }

    [Fact]
    public void What_is_not_for_rebate_counts_for_no_simple_programme_either() =>
        Assert.Equal(10m, new Purchases().Buy(500).Buy(500, with: detail => detail with { IsNotForRebate = true }).DueOf("A", Year(Whole((0, 2)))));

    /// <summary>Of each kind that is named one must fit; exclusion wins.</summary>
    [Theory]
    [InlineData("online", "east", 1)]
    [InlineData("store", "east", 0)]
    [InlineData("online", "west", 0)]
    [InlineData(null, "east", 0)]
    public void Sales_by_channel_and_region(string? channel, string region, decimal rebate)
    {
        var scope = ProductScope.Everything with
        {
            Sales = new SalesScope
            {
                Include = [new SalesSelector(SalesSelectorKind.Channel, ["ONLINE", "fax"]), new SalesSelector(SalesSelectorKind.Region, ["east", "west"])],
                Exclude = [new SalesSelector(SalesSelectorKind.Region, ["west"])],
            },
        };
        var line = Whole((0, 1));
        var program = Year(line with { Qualifier = line.Qualifier with { Scope = scope }, Base = line.Base with { Scope = scope } });
        Assert.Equal(rebate, new Purchases().Buy(100, with: detail => detail with { Channel = channel, RegionCode = region }).DueOf("A", program));
    }

    [Fact]
    public void Products_by_attribute_and_category()
    {
        var scope = new ProductScope { Include = [new ProductSelector(ProductSelectorKind.Category) { Codes = ["bikes"], And = [new ProductSelector(ProductSelectorKind.Attribute) { Codes = ["colour=red"] }] }] };
        var line = Whole((0, 1));
        var program = Year(line with { Qualifier = line.Qualifier with { Scope = scope }, Base = line.Base with { Scope = scope } });
        var purchases = new Purchases().Product("B", "bikes", 0, "colour=red").Product("C", "bikes", 0, "colour=blue").Product("P", "parts", 0, "colour=red");
        Assert.Equal(1m, purchases.Buy(100, product: "B").Buy(200, product: "C").Buy(400, product: "P").DueOf("A", program));
        Assert.False(program.NeedsDetails());
    }

    private static ProgramDefinition Year(ProgramLine line) => Program(line).Every(PeriodKind.Year);
}
