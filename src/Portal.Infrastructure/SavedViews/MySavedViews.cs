using Microsoft.EntityFrameworkCore;
using Portal.Infrastructure.Access;
using Portal.Infrastructure.Data;

namespace Portal.Infrastructure.SavedViews;

/// <summary>The views that the person keeps.</summary>
public sealed class MySavedViews(IDbContextFactory<PortalDbContext> contexts, CurrentUser user)
{
    /// <summary>The person's views of a list, by name.</summary>
    public async Task<IReadOnlyList<SavedViewRow>> OfAsync(string path, CancellationToken cancellationToken)
    {
        if (user.UserId is not { } userId)
        {
            return [];
        }

        await using var context = await contexts.CreateDbContextAsync(cancellationToken);
        return await context.SavedViews.AsNoTracking().Where(view => view.UserId == userId && view.Path == path).OrderBy(view => view.Name)
            .Select(view => new SavedViewRow(view.Id, view.Name, view.Query)).ToListAsync(cancellationToken);
    }
}

/// <summary>A kept view.</summary>
/// <param name="Id">The row.</param>
/// <param name="Name">Its name.</param>
/// <param name="Query">The list's state, without the question mark.</param>
public sealed record SavedViewRow(long Id, string Name, string Query);
