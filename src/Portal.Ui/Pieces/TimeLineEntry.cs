namespace Portal.Ui.Pieces;

/// <summary>One thing that happened to a record.</summary>
/// <param name="AtUtc">When.</param>
/// <param name="What">What, in the language shown.</param>
/// <param name="Who">Who did it.</param>
/// <param name="Note">A reason or detail.</param>
/// <param name="Tone">How to judge it.</param>
/// <param name="Day">The day that is shown instead of the time, or null.</param>
public sealed record TimeLineEntry(DateTime AtUtc, string What, string? Who = null, string? Note = null, Tone Tone = Tone.Neutral, DateOnly? Day = null);
