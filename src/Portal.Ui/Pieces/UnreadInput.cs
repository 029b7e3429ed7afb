using Microsoft.AspNetCore.Components;

namespace Portal.Ui.Pieces;

/// <summary>An input that keeps what it cannot read, so that it can be corrected; nothing is saved meanwhile.</summary>
public abstract class UnreadInput : ComponentBase, IDisposable
{
    /// <summary>The element that gets the cursor.</summary>
    protected ElementReference Input { get; set; }

    [Inject]
    private UnreadInputs Unread { get; set; } = null!;

    /// <summary>Whether what cannot be read holds up saving.</summary>
    protected virtual bool HoldsUpSaving => true;

    /// <inheritdoc/>
    public void Dispose()
    {
        Unread.Forget(this);
        GC.SuppressFinalize(this);
    }

    /// <summary>Notes whether it holds what cannot be read.</summary>
    protected void Mark(bool isUnread)
    {
        if (isUnread && HoldsUpSaving)
        {
            Unread.Note(this, () => Input.FocusAsync());
        }
        else
        {
            Unread.Forget(this);
        }
    }
}
