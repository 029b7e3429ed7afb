using Portal.Domain.Programs;
using static Portal.Domain.Tests.Programs.Definitions;

namespace Portal.Domain.Tests.Settlements.Rules;

/// <summary>Growth, targets and shares: what the tiers are reached by, and from where.</summary>
public class ComparisonTests
{
    private static readonly (decimal, decimal)[] Bands = [(110, 2), (115, 3), (120, 4)];

    /// <summary>Enable: growth bands over a base of 2.0 M, actual 2.35 M.</summary>
    [Theory]
    [InlineData(TierMode.WholeVolume, BasePart.All, 70_500)]
    [InlineData(TierMode.WholeVolume, BasePart.Growth, 10_500)]
    [InlineData(TierMode.Slab, BasePart.All, 3_500)]
    [InlineData(TierMode.Slab, BasePart.Growth, 3_500)]
    [InlineData(TierMode.WholeVolume, BasePart.ExcessOverTier, 1_500)]
    [InlineData(TierMode.WholeVolume, BasePart.ExcessOverFirstTier, 4_500)]
    public void Enable_growth_bands(TierMode mode, BasePart part, decimal rebate)
    {
        var program = Year(Compared(Rates(mode, Bands), new Comparison(ComparisonAgainst.YearBefore, ComparisonAs.RatioPercent) { WithoutBase = WithoutBase.Skip }, part));
        Assert.Equal([rebate], new Purchases().Buy(2_000_000, new DateOnly(2025, 6, 30)).Buy(2_350_000).Due(program));
    }

    /// <summary>The same bound in every unit, just below it and on it.</summary>
    [Theory]
    [InlineData(ComparisonAs.RatioPercent, 110, 1_099.99, 0)]
    [InlineData(ComparisonAs.RatioPercent, 110, 1_100, 11)]
    [InlineData(ComparisonAs.GrowthPercent, 10, 1_099.99, 0)]
    [InlineData(ComparisonAs.GrowthPercent, 10, 1_100, 11)]
    [InlineData(ComparisonAs.Difference, 100, 1_099.99, 0)]
    [InlineData(ComparisonAs.Difference, 100, 1_100, 11)]
    public void The_bound_belongs_to_the_tier(ComparisonAs how, decimal from, decimal bought, decimal rebate)
    {
        var program = Year(Compared(Rates(TierMode.WholeVolume, (from, 1)), new Comparison(ComparisonAgainst.Value, how) { Value = 1_000 }));
        Assert.Equal(rebate, new Purchases().Buy(bought).DueOf("A", program));
    }

    [Theory]
    [InlineData(WithoutBase.Skip, ComparisonAs.GrowthPercent, 0)]
    [InlineData(WithoutBase.Zero, ComparisonAs.GrowthPercent, 30)]
    [InlineData(WithoutBase.Zero, ComparisonAs.Difference, 30)]
    public void A_customer_without_a_base_is_skipped_or_counts_from_zero(WithoutBase without, ComparisonAs how, decimal rebate)
    {
        var program = Year(Compared(Rates(TierMode.WholeVolume, (10, 3)), new Comparison(ComparisonAgainst.YearBefore, how) { WithoutBase = without }, BasePart.Growth));
        Assert.Equal(rebate, new Purchases().Buy(1_000).DueOf("A", program));
    }

    /// <summary>Targets of the quarters and of the year stand in lists of their own.</summary>
    [Fact]
    public void Targets_of_quarters_and_of_the_year()
    {
        var purchases = new Purchases().Buy(950, Day(2, 1)).Buy(1_100, Day(5, 1)).Buy(1_000, Day(8, 1)).Buy(950, Day(11, 1));
        for (var quarter = 0; quarter < 4; quarter++)
        {
            purchases.Figure("q", 1_000, Day((quarter * 3) + 1, 1), Day((quarter * 3) + 1, 1).AddMonths(3).AddDays(-1));
        }

        purchases.Figure("y", 4_000, Day(1, 1), Day(12, 31));
        var quarters = Program(Compared(Rates(TierMode.WholeVolume, (100, 2), (110, 3)), Target("q")));
        Assert.Equal([0m, 33m, 20m, 0m], purchases.Due(quarters));
        Assert.Equal([40m], purchases.Due(Year(Compared(Rates(TierMode.WholeVolume, (100, 1)), Target("y")))));

        // Targets of quarters add up to that of the year; in cumulative mode to that of the time so far.
        Assert.Equal([40m], purchases.Due(Year(Compared(Rates(TierMode.WholeVolume, (100, 1)), Target("q")))));
        Assert.Equal([0m, 20.5m, 10m, 9.5m], purchases.Due(Program(Compared(Rates(TierMode.WholeVolume, (100, 1)), Target("q"))).Cumulative()));
    }

    [Theory]
    [InlineData("A", 20)]
    [InlineData("B", 0)]
    [InlineData("C", 0)]
    public void Figures_may_stand_in_the_programme_itself(string customer, decimal rebate)
    {
        var compare = new Comparison(ComparisonAgainst.Figures, ComparisonAs.RatioPercent) { Figures = [new NamedFigure("A", 1_000), new NamedFigure("B", 1_001)], WithoutBase = WithoutBase.Skip };
        Assert.Equal(rebate, new Purchases().Buy(1_000, customer: customer).DueOf(customer, Year(Compared(Rates(TierMode.WholeVolume, (100, 2)), compare))));
    }

    [Theory]
    [InlineData(399.99, 600.01, 0)]
    [InlineData(400, 600, 40)]
    [InlineData(800, 200, 80)]
    public void A_share_of_a_category_in_all_purchases(decimal bikes, decimal parts, decimal rebate)
    {
        var line = Compared(Rates(TierMode.WholeVolume, (40, 10)), new Comparison(ComparisonAgainst.Total, ComparisonAs.RatioPercent));
        var scope = new ProductScope { Include = [new ProductSelector(ProductSelectorKind.Category) { Codes = ["bikes"] }] };
        var program = Year(line with { Qualifier = line.Qualifier with { Scope = scope }, Base = line.Base with { Scope = scope } });
        Assert.Equal(rebate, new Purchases().Product("B", "bikes").Product("P", "parts").Buy(bikes, product: "B").Buy(parts, product: "P").DueOf("A", program));
    }

    [Fact]
    public void The_base_days_of_a_leap_year_end_with_the_month()
    {
        var program = Program(Compared(Rates(TierMode.WholeVolume, (100, 1)), new Comparison(ComparisonAgainst.YearBefore, ComparisonAs.RatioPercent) { WithoutBase = WithoutBase.Skip })).Every(PeriodKind.Month) with
        {
            ValidFrom = new DateOnly(2025, 2, 1),
            ValidTo = new DateOnly(2025, 2, 28),
        };
        var purchases = new Purchases().Buy(100, new DateOnly(2024, 2, 29)).Buy(100, new DateOnly(2025, 2, 28));
        Assert.Equal([1m], purchases.Due(program));
        Assert.Equal(10_000, purchases.Lines(program)[0].Line.Earned.Details!.Reference);
    }

    [Fact]
    public void Growth_of_a_quantity_pays_for_the_units_that_are_more()
    {
        var line = Line(TierMode.PerUnit, Measure.Quantity, Measure.Quantity, new Tier(10) { AmountPerUnit = 2 }) with
        {
            Qualifier = new Qualifier(Measure.Quantity) { Compare = new Comparison(ComparisonAgainst.YearBefore, ComparisonAs.Difference) { WithoutBase = WithoutBase.Skip } },
            Base = new PayerBase(Measure.Quantity) { Part = BasePart.Growth },
        };
        Assert.Equal([30m], new Purchases().Buy(1, new DateOnly(2025, 3, 1), quantity: 40).Buy(1, quantity: 55).Due(Year(line)));
    }

    private static Comparison Target(string list) => new(ComparisonAgainst.Figures, ComparisonAs.RatioPercent) { List = list, WithoutBase = WithoutBase.Skip };

    private static ProgramLine Compared(ProgramLine line, Comparison compare, BasePart? part = null) =>
        line with { Qualifier = line.Qualifier with { Compare = compare }, Base = line.Base with { Part = part } };

    private static ProgramDefinition Year(ProgramLine line) => Program(line).Every(PeriodKind.Year);
}
