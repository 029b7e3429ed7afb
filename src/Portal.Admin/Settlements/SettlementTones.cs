using Portal.Domain.Settlements;
using Portal.Domain.Shared;
using Portal.Ui;
using Portal.Ui.Pieces;

namespace Portal.Admin.Settlements;

/// <summary>How settlements look.</summary>
internal static class SettlementTones
{
    public static Tone Tone(this SettlementState state) => state switch
    {
        SettlementState.Calculated => Ui.Pieces.Tone.Warn,
        SettlementState.Approved => Ui.Pieces.Tone.Info,
        SettlementState.Posted => Ui.Pieces.Tone.Good,
        SettlementState.SentBack or SettlementState.Reversed => Ui.Pieces.Tone.Bad,
        _ => Ui.Pieces.Tone.Neutral,
    };

    public static Tone Tone(this SettlementRunState state) => state switch
    {
        SettlementRunState.Planned or SettlementRunState.Running => Ui.Pieces.Tone.Info,
        SettlementRunState.Completed => Ui.Pieces.Tone.Good,
        SettlementRunState.Failed => Ui.Pieces.Tone.Bad,
        _ => Ui.Pieces.Tone.Warn,
    };

    public static Tone Tone(this SettlementReason reason) => reason switch
    {
        SettlementReason.Return => Ui.Pieces.Tone.Bad,
        SettlementReason.LateDocument or SettlementReason.Cap => Ui.Pieces.Tone.Warn,
        SettlementReason.TierCrossed or SettlementReason.Amendment => Ui.Pieces.Tone.Info,
        _ => Ui.Pieces.Tone.Neutral,
    };

    /// <summary>A month, quarter, half-year or year by its name; other ranges by their days.</summary>
    public static string PeriodName(this Texts texts, DateOnly from, DateOnly to)
    {
        var isWhole = from.Day == 1 && to.AddDays(1).Day == 1;
        var months = ((to.Year - from.Year) * 12) + to.Month - from.Month + 1;
        return (isWhole, months, (from.Month - 1) % Math.Max(1, months)) switch
        {
            (true, 1, 0) => texts["settlements.periodMonth", Year(from), from.Month],
            (true, 3, 0) => texts["settlements.periodQuarter", Year(from), ((from.Month - 1) / 3) + 1],
            (true, 6, 0) => texts["settlements.periodHalf", Year(from), ((from.Month - 1) / 6) + 1],
            (true, 12, 0) => texts["settlements.periodYear", Year(from)],
            _ => texts.Day(from) + " – " + texts.Day(to),
        };
    }

    /// <summary>A measured value: money, or a quantity.</summary>
    public static object? Measured(long? value, bool isQuantity) => value is not { } known ? null : isQuantity ? new Quantity(known) : new Money(known);

    private static string Year(DateOnly day) => day.ToString("yyyy", System.Globalization.CultureInfo.InvariantCulture);
}
