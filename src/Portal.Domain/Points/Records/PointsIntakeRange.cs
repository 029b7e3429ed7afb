namespace Portal.Domain.Points.Records;

/// <summary>Sales documents that were written together and wait to be counted. It is written with them, in one transaction.</summary>
public sealed class PointsIntakeRange
{
    /// <summary>The row's key.</summary>
    public long Id { get; init; }

    /// <summary>The lowest key; raised as documents are counted.</summary>
    public long FirstDocumentId { get; init; }

    /// <summary>The highest key.</summary>
    public long LastDocumentId { get; init; }
}
