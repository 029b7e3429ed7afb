namespace Portal.Domain.Programs;

/// <summary>Programmes to start from: the twelve kinds that are used most, each whole, with figures to be changed and an example that passes.</summary>
public static class ProgramTemplates
{
    /// <summary>Names of the templates, in order; the last one is empty.</summary>
    public static IReadOnlyList<string> Names { get; } =
    [
        "quarterly", "annualLadder", "growth", "target", "mix", "newProduct", "perUnit", "perPallet", "share", "loyalty", "earlyPayment", "display", Blank,
    ];

    /// <summary>The template without figures.</summary>
    public const string Blank = "blank";

    /// <summary>A template's definition, valid for the year that still can be covered: from October on people plan the next one.</summary>
    /// <param name="template">Its name.</param>
    /// <param name="today">Today.</param>
    /// <param name="name">What the programme is called.</param>
    /// <param name="exampleName">What its example is called.</param>
    public static ProgramDefinition Of(string template, DateOnly today, ProgramName name, string exampleName)
    {
        var year = today.Month >= 10 ? today.Year + 1 : today.Year;
        var rule = RuleOf(template, year);
        return new ProgramDefinition
        {
            Code = "",
            Name = name,
            ValidFrom = new DateOnly(year, 1, 1),
            ValidTo = new DateOnly(year, 12, 31),
            Period = new ProgramPeriod(rule.Period),
            Documents = rule.Documents,
            Lines = [rule.Line],
            Examples = rule.Sales.Count == 0 ? [] :
            [
                new ProgramExample
                {
                    Name = exampleName,
                    Sales = rule.Sales,
                    Figure = rule.Figure,
                    Expected = [new ExpectedRebate { PeriodOn = new DateOnly(year, 1, 10), Rebate = rule.Rebate }],
                },
            ],
        };
    }

    /// <summary>A line by a measure of all products.</summary>
    public static ProgramLine Line(Measure measure, TierMode mode, params Tier[] tiers) =>
        new() { Number = 1, Qualifier = new Qualifier(measure), TierMode = mode, Tiers = tiers };

    private static TemplateRule RuleOf(string template, int year) => template switch
    {
        "quarterly" => new(PeriodKind.Quarter, Percent((200_000, 1.5m), (500_000, 2.2m), (1_000_000, 3m)), [Sale(year, 600_000)], 13_200),
        "annualLadder" => new(PeriodKind.Year, Percent((0, 1m), (1_000_000, 2m), (3_000_000, 3m)) with { TierMode = TierMode.Slab }, [Sale(year, 2_000_000)], 30_000),
        "growth" => new(
            PeriodKind.Year,
            Compared(new Comparison(ComparisonAgainst.YearBefore, ComparisonAs.GrowthPercent) { WithoutBase = WithoutBase.Skip }, (5, 0.5m), (10, 1m), (20, 2m)),
            [Sale(year - 1, 1_000_000), Sale(year, 1_150_000)],
            11_500),
        "target" => new(
            PeriodKind.Quarter,
            Compared(new Comparison(ComparisonAgainst.Figures, ComparisonAs.RatioPercent) { List = "targets", WithoutBase = WithoutBase.Skip }, (90, 0.5m), (100, 1.5m), (110, 2m)),
            [Sale(year, 1_050_000)],
            15_750)
        {
            Figure = 1_000_000,
        },
        "mix" => new(PeriodKind.Quarter, OnAmount(Measure.ProductCount, (5, 1m), (10, 2m)), [.. Enumerable.Range(1, 5).Select(number => Sale(year, 10_000) with { Product = "P" + number })], 500),
        "newProduct" => new(PeriodKind.Month, Percent((0, 5m)) with { CapPerCustomer = 20_000 }, [Sale(year, 100_000)], 5_000),
        "perUnit" => new(
            PeriodKind.Quarter,
            Line(Measure.Quantity, TierMode.PerUnit, new Tier(0) { AmountPerUnit = 5 }, new Tier(500) { AmountPerUnit = 8 }),
            [Sale(year, 60_000) with { Quantity = 600 }],
            4_800),
        "perPallet" => new(
            PeriodKind.Quarter, Line(Measure.Quantity, TierMode.PerFullMultiple, new Tier(0) { MultipleOf = 48, Amount = 120 }), [Sale(year, 20_000) with { Quantity = 100 }], 240),
        "share" => new(
            PeriodKind.Quarter, Compared(new Comparison(ComparisonAgainst.Total, ComparisonAs.RatioPercent), (30, 1m), (50, 2m)), [Sale(year, 100_000)], 2_000),
        "loyalty" => new(PeriodKind.Quarter, OnAmount(Measure.OrderCount, (6, 0.5m), (12, 1m)), [.. Enumerable.Range(1, 6).Select(number => Sale(year, 10_000) with { Document = "A" + number })], 300),
        "earlyPayment" => new(PeriodKind.Month, Percent((0, 1m)), [Sale(year, 100_000) with { PaidOn = new DateOnly(year, 1, 25) }], 1_000)
        {
            Documents = new DocumentRule(DocumentCount.PaidInPeriod),
        },
        "display" => new(
            PeriodKind.Quarter, Line(Measure.NetAmount, TierMode.FixedAmount, new Tier(50_000) { Amount = 1_000 }, new Tier(150_000) { Amount = 2_500 }), [Sale(year, 60_000)], 1_000),
        _ => new(PeriodKind.Quarter, Line(Measure.NetAmount, TierMode.WholeVolume, new Tier(0)), [], 0),
    };

    private static ProgramLine Percent(params (decimal From, decimal Rate)[] tiers) =>
        Line(Measure.NetAmount, TierMode.WholeVolume, [.. tiers.Select(tier => new Tier(tier.From) { RatePercent = tier.Rate })]);

    /// <summary>What decides the tier is counted; paid is on the amount.</summary>
    private static ProgramLine OnAmount(Measure measure, params (decimal From, decimal Rate)[] tiers) =>
        Percent(tiers) with { Qualifier = new Qualifier(measure), Base = new PayerBase(Measure.NetAmount) };

    private static ProgramLine Compared(Comparison comparison, params (decimal From, decimal Rate)[] tiers) =>
        Percent(tiers) with { Qualifier = new Qualifier(Measure.NetAmount) { Compare = comparison } };

    private static ExampleSale Sale(int year, decimal amount) => new() { On = new DateOnly(year, 1, 10), NetAmount = amount, Quantity = 1 };

    private sealed record TemplateRule(PeriodKind Period, ProgramLine Line, IReadOnlyList<ExampleSale> Sales, decimal Rebate)
    {
        public decimal? Figure { get; init; }

        public DocumentRule? Documents { get; init; }
    }
}
