namespace Portal.Domain.NearMisses;

/// <summary>
/// How likely the purchases of the days that are left reach what is missing. The purchases of a day are taken as independent draws
/// from those of the past days, days without any among them; their sum over many days is nearly normal (central limit theorem), so
/// with mean m and variance s² of a day, n days left and x missing it is 1 − Φ((x − n·m) / (s·√n)).
/// </summary>
/// <remarks>
/// Few large orders, seasons and a sales representative who acts on the figure are not in it: it orders customers, it does not
/// foretell them. Source: any text on the sum of independent variables, such as NIST/SEMATECH, e-Handbook of Statistical Methods, 1.3.6.6.1.
/// </remarks>
public static class ReachProbability
{
    /// <summary>With fewer days than this no probability is told.</summary>
    public const int FewestDays = 28;

    /// <summary>The probability from 0 to 1, or null with too short a past.</summary>
    /// <param name="pastDays">What was bought on each past day, zeros included, in the unit of what is missing.</param>
    /// <param name="daysLeft">Days to come.</param>
    /// <param name="missing">What is missing.</param>
    public static double? Of(IReadOnlyCollection<long> pastDays, int daysLeft, long missing)
    {
        ArgumentNullException.ThrowIfNull(pastDays);
        if (missing <= 0)
        {
            return 1;
        }

        if (pastDays.Count < FewestDays)
        {
            return null;
        }

        if (daysLeft <= 0)
        {
            return 0;
        }

        var mean = pastDays.Average(day => (double)day);
        var variance = pastDays.Sum(day => (day - mean) * (day - mean)) / (pastDays.Count - 1);
        var (expected, spread) = (daysLeft * mean, Math.Sqrt(daysLeft * variance));
        return spread == 0 ? (expected >= missing ? 1 : 0) : 1 - Normal((missing - expected) / spread);
    }

    /// <summary>Φ, the distribution function of the standard normal distribution, to 7.5·10⁻⁸: Abramowitz and Stegun, Handbook of Mathematical Functions, 26.2.17.</summary>
    public static double Normal(double value)
    {
        if (value < 0)
        {
            return 1 - Normal(-value);
        }

        var t = 1 / (1 + (0.2316419 * value));
        var tail = t * (0.319381530 + (t * (-0.356563782 + (t * (1.781477937 + (t * (-1.821255978 + (t * 1.330274429))))))));
        return 1 - (Math.Exp(-value * value / 2) / Math.Sqrt(2 * Math.PI) * tail);
    }
}
