using Portal.Domain.Messages;

namespace Portal.Infrastructure.Messages;

/// <summary>A way for messages to leave; SMS is another implementation.</summary>
public interface IMessageChannel
{
    /// <summary>What it carries.</summary>
    MessageChannel Kind { get; }

    /// <summary>Whether it is set up; until then its messages wait and no try is counted.</summary>
    bool IsConfigured { get; }

    /// <summary>Hands one message over. Never throws for what a server or a network does.</summary>
    Task<ChannelAnswer> SendAsync(OutgoingMessage message, CancellationToken cancellationToken);
}

/// <summary>A message ready to leave.</summary>
/// <param name="Id">Names the message worldwide and stays the same over all tries, so that receivers can tell a second copy.</param>
/// <param name="To">The address.</param>
/// <param name="Subject">The subject.</param>
/// <param name="Body">Plain text, lines ended by \n.</param>
/// <param name="Culture">zh-CN or en.</param>
/// <param name="WrittenAtUtc">When it was written.</param>
public sealed record OutgoingMessage(string Id, string To, string Subject, string Body, string Culture, DateTime WrittenAtUtc);

/// <summary>What came of handing a message over.</summary>
/// <param name="Verdict">Taken, to be tried again, or refused for good.</param>
/// <param name="ReasonCode">The code of the reason, or null when taken.</param>
/// <param name="Reason">What the server said, or null.</param>
public sealed record ChannelAnswer(ChannelVerdict Verdict, string? ReasonCode = null, string? Reason = null)
{
    /// <summary>The server took it.</summary>
    public static ChannelAnswer Taken { get; } = new(ChannelVerdict.Taken);
}

/// <summary>What came of handing a message over.</summary>
public enum ChannelVerdict
{
    /// <summary>It is the server's now.</summary>
    Taken,

    /// <summary>Not now; trying again may help.</summary>
    TryLater,

    /// <summary>Never; trying again is of no use.</summary>
    Refused,
}
