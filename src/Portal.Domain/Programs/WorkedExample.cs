using Portal.Domain.Settlements;
using Portal.Domain.Settlements.Rules;
using Portal.Domain.Shared;

namespace Portal.Domain.Programs;

/// <summary>Works out what sales of one customer earn, by the same functions as a settlement.</summary>
public static class WorkedExample
{
    /// <summary>Amounts of each period in turn (of what both decides the tier and earns), for every line.</summary>
    /// <param name="definition">The definition; a draft that is not valid gives what can be said.</param>
    /// <param name="amounts">In units of each line's own measures.</param>
    public static IReadOnlyList<WorkedExampleLine> OfAmounts(ProgramDefinition definition, IReadOnlyList<decimal> amounts)
    {
        ArgumentNullException.ThrowIfNull(amounts);
        var periods = ProgramPeriods.Of(definition);
        return Of(definition, [.. amounts.Take(periods.Count).Select((amount, index) => new ExampleSale { On = periods[index].From, NetAmount = amount, Quantity = amount })]);
    }

    /// <summary>Sales and returns, for every line and for every period up to the last that has one.</summary>
    /// <param name="definition">The definition.</param>
    /// <param name="sales">The sales of the customer.</param>
    /// <param name="figure">Its target, base figure or advance; null for none.</param>
    public static IReadOnlyList<WorkedExampleLine> Of(ProgramDefinition definition, IReadOnlyList<ExampleSale> sales, decimal? figure = null)
    {
        ArgumentNullException.ThrowIfNull(definition);
        ArgumentNullException.ThrowIfNull(sales);
        var periods = ProgramPeriods.Of(definition);
        var last = periods.ToList().FindLastIndex(period => sales.Any(sale => period.Contains(sale.On)));
        var earned = definition.NeedsDetails() || sales.Any(sale => sale.IsNamed || sale.NotForRebate == true)
            ? ExampleCalculator.Earn(definition, sales, figure, last)
            : Earn(definition, periods, sales, last);
        Limit(definition, earned);
        var result = new List<WorkedExampleLine>();
        var before = new Dictionary<int, long>();
        foreach (var line in earned)
        {
            result.Add(new WorkedExampleLine(definition.Lines[line.LineIndex].Number, line.Period, line, before.GetValueOrDefault(line.LineIndex)));
            before[line.LineIndex] = definition.PeriodMode == PeriodMode.Cumulative ? line.RoundedMinor : 0;
        }

        return [.. result.OrderBy(line => line.LineNumber).ThenBy(line => line.Period.From)];
    }

    private static List<EarnedLine> Earn(ProgramDefinition definition, IReadOnlyList<DateRange> periods, IReadOnlyList<ExampleSale> sales, int last)
    {
        var earned = new List<EarnedLine>();
        for (var period = 0; period <= last; period++)
        {
            var from = definition.PeriodMode == PeriodMode.Cumulative ? 0 : period;
            for (var line = 0; line < definition.Lines.Count; line++)
            {
                var measure = Measure(definition.Lines[line], sales, periods.Skip(from).Take(period - from + 1));
                earned.Add(LineCalculator.Earn(definition, line, measure) with { PeriodIndex = period, Period = periods[period] });
            }
        }

        return earned;
    }

    private static PeriodMeasure Measure(ProgramLine line, IReadOnlyList<ExampleSale> sales, IEnumerable<DateRange> periods)
    {
        var measure = default(PeriodMeasure);
        foreach (var sale in sales.Where(sale => (sale.Line ?? line.Number) == line.Number && periods.Any(period => period.Contains(sale.On))))
        {
            var fact = new SalesFact(0, sale.On, 0, Quantity.FromUnits(sale.Quantity).Milli, Money.FromAmount(sale.NetAmount).Minor, 0);
            measure.Add(fact, sale.Counts != ExampleScope.Base, sale.Counts != ExampleScope.Qualifier);
        }

        return measure;
    }

    /// <summary>The limits of the programme, as if the customer were the only one.</summary>
    private static void Limit(ProgramDefinition definition, List<EarnedLine> earned)
    {
        var left = ProgramCap.Limit(definition, [.. earned.Select(line => new LimitedAmount(line.Period.From, definition.Lines[line.LineIndex].Number, Math.Max(0, line.RoundedMinor)))]);
        for (var index = 0; index < earned.Count; index++)
        {
            earned[index] = earned[index] with { ProgramCapMinor = Math.Max(0, earned[index].RoundedMinor) - left[index] };
        }
    }
}

/// <summary>What a period of a worked example earns.</summary>
/// <param name="LineNumber">The programme's line.</param>
/// <param name="Period">The period.</param>
/// <param name="Earned">The rebate: of the period, or in cumulative mode since the start.</param>
/// <param name="SettledBeforeMinor">What the periods before gave, in cumulative mode.</param>
public sealed record WorkedExampleLine(int LineNumber, DateRange Period, EarnedLine Earned, long SettledBeforeMinor)
{
    /// <summary>What the period gives.</summary>
    public long DueMinor => Earned.RoundedMinor - SettledBeforeMinor;
}
