using Portal.Domain.Programs;
using Portal.Domain.Settlements;

namespace Portal.Domain.Tests.Settlements;

/// <summary>Random master data, programmes and sales from a seed.</summary>
internal sealed class RandomWorld
{
    private static readonly string[] Levels = ["gold", "silver", "none"];
    private static readonly string[] Regions = ["east", "west"];
    private static readonly PlanCategory[] Categories = [new("all", null), new("bikes", "all"), new("road", "bikes"), new("parts", "all")];

    private readonly Random _random;

    public RandomWorld(int seed)
    {
        _random = new Random(seed);
        Master = new PlanMasterData(
            [.. Enumerable.Range(1, _random.Next(1, 6)).Select(id => new PlanCustomer(id, "C" + id, _random.Next(2) == 0 ? "g1" : null, Pick(Levels), Pick(Regions), id > 1 && _random.Next(2) == 0 ? _random.Next(1, id) : null))],
            [.. Enumerable.Range(1, 6).Select(id => new PlanProduct(id, "X" + id, _random.Next(5) == 0 ? null : Pick(Categories).Code, Pick(["b1", "b2", null!])))],
            Categories);
        Programs = [.. Enumerable.Range(1, _random.Next(1, 4)).Select(Program)];
        Sales = [.. Enumerable.Range(1, _random.Next(0, 60)).Select(Sale)];
    }

    public PlanMasterData Master { get; }

    public IReadOnlyList<ProgramDefinition> Programs { get; set; }

    public IReadOnlyList<SalesFact> Sales { get; set; }

    public DateOnly AsOf => new(2026, 12, 31);

    public SalesFact Sale(int id)
    {
        var isReturn = _random.Next(6) == 0;
        var sign = isReturn ? -1 : 1;
        return new SalesFact(
            _random.Next(1, Master.Customers.Count + 1),
            new DateOnly(2025, 12, 15).AddDays(_random.Next(400)),
            _random.Next(1, 7),
            sign * _random.Next(0, 20_000) * (_random.Next(2) == 0 ? 1 : 1000L) / (_random.Next(2) == 0 ? 1 : 1000L),
            sign * _random.Next(0, 500_000),
            id);
    }

    private T Pick<T>(IReadOnlyList<T> choices) => choices[_random.Next(choices.Count)];

    private bool Chance(int oneIn) => _random.Next(oneIn) == 0;

    private ProgramDefinition Program(int number)
    {
        var from = new DateOnly(2026, 1, 1).AddDays(Chance(3) ? _random.Next(100) : 0);
        var kind = Pick(Enum.GetValues<PeriodKind>());
        return new ProgramDefinition
        {
            Code = "P" + number,
            Name = new ProgramName("政策", "Programme"),
            ValidFrom = from,
            ValidTo = new DateOnly(2026, 12, 31).AddDays(Chance(3) ? -_random.Next(100) : 0),
            Period = new ProgramPeriod(kind) { Custom = kind == PeriodKind.Custom ? [new(from, from.AddDays(20)), new(from.AddDays(25), from.AddDays(90))] : [] },
            PeriodMode = Chance(2) ? PeriodMode.Cumulative : PeriodMode.Each,
            Participants = Chance(2) ? ProgramParticipants.Everybody : new ProgramParticipants { Include = [Customers(), Customers()], Exclude = Chance(2) ? [Customers()] : [] },
            Lines = [.. Enumerable.Range(1, _random.Next(1, 4)).Select(Line)],
            CapPerProgram = Chance(4) ? _random.Next(0, 5000) / 10m : null,
            Rounding = new RoundingRule(Pick([0.01m, 0.01m, 0.1m, 1m])),
            Negative = Pick(Enum.GetValues<NegativePolicy>()),
            Priority = _random.Next(1, 4),
            ExclusiveGroup = Chance(4) ? "x" : null,
        };
    }

    private CustomerSelector Customers()
    {
        var kind = Pick(Enum.GetValues<CustomerSelectorKind>());
        return new CustomerSelector(kind)
        {
            Codes = kind switch
            {
                CustomerSelectorKind.All => [],
                CustomerSelectorKind.Customer or CustomerSelectorKind.Parent => ["C" + _random.Next(1, 6)],
                CustomerSelectorKind.Group => ["g1"],
                CustomerSelectorKind.Level => [Pick(Levels)],
                _ => [Pick(Regions)],
            },
        };
    }

    private ProductScope Scope() => Chance(3) ? ProductScope.Everything : new ProductScope { Include = [Products(), Products()], Exclude = Chance(2) ? [Products()] : [] };

    private ProductSelector Products()
    {
        var kind = Pick(Enum.GetValues<ProductSelectorKind>());
        return new ProductSelector(kind)
        {
            Codes = kind switch
            {
                ProductSelectorKind.All => [],
                ProductSelectorKind.Product => ["X" + _random.Next(1, 7)],
                ProductSelectorKind.Category => [Pick(Categories).Code],
                _ => ["b1"],
            },
        };
    }

    private ProgramLine Line(int number)
    {
        var mode = Pick(Enum.GetValues<TierMode>());
        var qualifier = new Qualifier(Pick(Enum.GetValues<Measure>())) { Scope = Scope() };
        var measure = mode switch
        {
            TierMode.WholeVolume => Measure.NetAmount,
            TierMode.PerUnit => Measure.Quantity,
            _ => Pick(Enum.GetValues<Measure>()),
        };
        var from = Chance(2) ? 0m : _random.Next(1, 2000);
        var tiers = new List<Tier>();
        for (var tier = _random.Next(1, 5); tier > 0; tier--)
        {
            tiers.Add(Tier(mode, measure, from));
            from += _random.Next(1, 3000) / (qualifier.Measure == Measure.NetAmount ? 1m : 100m);
        }

        return new ProgramLine
        {
            Number = number,
            Qualifier = qualifier,
            Base = Chance(2) ? new PayerBase(measure) { Scope = qualifier.Scope } : new PayerBase(measure) { Scope = Scope() },
            TierMode = mode,
            Tiers = tiers,
            Minimum = Chance(5) ? _random.Next(0, 1000) : null,
            CapPerCustomer = Chance(5) ? _random.Next(0, 300) : null,
        };
    }

    private Tier Tier(TierMode mode, Measure measure, decimal from) => mode switch
    {
        TierMode.WholeVolume => new Tier(from) { RatePercent = Rate() },
        TierMode.Slab or TierMode.Rolling or TierMode.SumOfReached => measure == Measure.NetAmount ? new Tier(from) { RatePercent = Rate() } : new Tier(from) { AmountPerUnit = _random.Next(0, 3000) / 1000m },
        TierMode.FixedAmount => new Tier(from) { Amount = _random.Next(0, 10_000) / 100m },
        TierMode.PerUnit => new Tier(from) { AmountPerUnit = _random.Next(0, 3000) / 1000m },
        _ => new Tier(from) { MultipleOf = _random.Next(1, 500), Amount = _random.Next(0, 2000) / 100m },
    };

    private decimal Rate() => _random.Next(0, 1000) / 100m;
}
