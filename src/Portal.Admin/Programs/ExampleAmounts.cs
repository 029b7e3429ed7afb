using Portal.Domain.Programs;

namespace Portal.Admin.Programs;

/// <summary>What the worked example assumes that a customer buys in a period.</summary>
/// <param name="NetAmount">The net amount.</param>
/// <param name="Quantity">The quantity.</param>
/// <param name="Margin">What is left of the net amount after the cost.</param>
/// <param name="Count">How many orders, each of another product.</param>
internal sealed record ExampleAmounts(decimal NetAmount, decimal Quantity, decimal Margin, decimal Count);

/// <summary>Everything that the worked example assumes: purchases by period, and what they are compared with.</summary>
/// <param name="Periods">Of each period.</param>
/// <param name="Before">What was bought in each base period, in the unit of the measure compared.</param>
/// <param name="Figure">The customer's target, base figure or advance in the lists that the programme names.</param>
internal sealed record ExampleAssumptions(IReadOnlyList<ExampleAmounts> Periods, decimal Before, decimal Figure)
{
    private const int MaxPeriods = 4;
    private const int MostSales = 200;
    private const decimal UsualBase = 1_000_000;

    /// <summary>Amounts that show the tiers: one after the other in the first periods.</summary>
    public static ExampleAssumptions For(ProgramDefinition definition)
    {
        var periods = Math.Min(MaxPeriods, ProgramPeriods.Of(definition).Count);
        var usual = definition.Lines.Any(line => line.Qualifier is { Compare: not null } qualifier && !qualifier.Measure.IsMoney()) ? 1_000 : UsualBase;
        return new ExampleAssumptions(
            [.. Enumerable.Range(0, periods).Select(index => new ExampleAmounts(
                Typical(definition, Measure.NetAmount, index, 100_000), Typical(definition, Measure.Quantity, index, 100), Typical(definition, Measure.Margin, index, 20_000), Math.Max(1, Counted(definition, index))))],
            usual,
            usual);
    }

    /// <summary>The purchases as sales on the first day of each period, and those before that they are compared with.</summary>
    public IReadOnlyList<ExampleSale> Sales(ProgramDefinition definition)
    {
        var periods = ProgramPeriods.Of(definition);
        var sales = new List<ExampleSale>();
        for (var index = 0; index < Math.Min(Periods.Count, periods.Count); index++)
        {
            sales.AddRange(Split(definition, periods[index].From, Periods[index], index));
            if (ComparedWith(definition, ComparisonAgainst.YearBefore) is not null)
            {
                sales.Add(Earlier(definition, periods[index].From.AddYears(-1)));
            }
        }

        if (ComparedWith(definition, ComparisonAgainst.Days) is { From: { } from })
        {
            sales.Add(Earlier(definition, from));
        }

        return sales;
    }

    /// <summary>Whether purchases of days before are asked for.</summary>
    public static bool UsesBefore(ProgramDefinition definition) => (ComparedWith(definition, ComparisonAgainst.YearBefore) ?? ComparedWith(definition, ComparisonAgainst.Days)) is not null;

    /// <summary>Whether a figure of the customer is asked for.</summary>
    public static bool UsesFigure(ProgramDefinition definition) =>
        ComparedWith(definition, ComparisonAgainst.Figures) is not null || definition.Lines.Any(line => line.Advance?.List is not null);

    /// <summary>Whether a measure is of use.</summary>
    public static bool Uses(ProgramDefinition definition, params Measure[] measures) => definition.Lines.Any(line =>
        measures.Contains(line.Qualifier.Measure) || measures.Contains(line.Base.Measure) || line.Mix?.Conditions.Any(condition => measures.Contains(condition.Measure)) == true);

    private static IEnumerable<ExampleSale> Split(ProgramDefinition definition, DateOnly on, ExampleAmounts amounts, int period)
    {
        var pieces = Uses(definition, Measure.OrderCount, Measure.ProductCount) ? (int)Math.Clamp(amounts.Count, 1, MostSales) : 1;
        var (net, quantity, cost) = (amounts.NetAmount, amounts.Quantity, amounts.NetAmount - amounts.Margin);
        for (var piece = pieces; piece > 0; piece--)
        {
            // The last one takes what is over.
            var sale = new ExampleSale
            {
                On = on,
                NetAmount = decimal.Round(net / piece, 2),
                Quantity = decimal.Round(quantity / piece, 3),
                Cost = Uses(definition, Measure.Margin) ? decimal.Round(cost / piece, 2) : null,
                Document = pieces > 1 ? FormattableString.Invariant($"{period + 1}-{pieces - piece + 1}") : null,
                Product = pieces > 1 && IsOfAnyProduct(definition) ? FormattableString.Invariant($"P{pieces - piece + 1}") : null,
                PaidOn = definition.Documents is null ? null : on,
                DeliveredOn = definition.Documents is null ? null : on,
            };
            (net, quantity, cost) = (net - sale.NetAmount, quantity - sale.Quantity, cost - (sale.Cost ?? 0));
            yield return sale;
        }
    }

    /// <summary>A product that is named must be among those that count.</summary>
    private static bool IsOfAnyProduct(ProgramDefinition definition) => definition.Lines.All(line =>
        SelectorEdits.SameScope(line.Qualifier.Scope, ProductScope.Everything) && SelectorEdits.SameScope(line.Base.Scope, ProductScope.Everything));

    private static Comparison? ComparedWith(ProgramDefinition definition, ComparisonAgainst against) =>
        definition.Lines.Select(line => line.Qualifier.Compare).FirstOrDefault(compare => compare?.Against == against);

    private ExampleSale Earlier(ProgramDefinition definition, DateOnly on) => new()
    {
        On = on,
        NetAmount = Before,
        Quantity = Before,
        Cost = Uses(definition, Measure.Margin) ? 0 : null,
        PaidOn = definition.Documents is null ? null : on,
        DeliveredOn = definition.Documents is null ? null : on,
    };

    private static decimal Counted(ProgramDefinition definition, int period) =>
        Math.Max(Typical(definition, Measure.OrderCount, period, 1), Typical(definition, Measure.ProductCount, period, 1));

    private static decimal Typical(ProgramDefinition definition, Measure measure, int period, decimal usual)
    {
        var line = definition.Lines.FirstOrDefault(line => line.Qualifier.Measure == measure);
        if (line is not { Tiers.Count: > 0 })
        {
            return usual;
        }

        var from = line.Tiers[Math.Min(period + 1, line.Tiers.Count - 1)].From * (period % 2 == 0 ? 1.2m : 0.9m);
        return line.Qualifier.Compare is { } compare ? Compared(compare, measure, from)
            : from <= 0 ? usual : Math.Min(1_000_000_000m, measure.IsMoney() || measure == Measure.Quantity ? decimal.Truncate(from) : decimal.Ceiling(from));
    }

    /// <summary>What must be bought for a comparison to come out as a bound.</summary>
    private static decimal Compared(Comparison compare, Measure measure, decimal bound)
    {
        var figure = compare.Value ?? (measure.IsMoney() ? UsualBase : 1_000);
        var reached = Math.Clamp(bound, -100, 1_000_000_000);
        return compare.As switch
        {
            ComparisonAs.RatioPercent => decimal.Truncate(figure * reached / 100),
            ComparisonAs.GrowthPercent => decimal.Truncate(figure * (100 + reached) / 100),
            _ => decimal.Truncate(figure + reached),
        };
    }
}
