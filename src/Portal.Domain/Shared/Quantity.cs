using System.Globalization;

namespace Portal.Domain.Shared;

/// <summary>A quantity in thousandths of the product's unit.</summary>
/// <param name="Milli">Thousandths of a unit; negative for what came back.</param>
public readonly record struct Quantity(long Milli) : IComparable<Quantity>
{
    /// <summary>Thousandths in one unit.</summary>
    public const int MilliPerUnit = 1000;

    /// <summary>The quantity in units, exact.</summary>
    public decimal Units => Milli / (decimal)MilliPerUnit;

    /// <summary>Takes a quantity in units, rounded half away from zero to thousandths.</summary>
    /// <exception cref="OverflowException">The quantity is outside the range of a 64-bit count of thousandths.</exception>
    public static Quantity FromUnits(decimal units) => new(Rounding.HalfAwayFromZero(units * MilliPerUnit));

    /// <summary>The sum of two quantities.</summary>
    public static Quantity operator +(Quantity left, Quantity right) => new(checked(left.Milli + right.Milli));

    /// <summary>The difference of two quantities.</summary>
    public static Quantity operator -(Quantity left, Quantity right) => new(checked(left.Milli - right.Milli));

    /// <inheritdoc />
    public int CompareTo(Quantity other) => Milli.CompareTo(other.Milli);

    /// <summary>Thousands separators and up to three decimals: 1,204 or 0.5.</summary>
    public string Format() => (Milli < 0 ? "−" : "") + Math.Abs(Units).ToString("#,##0.###", CultureInfo.InvariantCulture);

    /// <summary>The quantity with a point and no separators, as files carry it.</summary>
    public override string ToString() => Units.ToString("0.###", CultureInfo.InvariantCulture);
}
