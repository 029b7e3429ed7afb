using Portal.Domain.Shared;

namespace Portal.Domain.Accruals;

/// <summary>What was bought in each month of the year before: tells how much of a period's purchases usually falls into its first days.</summary>
public sealed class SeasonalPattern
{
    private readonly Dictionary<DateOnly, long> _months = [];

    /// <summary>Adds what was bought in a month.</summary>
    /// <param name="month">Any day of it.</param>
    /// <param name="netMinor">Net amount in minor units.</param>
    public void Add(DateOnly month, long netMinor)
    {
        var first = new DateOnly(month.Year, month.Month, 1);
        _months[first] = _months.GetValueOrDefault(first) + netMinor;
    }

    /// <summary>
    /// The share of a period's purchases that fell into the same days of the year before: whole months with what was bought in
    /// them, months in part by their days. Null where it is not known: nothing was bought up to then, or in less than half of the months.
    /// </summary>
    /// <param name="period">The period, in this year.</param>
    /// <param name="today">The last day that is over.</param>
    public decimal? ElapsedShare(DateRange period, DateOnly today)
    {
        decimal total = 0;
        decimal elapsed = 0;
        var (months, known) = (0, 0);
        for (var month = new DateOnly(period.From.Year, period.From.Month, 1); month <= period.To; month = month.AddMonths(1))
        {
            months++;
            var amount = Math.Max(0, _months.GetValueOrDefault(month.AddYears(-1)));
            known += amount > 0 ? 1 : 0;
            var days = new DateRange(month, month.AddMonths(1).AddDays(-1));
            var counted = days.Intersect(period)!.Value;
            total += (decimal)amount * counted.Days / days.Days;
            elapsed += today < counted.From ? 0 : (decimal)amount * (new DateRange(counted.From, today < counted.To ? today : counted.To).Days) / days.Days;
        }

        return elapsed > 0 && known * 2 >= months ? Math.Min(1, elapsed / total) : null;
    }
}
