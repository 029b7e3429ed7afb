using Microsoft.AspNetCore.Components;
using Portal.Domain.Shared;
using Portal.Infrastructure.Shared;
using Portal.Ui.Grids;
using Portal.Ui.Pieces;

namespace Portal.Ui.Frames;

/// <summary>
/// A report whose figures take a while: computed once the page is live, off the circuit's thread, anew when a filter changes;
/// shows how far it is and can be stopped. Paging and ordering its tables does not compute anew.
/// </summary>
/// <typeparam name="TReport">What is computed.</typeparam>
public abstract class ComputedReport<TReport> : ComponentBase, IDisposable
    where TReport : class
{
    private CancellationTokenSource? _work;
    private ListState? _state;
    private string? _computed;
    private bool _isLive;

    /// <summary>The result; that of the filters before while a new one is computed.</summary>
    protected TReport? Report { get; private set; }

    /// <summary>Why there is no result.</summary>
    protected IReadOnlyList<Refusal> Refusals { get; private set; } = [];

    /// <summary>Whether it is being computed.</summary>
    protected bool IsRunning { get; private set; }

    /// <summary>Whether the person stopped it.</summary>
    protected bool IsStopped { get; private set; }

    /// <summary>How far it is.</summary>
    protected ScanProgress Progress { get; private set; }

    /// <summary>The filters, as the address carries them.</summary>
    protected GridQuery Filters => _state?.Query ?? new GridQuery();

    [Inject] private UiGuard Guard { get; set; } = null!;

    /// <inheritdoc />
    public void Dispose()
    {
        Dispose(true);
        GC.SuppressFinalize(this);
    }

    /// <summary>Stops what runs when the page is left.</summary>
    protected virtual void Dispose(bool disposing)
    {
        _isLive = false;
        _work?.Cancel();
        _work?.Dispose();
        _work = null;
    }

    /// <summary>Reads what the filters offer, before the first computation.</summary>
    protected virtual Task PrepareAsync() => Task.CompletedTask;

    /// <summary>Computes; null where a filter that is needed is not set yet.</summary>
    protected abstract Task<Outcome<TReport>>? ComputeAsync(GridQuery filters, IProgress<ScanProgress> progress, CancellationToken cancellationToken);

    /// <summary>The filters changed; given to the frame.</summary>
    protected void Follow(ListState state)
    {
        _state = state;
        if (_isLive)
        {
            Start(false);
        }
    }

    /// <summary>Computes again.</summary>
    protected void Again() => Start(true);

    /// <summary>Stops it.</summary>
    protected void Stop()
    {
        _work?.Cancel();
        IsRunning = false;
        IsStopped = true;
    }

    /// <inheritdoc />
    protected override async Task OnAfterRenderAsync(bool firstRender)
    {
        if (firstRender)
        {
            await Guard.RunAsync(PrepareAsync);
            _isLive = true;
            Start(false);
            StateHasChanged();
        }
    }

    private void Start(bool isForced)
    {
        var filters = string.Join('&', Filters.Filters.OrderBy(filter => filter.Key, StringComparer.Ordinal).Select(filter => filter.Key + "=" + filter.Value));
        if (filters == _computed && !isForced)
        {
            return;
        }

        _computed = filters;
        _work?.Cancel();
        _work?.Dispose();
        _work = new CancellationTokenSource();
        (IsRunning, IsStopped, Progress, Refusals) = (true, false, default, []);
        _ = RunAsync(Filters, _work.Token);
    }

    private Task RunAsync(GridQuery filters, CancellationToken cancellationToken) => InvokeAsync(async () =>
    {
        Outcome<TReport>? outcome = null;
        var progress = new Reports(this, cancellationToken);
        await Guard.RunAsync(async () =>
        {
            if (ComputeAsync(filters, progress, cancellationToken) is { } work)
            {
                outcome = await work;
            }
        });
        if (cancellationToken.IsCancellationRequested)
        {
            return;
        }

        IsRunning = false;
        Report = outcome is { IsDone: true } ? outcome.Value : null;
        Refusals = outcome?.Refusals ?? [];
        StateHasChanged();
    });

    /// <summary>Shows what is reported in the circuit's turn; what comes after the end is dropped.</summary>
    private sealed class Reports(ComputedReport<TReport> page, CancellationToken cancellationToken) : IProgress<ScanProgress>
    {
        public void Report(ScanProgress value) => _ = page.InvokeAsync(() =>
        {
            if (!cancellationToken.IsCancellationRequested && page.IsRunning)
            {
                page.Progress = value;
                page.StateHasChanged();
            }
        });
    }
}
