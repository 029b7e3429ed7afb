namespace Portal.Domain.Settlements;

/// <summary>Customers of a run: a range of them, or a few within it. Computed and saved in one transaction, exactly once.</summary>
public sealed class SettlementPartition
{
    /// <summary>Plans a partition.</summary>
    public SettlementPartition(long runId, int number, long fromCustomerId, long toCustomerId, string? customerIds)
    {
        CustomerIds = customerIds;
        RunId = runId;
        Number = number;
        FromCustomerId = fromCustomerId;
        ToCustomerId = toCustomerId;
    }

    /// <summary>The row's key.</summary>
    public long Id { get; private set; }

    /// <summary>The run.</summary>
    public long RunId { get; private set; }

    /// <summary>From 1, in customer order.</summary>
    public int Number { get; private set; }

    /// <summary>The first customer.</summary>
    public long FromCustomerId { get; private set; }

    /// <summary>The last customer.</summary>
    public long ToCustomerId { get; private set; }

    /// <summary>The customers, comma-separated, or null for all of the range.</summary>
    public string? CustomerIds { get; private set; }

    /// <summary>When it was saved, or null.</summary>
    public DateTime? DoneAtUtc { get; private set; }

    /// <summary>Sales lines read for it.</summary>
    public long SalesLinesRead { get; private set; }

    /// <summary>Settlement lines written for it.</summary>
    public long LinesWritten { get; private set; }

    /// <summary>The process that computes it, or the last one that did; null before the first.</summary>
    public string? LeasedBy { get; private set; }

    /// <summary>Until when that process may, unless it prolongs this.</summary>
    public DateTime? LeasedUntilUtc { get; private set; }

    /// <summary>How often it was claimed. A save proves the number it got, so whoever was taken over saves nothing.</summary>
    public long Token { get; private set; }

    /// <summary>What it adds to each settlement, as JSON (<see cref="SettlementTotal"/>); null until it is saved.</summary>
    public string? TotalsJson { get; private set; }

    /// <summary>Gives it to the process that plans it, which begins with it at once.</summary>
    public void Claim(string owner, DateTime untilUtc)
    {
        Token = 1;
        LeasedBy = owner;
        LeasedUntilUtc = untilUtc;
    }
}

/// <summary>What lines add to a settlement.</summary>
/// <param name="SettlementId">The settlement.</param>
/// <param name="Customers">Customers with a line.</param>
/// <param name="Lines">Lines.</param>
/// <param name="DueMinor">Sum of what is due, in minor units.</param>
/// <param name="CorrectionsMinor">Sum of the negative differences, in minor units.</param>
public sealed record SettlementTotal(long SettlementId, int Customers, int Lines, long DueMinor, long CorrectionsMinor);
