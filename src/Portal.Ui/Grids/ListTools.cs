namespace Portal.Ui.Grids;

/// <summary>A column as the column menu offers it.</summary>
/// <param name="Name">The column's name in the address.</param>
/// <param name="Title">Its heading.</param>
/// <param name="IsVisible">Whether it is shown.</param>
/// <param name="UsuallyHidden">Whether it is hidden unless chosen.</param>
public sealed record ColumnChoice(string Name, string Title, bool IsVisible, bool UsuallyHidden);

/// <summary>Lets the grid of a list offer its columns and exports to the toolbar of the page.</summary>
public sealed class ListTools
{
    private object? _owner;
    private Func<IEnumerable<ColumnChoice>> _columns = () => [];

    /// <summary>Raised when a grid came or went.</summary>
    public event Action? Changed;

    /// <summary>The columns of the grid.</summary>
    public IEnumerable<ColumnChoice> Columns => _columns();

    /// <summary>Whether there is a grid.</summary>
    public bool HasGrid => _owner is not null;

    /// <summary>Exports the whole filtered list, to XLSX or else CSV; null where nothing may be exported.</summary>
    public Func<bool, Task>? ExportAsync { get; private set; }

    internal void Join(object owner, Func<IEnumerable<ColumnChoice>> columns, Func<bool, Task>? exportAsync)
    {
        _owner = owner;
        _columns = columns;
        ExportAsync = exportAsync;
        Changed?.Invoke();
    }

    internal void Leave(object owner)
    {
        if (_owner == owner)
        {
            _owner = null;
            ExportAsync = null;
            _columns = () => [];
        }
    }
}
