using Portal.Domain.NearMisses;
using Portal.Domain.Programs;
using Portal.Domain.Settlements;
using Portal.Domain.Settlements.Rules;
using Portal.Domain.Shared;
using Portal.Domain.Tests.Programs;

namespace Portal.Domain.Tests.Settlements.Rules;

/// <summary>Purchases of a few customers, settled by the whole engine: the short way to a table of cases of one rule.</summary>
internal sealed class Purchases
{
    private readonly List<PlanCustomer> _customers = [];
    private readonly List<PlanProduct> _products = [];
    private readonly List<(SalesFact Fact, SalesDetail Detail)> _sales = [];

    public List<PlanFigure> Figures { get; } = [];

    public List<PlanExchangeRate>? Rates { get; set; }

    public CalculationProblems Problems { get; } = new();

    public Purchases Customer(string number, string? parent = null, string? level = null)
    {
        _customers.Add(new PlanCustomer(_customers.Count + 1, number, null, level, null, parent is null ? null : IdOf(parent)));
        return this;
    }

    public Purchases Product(string number, string? category = null, decimal perCase = 0, params string[] attributes)
    {
        _products.Add(new PlanProduct(_products.Count + 1, number, category, null)
        {
            Attributes = attributes,
            UnitFactors = perCase == 0 ? new Dictionary<string, decimal>() : new Dictionary<string, decimal> { ["case"] = perCase },
        });
        return this;
    }

    /// <summary>A purchase of one document; below zero what comes back.</summary>
    public Purchases Buy(decimal net, DateOnly? on = null, string customer = "A", string product = "X", decimal quantity = 1, Func<SalesDetail, SalesDetail>? with = null)
    {
        var id = _sales.Count + 1;
        var netMinor = Money.FromAmount(net).Minor;
        var signed = net < 0 ? -Math.Abs(quantity) : quantity;
        var detail = new SalesDetail { DocumentId = id, DocumentNumber = "D" + id, GrossMinor = netMinor, DocumentTotalMinor = netMinor };
        _sales.Add((new SalesFact(IdOf(customer), on ?? Definitions.Day(5, 10), ProductOf(product), Quantity.FromUnits(signed).Milli, netMinor, id), with?.Invoke(detail) ?? detail));
        return this;
    }

    public void Figure(string list, decimal value, DateOnly? from = null, DateOnly? to = null, string customer = "A") =>
        Figures.Add(new PlanFigure(IdOf(customer), list, from ?? DateOnly.MinValue, to ?? DateOnly.MaxValue, value));

    /// <summary>What is due: by programme, line, customer and period, in units of money.</summary>
    public IReadOnlyList<decimal> Due(params ProgramDefinition[] programs) => [.. Lines(programs).Select(line => line.Line.DueMinor / 100m)];

    /// <summary>What a customer is due in all.</summary>
    public decimal DueOf(string customer, params ProgramDefinition[] programs) => Lines(programs).Where(line => line.Customer == customer).Sum(line => line.Line.DueMinor) / 100m;

    /// <summary>What reaching the next tier adds for a customer of a programme of one line, in units of money.</summary>
    public decimal? GainOf(string customer, DateOnly today, ProgramDefinition program)
    {
        var (plan, measures) = Compile([program]);
        var mine = measures.Single(entry => entry.CustomerId == IdOf(customer));
        var others = measures.FindAll(entry => entry.CustomerId != mine.CustomerId);
        var earned = Assert.Single(RebateCalculator.Earn(plan, mine, others), line => line.Period.Contains(today));
        return NextTierGain.Of(plan, mine, others, earned, today) / 100m;
    }

    public IReadOnlyList<(string Customer, CalculatedLine Line)> Lines(params ProgramDefinition[] programs)
    {
        var (plan, measures) = Compile(programs);
        var earned = WholePlan.Earn(plan, measures, Problems).OrderBy(entry => entry.CustomerId).ToList();
        return
        [
            .. ProgramCap.Apply(plan, [.. earned.Select(entry => entry.Lines)])
                .SelectMany((lines, index) => RebateCalculator.Settle(plan, lines, new Dictionary<SettledKey, SettledBefore>()).Select(line => (_customers[(int)earned[index].CustomerId - 1].Number, line)))
                .OrderBy(line => line.line.Version.Definition.Code, StringComparer.Ordinal).ThenBy(line => line.line.LineNumber),
        ];
    }

    private (ProgramPlan Plan, List<CustomerMeasures> Measures) Compile(ProgramDefinition[] programs)
    {
        var master = new PlanMasterData(_customers, _products, [new PlanCategory("bikes", null), new PlanCategory("parts", null)]) { Figures = Figures, ExchangeRates = Rates };
        var plan = ProgramPlan.Compile([.. programs.Select((program, index) => PlanProgram.Single(index + 1, program))], master, (_, _) => true);
        var accumulator = plan.StartAccumulator();
        var measures = new List<CustomerMeasures>();
        foreach (var customer in _sales.GroupBy(sale => sale.Fact.CustomerId))
        {
            foreach (var (fact, detail) in customer)
            {
                accumulator.Add(fact, detail);
            }

            measures.Add(accumulator.TakeCustomer()!);
        }

        return (plan, measures);
    }

    private long IdOf(string customer)
    {
        if (!_customers.Exists(known => known.Number == customer))
        {
            Customer(customer);
        }

        return _customers.Single(known => known.Number == customer).Id;
    }

    private long ProductOf(string product)
    {
        if (!_products.Exists(known => known.Number == product))
        {
            Product(product);
        }

        return _products.Single(known => known.Number == product).Id;
    }
}
