namespace Portal.Domain.Messages;

/// <summary>
/// A message that waits to be sent, was sent or was given up. It is written in the transaction of what it tells about, so that
/// it exists just when that happened; sending is another matter and never holds that up.
/// </summary>
public sealed class OutboxMessage
{
    /// <summary>Most characters of a key.</summary>
    public const int MaxKeyLength = 150;

    /// <summary>Most characters of a reason.</summary>
    public const int MaxReasonLength = 500;

    /// <summary>Writes a message.</summary>
    public OutboxMessage(string key, string template, string culture, MessageCategory category, string argumentsJson, DateTime createdAtUtc)
    {
        Key = key;
        Template = template;
        Culture = culture;
        Category = category;
        ArgumentsJson = argumentsJson;
        CreatedAtUtc = createdAtUtc;
        NextAttemptAtUtc = createdAtUtc;
    }

    /// <summary>The row's key.</summary>
    public long Id { get; private set; }

    /// <summary>Names what is told; unique, so that it is told once.</summary>
    public string Key { get; private set; }

    /// <summary>The template's code.</summary>
    public string Template { get; private set; }

    /// <summary>zh-CN or en.</summary>
    public string Culture { get; private set; }

    /// <summary>What it is about.</summary>
    public MessageCategory Category { get; private set; }

    /// <summary>How it travels.</summary>
    public MessageChannel Channel { get; private set; } = MessageChannel.Email;

    /// <summary>The customer it is for, or null.</summary>
    public long? CustomerId { get; private set; }

    /// <summary>The log-in it is for, or null.</summary>
    public long? UserId { get; private set; }

    /// <summary>Where it goes; empty where no address is known.</summary>
    public string Address { get; private set; } = "";

    /// <summary>What fills the places of the template, as JSON; empty once a secret one is sent.</summary>
    public string ArgumentsJson { get; private set; }

    /// <summary>Whether the arguments are a secret: encrypted until they are sent, erased afterwards, shown to nobody.</summary>
    public bool IsSecret { get; private set; }

    /// <summary>Where it stands.</summary>
    public MessageState State { get; private set; } = MessageState.Waiting;

    /// <summary>How often it was tried.</summary>
    public int Attempts { get; private set; }

    /// <summary>When it is to be tried next.</summary>
    public DateTime NextAttemptAtUtc { get; private set; }

    /// <summary>When it is of no use any more, or null.</summary>
    public DateTime? ExpiresAtUtc { get; private set; }

    /// <summary>Who sends it just now, or null.</summary>
    public string? LeasedBy { get; private set; }

    /// <summary>Until when it is held by whoever sends it.</summary>
    public DateTime? LeasedUntilUtc { get; private set; }

    /// <summary>The code of why it was not sent, or null.</summary>
    public string? ReasonCode { get; private set; }

    /// <summary>What the mail server or the network said about it, or null.</summary>
    public string? Reason { get; private set; }

    /// <summary>When it was written.</summary>
    public DateTime CreatedAtUtc { get; private set; }

    /// <summary>When the mail server took it.</summary>
    public DateTime? SentAtUtc { get; private set; }

    /// <summary>Says whom it is for.</summary>
    public OutboxMessage For(long? customerId, long? userId, string address)
    {
        CustomerId = customerId;
        UserId = userId;
        Address = address;
        return this;
    }

    /// <summary>Says until when it is of use.</summary>
    public OutboxMessage Until(DateTime? expiresAtUtc)
    {
        ExpiresAtUtc = expiresAtUtc;
        return this;
    }

    /// <summary>Says that its arguments, now encrypted, are a secret.</summary>
    public OutboxMessage KeepSecret()
    {
        IsSecret = true;
        return this;
    }

    /// <summary>Says that it is not to be sent, and why.</summary>
    public OutboxMessage Skip(string reasonCode)
    {
        State = MessageState.Skipped;
        ReasonCode = reasonCode;
        return this;
    }
}
