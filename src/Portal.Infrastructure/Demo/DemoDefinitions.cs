using Portal.Domain.Programs;

namespace Portal.Infrastructure.Demo;

/// <summary>The three programmes of the demo: tiers on the whole volume by quarter, slabs on a cumulated year, and amounts per unit and per full dozen by month.</summary>
internal static class DemoDefinitions
{
    public const string QuarterCode = "QUARTER-VOLUME";
    public const string BikesCode = "BIKES-YEAR";
    public const string UnitsCode = "ACCESSORIES-MONTH";

    private static readonly string[] DistributorGroups = ["Specialty Bike Shop", "Value Added Reseller", "Warehouse"];

    /// <summary>The programmes, with validities that hold ended periods and a running one on any day.</summary>
    public static IReadOnlyList<ProgramDefinition> All(DateOnly today)
    {
        var month = new DateOnly(today.Year, today.Month, 1);
        var quarter = month.AddMonths(-((today.Month - 1) % 3));
        return [Quarter(quarter), Bikes(quarter), Units(month)];
    }

    private static ProgramDefinition Quarter(DateOnly quarter)
    {
        var first = quarter.AddMonths(-18);
        return new ProgramDefinition
        {
            Code = QuarterCode,
            Name = new ProgramName("季度销量返利", "Quarterly volume rebate"),
            ValidFrom = first,
            ValidTo = quarter.AddMonths(12).AddDays(-1),
            Period = new ProgramPeriod(PeriodKind.Quarter),
            Participants = Groups(),
            Lines =
            [
                new ProgramLine
                {
                    Number = 1,
                    Qualifier = new Qualifier(Measure.NetAmount),
                    TierMode = TierMode.WholeVolume,
                    Tiers = [Percent(10_000, 1m), Percent(30_000, 2m), Percent(60_000, 3m), Percent(100_000, 4.5m)],
                },
            ],
            Examples =
            [
                new ProgramExample
                {
                    Name = "60,000 reaches the third tier",
                    Sales = [new ExampleSale { On = first.AddDays(10), NetAmount = 40_000 }, new ExampleSale { On = first.AddDays(40), NetAmount = 20_000 }],
                    Expected = [new ExpectedRebate { PeriodOn = first, Rebate = 1_800 }],
                },
            ],
        };
    }

    private static ProgramDefinition Bikes(DateOnly quarter)
    {
        var first = quarter.AddMonths(-9);
        return new ProgramDefinition
        {
            Code = BikesCode,
            Name = new ProgramName("自行车年度累进返利", "Annual bike rebate in slabs"),
            ValidFrom = first,
            ValidTo = first.AddMonths(12).AddDays(-1),
            Period = new ProgramPeriod(PeriodKind.Quarter),
            PeriodMode = PeriodMode.Cumulative,
            Participants = new ProgramParticipants
            {
                Include = [new CustomerSelector(CustomerSelectorKind.Level) { Codes = [DemoCodes.Gold, DemoCodes.Silver] }],
            },
            Lines =
            [
                new ProgramLine
                {
                    Number = 1,
                    Qualifier = new Qualifier(Measure.NetAmount) { Scope = Category("Bikes") },
                    TierMode = TierMode.Slab,
                    Tiers = [Percent(0, 0.5m), Percent(20_000, 1.5m), Percent(60_000, 2.5m), Percent(150_000, 4m)],
                    CapPerCustomer = 15_000,
                },
            ],
            PayTo = PayTo.Bank,
            Examples =
            [
                new ProgramExample
                {
                    Name = "The second quarter pays what the year earns beyond the first",
                    Sales = [new ExampleSale { On = first, NetAmount = 20_000 }, new ExampleSale { On = first.AddMonths(3), NetAmount = 10_000 }],
                    Expected = [new ExpectedRebate { PeriodOn = first, Rebate = 100 }, new ExpectedRebate { PeriodOn = first.AddMonths(3), Rebate = 150 }],
                },
            ],
        };
    }

    private static ProgramDefinition Units(DateOnly month)
    {
        var first = month.AddMonths(-10);
        return new ProgramDefinition
        {
            Code = UnitsCode,
            Name = new ProgramName("配件服装月度返利", "Monthly accessories and clothing rebate"),
            ValidFrom = first,
            ValidTo = month.AddMonths(14).AddDays(-1),
            Period = new ProgramPeriod(PeriodKind.Month),
            Participants = Groups(),
            Lines =
            [
                new ProgramLine
                {
                    Number = 1,
                    Qualifier = new Qualifier(Measure.Quantity) { Scope = Category("Accessories") },
                    TierMode = TierMode.PerUnit,
                    Tiers = [new Tier(10) { AmountPerUnit = 1m }, new Tier(40) { AmountPerUnit = 1.5m }],
                },
                new ProgramLine
                {
                    Number = 2,
                    Qualifier = new Qualifier(Measure.Quantity) { Scope = Category("Clothing") },
                    TierMode = TierMode.PerFullMultiple,
                    Tiers = [new Tier(12) { MultipleOf = 12, Amount = 20m }],
                    CapPerCustomer = 500,
                },
            ],
            CapPerProgram = 20_000,
            Examples =
            [
                new ProgramExample
                {
                    Name = "30 pieces of clothing hold two full dozens",
                    Sales = [new ExampleSale { On = first, Quantity = 30, NetAmount = 600, Line = 2 }],
                    Expected = [new ExpectedRebate { PeriodOn = first, Line = 2, Rebate = 40 }],
                },
            ],
        };
    }

    private static ProgramParticipants Groups() => new() { Include = [new CustomerSelector(CustomerSelectorKind.Group) { Codes = DistributorGroups }] };

    private static ProductScope Category(string code) => new() { Include = [new ProductSelector(ProductSelectorKind.Category) { Codes = [code] }] };

    private static Tier Percent(decimal from, decimal percent) => new(from) { RatePercent = percent };
}
