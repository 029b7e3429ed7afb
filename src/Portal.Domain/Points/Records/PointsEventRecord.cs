namespace Portal.Domain.Points.Records;

/// <summary>An event that was booked; its key counts once.</summary>
public sealed class PointsEventRecord
{
    /// <summary>The row's key.</summary>
    public long Id { get; init; }

    /// <summary>Unique for ever.</summary>
    public string EventKey { get; init; } = "";

    /// <summary>SHA-256 of the content: the same key with another content is refused.</summary>
    public string ContentHash { get; init; } = "";

    /// <summary>What it was: "sale", "return", "redeem" ...</summary>
    public string Type { get; init; } = "";

    /// <summary>Whose.</summary>
    public long CustomerId { get; init; }

    /// <summary>The local day it counts for.</summary>
    public DateOnly On { get; init; }

    /// <summary>The document or the reason, for people.</summary>
    public string? Reference { get; init; }

    /// <summary>The sales document; null where there is none.</summary>
    public long? DocumentId { get; init; }

    /// <summary>What it moved on the balance, in units.</summary>
    public long Units { get; init; }

    /// <summary>The value of points used, in minor units.</summary>
    public long? ValueMinor { get; init; }

    /// <summary>How what it earned came about.</summary>
    public string? BreakdownJson { get; init; }

    /// <summary>Who did it; null for the system.</summary>
    public long? ByUserId { get; init; }

    /// <summary>When it was booked.</summary>
    public DateTime RecordedAtUtc { get; init; }
}
