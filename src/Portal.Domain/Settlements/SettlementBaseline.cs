namespace Portal.Domain.Settlements;

/// <summary>What a run had settled everyone by. The next run compares, and settles only those for whom something changed.</summary>
public sealed class SettlementBaseline
{
    /// <summary>Keeps the marks of a run.</summary>
    public SettlementBaseline(long runId, byte[] marks)
    {
        RunId = runId;
        Marks = marks;
    }

    /// <summary>The run; also the row's key.</summary>
    public long RunId { get; private set; }

    /// <summary>What <see cref="SettlementMarks.ToBytes"/> wrote.</summary>
    public byte[] Marks { get; private set; }
}
