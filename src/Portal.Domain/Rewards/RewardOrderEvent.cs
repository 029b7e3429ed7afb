namespace Portal.Domain.Rewards;

/// <summary>A step of an order, for its time line; never changed.</summary>
public sealed class RewardOrderEvent
{
    /// <summary>Records a step.</summary>
    public RewardOrderEvent(long orderId, RewardOrderState state, string? note, long? byUserId, string? byName, DateTime atUtc)
    {
        OrderId = orderId;
        State = state;
        Note = note;
        ByUserId = byUserId;
        ByName = byName;
        AtUtc = atUtc;
    }

    /// <summary>The row's key.</summary>
    public long Id { get; private set; }

    /// <summary>The order.</summary>
    public long OrderId { get; private set; }

    /// <summary>The state it came to.</summary>
    public RewardOrderState State { get; private set; }

    /// <summary>What a person wrote, or null.</summary>
    public string? Note { get; private set; }

    /// <summary>Who did it; null for the system and for other systems.</summary>
    public long? ByUserId { get; private set; }

    /// <summary>The other system that did it, or null.</summary>
    public string? ByName { get; private set; }

    /// <summary>When.</summary>
    public DateTime AtUtc { get; private set; }
}
