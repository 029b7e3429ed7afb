using Portal.Infrastructure.Settlements;

namespace Portal.Admin.Settlements;

/// <summary>How far a run is.</summary>
internal static class RunProgress
{
    /// <summary>0 to 100.</summary>
    public static double Percent(SettlementRunRow run) =>
        !run.IsActive ? 100
        : run.SalesLinesTotal > 0 ? Math.Min(99, 100.0 * run.SalesLinesRead / run.SalesLinesTotal)
        : run.PartitionCount > 0 ? Math.Min(99, 100.0 * run.PartitionsDone / run.PartitionCount)
        : 0;

    /// <summary>Sales lines read in a second, or null before there is anything to tell.</summary>
    public static double? PerSecond(SettlementRunRow run, DateTime nowUtc) =>
        run.StartedAtUtc is { } started && (nowUtc - started).TotalSeconds is > 0.5 and var seconds && run.SalesLinesRead > 0 ? run.SalesLinesRead / seconds : null;

    /// <summary>The time left at this rate, or null before there is anything to tell.</summary>
    public static TimeSpan? Remaining(SettlementRunRow run, DateTime nowUtc) =>
        run.IsActive && PerSecond(run, nowUtc) is { } rate ? TimeSpan.FromSeconds(Math.Max(0, run.SalesLinesTotal - run.SalesLinesRead) / rate) : null;

    /// <summary>The step under way: planning, computing, completing; 3 when done.</summary>
    public static int Step(SettlementRunRow run) =>
        !run.IsActive ? (run.Settlements > 0 || run.Failure is null ? 3 : 1)
        : run.StartedAtUtc is null ? 0
        : run.PartitionsDone < run.PartitionCount ? 1 : 2;
}
