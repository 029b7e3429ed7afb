using Microsoft.EntityFrameworkCore;
using Portal.Domain.Shared;
using Portal.Infrastructure.Access;
using Portal.Infrastructure.Data;

namespace Portal.Infrastructure.SavedViews;

/// <summary>Forgets one of the person's views.</summary>
public sealed class MyDeleteView(IDbContextFactory<PortalDbContext> contexts, CurrentUser user)
{
    /// <summary>Forgets it; one that is another's is not found.</summary>
    public async Task<Outcome> RunAsync(long id, CancellationToken cancellationToken)
    {
        if (user.UserId is not { } userId)
        {
            return new Refusal(Refusal.NotPermitted);
        }

        await using var context = await contexts.CreateDbContextAsync(cancellationToken);
        var rows = await context.SavedViews.Where(view => view.Id == id && view.UserId == userId).ExecuteDeleteAsync(cancellationToken);
        return rows == 0 ? new Refusal(Refusal.NotFound) : Outcome.Done;
    }
}
