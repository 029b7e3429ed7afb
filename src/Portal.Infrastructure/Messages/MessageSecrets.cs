using System.Security.Cryptography;
using Microsoft.AspNetCore.DataProtection;

namespace Portal.Infrastructure.Messages;

/// <summary>Encrypts what fills a message that carries a code, so that the outbox never holds one in clear.</summary>
public sealed class MessageSecrets(IDataProtectionProvider protection)
{
    private readonly IDataProtector _protector = protection.CreateProtector("Portal.Messages.Arguments");

    /// <summary>Moves the arguments out of sight. May make a key, which is a write of its own: call it before a transaction begins.</summary>
    public MessageDraft Seal(MessageDraft draft)
    {
        ArgumentNullException.ThrowIfNull(draft);
        return draft with { SealedArguments = _protector.Protect(MessageArguments.Write(draft.Arguments)), Arguments = new Dictionary<string, object?>() };
    }

    /// <summary>The arguments as JSON; null if the key was lost.</summary>
    internal string? Open(string sealedArguments)
    {
        try
        {
            return _protector.Unprotect(sealedArguments);
        }
        catch (CryptographicException)
        {
            return null;
        }
    }
}
