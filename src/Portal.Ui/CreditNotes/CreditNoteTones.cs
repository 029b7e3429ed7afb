using Portal.Domain.Payouts;
using Portal.Ui.Pieces;

namespace Portal.Ui.CreditNotes;

/// <summary>What colours credit notes have.</summary>
public static class CreditNoteTones
{
    /// <summary>The colour of a state.</summary>
    public static Tone Tone(this CreditNoteState state) => state switch
    {
        CreditNoteState.Open => Pieces.Tone.Info,
        CreditNoteState.PartlyUsed => Pieces.Tone.Warn,
        CreditNoteState.Used => Pieces.Tone.Good,
        _ => Pieces.Tone.Neutral,
    };
}
