using Portal.Domain.Points.Engine;

namespace Portal.Domain.Points.Records;

/// <summary>A member brought by another.</summary>
public sealed class PointsReferral
{
    /// <summary>The new member.</summary>
    public long Id { get; init; }

    /// <summary>Who brought it.</summary>
    public long ReferrerId { get; init; }

    /// <summary>The local day of joining.</summary>
    public DateOnly On { get; init; }

    /// <summary>How it stands.</summary>
    public ReferralState State { get; init; }

    /// <summary>Why it was refused.</summary>
    public string? Reason { get; init; }

    /// <summary>The local day of the reward.</summary>
    public DateOnly? RewardedOn { get; init; }

    /// <summary>The purchase that earned the reward.</summary>
    public string? SaleKey { get; init; }

    /// <summary>The rewards' lots by customer.</summary>
    public string LotsJson { get; init; } = "";
}
