using Microsoft.AspNetCore.Components;
using Microsoft.AspNetCore.Components.Authorization;
using Microsoft.AspNetCore.Components.Routing;
using Microsoft.AspNetCore.Components.Web;
using Microsoft.JSInterop;
using Portal.Infrastructure.Shared;
using Portal.Ui.Pieces;
using Portal.Ui.Shell;

namespace Portal.Ui.Grids;

/// <summary>A table that pages, orders and filters on the server through one delegate; its state is in the address.</summary>
public sealed partial class PortalGrid<TRow> : IColumnOwner<TRow>, IDisposable
{
    private readonly List<PortalColumn<TRow>> _columns = [];
    private readonly CancellationTokenSource _gone = new();
    private CancellationTokenSource? _running;
    private PersistingComponentStateSubscription _keeping;
    private ListState? _own;
    private GridPage<TRow>? _page;
    private string? _errorId;
    private bool _loading;

    /// <summary>Reads one page: usually a method of the feature's queries.</summary>
    [Parameter, EditorRequired]
    public Func<GridQuery, CancellationToken, Task<GridPage<TRow>>> Load { get; set; } = null!;

    /// <summary>The columns.</summary>
    [Parameter, EditorRequired]
    public RenderFragment Columns { get; set; } = null!;

    /// <summary>Where a row leads; click, or Enter on it.</summary>
    [Parameter]
    public Func<TRow, string>? RowHref { get; set; }

    /// <summary>What happens on a click, where a row leads to no page.</summary>
    [Parameter]
    public EventCallback<TRow> OnRow { get; set; }

    /// <summary>The identity of a row.</summary>
    [Parameter]
    public Func<TRow, object>? RowKey { get; set; }

    /// <summary>A class of the row, "on" for the selected one.</summary>
    [Parameter]
    public Func<TRow, string?>? RowClass { get; set; }

    /// <summary>Buttons at the end of a row.</summary>
    [Parameter]
    public RenderFragment<TRow>? RowActions { get; set; }

    /// <summary>What is shown when there is nothing at all, not just nothing that matches.</summary>
    [Parameter]
    public RenderFragment? Empty { get; set; }

    /// <summary>A row of totals (tr).</summary>
    [Parameter]
    public RenderFragment? Footer { get; set; }

    /// <summary>The name of exported files; without it nothing is exported.</summary>
    [Parameter]
    public string? ExportName { get; set; }

    [Inject] private NavigationManager Navigation { get; set; } = null!;

    [Inject] private PersistentComponentState Kept { get; set; } = null!;

    [Inject] private ExportTickets Tickets { get; set; } = null!;

    [Inject] private UiGuard Guard { get; set; } = null!;

    [Inject] private TimeProvider Clock { get; set; } = null!;

    [Inject] private IJSRuntime Js { get; set; } = null!;

    [CascadingParameter] private ListState? Cascaded { get; set; }

    [CascadingParameter] private ListTools? Tools { get; set; }

    [CascadingParameter] private Task<AuthenticationState>? Authentication { get; set; }

    private ListState State => Cascaded ?? (_own ??= new ListState(Navigation));

    private bool Opens => RowHref is not null || OnRow.HasDelegate;

    /// <summary>Whether something inside takes the focus; otherwise the table itself has to, to be scrolled by the keyboard.</summary>
    private bool HasFocus => Opens || RowActions is not null || Visible.Any(column => column.Sortable);

    private IEnumerable<PortalColumn<TRow>> Visible => _columns.Where(IsVisible);

    /// <inheritdoc />
    public void Add(PortalColumn<TRow> column)
    {
        _columns.Add(column);
        if (_page is not null)
        {
            Learn();
        }

        StateHasChanged();
    }

    /// <inheritdoc />
    public void Remove(PortalColumn<TRow> column) => _columns.Remove(column);

    /// <summary>Reads the page again, after a write.</summary>
    public async Task ReloadAsync()
    {
        _running?.Cancel();
        var running = _running = CancellationTokenSource.CreateLinkedTokenSource(_gone.Token);
        _loading = true;
        try
        {
            var page = await Load(State.Query, running.Token);
            if (running.IsCancellationRequested)
            {
                return;
            }

            if (page.Rows.Count == 0 && page.Total > 0 && State.Page > 1)
            {
                State.GoTo(1);
                return;
            }

            _page = page;
            _errorId = null;
            Learn();
            State.Count(page.Total);
        }
        catch (OperationCanceledException) when (running.IsCancellationRequested)
        {
            return;
        }
        catch (Exception exception) when (exception is not NavigationException)
        {
            _errorId = Guard.Report(exception);
        }
        finally
        {
            if (_running == running)
            {
                _loading = false;
            }
        }

        StateHasChanged();
    }

    /// <inheritdoc />
    public void Dispose()
    {
        _gone.Cancel();
        _gone.Dispose();
        _keeping.Dispose();
        State.Changed -= Reload;
        if (_own is not null)
        {
            Navigation.LocationChanged -= Follow;
        }

        Tools?.Leave(this);
    }

    /// <inheritdoc />
    protected override async Task OnInitializedAsync()
    {
        State.Changed += Reload;
        if (_own is not null)
        {
            Navigation.LocationChanged += Follow;
        }

        _keeping = Kept.RegisterOnPersisting(Keep);
        Tools?.Join(this, () => _columns.Select(column => new ColumnChoice(column.Name, column.Title, IsVisible(column), column.Hidden)), ExportName is null ? null : ExportAsync);
        if (Kept.TryTakeFromJson<GridPage<TRow>>(KeepName, out var kept) && kept is not null)
        {
            _page = kept;
            State.Count(kept.Total);
            return;
        }

        await ReloadAsync();
    }

    private string KeepName => "grid:" + typeof(TRow).Name + ":" + Navigation.ToBaseRelativePath(Navigation.Uri);

    private Task Keep()
    {
        if (_page is not null && Persists)
        {
            Kept.PersistAsJson(KeepName, _page);
        }

        return Task.CompletedTask;
    }

    /// <summary>Only rows that JSON carries whole are kept from the first rendering to the circuit.</summary>
    private static bool Persists { get; } = typeof(TRow).GetMethod("<Clone>$") is not null;

    private bool IsVisible(PortalColumn<TRow> column) => column.Hidden ? State.Shown.Contains(column.Name) : !State.Hidden.Contains(column.Name);

    private void Learn()
    {
        foreach (var column in _columns.Where(column => column.Value is not null))
        {
            foreach (var row in _page!.Rows.Take(3))
            {
                column.Learn(column.Value!(row));
            }
        }
    }

    private void Reload() => _ = InvokeAsync(ReloadAsync);

    private void Follow(object? sender, LocationChangedEventArgs change) => _own?.Follow();

    private Task OpenAsync(TRow row)
    {
        if (RowHref is not null)
        {
            Navigation.NavigateTo(RowHref(row));
            return Task.CompletedTask;
        }

        return OnRow.InvokeAsync(row);
    }

    private Task OpenByKeyAsync(KeyboardEventArgs key, TRow row) => Opens && key.Key == "Enter" ? OpenAsync(row) : Task.CompletedTask;

    private async Task ExportAsync(bool xlsx)
    {
        var owner = Authentication is null ? "" : (await Authentication).User.Identity?.Name ?? "";
        var columns = Visible.Where(column => column.Value is not null).ToList();
        await GridExport.OfferAsync(new ExportOrder<TRow>(ExportName!, owner, columns, State.Query, Load), xlsx, Tickets, T, Js, Clock);
    }
}
