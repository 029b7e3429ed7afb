namespace Portal.Domain.Messages;

/// <summary>How a message travels.</summary>
public enum MessageChannel
{
    /// <summary>E-mail.</summary>
    Email = 1,
}

/// <summary>What a message is about; a person chooses which kinds to get.</summary>
public enum MessageCategory
{
    /// <summary>Codes and changes of what protects an account: always sent.</summary>
    Security = 1,

    /// <summary>What was done with cards, points, orders and money; sent unless the person declines.</summary>
    Account = 2,

    /// <summary>What the person may want to do in time: expiring points, a level that ends; sent unless the person declines.</summary>
    Reminders = 3,

    /// <summary>Offers; sent only to those who agreed.</summary>
    Offers = 4,
}

/// <summary>Where a message stands.</summary>
public enum MessageState
{
    /// <summary>To be sent, now or after a pause.</summary>
    Waiting = 1,

    /// <summary>Taken by the mail server.</summary>
    Sent = 2,

    /// <summary>Given up; the reason stands beside it.</summary>
    Failed = 3,

    /// <summary>Not to be sent: no address, or the person does not want messages of this kind.</summary>
    Skipped = 4,
}
