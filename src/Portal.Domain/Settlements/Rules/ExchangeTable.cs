using Portal.Domain.Shared;

namespace Portal.Domain.Settlements.Rules;

/// <summary>Converts amounts at the stored rate of their day.</summary>
internal sealed class ExchangeTable
{
    private readonly Dictionary<string, PlanExchangeRate[]>? _rates;

    /// <summary>Takes the stored rates; null where every document is in the programme's currency.</summary>
    public ExchangeTable(IReadOnlyList<PlanExchangeRate>? rates) =>
        _rates = rates?.GroupBy(rate => rate.Currency, StringComparer.OrdinalIgnoreCase).ToDictionary(group => group.Key, group => group.ToArray(), StringComparer.OrdinalIgnoreCase);

    /// <summary>How much of a programme's currency one unit of a document's is worth on a day; null where a rate is missing, which is named.</summary>
    public decimal? RateOf(SoldLine line, string programCurrency, CalculationProblems problems)
    {
        var currency = line.Detail.Currency ?? Money.DefaultCurrency;
        if (_rates is null || string.Equals(currency, programCurrency, StringComparison.OrdinalIgnoreCase))
        {
            return 1;
        }

        return WorthOf(currency, line, problems) is { } worth && WorthOf(programCurrency, line, problems) is { } own ? worth / own : null;
    }

    private decimal? WorthOf(string currency, SoldLine line, CalculationProblems problems)
    {
        if (string.Equals(currency, Money.DefaultCurrency, StringComparison.OrdinalIgnoreCase))
        {
            return 1;
        }

        var on = line.Fact.On;
        var rates = _rates!.GetValueOrDefault(currency) ?? [];
        // A rate of the very day goes before one that holds for longer.
        var rate = rates.Where(rate => rate.From <= on && rate.To >= on).OrderBy(rate => rate.To.DayNumber - rate.From.DayNumber).FirstOrDefault();
        if (rate is null)
        {
            problems.LeaveOut("calculation_rate_missing", line, line.Detail.DocumentNumber, currency, on);
        }

        return rate?.Rate;
    }
}
