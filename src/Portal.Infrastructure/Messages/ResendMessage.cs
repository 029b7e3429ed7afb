using Microsoft.EntityFrameworkCore;
using Portal.Domain.Messages;
using Portal.Domain.Shared;
using Portal.Infrastructure.Access;
using Portal.Infrastructure.Data;
using Portal.Infrastructure.Shared;

namespace Portal.Infrastructure.Messages;

/// <summary>Puts a message that was sent, given up or left out back into the outbox, to the address that its recipient has now.</summary>
public sealed class ResendMessage(IDbContextFactory<PortalDbContext> contexts, CurrentUser user, BusinessClock clock)
{
    /// <summary>Puts it back.</summary>
    public async Task<Outcome> RunAsync(long id, CancellationToken cancellationToken)
    {
        if (user.Refuse(Permissions.Messages.Send) is { } refusal)
        {
            return refusal;
        }

        await using var context = await contexts.CreateDbContextAsync(cancellationToken);
        var message = await context.OutboxMessages.AsNoTracking().VisibleTo(user, context).SingleOrDefaultAsync(row => row.Id == id, cancellationToken);
        if (message is null)
        {
            return new Refusal(Refusal.NotFound);
        }

        if (message.IsSecret)
        {
            return new Refusal("message_secret");
        }

        if (message.State == MessageState.Waiting)
        {
            return new Refusal("message_waits");
        }

        var recipient = await EnqueueMessage.FindAsync(
            new MessageDraft(message.Key, message.Template) { Category = message.Category, CustomerId = message.CustomerId, UserId = message.UserId }, context, cancellationToken);
        if (!recipient.IsWanted)
        {
            return new Refusal("message_not_wanted");
        }

        if (!EmailAddress.TryParse(recipient.Address ?? message.Address, out var address))
        {
            return new Refusal("message_no_address");
        }

        return await PutBackAsync(message, address.Text, context, cancellationToken);
    }

    private async Task<Outcome> PutBackAsync(OutboxMessage message, string address, PortalDbContext context, CancellationToken cancellationToken)
    {
        var now = clock.UtcNow;
        var rows = await context.OutboxMessages.Where(row => row.Id == message.Id && row.State == message.State && row.Attempts == message.Attempts).ExecuteUpdateAsync(
            row => row.SetProperty(to => to.State, MessageState.Waiting)
                .SetProperty(to => to.Address, address)
                .SetProperty(to => to.Attempts, 0)
                .SetProperty(to => to.NextAttemptAtUtc, now)
                .SetProperty(to => to.ExpiresAtUtc, (DateTime?)null)
                .SetProperty(to => to.SentAtUtc, (DateTime?)null)
                .SetProperty(to => to.ReasonCode, (string?)null)
                .SetProperty(to => to.Reason, (string?)null),
            cancellationToken);
        return rows == 1 ? Outcome.Done : new Refusal(Refusal.ChangedByOther);
    }
}
