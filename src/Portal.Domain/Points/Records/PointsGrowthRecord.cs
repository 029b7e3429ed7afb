namespace Portal.Domain.Points.Records;

/// <summary>Growth value; never changed.</summary>
public sealed class PointsGrowthRecord
{
    /// <summary>The row's key.</summary>
    public long Id { get; init; }

    /// <summary>Whose.</summary>
    public long CustomerId { get; init; }

    /// <summary>The event.</summary>
    public string EventKey { get; init; } = "";

    /// <summary>The local day; of a return that of its sale.</summary>
    public DateOnly On { get; init; }

    /// <summary>Signed, in the smallest unit of growth value.</summary>
    public long Units { get; init; }
}
