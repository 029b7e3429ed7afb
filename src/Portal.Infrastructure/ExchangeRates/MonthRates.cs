using Microsoft.EntityFrameworkCore;
using Portal.Domain.Shared;
using Portal.Infrastructure.Data;

namespace Portal.Infrastructure.ExchangeRates;

/// <summary>
/// Turns sums of months into <see cref="Money.DefaultCurrency"/>, for reports that look back; a settlement converts each document
/// at the rate of its day. A month counts at the mean of its days' rates; without any, at the last rate known before.
/// </summary>
internal sealed class MonthRates
{
    private readonly Dictionary<string, SortedList<DateOnly, decimal>> _means;
    private readonly SortedSet<string> _missing = new(StringComparer.Ordinal);

    private MonthRates(Dictionary<string, SortedList<DateOnly, decimal>> means) => _means = means;

    /// <summary>Currencies of which something was left out, because no rate is known up to its month.</summary>
    public IReadOnlyList<string> Missing => [.. _missing];

    /// <summary>Reads the rates.</summary>
    public static async Task<MonthRates> ReadAsync(PortalDbContext context, CancellationToken cancellationToken)
    {
        var rates = await context.ExchangeRates.AsNoTracking().ToListAsync(cancellationToken);
        return new MonthRates(rates.GroupBy(rate => rate.Currency, StringComparer.Ordinal).ToDictionary(
            currency => currency.Key,
            currency => new SortedList<DateOnly, decimal>(currency.GroupBy(rate => FirstOf(rate.RateOn)).ToDictionary(month => month.Key, month => month.Average(rate => rate.Rate))),
            StringComparer.Ordinal));
    }

    /// <summary>The worth of a month's sum, in minor units; 0 where no rate is known, and its currency is named as missing.</summary>
    /// <param name="currency">ISO code of the sum's currency.</param>
    /// <param name="day">A day of the month.</param>
    /// <param name="minor">The sum in minor units.</param>
    public long Convert(string currency, DateOnly day, long minor)
    {
        if (currency == Money.DefaultCurrency || minor == 0)
        {
            return minor;
        }

        if (RateOf(currency, FirstOf(day)) is { } rate)
        {
            return Rounding.HalfAwayFromZero(minor * rate);
        }

        _missing.Add(currency);
        return 0;
    }

    private decimal? RateOf(string currency, DateOnly month)
    {
        decimal? last = null;
        foreach (var (known, rate) in _means.GetValueOrDefault(currency) ?? [])
        {
            if (known > month)
            {
                break;
            }

            last = rate;
        }

        return last;
    }

    private static DateOnly FirstOf(DateOnly day) => new(day.Year, day.Month, 1);
}
