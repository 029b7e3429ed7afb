namespace Portal.Domain.Shared;

/// <summary>The one place where money and quantities are rounded and shared out.</summary>
public static class Rounding
{
    /// <summary>Decimals of a minor unit in which a difference is one of the sum itself, not of quotients that were cut off at the 28th digit.</summary>
    private const int Meant = 12;

    /// <summary>
    /// Rounds to a whole number, half away from zero: 2.5 is 3, −2.5 is −3. What lies less than 10⁻¹² below a half is one: three
    /// times five sixths is 2.5, although the quotient's last digit makes it 2.4999….
    /// </summary>
    /// <exception cref="OverflowException">The result is outside 64 bits.</exception>
#pragma warning disable RS0030 // The ban on decimal rounding points here.
    public static long HalfAwayFromZero(decimal value) =>
        decimal.ToInt64(decimal.Round(decimal.Round(value, Meant, MidpointRounding.AwayFromZero), 0, MidpointRounding.AwayFromZero));

    /// <summary>Rounds to a number of decimals for showing, half away from zero.</summary>
    public static decimal HalfAwayFromZero(decimal value, int decimals) => decimal.Round(value, decimals, MidpointRounding.AwayFromZero);
#pragma warning restore RS0030

    /// <summary>Rounds minor units to the nearest multiple of <paramref name="unitMinor"/> (1 = fen, 10 = jiao, 100 = yuan), half away from zero.</summary>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="unitMinor"/> is not positive.</exception>
    public static long ToUnit(decimal minor, long unitMinor)
    {
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(unitMinor);
        return checked(HalfAwayFromZero(minor / unitMinor) * unitMinor);
    }

    /// <summary>
    /// Shares <paramref name="total"/> in proportion to <paramref name="weights"/> so that the parts add up exactly:
    /// each part is floored, then what is left goes one by one to the largest remainders, the earlier part first.
    /// </summary>
    /// <param name="total">What is shared, in whole units; may be negative.</param>
    /// <param name="weights">Weights, none negative. If all are zero the whole goes to the first part.</param>
    /// <returns>As many parts as weights; empty for no weights.</returns>
    public static long[] Share(long total, IReadOnlyList<long> weights)
    {
        ArgumentNullException.ThrowIfNull(weights);
        if (weights.Count == 0)
        {
            return [];
        }

        var sum = weights.Aggregate(0m, (running, weight) => running + weight);
        var parts = new long[weights.Count];
        if (sum == 0)
        {
            parts[0] = total;
            return parts;
        }

        var sign = total < 0 ? -1 : 1;
        var magnitude = Math.Abs((decimal)total);
        var remainders = new decimal[weights.Count];
        var left = magnitude;
        for (var index = 0; index < weights.Count; index++)
        {
            var exact = magnitude * weights[index] / sum;
            var floor = decimal.Floor(exact);
            parts[index] = sign * (long)floor;
            remainders[index] = exact - floor;
            left -= floor;
        }

        foreach (var index in Enumerable.Range(0, weights.Count).OrderByDescending(part => remainders[part]).ThenBy(part => part).Take((int)left))
        {
            parts[index] += sign;
        }

        return parts;
    }
}
