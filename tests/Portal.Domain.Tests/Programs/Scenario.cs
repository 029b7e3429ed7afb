using Portal.Domain.Programs;
using Portal.Domain.Settlements;
using Portal.Domain.Shared;

namespace Portal.Domain.Tests.Programs;

/// <summary>A few customers buying one product, settled as often as wanted: the whole way from sales lines to due amounts.</summary>
internal sealed class Scenario(params PlanProgram[] programs)
{
    private readonly List<SalesFact> _sales = [];
    private readonly List<string> _customers = [];
    private readonly Dictionary<long, Dictionary<SettledKey, SettledBefore>> _settled = [];
    private readonly Dictionary<long, Dictionary<(long, int), long>> _carried = [];
    private long? _knownUpTo;

    public Scenario(ProgramDefinition definition)
        : this(PlanProgram.Single(1, definition))
    {
    }

    public PlanProgram[] Programs { get; set; } = programs;

    public Scenario Sale(string customer, DateOnly on, decimal net, decimal quantity = 1)
    {
        _sales.Add(new SalesFact(IdOf(customer), on, 1, Quantity.FromUnits(net < 0 ? -Math.Abs(quantity) : quantity).Milli, Money.FromAmount(net).Minor, _sales.Count + 1));
        return this;
    }

    public void Settled(string customer, DateOnly from, DateOnly to, long deltaMinor) =>
        SettledOf(IdOf(customer))[new SettledKey(1, 1, new DateRange(from, to))] = new SettledBefore(deltaMinor);

    public IReadOnlyList<CalculatedLine> Lines(DateOnly? endedBefore = null) => [.. ByCustomer(endedBefore).SelectMany(entry => entry.Lines).Where(line => line.HasDifference)];

    /// <summary>Settles and remembers it.</summary>
    public IReadOnlyList<CalculatedLine> Post(DateOnly? endedBefore = null)
    {
        var all = ByCustomer(endedBefore).ToList();
        foreach (var (customer, lines) in all)
        {
            foreach (var line in lines.Where(line => line.HasDifference || !line.WasSettled))
            {
                var key = new SettledKey(line.Version.Program.Id, line.LineNumber, line.Earned.Period);
                var settled = SettledOf(customer);
                var before = settled.GetValueOrDefault(key) ?? new SettledBefore(0);
                settled[key] = new SettledBefore(
                    before.DeltaMinor + line.DeltaMinor, line.Earned.TierNumber, line.Version.Version.Number, DroppedMinor: before.DroppedMinor + line.DroppedMinor);
                var carried = CarriedOf(customer);
                carried[(key.ProgramId, key.LineNumber)] = carried.GetValueOrDefault((key.ProgramId, key.LineNumber)) + line.CarriedOutMinor - line.CarriedInMinor;
            }
        }

        _knownUpTo = _sales.Count;
        return [.. all.SelectMany(entry => entry.Lines).Where(line => line.HasDifference)];
    }

    private IEnumerable<(long Customer, IReadOnlyList<CalculatedLine> Lines)> ByCustomer(DateOnly? endedBefore)
    {
        var master = new PlanMasterData(
            [.. _customers.Select((name, index) => new PlanCustomer(index + 1, name, null, null, null, null))],
            [new PlanProduct(1, "X", null, null)],
            []);
        var plan = ProgramPlan.Compile(Programs, master, (_, period) => period.To < (endedBefore ?? DateOnly.MaxValue), (_, _) => _knownUpTo);
        var accumulator = plan.StartAccumulator();
        var earned = new List<IReadOnlyList<EarnedLine>>();
        for (var customer = 1; customer <= _customers.Count; customer++)
        {
            foreach (var sale in _sales.Where(sale => sale.CustomerId == customer))
            {
                accumulator.Add(sale, new SalesDetail { DocumentId = sale.LineId, GrossMinor = sale.NetMinor });
            }

            earned.Add(accumulator.TakeCustomer() is { } measures ? RebateCalculator.Earn(plan, measures) : []);
        }

        return ProgramCap.Apply(plan, earned).Select((lines, index) => ((long)index + 1, RebateCalculator.Settle(plan, lines, SettledOf(index + 1), CarriedOf(index + 1))));
    }

    private long IdOf(string customer)
    {
        if (!_customers.Contains(customer))
        {
            _customers.Add(customer);
        }

        return _customers.IndexOf(customer) + 1;
    }

    private Dictionary<SettledKey, SettledBefore> SettledOf(long customer) => _settled.TryGetValue(customer, out var known) ? known : _settled[customer] = [];

    private Dictionary<(long, int), long> CarriedOf(long customer) => _carried.TryGetValue(customer, out var known) ? known : _carried[customer] = [];
}
