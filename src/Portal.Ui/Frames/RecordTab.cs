using Microsoft.AspNetCore.Components;

namespace Portal.Ui.Frames;

/// <summary>A tab of a <see cref="RecordPage"/>.</summary>
public sealed class RecordTab : ComponentBase, IDisposable
{
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

    /// <inheritdoc />
    protected override void OnParametersSet() => Page?.Refresh(this);
}
