using Portal.Domain.Programs;

namespace Portal.Infrastructure.Demo;

/// <summary>Further programmes of the demo, each of another kind: target, growth, mix, prompt payment, products and channels, units.</summary>
internal static class DemoRules
{
    public const string TargetList = "targets";

    private static readonly CustomerSelector Shops = new(CustomerSelectorKind.Group) { Codes = ["Specialty Bike Shop"] };

    private static readonly CustomerSelector Dealers = new(CustomerSelectorKind.Group) { Codes = ["Value Added Reseller"] };

    private static readonly CustomerSelector Warehouses = new(CustomerSelectorKind.Group) { Codes = ["Warehouse"] };

    /// <summary>The programmes, with one or two ended periods and a running one on any day.</summary>
    public static IReadOnlyList<ProgramDefinition> All(DateOnly today)
    {
        var month = new DateOnly(today.Year, today.Month, 1);
        var quarter = month.AddMonths(-((today.Month - 1) % 3));
        return [Target(quarter), Growth(quarter), Mix(quarter), Prompt(month), Red(quarter), Boxes(quarter)];
    }

    private static ProgramDefinition Target(DateOnly quarter) => Quarterly("TARGET-QUARTER", "季度目标返利", "Quarterly target rebate", quarter, Shops) with
    {
        Lines =
        [
            Rates((90, 0.5m), (100, 1m), (115, 1.5m)) with
            {
                Qualifier = new Qualifier(Measure.NetAmount) { Compare = new Comparison(ComparisonAgainst.Figures, ComparisonAs.RatioPercent) { List = TargetList, WithoutBase = WithoutBase.Skip } },
                Guarantee = 20,
                CapPerCustomer = 5_000,
            },
        ],
        Examples = [Example("100 % of a target of 50,000", quarter, 500, new ExampleSale { On = quarter, NetAmount = 50_000 }) with { Figure = 50_000 }],
    };

    private static ProgramDefinition Growth(DateOnly quarter) => Quarterly("GROWTH-WAREHOUSE", "仓储客户增长返利", "Growth rebate for warehouses", quarter, Warehouses) with
    {
        Lines =
        [
            Rates((5, 1m), (15, 2m), (30, 3m)) with
            {
                Qualifier = new Qualifier(Measure.NetAmount) { Compare = new Comparison(ComparisonAgainst.YearBefore, ComparisonAs.GrowthPercent) { WithoutBase = WithoutBase.Skip } },
                Base = new PayerBase(Measure.NetAmount) { Part = BasePart.Growth },
            },
        ],
        Examples =
        [
            Example("A fifth more than a year before earns 2 % of what is more", quarter, 400, new ExampleSale { On = quarter.AddYears(-1), NetAmount = 100_000 }, new ExampleSale { On = quarter, NetAmount = 120_000 }),
        ],
    };

    private static ProgramDefinition Mix(DateOnly quarter) => Quarterly("FULL-RANGE", "全品类组合返利", "Full-range rebate", quarter, Dealers) with
    {
        Lines =
        [
            Rates((5_000, 0.8m), (25_000, 1.2m)) with
            {
                Mix = new ProductMix(
                [
                    new MixCondition(Measure.NetAmount, 1_000) { Scope = Category("Bikes") },
                    new MixCondition(Measure.NetAmount, 500) { Scope = Category("Components") },
                    new MixCondition(Measure.Quantity, 5) { Scope = Category("Clothing") },
                    new MixCondition(Measure.Quantity, 3) { Scope = Category("Accessories") },
                ])
                {
                    Enough = 3,
                },
            },
        ],
        CapPerProgram = 30_000,
        Examples =
        [
            Example(
                "Three of the four kinds are enough",
                quarter,
                80,
                new ExampleSale { On = quarter, NetAmount = 8_000, Quantity = 4, Category = "Bikes" },
                new ExampleSale { On = quarter, NetAmount = 1_500, Quantity = 20, Category = "Components" },
                new ExampleSale { On = quarter, NetAmount = 500, Quantity = 10, Category = "Clothing" }),
        ],
    };

    private static ProgramDefinition Prompt(DateOnly month) => new()
    {
        Code = "PROMPT-PAYMENT",
        Name = new ProgramName("提前付款返利", "Prompt payment rebate"),
        ValidFrom = month.AddMonths(-2),
        ValidTo = month.AddMonths(10).AddDays(-1),
        Period = new ProgramPeriod(PeriodKind.Month),
        Participants = new ProgramParticipants { Include = [Shops, Dealers, Warehouses] },
        Documents = new DocumentRule(DocumentCount.Paid) { WithinDays = 14 },
        Lines = [Rates((1_000, 0.5m))],
        Negative = NegativePolicy.Drop,
        Examples = [Example("Paid within two weeks", month, 100, new ExampleSale { On = month, NetAmount = 20_000, PaidOn = month.AddDays(10) }, new ExampleSale { On = month, NetAmount = 9_000, PaidOn = month.AddDays(20) })],
    };

    /// <summary>Selectors that go together, and sales through one channel.</summary>
    private static ProgramDefinition Red(DateOnly quarter)
    {
        var red = new ProductSelector(ProductSelectorKind.Category) { Codes = ["Bikes"], And = [new ProductSelector(ProductSelectorKind.Attribute) { Codes = ["colour=Red", "colour=Yellow"] }] };
        var scope = new ProductScope { Include = [red], Sales = new SalesScope { Include = [new SalesSelector(SalesSelectorKind.Channel, ["dealer"])] } };
        return Quarterly("RED-AND-YELLOW", "红黄车型推广返利", "Red and yellow bikes", quarter, Shops, Dealers) with
        {
            Lines = [Rates((2_000, 1m), (15_000, 1.5m)) with { Qualifier = new Qualifier(Measure.NetAmount) { Scope = scope }, Base = new PayerBase(Measure.NetAmount) { Scope = scope } }],
            BestOfGroup = "promotion",
            Examples = [Example("Red bikes alone count", quarter, 40, Bike(quarter, "Red", 4_000), Bike(quarter, "Black", 9_000))],
        };
    }

    private static ProgramDefinition Boxes(DateOnly quarter)
    {
        var scope = Category("Accessories");
        return Quarterly("BOXES", "整箱配件返利", "Accessories by the box", quarter, Warehouses) with
        {
            Lines =
            [
                new ProgramLine
                {
                    Number = 1,
                    Qualifier = new Qualifier(Measure.Quantity) { Scope = scope, Unit = "box" },
                    Base = new PayerBase(Measure.Quantity) { Scope = scope, Unit = "box" },
                    TierMode = TierMode.PerFullMultiple,
                    Tiers = [new Tier(1) { MultipleOf = 1, Amount = 15 }, new Tier(10) { MultipleOf = 1, Amount = 20 }],
                },
            ],
        };
    }

    private static ProgramDefinition Quarterly(string code, string chinese, string english, DateOnly quarter, params CustomerSelector[] who) => new()
    {
        Code = code,
        Name = new ProgramName(chinese, english),
        ValidFrom = quarter.AddMonths(-3),
        ValidTo = quarter.AddMonths(9).AddDays(-1),
        Period = new ProgramPeriod(PeriodKind.Quarter),
        Participants = new ProgramParticipants { Include = who },
        Lines = [],
    };

    private static ProgramLine Rates(params (decimal From, decimal Rate)[] tiers) => new()
    {
        Number = 1,
        Qualifier = new Qualifier(Measure.NetAmount),
        TierMode = TierMode.WholeVolume,
        Tiers = [.. tiers.Select(tier => new Tier(tier.From) { RatePercent = tier.Rate })],
    };

    private static ExampleSale Bike(DateOnly on, string colour, decimal net) =>
        new() { On = on, NetAmount = net, Quantity = 2, Category = "Bikes", Attributes = ["colour=" + colour], Channel = "dealer" };

    private static ProgramExample Example(string name, DateOnly on, decimal rebate, params ExampleSale[] sales) =>
        new() { Name = name, Sales = sales, Expected = [new ExpectedRebate { PeriodOn = on, Rebate = rebate }] };

    private static ProductScope Category(string code) => new() { Include = [new ProductSelector(ProductSelectorKind.Category) { Codes = [code] }] };
}
