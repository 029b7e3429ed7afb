using System.Globalization;
using Portal.Domain.Cards;
using Portal.Infrastructure.Cards;
using Portal.Ui;
using Portal.Ui.Pieces;

namespace Portal.Admin.Cards;

/// <summary>How cards and what was done with them read on screens.</summary>
internal static class CardTones
{
    public static Tone Of(CardState state) => state switch
    {
        CardState.Active => Tone.Good,
        CardState.Lost => Tone.Bad,
        CardState.Expired => Tone.Warn,
        _ => Tone.Neutral,
    };

    /// <summary>What changed, in words: state, number, limit, holder.</summary>
    public static string Change(Texts texts, CardOperationRow row)
    {
        var state = row.StateBefore is { } before && row.StateAfter is { } after && before != after
            ? texts.Choice("cards.state", before) + " → " + texts.Choice("cards.state", after)
            : null;
        return string.Join(" · ", new[] { state, row.Detail, row.Service, row.Reason, row.Document }.Where(part => !string.IsNullOrEmpty(part)));
    }

    /// <summary>八折 and "20 % off" are the same: both are shown.</summary>
    public static string? Discount(Texts texts, decimal? offPercent) =>
        offPercent is { } off ? texts["cards.discountText", ((100 - off) / 10).ToString("0.##", CultureInfo.InvariantCulture), off.ToString("0.##", CultureInfo.InvariantCulture)] : null;
}
