using Portal.Domain.Shared;

namespace Portal.Domain.Points.Rules;

/// <summary>Points and money as whole numbers of their smallest unit, and back. The one place where points are rounded.</summary>
/// <param name="PointDecimals">Decimals of a point.</param>
/// <param name="CurrencyDecimals">Decimals of the currency.</param>
public readonly record struct PointScale(int PointDecimals, int CurrencyDecimals)
{
    /// <summary>The smallest units in one point.</summary>
    public decimal UnitsPerPoint => PowerOfTen(PointDecimals);

    /// <summary>The minor units in one unit of money.</summary>
    public decimal MinorPerUnit => PowerOfTen(CurrencyDecimals);

    /// <summary>Points from units, exact.</summary>
    public decimal Points(long units) => units / UnitsPerPoint;

    /// <summary>Units of a number of points that the programme can hold.</summary>
    public long Units(decimal points) => decimal.ToInt64(points * UnitsPerPoint);

    /// <summary>Units of a number of points, rounded.</summary>
    public long Round(decimal points, RoundingMode mode) => RoundWhole(points * UnitsPerPoint, mode);

    /// <summary>Whether the programme can hold this number of points.</summary>
    public bool Fits(decimal points) => decimal.IsInteger(points * UnitsPerPoint);

    /// <summary>Whether the currency can hold this amount.</summary>
    public bool FitsMoney(decimal amount) => decimal.IsInteger(amount * MinorPerUnit);

    /// <summary>Minor units of an amount that the currency can hold.</summary>
    public long Minor(decimal amount) => decimal.ToInt64(amount * MinorPerUnit);

    /// <summary>The amount from minor units, exact.</summary>
    public decimal Amount(long minor) => minor / MinorPerUnit;

    /// <summary>Rounds to a whole number; half goes away from zero.</summary>
    public static long RoundWhole(decimal value, RoundingMode mode) => mode switch
    {
        RoundingMode.Floor => decimal.ToInt64(decimal.Floor(value)),
        RoundingMode.Ceil => decimal.ToInt64(decimal.Ceiling(value)),
        RoundingMode.Half => Rounding.HalfAwayFromZero(value),
        _ => throw new InvalidOperationException("Unknown rounding " + mode),
    };

    private static decimal PowerOfTen(int decimals)
    {
        var power = 1m;
        for (var step = 0; step < decimals; step++)
        {
            power *= 10;
        }

        return power;
    }
}
