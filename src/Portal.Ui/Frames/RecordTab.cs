using Microsoft.AspNetCore.Components;

namespace Portal.Ui.Frames;

/// <summary>A tab of a <see cref="RecordPage"/>.</summary>
public sealed class RecordTab : ComponentBase, IDisposable
{
    private (string Title, int? Count) _shown;

    /// <summary>The tab's name in the address.</summary>
    [Parameter, EditorRequired] public string Name { get; set; } = "";

    /// <summary>The tab's title.</summary>
    [Parameter, EditorRequired] public string Title { get; set; } = "";

    /// <summary>How many things it holds.</summary>
    [Parameter] public int? Count { get; set; }

    /// <summary>What it holds; rendered only while the tab is open.</summary>
    [Parameter] public RenderFragment? ChildContent { get; set; }

    [CascadingParameter] private RecordPage? Page { get; set; }

    /// <inheritdoc />
    public void Dispose() => Page?.Remove(this);

    /// <inheritdoc />
    protected override void OnInitialized() => Page?.Add(this);

    /// <summary>Tells the page only what its tab bar shows: the content is rendered with the page anyway, and telling always would never end.</summary>
    protected override void OnParametersSet()
    {
        if (_shown != (Title, Count))
        {
            _shown = (Title, Count);
            Page?.Refresh();
        }
    }
}
