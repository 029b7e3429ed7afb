using System.Globalization;

namespace Portal.Domain.Shared;

/// <summary>A share of an amount: 0.022 is 2.2 %.</summary>
/// <param name="Fraction">The share as a fraction of one.</param>
public readonly record struct Rate(decimal Fraction)
{
    /// <summary>The share in percent.</summary>
    public decimal Percent => Fraction * 100m;

    /// <summary>Takes a share in percent.</summary>
    public static Rate FromPercent(decimal percent) => new(percent / 100m);

    /// <summary>The exact share of an amount in minor units; rounding is the caller's, once, at the end.</summary>
    public decimal OfMinor(decimal minor) => minor * Fraction;

    /// <summary>At most four decimals and a percent sign: 2.20%, 0.125%. Two decimals unless more are needed.</summary>
    public string Format() => Percent.ToString("#,##0.00##", CultureInfo.InvariantCulture).Replace('-', '−') + "%";
}
