using Microsoft.EntityFrameworkCore;
using Portal.Domain.Messages;
using Portal.Domain.Shared;
using Portal.Infrastructure.Access;
using Portal.Infrastructure.Data;
using Portal.Infrastructure.Shared;

namespace Portal.Infrastructure.Messages;

/// <summary>Which messages the customer who is signed in wants.</summary>
public sealed class MyMessageChoices(WriteTransaction writes, IDbContextFactory<PortalDbContext> contexts, CurrentUser user, BusinessClock clock)
{
    /// <summary>The kinds that can be chosen; messages about the safety of the account always come.</summary>
    public static IReadOnlyList<MessageCategory> Kinds { get; } = [MessageCategory.Account, MessageCategory.Reminders, MessageCategory.Offers];

    /// <summary>The choices; empty for a log-in without a customer.</summary>
    public async Task<IReadOnlyDictionary<MessageCategory, bool>> ListAsync(CancellationToken cancellationToken)
    {
        var customerId = user.CustomerId;
        await using var context = await contexts.CreateDbContextAsync(cancellationToken);
        var chosen = await context.MessageChoices.AsNoTracking().Where(row => row.CustomerId == customerId).ToListAsync(cancellationToken);
        return customerId is null
            ? new Dictionary<MessageCategory, bool>()
            : Kinds.ToDictionary(kind => kind, kind => chosen.Find(row => row.Category == kind)?.IsWanted ?? MessageChoice.Usual(kind));
    }

    /// <summary>Chooses.</summary>
    public async Task<Outcome> ChooseAsync(MessageCategory kind, bool isWanted, CancellationToken cancellationToken)
    {
        if (user.CustomerId is not { } customerId || !Kinds.Contains(kind))
        {
            return new Refusal(Refusal.NotPermitted);
        }

        return await writes.RunAsync((context, ct) => ChooseAsync(customerId, kind, isWanted, clock.UtcNow, context, ct), cancellationToken);
    }

    /// <summary>Records a choice in the caller's transaction.</summary>
    internal static async Task<Outcome> ChooseAsync(
        long customerId, MessageCategory kind, bool isWanted, DateTime nowUtc, PortalDbContext context, CancellationToken cancellationToken)
    {
        if (await context.MessageChoices.SingleOrDefaultAsync(row => row.CustomerId == customerId && row.Category == kind, cancellationToken) is { } choice)
        {
            choice.Change(isWanted, nowUtc);
        }
        else
        {
            context.Add(new MessageChoice(customerId, kind, isWanted, nowUtc));
        }

        await context.SaveChangesAsync(cancellationToken);
        return Outcome.Done;
    }
}
