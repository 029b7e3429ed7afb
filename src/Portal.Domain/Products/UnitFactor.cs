using System.Globalization;
using Portal.Domain.Shared;

namespace Portal.Domain.Products;

/// <summary>How many of a product's own units a unit has, as an exact fraction: a box has 12/1 pieces, a gram 1/1000 kilograms.</summary>
/// <param name="Numerator">Own units; positive.</param>
/// <param name="Denominator">To how many of the unit they belong; positive.</param>
public readonly record struct UnitFactor(long Numerator, long Denominator)
{
    /// <summary>The largest numerator and denominator.</summary>
    public const long Most = 1_000_000_000;

    /// <summary>Reads "12", "0.25" or "1/1000".</summary>
    /// <returns>The factor in lowest terms, or null where the text is none.</returns>
    public static UnitFactor? Parse(string? text)
    {
        var parts = (text ?? "").Split('/');
        if (parts.Length > 2 || Number(parts[0]) is not { } numerator || (parts.Length == 2 ? Number(parts[1]) : 1) is not { } denominator)
        {
            return null;
        }

        while (numerator != decimal.Truncate(numerator) || denominator != decimal.Truncate(denominator))
        {
            (numerator, denominator) = (numerator * 10, denominator * 10);
        }

        var divisor = Divisor(numerator, denominator);
        (numerator, denominator) = (numerator / divisor, denominator / divisor);
        return numerator > Most || denominator > Most ? null : new UnitFactor((long)numerator, (long)denominator);
    }

    /// <summary>Converts a quantity of the unit into the product's own, rounded half away from zero to thousandths.</summary>
    /// <exception cref="OverflowException">The result is outside 64 bits.</exception>
    public long ToOwnMilli(long unitMilli) => Rounding.HalfAwayFromZero((decimal)unitMilli * Numerator / Denominator);

    /// <summary>12, or 1/1000.</summary>
    public override string ToString() => string.Create(CultureInfo.InvariantCulture, $"{Numerator}") + (Denominator == 1 ? "" : string.Create(CultureInfo.InvariantCulture, $"/{Denominator}"));

    private static decimal? Number(string text) =>
        decimal.TryParse(text.Trim(), NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out var number) && number > 0 && number <= Most && number.Scale <= 9 ? number : null;

    private static decimal Divisor(decimal left, decimal right) => right == 0 ? left : Divisor(right, left % right);
}
