namespace Portal.Bench.Imports;

/// <summary>The most memory that this process held beyond what it held at the start, looked at fifty times a second.</summary>
internal sealed class PeakMemory : IDisposable
{
    private readonly long _before;
    private readonly Timer _timer;
    private long _peak;

    public PeakMemory()
    {
        GC.Collect(2, GCCollectionMode.Aggressive, blocking: true, compacting: true);
        _before = Environment.WorkingSet;
        _timer = new Timer(_ => _peak = Math.Max(_peak, Environment.WorkingSet), null, 0, 20);
    }

    public double GrownMegabytes => Math.Max(0, _peak - _before) / 1_000_000.0;

    public void Dispose() => _timer.Dispose();
}
