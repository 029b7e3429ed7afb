using Portal.Domain.Shared;

namespace Portal.Ui.Pieces;

/// <summary>What just happened, shown in a corner of the window.</summary>
/// <param name="Tone">How to judge it.</param>
/// <param name="Text">What happened; null for refusals and unexpected errors.</param>
/// <param name="Href">Where to see it.</param>
/// <param name="Refusals">Why it was not done.</param>
/// <param name="ErrorId">The id of an unexpected error.</param>
public sealed record Notice(Tone Tone, string? Text, string? Href, IReadOnlyList<Refusal> Refusals, string? ErrorId);

/// <summary>The notices of one window.</summary>
public sealed class Notices
{
    private readonly List<Notice> _shown = [];

    /// <summary>Raised when a notice comes or goes.</summary>
    public event Action? Changed;

    /// <summary>The notices to show, oldest first.</summary>
    public IReadOnlyList<Notice> Shown => _shown;

    /// <summary>Something was done.</summary>
    public void Done(string text, string? href = null) => Show(new Notice(Tone.Good, text, href, [], null));

    /// <summary>Something to know.</summary>
    public void Tell(string text, string? href = null) => Show(new Notice(Tone.Info, text, href, [], null));

    /// <summary>Something was not done.</summary>
    public void Refused(Outcome outcome)
    {
        ArgumentNullException.ThrowIfNull(outcome);
        Show(new Notice(Tone.Bad, null, null, outcome.Refusals, null));
    }

    /// <summary>Something unexpected.</summary>
    public void Unexpected(string errorId) => Show(new Notice(Tone.Bad, null, null, [], errorId));

    /// <summary>Takes a notice away.</summary>
    public void Dismiss(Notice notice)
    {
        if (_shown.Remove(notice))
        {
            Changed?.Invoke();
        }
    }

    private void Show(Notice notice)
    {
        // The same notice again, after a double click, takes the place of the first.
        _shown.Remove(notice);
        _shown.Add(notice);
        if (_shown.Count > 3)
        {
            _shown.RemoveAt(0);
        }

        Changed?.Invoke();
    }
}
