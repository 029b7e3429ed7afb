using Microsoft.AspNetCore.Components;
using Portal.Domain.Shared;

namespace Portal.Ui.Grids;

/// <summary>A column of a <see cref="PortalGrid{TRow}"/>: what it shows, exports and orders by.</summary>
/// <typeparam name="TRow">What a row shows.</typeparam>
public sealed class PortalColumn<TRow> : ComponentBase, IDisposable
{
    /// <summary>The column's name in the address and in the query's order.</summary>
    [Parameter, EditorRequired] public string Name { get; set; } = "";

    /// <summary>The heading.</summary>
    [Parameter, EditorRequired] public string Title { get; set; } = "";

    /// <summary>The value: shown as its kind is shown everywhere, and exported.</summary>
    [Parameter] public Func<TRow, object?>? Value { get; set; }

    /// <summary>Whether rows can be ordered by this column; the query gets <see cref="Name"/>.</summary>
    [Parameter] public bool Sortable { get; set; }

    /// <summary>Whether the column is hidden until chosen.</summary>
    [Parameter] public bool Hidden { get; set; }

    /// <summary>Right-aligned; by itself for money, quantities, rates and numbers.</summary>
    [Parameter] public bool Number { get; set; }

    /// <summary>A CSS width.</summary>
    [Parameter] public string? Width { get; set; }

    /// <summary>Whether long text may wrap.</summary>
    [Parameter] public bool Wrap { get; set; }

    /// <summary>How the cell looks, where the value alone does not say it.</summary>
    [Parameter] public RenderFragment<TRow>? ChildContent { get; set; }

    [CascadingParameter] private IColumnOwner<TRow>? Owner { get; set; }

    internal bool IsNumber { get; private set; }

    /// <inheritdoc />
    public void Dispose() => Owner?.Remove(this);

    internal void Learn(object? value) => IsNumber = IsNumber || value is Money or CurrencyMoney or Quantity or Rate or int or long or decimal or double;

    /// <inheritdoc />
    protected override void OnInitialized()
    {
        IsNumber = Number;
        Owner?.Add(this);
    }
}

/// <summary>Takes columns.</summary>
/// <typeparam name="TRow">What a row shows.</typeparam>
public interface IColumnOwner<TRow>
{
    /// <summary>A column appeared.</summary>
    void Add(PortalColumn<TRow> column);

    /// <summary>A column went.</summary>
    void Remove(PortalColumn<TRow> column);
}
