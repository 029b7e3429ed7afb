using System.Globalization;
using Portal.Domain.Shared;
using Portal.Infrastructure.MyRebates;
using Portal.Ui;

namespace Portal.Member.Programs;

/// <summary>Values as a phone shows them: no decimals where there are none, short where they stand for an order of size.</summary>
internal static class ProgramTexts
{
    /// <summary>¥430,000 or ¥430,000.50; 12 units, or 12 of the unit given. Without a currency it is our own.</summary>
    public static string Value(this Texts texts, long value, bool isQuantity, string? currency, string? unit = null) =>
        isQuantity ? texts.Units(new Quantity(value).Format(), unit) : Amount(value, currency);

    /// <summary>¥430,000 or ¥430,000.50.</summary>
    public static string Amount(long minor, string? currency)
    {
        var text = new Money(minor).Format(currency ?? Money.DefaultCurrency);
        return text.EndsWith(".00", StringComparison.Ordinal) ? text[..^3] : text;
    }

    /// <summary>The value with its first three digits: for forecasts.</summary>
    public static string About(this Texts texts, long value, bool isQuantity, string? currency, string? unit = null)
    {
        long step = isQuantity ? Quantity.MilliPerUnit : Money.MinorPerUnit;
        for (var whole = Math.Abs(value) / step; whole >= 1000; whole /= 10)
        {
            step *= 10;
        }

        return texts.Value(Rounding.ToUnit(value, step), isQuantity, currency, unit);
    }

    /// <summary>57 万 or ¥570K: for the ends of a bar.</summary>
    public static string Short(this Texts texts, long value, bool isQuantity, string? currency, string? unit = null)
    {
        var units = value / (decimal)(isQuantity ? Quantity.MilliPerUnit : Money.MinorPerUnit);
        var (key, size) = (texts.IsChinese, Math.Abs(units)) switch
        {
            (true, >= 100_000_000m) => ("my.short.hundredMillion", 100_000_000m),
            (true, >= 10_000m) => ("my.short.tenThousand", 10_000m),
            (false, >= 1_000_000m) => ("my.short.million", 1_000_000m),
            (false, >= 10_000m) => ("my.short.thousand", 1_000m),
            _ => (null, 1m),
        };
        if (key is null)
        {
            return texts.Value(value, isQuantity, currency, unit);
        }

        var scaled = units / size;
        var decimals = Math.Abs(scaled) >= 100 ? 0 : Math.Abs(scaled) >= 10 ? 1 : 2;
        var number = Rounding.HalfAwayFromZero(scaled, decimals).ToString("0.##", CultureInfo.InvariantCulture).Replace('-', '−');
        return isQuantity ? texts.Units(texts[key, number], unit) : Money.Symbol(currency ?? Money.DefaultCurrency) + texts[key, number];
    }

    /// <summary>What a tier pays: 3%, ¥500, ¥2.00 each, ¥50 per ¥10,000.</summary>
    public static string Benefit(this Texts texts, MyTier tier, string? currency)
    {
        ArgumentNullException.ThrowIfNull(tier);
        return tier switch
        {
            { RatePercent: { } rate } => rate.ToString("0.####", CultureInfo.InvariantCulture) + "%",
            { AmountPerUnit: { } amount, Unit: { } unit } => texts["my.benefit.perUnitOf", PerUnit(amount, currency), unit],
            { AmountPerUnit: { } amount } => texts["my.benefit.perUnit", PerUnit(amount, currency)],
            { MultipleOf: { } multiple, Amount: { } amount } => texts["my.benefit.perMultiple", Amount(Money.FromAmount(amount).Minor, currency), texts.Value(multiple, tier.IsMultipleQuantity, currency, tier.Unit)],
            { Amount: { } amount } => Amount(Money.FromAmount(amount).Minor, currency),
            _ => "–",
        };
    }

    /// <summary>What a tier pays where there is little room: ¥2.00/unit, ¥50/¥10,000.</summary>
    public static string ShortBenefit(this Texts texts, MyTier tier, string? currency)
    {
        ArgumentNullException.ThrowIfNull(tier);
        return tier switch
        {
            { AmountPerUnit: { } amount, Unit: { } unit } => texts["my.benefit.shortPerUnitOf", PerUnit(amount, currency), unit],
            { AmountPerUnit: { } amount } => texts["my.benefit.shortPerUnit", PerUnit(amount, currency)],
            { MultipleOf: { } multiple, Amount: { } amount } => Amount(Money.FromAmount(amount).Minor, currency) + "/" + texts.Short(multiple, tier.IsMultipleQuantity, currency, tier.Unit),
            _ => texts.Benefit(tier, currency),
        };
    }

    private static string Units(this Texts texts, string number, string? unit) => unit is null ? texts["my.units", number] : texts["my.unitsOf", number, unit];

    /// <summary>¥2.00 or ¥0.0125: an amount for one unit may be less than a fen.</summary>
    private static string PerUnit(decimal amount, string? currency) => Money.Symbol(currency ?? Money.DefaultCurrency) + amount.ToString("#,##0.00##", CultureInfo.InvariantCulture);

    /// <summary>"Rule 2: Bikes, Components"; null where a programme has one rule only.</summary>
    public static string? RuleTitle(this Texts texts, MyProgramCard card, MyProgress line)
    {
        ArgumentNullException.ThrowIfNull(card);
        ArgumentNullException.ThrowIfNull(line);
        return card.Lines.Count < 2 ? null
            : line.Products.Count == 0 ? texts["my.rule", line.LineNumber]
            : texts["my.ruleOf", line.LineNumber, string.Join(texts["programs.say.listSeparator"], line.Products)];
    }

    /// <summary>What is said of the days that are left.</summary>
    public static string DaysLeft(this Texts texts, int days) => days switch
    {
        0 => texts["my.lastDay"],
        1 => texts["my.oneDayLeft"],
        _ => texts["my.daysLeft", days],
    };
}
