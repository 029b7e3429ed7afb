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
}
