using System.Collections.Concurrent;

namespace Portal.Infrastructure.Imports;

/// <summary>Wakes the queue, and keeps the progress of imports that run in this process: it is newer than what the database can hold during a transaction.</summary>
public sealed class ImportSignal
{
    private readonly SemaphoreSlim _raised = new(0);
    private readonly ConcurrentDictionary<long, ImportProgress> _progress = new();

    /// <summary>An import of this process got further; raised on its thread.</summary>
    public event Action<ImportProgress>? Progressed;

    /// <summary>Says that an import was queued.</summary>
    public void Raise() => _raised.Release();

    /// <summary>The progress of an import that runs in this process, or null.</summary>
    public ImportProgress? ProgressOf(long runId) => _progress.GetValueOrDefault(runId);

    internal Task<bool> WaitAsync(TimeSpan atMost, CancellationToken cancellationToken) => _raised.WaitAsync(atMost, cancellationToken);

    internal void Note(long runId, ImportProgress progress)
    {
        _progress[runId] = progress;
        Progressed?.Invoke(progress);
    }

    internal void Forget(long runId) => _progress.TryRemove(runId, out _);
}
