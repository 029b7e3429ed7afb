using Portal.Domain.Programs;
using static Portal.Domain.Tests.Programs.Definitions;

namespace Portal.Domain.Tests.Settlements.Rules;

/// <summary>What limits rebates together, raises them or sets something off.</summary>
public class LimitTests
{
    [Theory]
    [InlineData(null, 99, 100, 0)]
    [InlineData(null, 100, 100, 4)]
    [InlineData(1, 100, 0, 2)]
    [InlineData(1, 99, 99, 0)]
    public void A_mix_wants_each_of_its_products_or_some_of_them(int? enough, decimal bikes, decimal parts, decimal rebate)
    {
        MixCondition Of(string category) => new(Measure.NetAmount, 100) { Scope = new ProductScope { Include = [new ProductSelector(ProductSelectorKind.Category) { Codes = [category] }] } };
        var program = Year(Whole((0, 2)) with { Mix = new ProductMix([Of("bikes"), Of("parts")]) { Enough = enough } });
        Assert.Equal(rebate, new Purchases().Product("B", "bikes").Product("P", "parts").Buy(bikes, product: "B").Buy(parts, product: "P").DueOf("A", program));
    }

    [Fact]
    public void A_line_has_a_cap_over_all_customers() =>
        Assert.Equal([20m, 40m], new Purchases().Buy(1_000).Buy(2_000, customer: "B").Due(Year(Whole((0, 10)) with { Cap = 60 })));

    [Fact]
    public void A_customer_has_a_cap_over_all_lines() =>
        Assert.Equal([20m, 40m], new Purchases().Buy(1_000).Due(Year(Whole((0, 10)), Whole((0, 20)) with { Number = 2 }) with { CapPerCustomer = 60 }));

    [Theory]
    [InlineData(PeriodMode.Each)]
    [InlineData(PeriodMode.Cumulative)]
    public void A_budget_is_used_up_by_earlier_periods_first(PeriodMode mode)
    {
        var program = Program(Whole((0, 10))) with { Budget = 150, PeriodMode = mode };
        var purchases = new Purchases().Buy(1_000, Day(1, 1)).Buy(1_000, Day(4, 1)).Buy(1_000, Day(7, 1));
        Assert.Equal([100m, 50m, 0m], purchases.Due(program).Take(3));
    }

    [Fact]
    public void Of_lines_of_a_group_only_the_best_pays() => Assert.Equal(
        [0m, 50m, 10m],
        new Purchases().Buy(1_000).Due(Year(Whole((0, 2)) with { BestOfGroup = "g" }, Whole((500, 5)) with { Number = 2, BestOfGroup = "G" }, Whole((0, 1)) with { Number = 3 })));

    [Theory]
    [InlineData(400, 8, 0)]
    [InlineData(1_000, 0, 50)]
    public void Of_programmes_of_a_group_only_the_best_pays(decimal bought, decimal first, decimal second) => Assert.Equal(
        [first, second],
        new Purchases().Buy(bought).Due(Year(Whole((0, 2))) with { BestOfGroup = "g" }, Year(Whole((500, 5))) with { Code = "P2", BestOfGroup = "g" }));

    /// <summary>Two percent of 1,000 are 20; five percent of what is left are 49.</summary>
    [Fact]
    public void The_rebate_of_a_line_reduces_what_the_next_is_paid_on() =>
        Assert.Equal([20m, 49m], new Purchases().Buy(1_000).Due(Year(Whole((0, 2)), Whole((0, 5)) with { Number = 2, ReducedByLines = [1] })));

    /// <summary>Only the sales that earned the first rebate are reduced: 600 of the 1,000.</summary>
    [Fact]
    public void Only_the_sales_that_earned_it_are_reduced()
    {
        var bikes = new ProductScope { Include = [new ProductSelector(ProductSelectorKind.Category) { Codes = ["bikes"] }] };
        var parts = new ProductScope { Include = [new ProductSelector(ProductSelectorKind.Category) { Codes = ["parts"] }] };
        ProgramLine Of(ProductScope scope, int number) => Whole((0, 10)) with { Number = number, Qualifier = new Qualifier(Measure.NetAmount) { Scope = scope }, Base = new PayerBase(Measure.NetAmount) { Scope = scope } };
        var program = Year(Of(bikes, 1), Of(parts, 2) with { ReducedByLines = [1] }, Of(bikes, 3) with { ReducedByLines = [1] });
        Assert.Equal([60m, 40m, 54m], new Purchases().Product("B", "bikes").Product("P", "parts").Buy(600, product: "B").Buy(400, product: "P").Due(program));
    }

    [Fact]
    public void Programmes_of_a_group_reduce_those_after_them()
    {
        var first = Year(Whole((0, 10))) with { Code = "P9", Stacking = new StackingRule("trade", 1) };
        var second = Year(Whole((0, 10))) with { Code = "P2", Stacking = new StackingRule("trade", 2) };
        var third = Year(Whole((0, 10))) with { Code = "P3", Stacking = new StackingRule("trade", 3) };
        Assert.Equal([90m, 81m, 100m], new Purchases().Buy(1_000).Due(first, second, third));
    }

    /// <summary>Quarters give before the year does.</summary>
    [Fact]
    public void A_yearly_programme_is_reduced_by_the_quarters_before()
    {
        var quarters = Program(Whole((0, 10))) with { Stacking = new StackingRule("trade", 1) };
        var year = Year(Whole((0, 10))) with { Code = "P2", Stacking = new StackingRule("trade", 2) };
        Assert.Equal([100m, 100m, 180m], new Purchases().Buy(1_000, Day(1, 1)).Buy(1_000, Day(12, 1)).Due(quarters, year).Where(due => due != 0));
    }

    [Theory]
    [InlineData(100, 50)]
    [InlineData(10_000, 200)]
    public void A_guarantee_is_the_least(decimal bought, decimal rebate) =>
        Assert.Equal(rebate, new Purchases().Buy(bought).DueOf("A", Year(Whole((5_000, 2)) with { Guarantee = 50 })));

    /// <summary>1,000 were paid before: 300, 400 and 800 are set off until 500 are left.</summary>
    [Fact]
    public void An_advance_is_set_off_until_it_is_earned()
    {
        var purchases = new Purchases().Buy(3_000, Day(1, 1)).Buy(4_000, Day(4, 1)).Buy(8_000, Day(7, 1)).Buy(1, Day(10, 1));
        purchases.Figure("paid", 1_000, Day(1, 1), Day(1, 1));
        Assert.Equal([0m, 0m, 500m, 0.1m], purchases.Due(Program(Whole((0, 10)) with { Advance = new AdvanceRule { List = "paid" } }).Cumulative()));
        Assert.Equal([0m, 0m, 500m, 0.1m], purchases.Due(Program(Whole((0, 10)) with { Advance = new AdvanceRule { Amount = 1_000 } }).Cumulative()));
    }

    /// <summary>SAP: 140 were paid as a part, 1,080 are due for the year: 940 are left.</summary>
    [Theory]
    [InlineData(2, null, 140)]
    [InlineData(null, 50, 315)]
    public void Provisional_payments_and_the_final_result(int? rate, int? share, decimal part)
    {
        var line = Whole((0, 9)) with { Provisional = new ProvisionalRule { RatePercent = rate, PercentOfRebate = share } };
        var purchases = new Purchases().Buy(7_000, Day(2, 1)).Buy(5_000, Day(8, 1));
        Assert.Equal([part, 1_080 - part], purchases.Due(Program(line).Cumulative().Every(PeriodKind.HalfYear)));
    }

    private static ProgramDefinition Year(params ProgramLine[] lines) => Program(lines).Every(PeriodKind.Year);
}
