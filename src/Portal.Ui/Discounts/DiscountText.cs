using Portal.Domain.Discounts;
using Portal.Infrastructure.Discounts;

namespace Portal.Ui.Discounts;

/// <summary>Discounts in words: 八折 and "20 % off" are the same, so both are shown.</summary>
public static class DiscountText
{
    private const string Pattern = "0.##";

    /// <summary>A rate; what it is for no discount too.</summary>
    public static string Rate(Texts texts, decimal offPercent)
    {
        ArgumentNullException.ThrowIfNull(texts);
        var culture = System.Globalization.CultureInfo.InvariantCulture;
        return offPercent == 0 ? texts["discounts.none"] : texts["discounts.rate", ((100 - offPercent) / 10).ToString(Pattern, culture), offPercent.ToString(Pattern, culture)];
    }

    /// <summary>The general rate and those of categories; "–" for nothing.</summary>
    public static string Sentence(Texts texts, DiscountWords? words)
    {
        ArgumentNullException.ThrowIfNull(texts);
        var parts = new List<string>();
        if (words?.OffPercent is { } off)
        {
            parts.Add(Rate(texts, off));
        }

        parts.AddRange((words?.Categories ?? []).Select(row => texts["discounts.ofCategory", row.Name, Rate(texts, row.OffPercent)]));
        return parts.Count == 0 ? "–" : string.Join(texts["discounts.separator"], parts);
    }

    /// <summary>Whose discount it is: the level's name, or that it is the card's.</summary>
    public static string Source(Texts texts, HeldDiscount held)
    {
        ArgumentNullException.ThrowIfNull(texts);
        ArgumentNullException.ThrowIfNull(held);
        return held.IsLevel ? texts["discounts.ofLevel", held.NameZhCn] : texts["discounts.ofCard"];
    }
}
