using System.Globalization;

namespace Portal.Domain.Shared;

/// <summary>An amount of money in minor units (fen, cents) of a currency that the context names; CNY unless it says otherwise.</summary>
/// <param name="Minor">The amount in minor units; negative for what is taken back.</param>
public readonly record struct Money(long Minor) : IComparable<Money>
{
    /// <summary>The currency of every amount that names no other.</summary>
    public const string DefaultCurrency = "CNY";

    /// <summary>Minor units in one unit.</summary>
    public const int MinorPerUnit = 100;

    /// <summary>Nothing.</summary>
    public static Money Zero => default;

    /// <summary>The amount in units, exact.</summary>
    public decimal Amount => Minor / (decimal)MinorPerUnit;

    /// <summary>Takes an amount in units, rounded half away from zero to minor units.</summary>
    /// <exception cref="OverflowException">The amount is outside the range of a 64-bit count of minor units.</exception>
    public static Money FromAmount(decimal amount) => new(Rounding.HalfAwayFromZero(amount * MinorPerUnit));

    /// <summary>The sum of two amounts.</summary>
    public static Money operator +(Money left, Money right) => new(checked(left.Minor + right.Minor));

    /// <summary>The difference of two amounts.</summary>
    public static Money operator -(Money left, Money right) => new(checked(left.Minor - right.Minor));

    /// <summary>The amount with the other sign.</summary>
    public static Money operator -(Money money) => new(checked(-money.Minor));

    /// <summary>Whether the left amount is less.</summary>
    public static bool operator <(Money left, Money right) => left.Minor < right.Minor;

    /// <summary>Whether the left amount is greater.</summary>
    public static bool operator >(Money left, Money right) => left.Minor > right.Minor;

    /// <summary>Whether the left amount is not greater.</summary>
    public static bool operator <=(Money left, Money right) => left.Minor <= right.Minor;

    /// <summary>Whether the left amount is not less.</summary>
    public static bool operator >=(Money left, Money right) => left.Minor >= right.Minor;

    /// <inheritdoc />
    public int CompareTo(Money other) => Minor.CompareTo(other.Minor);

    /// <summary>¥12,345.60 and −¥300.00: sign (U+2212), symbol, thousands separators, the currency's decimals, in every language.</summary>
    public string Format(string currency = DefaultCurrency)
    {
        // A part of a yen that should not be there is shown, not hidden.
        var isWhole = Currencies.Digits(currency) == 0 && Minor % MinorPerUnit == 0;
        var digits = Math.Abs(Amount).ToString(isWhole ? "N0" : "N2", CultureInfo.InvariantCulture);
        return (Minor < 0 ? "−" : "") + Symbol(currency) + digits;
    }

    /// <summary>The amount with two decimals, a point and no separators, as files carry it.</summary>
    public override string ToString() => Amount.ToString("0.00", CultureInfo.InvariantCulture);

    /// <summary>What stands before an amount of a currency: ¥, $, or its code and a space.</summary>
    public static string Symbol(string currency) => currency switch
    {
        "CNY" => "¥",
        "USD" => "$",
        "EUR" => "€",
        "GBP" => "£",
        _ => currency + " ",
    };
}
