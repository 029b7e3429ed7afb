namespace Portal.Infrastructure.Settlements;

/// <summary>The configuration section <c>Settlements</c>.</summary>
public sealed class SettlementOptions
{
    /// <summary>The section's name.</summary>
    public const string Section = "Settlements";

    /// <summary>Sales lines that a partition of a run should hold; a partition is one transaction.</summary>
    public int SalesLinesPerPartition { get; set; } = 50_000;

    /// <summary>
    /// Partitions that a process works on at once. Null: one more than there are cores (up to four), since one is being saved; in a
    /// process that serves people, one less than there are cores.
    /// </summary>
    public int? Workers { get; set; }

    /// <summary>Whether people wait for this process to answer, so that a settlement leaves them a core.</summary>
    public bool ServesPeople { get; set; }

    /// <summary>How many partitions this process works on at once.</summary>
    public int EffectiveWorkers => Math.Max(1, Workers ?? (ServesPeople ? Environment.ProcessorCount - 1 : Math.Min(Environment.ProcessorCount, 4) + 1));

    /// <summary>Seconds after which a partition may be taken over from a process that gives no sign of life; it gives one every third of them.</summary>
    public int LeaseSeconds { get; set; } = 20;

    /// <summary>Seconds between two looks for runs with work left.</summary>
    public int PollSeconds { get; set; } = 5;

    /// <summary>Settlement lines that are posted to the ledger in one transaction.</summary>
    public int LinesPerPosting { get; set; } = 500;
}
