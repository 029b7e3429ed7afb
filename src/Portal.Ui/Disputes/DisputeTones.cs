using Portal.Domain.Disputes;
using Portal.Ui.Pieces;

namespace Portal.Ui.Disputes;

/// <summary>How disputes are coloured.</summary>
public static class DisputeTones
{
    /// <summary>The colour of a state.</summary>
    public static Tone Of(DisputeState state) => state switch
    {
        DisputeState.Open => Tone.Warn,
        DisputeState.Answered or DisputeState.AdjustmentProposed => Tone.Info,
        DisputeState.Adjusted => Tone.Good,
        DisputeState.Refused => Tone.Bad,
        _ => Tone.Neutral,
    };
}
