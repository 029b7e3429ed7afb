namespace Portal.Domain.Messages;

/// <summary>Whether a customer wants messages of a kind, where it differs from what is usual.</summary>
public sealed class MessageChoice
{
    /// <summary>Records a choice.</summary>
    public MessageChoice(long customerId, MessageCategory category, bool isWanted, DateTime changedAtUtc)
    {
        CustomerId = customerId;
        Category = category;
        IsWanted = isWanted;
        ChangedAtUtc = changedAtUtc;
    }

    /// <summary>The row's key.</summary>
    public long Id { get; private set; }

    /// <summary>The customer.</summary>
    public long CustomerId { get; private set; }

    /// <summary>The kind.</summary>
    public MessageCategory Category { get; private set; }

    /// <summary>Whether they are wanted.</summary>
    public bool IsWanted { get; private set; }

    /// <summary>When it was chosen.</summary>
    public DateTime ChangedAtUtc { get; private set; }

    /// <summary>What holds for those who have not chosen: everything but offers.</summary>
    public static bool Usual(MessageCategory category) => category != MessageCategory.Offers;

    /// <summary>Chooses anew.</summary>
    public void Change(bool isWanted, DateTime atUtc)
    {
        IsWanted = isWanted;
        ChangedAtUtc = atUtc;
    }
}
