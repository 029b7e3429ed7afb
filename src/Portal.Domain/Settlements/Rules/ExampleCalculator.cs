using Portal.Domain.Programs;
using Portal.Domain.Shared;

namespace Portal.Domain.Settlements.Rules;

/// <summary>Computes a stored example of a programme whose rules look at every sales line.</summary>
internal static class ExampleCalculator
{
    private static readonly PlanCustomer Customer = new(1, "EXAMPLE", null, null, null, null);

    /// <summary>What the lines earn for every period up to one, with a line for those that earn nothing.</summary>
    public static List<EarnedLine> Earn(ProgramDefinition definition, IReadOnlyList<ExampleSale> sales, decimal? figure, int lastPeriod)
    {
        var program = PlanProgram.Single(1, definition);
        var periods = ProgramPeriods.Of(definition).Select(period => new PlannedPeriod(period, IsInForce: true, IsWanted: true, null)).ToList();
        var version = new PlannedVersion(program, program.Versions[0], periods);
        var sets = new SelectorSets(new PlanMasterData([], [], []));
        var scopes = definition.Lines.Select(line => ScopesOf(line, sets, sales)).ToArray();
        var calculator = new VersionCalculator(version, scopes, new ExchangeTable(null), new CustomerFigures([]) { Everywhere = figure }, asOf: null);
        var problems = new CalculationProblems();
        // Quantities of examples are in the unit that the line counts in, whatever it is.
        var units = definition.Lines.SelectMany(line => new[] { line.Qualifier.Unit, line.Base.Unit }.Concat((line.Mix?.Conditions ?? []).Select(condition => condition.Unit)))
            .OfType<string>().Distinct().ToDictionary(unit => unit, _ => 1m);
        var lines = calculator.Count(sales.Select((_, index) => SoldOf(sales, index, units)), problems).ToList();
        var earned = new List<EarnedLine>();
        for (var period = 0; period <= lastPeriod; period++)
        {
            var result = calculator.Earn(period, [Customer], lines, [], problems);
            for (var line = 0; line < definition.Lines.Count; line++)
            {
                earned.Add(result.Lines.FirstOrDefault(candidate => candidate.LineIndex == line) ?? LineCalculator.Nothing(version, 0, period, line));
            }
        }

        return earned;
    }

    private static LineScopes ScopesOf(ProgramLine line, SelectorSets sets, IReadOnlyList<ExampleSale> sales)
    {
        Func<SoldLine, bool> In(ProductScope scope, ExampleScope other)
        {
            var isIn = LineScopes.Of(scope, sets);
            var isSold = SelectorSets.Sells(scope.Sales);
            return sold => sales[(int)sold.Fact.LineId] is var sale
                && (sale.Line ?? line.Number) == line.Number
                && (sale.IsNamed ? isIn(sold) : sale.Counts != other && (!sale.IsSoldSomehow || isSold(sold)));
        }

        return new LineScopes(line, sets, In(line.Qualifier.Scope, ExampleScope.Base), In(line.Base.Scope, ExampleScope.Qualifier));
    }

    private static SoldLine SoldOf(IReadOnlyList<ExampleSale> sales, int index, IReadOnlyDictionary<string, decimal> units)
    {
        var sale = sales[index];
        // Sales of the same product count as such; those that name none are all of one.
        var product = sales.ToList().FindIndex(other => (other.Product, other.Category, other.Brand) == (sale.Product, sale.Category, sale.Brand) && (other.Attributes ?? []).SequenceEqual(sale.Attributes ?? []));
        var document = sale.Document is null ? index : sales.ToList().FindIndex(other => other.Document == sale.Document);
        var total = sale.Document is null ? sale.NetAmount : sales.Where(other => other.Document == sale.Document).Sum(other => other.NetAmount);
        var totalMinor = Money.FromAmount(total).Minor;
        return new SoldLine(
            new SalesFact(Customer.Id, sale.On, product, Quantity.FromUnits(sale.Quantity).Milli, Money.FromAmount(sale.NetAmount).Minor, index),
            new SalesDetail
            {
                DocumentId = document,
                DocumentNumber = sale.Document ?? "",
                LineNumber = index,
                GrossMinor = Money.FromAmount(sale.GrossAmount ?? sale.NetAmount).Minor,
                CostMinor = sale.Cost is { } cost ? Money.FromAmount(cost).Minor : null,
                DeliveredOn = sale.DeliveredOn,
                DocumentTotalMinor = totalMinor,
                IsNotForRebate = sale.NotForRebate == true,
                Channel = sale.Channel,
                RegionCode = sale.Region,
                Salesperson = sale.Salesperson,
                Payments = sale.PaidOn is { } paidOn ? [new DocumentPayment(paidOn, totalMinor)] : [],
            },
            new PlanProduct(product, sale.Product ?? "", sale.Category, sale.Brand) { Attributes = sale.Attributes ?? [], UnitFactors = units },
            Customer);
    }
}
