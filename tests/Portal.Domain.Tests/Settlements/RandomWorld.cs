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
            [.. Enumerable.Range(1, 6).Select(id => new PlanProduct(id, "X" + id, _random.Next(5) == 0 ? null : Pick(Categories).Code, Pick(["b1", "b2", null!]))
            {
                Attributes = ["colour=" + Pick(["red", "blue"])],
                UnitFactors = new Dictionary<string, decimal>(StringComparer.OrdinalIgnoreCase) { ["case"] = Pick([2m, 8m, 10m]) },
            })],
            Categories);
        if (Chance(8))
        {
            Master = Master with
            {
                ExchangeRates = [new PlanExchangeRate("USD", new DateOnly(2024, 1, 1), new DateOnly(2026, 6, 30), 7.1m), new PlanExchangeRate("USD", new DateOnly(2026, 7, 1), new DateOnly(2027, 12, 31), 6.95m)],
            };
        }

        Master = Master with
        {
            Figures = [.. Master.Customers.Where(_ => !Chance(3)).SelectMany(customer => Enumerable.Range(0, _random.Next(1, 4)).Select(index =>
                new PlanFigure(customer.Id, "f1", new DateOnly(2026, 1 + (index * 3), 1), new DateOnly(2026, 3 + (index * 3), 30), _random.Next(0, 6000))))],
        };
        Programs = [.. Enumerable.Range(1, _random.Next(1, 4)).Select(Valid)];
        Sales = [.. Enumerable.Range(1, _random.Next(0, 60)).Select(Sale)];
        foreach (var sale in Sales)
        {
            Details[sale.LineId] = Detail(sale);
        }

        foreach (var document in Details.Values.GroupBy(detail => detail.DocumentId).ToList())
        {
            Pay([.. document.Select(detail => Sales.Single(sale => sale.LineId == detail.LineNumber))]);
        }
    }

    public PlanMasterData Master { get; }

    /// <summary>By the key of the sales line.</summary>
    public Dictionary<long, SalesDetail> Details { get; } = [];

    public IReadOnlyList<ProgramDefinition> Programs { get; set; }

    public IReadOnlyList<SalesFact> Sales { get; set; }

    public DateOnly AsOf => new(2026, 12, 31);

    public SalesFact Sale(int id)
    {
        var isReturn = _random.Next(6) == 0;
        var sign = isReturn ? -1 : 1;
        return new SalesFact(
            _random.Next(1, Master.Customers.Count + 1),
            Chance(4) ? new DateOnly(2024, 12, 15).AddDays(_random.Next(400)) : new DateOnly(2025, 12, 15).AddDays(_random.Next(400)),
            _random.Next(1, 7),
            sign * _random.Next(0, 20_000) * (_random.Next(2) == 0 ? 1 : 1000L) / (_random.Next(2) == 0 ? 1 : 1000L),
            sign * _random.Next(0, 500_000),
            id);
    }

    /// <summary>Takes back every sale, and every return.</summary>
    public void ReturnEverything()
    {
        var count = Sales.Count;
        foreach (var sale in Sales)
        {
            var mirror = sale with { LineId = count + sale.LineId, NetMinor = -sale.NetMinor, QuantityMilli = -sale.QuantityMilli };
            var detail = Details[sale.LineId];
            Details[mirror.LineId] = detail with
            {
                DocumentId = -detail.DocumentId,
                DocumentNumber = "R" + detail.DocumentNumber,
                GrossMinor = -detail.GrossMinor,
                CostMinor = -detail.CostMinor,
            };
            Sales = [.. Sales, mirror];
        }
    }

    private SalesDetail Detail(SalesFact sale)
    {
        // Lines of one customer and day may share a document.
        var first = Sales.First(other => other.CustomerId == sale.CustomerId && other.On == sale.On && other.IsReturn == sale.IsReturn);
        return new SalesDetail
        {
            DocumentId = first.LineId,
            DocumentNumber = "D" + first.LineId,
            LineNumber = (int)sale.LineId,
            GrossMinor = sale.NetMinor + (Math.Sign(sale.NetMinor) * _random.Next(0, 5000)),
            CostMinor = sale.NetMinor * _random.Next(0, 100) / 100,
            DeliveredOn = Chance(8) ? null : sale.On.AddDays(_random.Next(40)),
            IsNotForRebate = Chance(10),
            Channel = Pick(["online", "store", null!]),
            Salesperson = Pick(["S1", "S2", null!]),
            RegionCode = Chance(2) ? Pick(Regions) : null,
            Currency = Master.ExchangeRates is not null && first.LineId % 2 == 0 ? "USD" : null,
        };
    }

    private void Pay(IReadOnlyList<SalesFact> lines)
    {
        var total = lines.Sum(line => line.NetMinor);
        var payments = new List<DocumentPayment>();
        var left = total;
        for (var count = _random.Next(0, 4); count > 0 && left > 0; count--)
        {
            var part = count == 1 && Chance(2) ? left : Math.Min(left, _random.Next(1, 400_000));
            payments.Add(new DocumentPayment(lines[0].On.AddDays(_random.Next(120)), part));
            left -= part;
        }

        if (payments.Count > 0 && Chance(4))
        {
            payments.Add(new DocumentPayment(lines[0].On.AddDays(_random.Next(120, 240)), -payments[0].AmountMinor));
        }

        foreach (var line in lines)
        {
            Details[line.LineId] = Details[line.LineId] with { DocumentTotalMinor = total, Payments = payments };
        }
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

    /// <summary>A programme with settings that do not contradict each other.</summary>
    private ProgramDefinition Valid(int number)
    {
        while (true)
        {
            var program = Program(number);
            var decorated = Chance(3) ? program : RandomRules.Add(program, _random, Scope);
            if (ProgramValidation.Check(decorated).Count == 0)
            {
                return decorated;
            }
        }
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
                ProductSelectorKind.Attribute => ["colour=red"],
                _ => ["b1"],
            },
        };
    }

    private ProgramLine Line(int number)
    {
        var mode = Pick(Enum.GetValues<TierMode>());
        var qualifier = new Qualifier(Pick([Measure.NetAmount, Measure.Quantity])) { Scope = Scope() };
        var measure = mode switch
        {
            TierMode.WholeVolume => Measure.NetAmount,
            TierMode.PerUnit => Measure.Quantity,
            _ => Pick([Measure.NetAmount, Measure.Quantity]),
        };
        var isOfAmounts = Chance(2);
        var from = Chance(2) ? 0m : _random.Next(1, 2000);
        var tiers = new List<Tier>();
        for (var tier = _random.Next(mode == TierMode.Linear ? 2 : 1, 5); tier > 0; tier--)
        {
            tiers.Add(Tier(mode, measure, from, isOfAmounts));
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

    private Tier Tier(TierMode mode, Measure measure, decimal from, bool isOfAmounts) => mode switch
    {
        TierMode.FixedAmount => new Tier(from) { Amount = Amount() },
        TierMode.Linear or TierMode.SumOfReached when isOfAmounts => new Tier(from) { Amount = Amount() },
        TierMode.PerFullMultiple => new Tier(from) { MultipleOf = _random.Next(1, 500), Amount = _random.Next(0, 2000) / 100m },
        _ => (measure == Measure.NetAmount ? new Tier(from) { RatePercent = Rate() } : new Tier(from) { AmountPerUnit = _random.Next(0, 3000) / 1000m })
            with
        { Amount = mode == TierMode.HigherOf ? Amount() : null },
    };

    private decimal Amount() => _random.Next(0, 10_000) / 100m;

    private decimal Rate() => _random.Next(0, 1000) / 100m;
}
