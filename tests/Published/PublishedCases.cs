using Portal.Domain.Programs;

namespace Portal.Published;

/// <summary>A programme that another system publishes with its result, in our words.</summary>
/// <param name="Source">The system and, where it has one, the name of the method.</param>
/// <param name="Definition">The same rule here.</param>
/// <param name="Sales">What is bought.</param>
/// <param name="Expected">What comes out, by period and rule.</param>
public sealed record PublishedCase(string Source, ProgramDefinition Definition, IReadOnlyList<ExampleSale> Sales, IReadOnlyList<ExpectedRebate> Expected)
{
    /// <summary>The definition with the case as its example.</summary>
    public ProgramDefinition WithExample => Definition with { Examples = [new ProgramExample { Name = Source, Sales = Sales, Expected = Expected }] };

    /// <inheritdoc />
    public override string ToString() => Source;
}

/// <summary>Published examples: the same cases for the engine, the command line and the editor.</summary>
public static class PublishedCases
{
    private static readonly DateOnly Start = new(2026, 1, 1);

    private static readonly Tier[] NetSuiteUnits = [new(0) { AmountPerUnit = 10 }, new(2) { AmountPerUnit = 20 }, new(4) { AmountPerUnit = 30 }];

    /// <summary>Every case.</summary>
    public static IReadOnlyList<PublishedCase> All { get; } =
    [
        // Dynamics 365 Supply Chain Management, rebate management: 10 % up to 1,000 and 25 % up to 2,500, sales of 2,000.
        Year("Dynamics 365: stepped", Rates(TierMode.Slab, (0, 10), (1_000, 25)), 2_000, 350),
        Year("Dynamics 365: cumulative", Rates(TierMode.WholeVolume, (0, 10), (1_000, 25)), 2_000, 500),
        Year("Dynamics 365: rolling", Rates(TierMode.Rolling, (0, 10), (1_000, 25)), 2_000, 600),
        Year("Dynamics 365: total", Rates(TierMode.SumOfReached, (0, 10), (1_000, 25)), 2_000, 700),

        // A partner's examples for the same module (aipowered365.com, RM503 and RM504).
        Year("Dynamics 365: stepped by the unit", Units(new Tier(0) { AmountPerUnit = 0 }, new Tier(500) { AmountPerUnit = 2 }, new Tier(1_000) { AmountPerUnit = 3 }), 24_000, 1_600, 1_200),
        Year("Dynamics 365: cumulative by quantity, paid on value", OnQuantity((0, 0), (500, 5), (1_000, 10)), 12_000, 1_200, 1_200),
        Year("Dynamics 365: customer deduction from 500 units", OnQuantity((500, 5)), 12_000, 600, 600),

        // Enable: growth bands of 110 %, 115 % and 120 % with 2, 3 and 4 %; base 2.0 million, actual 2.35 million.
        Year("Enable: growth, on everything", Growth(TierMode.WholeVolume, null), 2_350_000, 70_500),
        Year("Enable: growth, on the excess", Growth(TierMode.WholeVolume, BasePart.Growth), 2_350_000, 10_500),
        Year("Enable: growth, marginal", Growth(TierMode.Slab, null), 2_350_000, 3_500),

        // SAP: 5 % from 100,000; quarters of 50, 75, 100 and 75 thousand.
        Quarters("SAP: cumulative", PeriodMode.Cumulative, 0, 6_250, 5_000, 3_750),
        Quarters("SAP: each quarter by itself", PeriodMode.Each, 0, 0, 5_000, 0),
        Year("SAP: partial settlement of 140, then final", Rates(TierMode.WholeVolume, (0, 10)) with { Advance = new AdvanceRule { Amount = 140 } }, 10_800, 940),

        // NetSuite, Rebates and Trade Promotions.
        Returned("NetSuite: marginal, two come back", 2, -60),
        Returned("NetSuite: marginal, three come back", 3, -80),
        VolumeAmount(),

        // Pricefx, rebate types: single target with an amount.
        Year("Pricefx: single target reached", Fixed(), 110_000, 1_000),
        Year("Pricefx: single target missed", Fixed(), 90_000, 0),
    ];

    private static PublishedCase Year(string source, ProgramLine line, decimal net, decimal rebate, decimal quantity = 1) => new(
        source,
        Program(PeriodKind.Year, line),
        [new ExampleSale { On = new DateOnly(2026, 3, 10), NetAmount = net, Quantity = quantity }],
        [new ExpectedRebate { PeriodOn = Start, Rebate = rebate }]);

    private static PublishedCase Quarters(string source, PeriodMode mode, params decimal[] rebates)
    {
        decimal[] sales = [50_000, 75_000, 100_000, 75_000];
        return new PublishedCase(
            source,
            Program(PeriodKind.Quarter, Rates(TierMode.WholeVolume, (100_000, 5))) with { PeriodMode = mode },
            [.. sales.Select((net, quarter) => new ExampleSale { On = Start.AddMonths(3 * quarter), NetAmount = net, Quantity = 1 })],
            [.. rebates.Select((rebate, quarter) => new ExpectedRebate { PeriodOn = Start.AddMonths(3 * quarter), Rebate = rebate })]);
    }

    private static PublishedCase Returned(string source, int returned, decimal takenBack) => new(
        source,
        Program(PeriodKind.Month, Units(NetSuiteUnits)) with { PeriodMode = PeriodMode.Cumulative, Negative = NegativePolicy.ChargeBack },
        [
            new ExampleSale { On = new DateOnly(2026, 1, 10), NetAmount = 600, Quantity = 6 },
            new ExampleSale { On = new DateOnly(2026, 2, 10), NetAmount = -100 * returned, Quantity = -returned },
        ],
        [new ExpectedRebate { PeriodOn = Start, Rebate = 120 }, new ExpectedRebate { PeriodOn = Start.AddMonths(1), Rebate = takenBack }]);

    /// <summary>Amounts decide the tier, units are paid on: 100 of the second item's 200 lie in the first tier, the rest in the second.</summary>
    private static PublishedCase VolumeAmount()
    {
        ProgramLine Of(int number, string product)
        {
            var scope = new ProductScope { Include = [new ProductSelector(ProductSelectorKind.Product) { Codes = [product] }] };
            return new ProgramLine
            {
                Number = number,
                Qualifier = new Qualifier(Measure.NetAmount) { Scope = scope },
                Base = new PayerBase(Measure.Quantity) { Scope = scope },
                TierMode = TierMode.Slab,
                Tiers = [new Tier(0) { AmountPerUnit = 5 }, new Tier(100) { AmountPerUnit = 10 }, new Tier(350) { AmountPerUnit = 15 }],
            };
        }

        return new PublishedCase(
            "NetSuite: volume amount, marginal, rate per unit",
            Program(PeriodKind.Year, Of(1, "A"), Of(2, "B")),
            [
                new ExampleSale { On = Start, NetAmount = 60, Quantity = 2, Product = "A" },
                new ExampleSale { On = Start, NetAmount = 200, Quantity = 1, Product = "B" },
            ],
            [new ExpectedRebate { PeriodOn = Start, Line = 1, Rebate = 10 }, new ExpectedRebate { PeriodOn = Start, Line = 2, Rebate = 7.5m }]);
    }

    private static ProgramDefinition Program(PeriodKind period, params ProgramLine[] lines) => new()
    {
        Code = "PUBLISHED",
        Name = new ProgramName("公开算例", "Published example"),
        ValidFrom = Start,
        ValidTo = new DateOnly(2026, 12, 31),
        Period = new ProgramPeriod(period),
        Lines = lines,
    };

    private static ProgramLine Rates(TierMode mode, params (decimal From, decimal Rate)[] tiers) => new()
    {
        Number = 1,
        Qualifier = new Qualifier(Measure.NetAmount),
        TierMode = mode,
        Tiers = [.. tiers.Select(tier => new Tier(tier.From) { RatePercent = tier.Rate })],
    };

    private static ProgramLine OnQuantity(params (decimal From, decimal Rate)[] tiers) =>
        Rates(TierMode.WholeVolume, tiers) with { Qualifier = new Qualifier(Measure.Quantity), Base = new PayerBase(Measure.NetAmount) };

    private static ProgramLine Units(params Tier[] tiers) => new() { Number = 1, Qualifier = new Qualifier(Measure.Quantity), TierMode = TierMode.Slab, Tiers = tiers };

    private static ProgramLine Growth(TierMode mode, BasePart? part) => Rates(mode, (110, 2), (115, 3), (120, 4)) with
    {
        Qualifier = new Qualifier(Measure.NetAmount) { Compare = new Comparison(ComparisonAgainst.Value, ComparisonAs.RatioPercent) { Value = 2_000_000 } },
        Base = new PayerBase(Measure.NetAmount) { Part = part },
    };

    private static ProgramLine Fixed() => new() { Number = 1, Qualifier = new Qualifier(Measure.NetAmount), TierMode = TierMode.FixedAmount, Tiers = [new Tier(100_000) { Amount = 1_000 }] };
}
