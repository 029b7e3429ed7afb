namespace Portal.Infrastructure.Settlements;

/// <summary>The configuration section <c>Settlements</c>.</summary>
public sealed class SettlementOptions
{
    /// <summary>The section's name.</summary>
    public const string Section = "Settlements";

    /// <summary>Sales lines that a partition of a run should hold; a partition is one transaction.</summary>
    public int SalesLinesPerPartition { get; set; } = 100_000;

    /// <summary>Partitions that are computed at once.</summary>
    public int Workers { get; set; } = Math.Min(Environment.ProcessorCount, 4);

    /// <summary>Seconds after which a run may be taken over from a process that no longer saves partitions.</summary>
    public int LeaseSeconds { get; set; } = 60;

    /// <summary>Seconds between two looks for runs that nobody works on.</summary>
    public int PollSeconds { get; set; } = 5;

    /// <summary>Settlement lines that are posted to the ledger in one transaction.</summary>
    public int LinesPerPosting { get; set; } = 500;
}
