using Portal.Domain.Discounts;

namespace Portal.Domain.Tests.Discounts;

public sealed class DiscountTests
{
    private static readonly DiscountTerms Terms = new() { OffPercent = 12, Categories = [new CategoryDiscount("food", 20), new CategoryDiscount("rice", 0), new CategoryDiscount("oil", 30)] };

    [Theory]
    [InlineData("", 12)]
    [InlineData("cloth", 12)]
    [InlineData("food", 20)]
    [InlineData("FOOD", 20)]
    [InlineData("fruit,food", 20)]
    [InlineData("rice,food", 0)]
    [InlineData("olive,oil,food", 30)]
    public void The_nearest_category_says_the_rate(string categories, decimal off) =>
        Assert.Equal(off, Terms.OffFor(categories.Split(',', StringSplitOptions.RemoveEmptyEntries)));

    [Theory]
    [InlineData(100, 12, 88)]
    [InlineData(1, 0, 1)]
    [InlineData(4, 0, 4)]
    [InlineData(5, 1, 4)]
    [InlineData(12_345, 1_481, 10_864)]
    public void A_line_is_rounded_once_half_away_from_zero(long gross, long discount, long net)
    {
        var bill = DiscountedBill.Of([new BillLine(gross, [])], [Held("Gold", true, Terms)]);
        Assert.Equal((gross, discount, net), (bill.GrossMinor, bill.DiscountMinor, bill.NetMinor));
    }

    [Fact]
    public void The_better_of_level_and_card_counts_for_each_line_and_lines_add_up()
    {
        var (gold, card) = (Held("Gold", true, Terms), Held("Card", false, new DiscountTerms { OffPercent = 15 }));
        var bill = DiscountedBill.Of([new BillLine(10_000, []), new BillLine(10_000, ["food"]), new BillLine(10_000, ["rice", "food"])], [gold, card]);
        Assert.Equal([(15m, 1_500L, card), (20m, 2_000L, gold), (15m, 1_500L, card)], bill.Lines.Select(line => (line.OffPercent, line.DiscountMinor, line.Held!)));
        Assert.Equal((30_000, 5_000, 25_000), (bill.GrossMinor, bill.DiscountMinor, bill.NetMinor));
    }

    [Fact]
    public void Without_a_discount_nothing_is_taken_off()
    {
        var bill = DiscountedBill.Of([new BillLine(10_000, ["rice"])], [Held("Gold", true, Terms)]);
        Assert.Equal((10_000, null), (bill.NetMinor, bill.Lines[0].Held));
        Assert.Equal(10_000, DiscountedBill.Of([new BillLine(10_000, [])], []).NetMinor);
        Assert.True(new DiscountTerms { Categories = [new CategoryDiscount("rice", 0)] }.TakesNothingOff());
        Assert.False(Terms.TakesNothingOff());
    }

    [Theory]
    [InlineData(0, null, 0, "discount_rate")]
    [InlineData(100, null, 0, "discount_rate")]
    [InlineData(-1, null, 0, "discount_rate")]
    [InlineData(5, " ", 1, "discount_category_missing")]
    [InlineData(5, "food", 100, "discount_category_rate")]
    [InlineData(5, "food", -1, "discount_category_rate")]
    [InlineData(5, "food", 0, null)]
    public void Bad_terms_are_refused(double off, string? category, double categoryOff, string? code)
    {
        var terms = new DiscountTerms { OffPercent = (decimal)off, Categories = category is null ? [] : [new CategoryDiscount(category, (decimal)categoryOff)] };
        Assert.Equal(code is null ? [] : [code], terms.Check().Select(refusal => refusal.Code));
    }

    [Fact]
    public void A_category_stands_once() =>
        Assert.Equal(["discount_category_twice"], new DiscountTerms { Categories = [new CategoryDiscount("food", 1), new CategoryDiscount("Food", 2)] }.Check().Select(refusal => refusal.Code));

    private static HeldDiscount Held(string name, bool isLevel, DiscountTerms terms) => new(name, name, isLevel, terms);
}
