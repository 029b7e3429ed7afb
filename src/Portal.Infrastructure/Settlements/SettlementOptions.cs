namespace Portal.Infrastructure.Settlements;

/// <summary>The configuration section <c>Settlements</c>.</summary>
public sealed class SettlementOptions
{
    /// <summary>The section's name.</summary>
    public const string Section = "Settlements";

    /// <summary>Sales lines that a partition of a run should hold; a partition is one transaction.</summary>
    public int SalesLinesPerPartition { get; set; } = 50_000;

    /// <summary>Partitions that a process works on at once: one more than are computed, since one is being saved.</summary>
    public int Workers { get; set; } = Math.Min(Environment.ProcessorCount, 4) + 1;

    /// <summary>Seconds after which a partition may be taken over from a process that gives no sign of life; it gives one every third of them.</summary>
    public int LeaseSeconds { get; set; } = 20;

    /// <summary>Seconds between two looks for runs with work left.</summary>
    public int PollSeconds { get; set; } = 5;

    /// <summary>Settlement lines that are posted to the ledger in one transaction.</summary>
    public int LinesPerPosting { get; set; } = 500;
}
