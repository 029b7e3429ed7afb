using Portal.Domain.Programs;
using Portal.Domain.Shared;

namespace Portal.Domain.Settlements.Rules;

/// <summary>What sales lines come to in each measure, in minor units or thousandths.</summary>
internal static class MeasureFunctions
{
    /// <summary>The measure of lines.</summary>
    /// <param name="measure">What is measured.</param>
    /// <param name="unit">The unit a quantity is converted to, or null.</param>
    /// <param name="lines">The lines.</param>
    /// <param name="problems">Takes lines that lack what the measure needs; they do not count.</param>
    public static long Of(Measure measure, string? unit, IReadOnlyCollection<CountedLine> lines, CalculationProblems problems) => Rounding.HalfAwayFromZero(measure switch
    {
        Measure.NetAmount => lines.Sum(line => line.Net),
        Measure.GrossAmount => lines.Sum(line => line.Gross),
        Measure.Margin => lines.Sum(line => MarginOf(line, problems)),
        Measure.Quantity => QuantityIn(unit, lines, problems),
        Measure.OrderCount => (decimal)Kept(lines).Select(line => line.Sold.Detail.DocumentId).Distinct().Count() * Quantity.MilliPerUnit,
        Measure.ProductCount => (decimal)lines.GroupBy(line => line.Sold.Fact.ProductId).Count(product => SizeOf(product) > 0) * Quantity.MilliPerUnit,
        _ => throw new InvalidOperationException("Unknown measure " + measure),
    });

    /// <summary>How many of a product's own unit make one of a unit; null where it is not known.</summary>
    public static decimal? FactorOf(string? unit, CountedLine line, CalculationProblems problems)
    {
        if (unit is null)
        {
            return 1;
        }

        if (line.Sold.Product.UnitFactors.TryGetValue(unit, out var factor) && factor > 0)
        {
            return factor;
        }

        problems.LeaveOut("calculation_unit_missing", line.Sold, line.Sold.Product.Number, unit);
        return null;
    }

    private static decimal QuantityIn(string? unit, IReadOnlyCollection<CountedLine> lines, CalculationProblems problems) => unit is null
        ? lines.Sum(line => line.Quantity)
        : lines.GroupBy(line => line.Sold.Fact.ProductId).Sum(product => product.Select(line => FactorOf(unit, line, problems)).ToList()[0] is { } factor ? product.Sum(line => line.Quantity) / factor : 0);

    private static decimal MarginOf(CountedLine line, CalculationProblems problems)
    {
        if (line.Cost is { } cost)
        {
            return line.Net - cost;
        }

        problems.LeaveOut("calculation_cost_missing", line.Sold, line.Sold.Detail.DocumentNumber, line.Sold.Product.Number);
        return 0;
    }

    /// <summary>Sales of which something was kept: what comes back is taken from what was bought last of the same product.</summary>
    private static IEnumerable<CountedLine> Kept(IReadOnlyCollection<CountedLine> lines)
    {
        foreach (var product in lines.GroupBy(line => line.Sold.Fact.ProductId))
        {
            var returned = -SizeOf(product.Where(line => line.Sold.Fact.IsReturn));
            // The paid parts of a document are one sale, less those that were taken back.
            var sales = product.Where(line => !line.Sold.Fact.IsReturn).GroupBy(line => line.Sold.Detail.DocumentId)
                .Select(document => (Last: document.Max(DocumentOrder.Instance)!, Size: SizeOf(document)));
            foreach (var (last, size) in sales.Where(sale => sale.Size > 0).OrderByDescending(sale => sale.Last, DocumentOrder.Instance))
            {
                returned -= size;
                if (returned < 0)
                {
                    yield return last;
                }
            }
        }
    }

    // Paid parts that were taken back again leave a trace in the last digits.
    private static decimal SizeOf(IEnumerable<CountedLine> lines) => Rounding.HalfAwayFromZero(lines.Sum(SizeOf), 6);

    // What is sold without a quantity is known by its amount.
    private static decimal SizeOf(CountedLine line) => line.Quantity != 0 ? line.Quantity : line.Net;
}
