using System.Text.RegularExpressions;
using Portal.Domain.Cards;
using Portal.Domain.Shared;
using Portal.Infrastructure.Cards;
using Portal.Ui;
using Portal.Ui.Pieces;

namespace Portal.Admin.Cards;

/// <summary>How cards and what was done with them read on screens.</summary>
internal static partial class CardTones
{
    public static Tone Of(CardState state) => state switch
    {
        CardState.Active => Tone.Good,
        CardState.Lost => Tone.Bad,
        CardState.Expired => Tone.Warn,
        _ => Tone.Neutral,
    };

    /// <summary>What changed, in words: state, number, limit, holder.</summary>
    public static string Change(Texts texts, CardOperationRow row) => Words(texts, row, CardNumbers.Format);

    /// <summary>The same for paper, where of a card's number the last four digits show.</summary>
    public static string SlipChange(Texts texts, CardOperationRow row) => Words(texts, row, CardNumbers.Mask);

    private static string Words(Texts texts, CardOperationRow row, Func<string, string> number)
    {
        var state = row.StateBefore is { } before && row.StateAfter is { } after && before != after
            ? texts.Choice("cards.state", before) + " → " + texts.Choice("cards.state", after)
            : null;
        return string.Join(" · ", new[] { state, Discounted(texts, row), row.DiscountMinor == 0 ? CardNumber().Replace(row.Detail ?? "", match => number(match.Value)) : null, row.Service, row.Reason, row.Document }.Where(part => !string.IsNullOrEmpty(part)));
    }

    /// <summary>The bill before the discount, and the discount with where it comes from; null without one.</summary>
    private static string? Discounted(Texts texts, CardOperationRow row) => row.DiscountMinor == 0 ? null
        : texts["discounts.change", new Money(row.DiscountMinor - row.PrincipalMinor - row.GiftMinor), new Money(row.DiscountMinor), row.Detail];

    [GeneratedRegex(@"\b\d{12,19}\b")]
    private static partial Regex CardNumber();
}
