namespace Portal.Ui.Pieces;

/// <summary>What a colour means; never shown by the colour alone.</summary>
public enum Tone
{
    /// <summary>No judgement.</summary>
    Neutral = 0,

    /// <summary>As it should be.</summary>
    Good = 1,

    /// <summary>Needs a look.</summary>
    Warn = 2,

    /// <summary>Wrong.</summary>
    Bad = 3,

    /// <summary>Something to know.</summary>
    Info = 4,
}

/// <summary>Class names of tones.</summary>
public static class Tones
{
    /// <summary>good, warn, bad, info or neutral.</summary>
    public static string Css(this Tone tone) => tone switch
    {
        Tone.Good => "good",
        Tone.Warn => "warn",
        Tone.Bad => "bad",
        Tone.Info => "info",
        _ => "neutral",
    };

    /// <summary>The icon that goes with the tone.</summary>
    public static string IconName(this Tone tone) => tone switch
    {
        Tone.Good => "circle-check",
        Tone.Warn => "triangle-alert",
        Tone.Bad => "circle-alert",
        _ => "info",
    };
}

/// <summary>One of several values to choose from.</summary>
/// <param name="Value">As stored and as the address carries it.</param>
/// <param name="Text">As shown.</param>
public sealed record Choice(string Value, string Text);
