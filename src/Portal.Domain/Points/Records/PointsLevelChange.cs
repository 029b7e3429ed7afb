using Portal.Domain.Points.Levels;

namespace Portal.Domain.Points.Records;

/// <summary>A change of a member's level; never changed.</summary>
public sealed class PointsLevelChange
{
    /// <summary>The row's key.</summary>
    public long Id { get; init; }

    /// <summary>Whose.</summary>
    public long CustomerId { get; init; }

    /// <summary>The first local day of the new level.</summary>
    public DateOnly On { get; init; }

    /// <summary>The level before.</summary>
    public string FromCode { get; init; } = "";

    /// <summary>The level after.</summary>
    public string ToCode { get; init; } = "";

    /// <summary>Why.</summary>
    public LevelReason Reason { get; init; }

    /// <summary>The growth value that decided.</summary>
    public decimal? Value { get; init; }

    /// <summary>What it was compared with.</summary>
    public decimal? Threshold { get; init; }

    /// <summary>The reason given by hand.</summary>
    public string? Remark { get; init; }

    /// <summary>Who set it; null for the system.</summary>
    public long? ByUserId { get; init; }

    /// <summary>When it was booked.</summary>
    public DateTime RecordedAtUtc { get; init; }
}
