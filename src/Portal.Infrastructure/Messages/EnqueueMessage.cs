using System.Security.Cryptography;
using System.Text;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Logging;
using Portal.Domain.Messages;
using Portal.Infrastructure.Data;
using Portal.Infrastructure.Shared;

namespace Portal.Infrastructure.Messages;

/// <summary>
/// Writes a message into the outbox in the caller's transaction: it is sent if and only if that commits. What is wrong with a
/// message (no address, unknown template) stands in its row and never refuses the caller's work.
/// </summary>
public sealed class EnqueueMessage(BusinessClock clock, ILogger<EnqueueMessage> logger)
{
    /// <summary>Writes it, at once within a transaction, else with the caller's save. A key that is known already writes nothing.</summary>
    /// <returns>Whether a message was written.</returns>
    public async Task<bool> RunAsync(MessageDraft draft, PortalDbContext context, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(draft);
        ArgumentNullException.ThrowIfNull(context);
        var key = KeyOf(draft.Key);
        if (context.OutboxMessages.Local.Any(row => row.Key == key) || await context.OutboxMessages.AnyAsync(row => row.Key == key, cancellationToken))
        {
            return false;
        }

        var recipient = await FindAsync(draft, context, cancellationToken);
        var arguments = draft.SealedArguments ?? MessageArguments.Write(draft.Arguments);
        var row = new OutboxMessage(key, draft.Template, MessageTemplates.LanguageOf(draft.Culture ?? recipient.Culture), draft.Category, arguments, clock.UtcNow).Until(draft.ExpiresAtUtc);
        if (draft.SealedArguments is not null)
        {
            row.KeepSecret();
        }

        var isAddress = EmailAddress.TryParse(draft.Address ?? recipient.Address, out var address);
        row.For(draft.CustomerId, draft.UserId ?? recipient.UserId, address?.Text ?? "");
        if (!MessageTemplates.Has(draft.Template))
        {
            logger.LogError("There is no message template {Template}", draft.Template);
            row.Skip("message_template_unknown");
        }
        else if (!recipient.IsWanted)
        {
            row.Skip("message_not_wanted");
        }
        else if (!isAddress)
        {
            row.Skip("message_no_address");
        }

        context.Add(row);
        if (context.Database.CurrentTransaction is not null)
        {
            await context.SaveChangesAsync(cancellationToken);
        }

        return true;
    }

    /// <summary>Where a message for a customer or log-in goes now.</summary>
    internal static async Task<Recipient> FindAsync(MessageDraft draft, PortalDbContext context, CancellationToken cancellationToken)
    {
        var login = await context.Users
            .Where(user => draft.UserId != null ? user.Id == draft.UserId : draft.CustomerId != null && user.CustomerId == draft.CustomerId && !user.IsDisabled)
            .OrderBy(user => user.Id)
            .Select(user => new { user.Id, user.Email, user.Culture })
            .FirstOrDefaultAsync(cancellationToken);
        if (draft.CustomerId is not { } customerId)
        {
            return new Recipient(login?.Id, login?.Email, login?.Culture, IsWanted: true);
        }

        var email = await context.Customers.Where(row => row.Id == customerId).Select(row => row.Profile.Email).FirstOrDefaultAsync(cancellationToken);
        var choice = await context.MessageChoices.Where(row => row.CustomerId == customerId && row.Category == draft.Category)
            .Select(row => (bool?)row.IsWanted).FirstOrDefaultAsync(cancellationToken);
        var isWanted = draft.Category == MessageCategory.Security || (choice ?? MessageChoice.Usual(draft.Category));
        return new Recipient(login?.Id, string.IsNullOrWhiteSpace(email) ? login?.Email : email, login?.Culture, isWanted);
    }

    private static string KeyOf(string key) =>
        key.Length <= OutboxMessage.MaxKeyLength ? key : "sha256:" + Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(key)));
}

/// <summary>Where a message goes.</summary>
/// <param name="UserId">The log-in, or null.</param>
/// <param name="Address">The address as recorded, or null.</param>
/// <param name="Culture">The language chosen, or null.</param>
/// <param name="IsWanted">Whether the person wants messages of the kind.</param>
internal sealed record Recipient(long? UserId, string? Address, string? Culture, bool IsWanted);
