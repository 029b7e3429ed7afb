namespace Portal.Domain.Effects;

/// <summary>Quantiles of Student's t distribution.</summary>
public static class StudentDistribution
{
    /// <summary>The 97.5 % quantile of the normal distribution.</summary>
    private const double Normal = 1.959963984540054;

    /// <summary>
    /// The factor of a two-sided 95 % interval. Exact for one and two degrees of freedom; from three on by the expansion of
    /// Cornish and Fisher (Abramowitz and Stegun, Handbook of Mathematical Functions, 26.7.5), off by less than 0.3 % at three
    /// and by less than 0.01 % from seven on.
    /// </summary>
    /// <param name="degreesOfFreedom">At least 1.</param>
    public static double Factor95(int degreesOfFreedom)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(degreesOfFreedom, 1);
        if (degreesOfFreedom == 1)
        {
            return Math.Tan(Math.PI * 0.475);
        }

        if (degreesOfFreedom == 2)
        {
            // t = 2a √(2 / (1 − 4a²)) with a = p − ½.
            return 2 * 0.475 * Math.Sqrt(2 / (1 - (4 * 0.475 * 0.475)));
        }

        var (x, n) = (Normal, (double)degreesOfFreedom);
        var g1 = (Math.Pow(x, 3) + x) / 4;
        var g2 = ((5 * Math.Pow(x, 5)) + (16 * Math.Pow(x, 3)) + (3 * x)) / 96;
        var g3 = ((3 * Math.Pow(x, 7)) + (19 * Math.Pow(x, 5)) + (17 * Math.Pow(x, 3)) - (15 * x)) / 384;
        var g4 = ((79 * Math.Pow(x, 9)) + (776 * Math.Pow(x, 7)) + (1482 * Math.Pow(x, 5)) - (1920 * Math.Pow(x, 3)) - (945 * x)) / 92160;
        return x + (g1 / n) + (g2 / Math.Pow(n, 2)) + (g3 / Math.Pow(n, 3)) + (g4 / Math.Pow(n, 4));
    }
}
