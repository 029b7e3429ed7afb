namespace Portal.Domain.Shared;

/// <summary>What has to be known of currencies by their ISO codes. Amounts of every currency are kept in hundredths of its unit.</summary>
public static class Currencies
{
    private static readonly HashSet<string> Whole = new(StringComparer.Ordinal)
    {
        "BIF", "CLP", "DJF", "GNF", "ISK", "JPY", "KMF", "KRW", "PYG", "RWF", "UGX", "VND", "VUV", "XAF", "XOF", "XPF",
    };

    private static readonly HashSet<string> Thousandths = new(StringComparer.Ordinal) { "BHD", "IQD", "JOD", "KWD", "LYD", "OMR", "TND" };

    /// <summary>How many decimals an amount of the currency has: two for most, none for yen, three for dinars.</summary>
    public static int Digits(string currency) => Whole.Contains(currency) ? 0 : Thousandths.Contains(currency) ? 3 : 2;

    /// <summary>Whether hundredths of the unit can carry every amount of the currency.</summary>
    public static bool CanBeKept(string currency) => Digits(currency) <= 2;

    /// <summary>The smallest amount that can be paid, in units of money: 0.01 yuan, 1 yen.</summary>
    public static decimal SmallestUnit(string currency) => Digits(currency) == 0 ? 1m : 0.01m;
}

/// <summary>An amount of money together with its currency, where the context names none.</summary>
/// <param name="Minor">The amount in hundredths of the currency's unit.</param>
/// <param name="Currency">ISO code.</param>
public readonly record struct CurrencyMoney(long Minor, string Currency) : IComparable<CurrencyMoney>
{
    /// <summary>The amount without its currency.</summary>
    public Money Money => new(Minor);

    /// <summary>Whether the left amount is less; amounts of one currency only.</summary>
    public static bool operator <(CurrencyMoney left, CurrencyMoney right) => left.CompareTo(right) < 0;

    /// <summary>Whether the left amount is greater; amounts of one currency only.</summary>
    public static bool operator >(CurrencyMoney left, CurrencyMoney right) => left.CompareTo(right) > 0;

    /// <summary>Whether the left amount is not greater; amounts of one currency only.</summary>
    public static bool operator <=(CurrencyMoney left, CurrencyMoney right) => left.CompareTo(right) <= 0;

    /// <summary>Whether the left amount is not less; amounts of one currency only.</summary>
    public static bool operator >=(CurrencyMoney left, CurrencyMoney right) => left.CompareTo(right) >= 0;

    /// <inheritdoc />
    public int CompareTo(CurrencyMoney other) => Currency == other.Currency
        ? Minor.CompareTo(other.Minor)
        : throw new InvalidOperationException("Amounts of different currencies have no order.");

    /// <summary>$1,234.50, JPY 300.</summary>
    public string Format() => Money.Format(Currency);

    /// <summary>The amount as files carry it.</summary>
    public override string ToString() => Money.ToString();
}
