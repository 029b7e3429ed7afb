using Portal.Domain.Settlements;
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
    public static IReadOnlyList<WorkedExampleLine> Of(ProgramDefinition definition, IReadOnlyList<ExampleSale> sales)
    {
        ArgumentNullException.ThrowIfNull(definition);
        ArgumentNullException.ThrowIfNull(sales);
        var periods = ProgramPeriods.Of(definition);
        var last = periods.ToList().FindLastIndex(period => sales.Any(sale => period.Contains(sale.On)));
        var result = new List<WorkedExampleLine>();
        var before = new long[definition.Lines.Count];
        for (var period = 0; period <= last; period++)
        {
            var earned = new EarnedLine[definition.Lines.Count];
            for (var line = 0; line < earned.Length; line++)
            {
                var from = definition.PeriodMode == PeriodMode.Cumulative ? 0 : period;
                var measure = Measure(definition.Lines[line], sales, periods.Skip(from).Take(period - from + 1));
                earned[line] = RebateCalculator.Earn(definition, line, measure) with { PeriodIndex = period, Period = periods[period] };
            }

            Limit(definition, earned);
            for (var line = 0; line < earned.Length; line++)
            {
                result.Add(new WorkedExampleLine(definition.Lines[line].Number, periods[period], earned[line], before[line]));
                before[line] = definition.PeriodMode == PeriodMode.Cumulative ? earned[line].RoundedMinor : 0;
            }
        }

        return [.. result.OrderBy(line => line.LineNumber).ThenBy(line => line.Period.From)];
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

    private static void Limit(ProgramDefinition definition, EarnedLine[] earned)
    {
        if (definition.CapPerProgram is { } cap)
        {
            var shares = ProgramCap.Apply(Math.Max(0, Rounding.HalfAwayFromZero(cap * Money.MinorPerUnit)), [.. earned.Select(line => Math.Max(0, line.RoundedMinor))]);
            for (var line = 0; line < earned.Length; line++)
            {
                earned[line] = earned[line] with { ProgramCapMinor = earned[line].RoundedMinor - shares[line] };
            }
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
