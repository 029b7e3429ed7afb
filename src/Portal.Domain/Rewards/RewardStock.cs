namespace Portal.Domain.Rewards;

/// <summary>How many of a reward there are. A row of its own, because every order changes it; moved only by guarded updates.</summary>
public sealed class RewardStock
{
    /// <summary>Opens the stock of a reward.</summary>
    /// <param name="rewardId">The reward.</param>
    /// <param name="onHand">How many there are; null where they do not run out.</param>
    public RewardStock(long rewardId, long? onHand)
    {
        RewardId = rewardId;
        OnHand = onHand;
    }

    /// <summary>The reward.</summary>
    public long RewardId { get; private set; }

    /// <summary>How many lie there, those reserved counted; null where they do not run out.</summary>
    public long? OnHand { get; private set; }

    /// <summary>How many of them are reserved for orders.</summary>
    public long Reserved { get; private set; }

    /// <summary>How many can be ordered; null where they do not run out.</summary>
    public long? Available => OnHand - Reserved;
}

/// <summary>A change of a stock; never changed itself.</summary>
public sealed class RewardStockMovement
{
    /// <summary>Letters of a reason at most.</summary>
    public const int MaxReason = 500;

    /// <summary>Records a change.</summary>
    public RewardStockMovement(long rewardId, RewardMovementKind kind, long onHandDelta, long reservedDelta, long? orderId, string? reason, long? byUserId, DateTime atUtc)
    {
        RewardId = rewardId;
        Kind = kind;
        OnHandDelta = onHandDelta;
        ReservedDelta = reservedDelta;
        OrderId = orderId;
        Reason = reason;
        ByUserId = byUserId;
        AtUtc = atUtc;
    }

    /// <summary>The row's key.</summary>
    public long Id { get; private set; }

    /// <summary>The reward.</summary>
    public long RewardId { get; private set; }

    /// <summary>What happened.</summary>
    public RewardMovementKind Kind { get; private set; }

    /// <summary>By how many the stock on hand changed; 0 while it does not run out.</summary>
    public long OnHandDelta { get; private set; }

    /// <summary>By how many those reserved changed.</summary>
    public long ReservedDelta { get; private set; }

    /// <summary>The order behind it, or null.</summary>
    public long? OrderId { get; private set; }

    /// <summary>Why, in a person's words, or null.</summary>
    public string? Reason { get; private set; }

    /// <summary>Who did it; null for the system and for other systems.</summary>
    public long? ByUserId { get; private set; }

    /// <summary>When.</summary>
    public DateTime AtUtc { get; private set; }
}

/// <summary>Why a stock changed.</summary>
public enum RewardMovementKind
{
    /// <summary>The stock a reward begins with.</summary>
    Opened = 1,

    /// <summary>More came.</summary>
    Received = 2,

    /// <summary>Counted or written off by a person.</summary>
    Corrected = 3,

    /// <summary>An order reserves.</summary>
    Reserved = 4,

    /// <summary>An order was cancelled or timed out.</summary>
    Released = 5,

    /// <summary>An order left the house.</summary>
    Issued = 6,

    /// <summary>It came back.</summary>
    Returned = 7,
}
