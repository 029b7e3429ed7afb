using Portal.Domain.Shared;

namespace Portal.Domain.Points.Records;

/// <summary>Points given or taken by hand, with a reason; above a limit it waits for somebody else.</summary>
public sealed class PointsAdjustment : IVersioned
{
    /// <summary>Asks for it.</summary>
    public PointsAdjustment(string operationKey, long customerId, decimal points, DateOnly? expiresOn, string reason, long? requestedByUserId, DateTime requestedAtUtc)
    {
        OperationKey = operationKey;
        CustomerId = customerId;
        Points = points;
        ExpiresOn = expiresOn;
        Reason = reason;
        RequestedByUserId = requestedByUserId;
        RequestedAtUtc = requestedAtUtc;
    }

    /// <summary>The row's key.</summary>
    public long Id { get; private set; }

    /// <summary>Made before the first try.</summary>
    public string OperationKey { get; private set; }

    /// <summary>Whose points.</summary>
    public long CustomerId { get; private set; }

    /// <summary>How many; negative to take away.</summary>
    public decimal Points { get; private set; }

    /// <summary>The last day of points that are given, where not as the programme says.</summary>
    public DateOnly? ExpiresOn { get; private set; }

    /// <summary>Why.</summary>
    public string Reason { get; private set; }

    /// <summary>How it stands.</summary>
    public PointsAdjustmentState State { get; private set; }

    /// <summary>Who asked.</summary>
    public long? RequestedByUserId { get; private set; }

    /// <summary>When.</summary>
    public DateTime RequestedAtUtc { get; private set; }

    /// <summary>Who decided.</summary>
    public long? DecidedByUserId { get; private set; }

    /// <summary>When.</summary>
    public DateTime? DecidedAtUtc { get; private set; }

    /// <inheritdoc />
    public long RowVersion { get; private set; }

    /// <summary>Decides it.</summary>
    public void Decide(PointsAdjustmentState state, long? userId, DateTime atUtc)
    {
        State = state;
        DecidedByUserId = userId;
        DecidedAtUtc = atUtc;
    }
}

/// <summary>How an adjustment stands.</summary>
public enum PointsAdjustmentState
{
    /// <summary>Waits for a second person.</summary>
    Waiting = 0,

    /// <summary>Booked.</summary>
    Booked = 1,

    /// <summary>Rejected.</summary>
    Rejected = 2,
}
