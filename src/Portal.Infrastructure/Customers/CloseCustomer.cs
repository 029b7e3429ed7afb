using Microsoft.EntityFrameworkCore;
using Portal.Domain.Shared;
using Portal.Infrastructure.Access;
using Portal.Infrastructure.Data;
using Portal.Infrastructure.Shared;

namespace Portal.Infrastructure.Customers;

/// <summary>Closes a customer's file, or opens it again.</summary>
public sealed class CloseCustomer(IDbContextFactory<PortalDbContext> contexts, CurrentUser user, BusinessClock clock)
{
    /// <summary>Closes or reopens it.</summary>
    public async Task<Outcome> RunAsync(long id, bool close, CancellationToken cancellationToken)
    {
        if (user.Refuse(Permissions.Customers.Edit) is { } refusal)
        {
            return refusal;
        }

        await using var context = await contexts.CreateDbContextAsync(cancellationToken);
        if (await context.Customers.VisibleTo(user, context).SingleOrDefaultAsync(row => row.Id == id, cancellationToken) is not { } customer)
        {
            return new Refusal(Refusal.NotFound);
        }

        if (close)
        {
            customer.Close(clock.UtcNow);
        }
        else
        {
            customer.Reopen();
        }

        return await context.TrySaveAsync(cancellationToken) is { } stale ? stale : Outcome.Done;
    }
}
