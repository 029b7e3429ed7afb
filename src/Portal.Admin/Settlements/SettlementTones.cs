using Portal.Domain.Settlements;
using Portal.Domain.Shared;
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

    /// <summary>A measured value: money, or a quantity.</summary>
    public static object? Measured(long? value, bool isQuantity) => value is not { } known ? null : isQuantity ? new Quantity(known) : new Money(known);
}
