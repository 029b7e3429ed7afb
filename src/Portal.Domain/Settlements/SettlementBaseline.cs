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

    /// <summary>In place of marks: they are those of the run before, whose row becomes this run's when it is complete.</summary>
    public static byte[] Unchanged { get; } = [];

    /// <summary>What <see cref="SettlementMarks.ToBytes"/> wrote, or <see cref="Unchanged"/>.</summary>
    public byte[] Marks { get; private set; }
}
