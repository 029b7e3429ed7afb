namespace Portal.Domain.Points.Records;

/// <summary>A use of points with the lots it took.</summary>
public sealed class PointsRedemptionRecord
{
    /// <summary>Whose.</summary>
    public long CustomerId { get; init; }

    /// <summary>The event.</summary>
    public string EventKey { get; init; } = "";

    /// <summary>The local day.</summary>
    public DateOnly On { get; init; }

    /// <summary>Units used at first.</summary>
    public long Units { get; init; }

    /// <summary>Units still used.</summary>
    public long OpenUnits { get; init; }

    /// <summary>What is still used, by lot.</summary>
    public string LotsJson { get; init; } = "";

    /// <summary>Whether it was on a sale.</summary>
    public bool IsOnSale { get; init; }

    /// <summary>How it stands.</summary>
    public PointsRedemptionState State { get; init; }
}

/// <summary>How a use of points stands.</summary>
public enum PointsRedemptionState
{
    /// <summary>Used.</summary>
    Used = 0,

    /// <summary>Held until it is posted or released.</summary>
    Held = 1,

    /// <summary>Held before, now used.</summary>
    Posted = 2,

    /// <summary>Back in the lots.</summary>
    Released = 3,
}
