using Portal.Domain.Messages;
using Portal.Ui.Pieces;

namespace Portal.Admin.Messages;

/// <summary>How messages are coloured.</summary>
internal static class MessageTones
{
    public static Tone Of(MessageState state) => state switch
    {
        MessageState.Waiting => Tone.Info,
        MessageState.Sent => Tone.Good,
        MessageState.Failed => Tone.Bad,
        _ => Tone.Neutral,
    };
}
