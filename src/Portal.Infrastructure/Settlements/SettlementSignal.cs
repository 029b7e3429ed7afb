namespace Portal.Infrastructure.Settlements;

/// <summary>Wakes the worker of this process when there is something to do.</summary>
public sealed class SettlementSignal : IDisposable
{
    private readonly SemaphoreSlim _signal = new(0, 1);

    /// <summary>There is something to do.</summary>
    public void Raise()
    {
        try
        {
            _signal.Release();
        }
        catch (SemaphoreFullException)
        {
            // The worker is already being woken.
        }
    }

    /// <summary>Waits until something is to be done, or the time is over.</summary>
    public Task<bool> WaitAsync(TimeSpan atMost, CancellationToken cancellationToken) => _signal.WaitAsync(atMost, cancellationToken);

    /// <inheritdoc />
    public void Dispose() => _signal.Dispose();
}
