using Portal.Domain.Imports;
using Portal.Ui.Pieces;

namespace Portal.Admin.Imports;

/// <summary>How to judge where an import stands.</summary>
internal static class ImportTones
{
    public static Tone Tone(this ImportState state) => state switch
    {
        ImportState.Completed => Portal.Ui.Pieces.Tone.Good,
        ImportState.Refused or ImportState.Failed => Portal.Ui.Pieces.Tone.Bad,
        ImportState.Cancelled or ImportState.Undone => Portal.Ui.Pieces.Tone.Warn,
        ImportState.Queued or ImportState.Running => Portal.Ui.Pieces.Tone.Info,
        _ => Portal.Ui.Pieces.Tone.Neutral,
    };
}
