namespace Portal.Domain.Messages;

/// <summary>How often a message is tried and how long the pauses grow.</summary>
public static class MessageRetries
{
    /// <summary>The pause after each try that failed; after the last one the message is given up.</summary>
    private static readonly TimeSpan[] Pauses =
    [
        TimeSpan.FromSeconds(30), TimeSpan.FromMinutes(2), TimeSpan.FromMinutes(10), TimeSpan.FromMinutes(30), TimeSpan.FromHours(2), TimeSpan.FromHours(6), TimeSpan.FromHours(12),
    ];

    /// <summary>How often a message is tried before it is given up.</summary>
    public static int MaxAttempts => Pauses.Length + 1;

    /// <summary>The pause after so many tries, or null where it is to be given up.</summary>
    public static TimeSpan? PauseAfter(int attempts) => attempts >= 1 && attempts <= Pauses.Length ? Pauses[attempts - 1] : null;
}
