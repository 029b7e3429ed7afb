using Portal.Domain.Programs;

namespace Portal.Admin.Programs;

/// <summary>What the worked example assumes that a customer buys in each period.</summary>
/// <param name="NetAmount">The net amount.</param>
/// <param name="Quantity">The quantity.</param>
internal sealed record ExampleAmounts(decimal NetAmount, decimal Quantity)
{
    private const int MaxPeriods = 4;

    /// <summary>Amounts that show the tiers: one after the other in the first periods.</summary>
    public static List<ExampleAmounts> For(ProgramDefinition definition)
    {
        var periods = Math.Min(MaxPeriods, ProgramPeriods.Of(definition).Count);
        return [.. Enumerable.Range(0, periods).Select(index => new ExampleAmounts(Typical(definition, Measure.NetAmount, index, 100_000), Typical(definition, Measure.Quantity, index, 100)))];
    }

    /// <summary>The amounts as sales on the first day of each period.</summary>
    public static IReadOnlyList<ExampleSale> Sales(ProgramDefinition definition, IReadOnlyList<ExampleAmounts> amounts)
    {
        var periods = ProgramPeriods.Of(definition);
        return [.. amounts.Take(periods.Count).Select((amount, index) => new ExampleSale { On = periods[index].From, NetAmount = amount.NetAmount, Quantity = amount.Quantity })];
    }

    private static decimal Typical(ProgramDefinition definition, Measure measure, int period, decimal usual)
    {
        var tiers = definition.Lines.FirstOrDefault(line => line.Qualifier.Measure == measure)?.Tiers;
        if (tiers is not { Count: > 0 })
        {
            return usual;
        }

        var from = tiers[Math.Min(period + 1, tiers.Count - 1)].From;
        return from <= 0 ? usual : decimal.Truncate(from * (period % 2 == 0 ? 1.2m : 0.9m));
    }
}
