using Microsoft.EntityFrameworkCore;
using Portal.Domain.SavedViews;
using Portal.Domain.Shared;
using Portal.Infrastructure.Access;
using Portal.Infrastructure.Data;

namespace Portal.Infrastructure.SavedViews;

/// <summary>Keeps what a list shows under a name; the same name again replaces it.</summary>
public sealed class MySaveView(IDbContextFactory<PortalDbContext> contexts, CurrentUser user)
{
    internal const int MaxName = 60;
    internal const int MaxPath = 200;
    internal const int MaxQuery = 2000;
    private const int MaxPerList = 30;

    /// <summary>Keeps it for the signed-in person.</summary>
    public async Task<Outcome> RunAsync(MyViewInput input, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(input);
        if (user.UserId is not { } userId)
        {
            return new Refusal(Refusal.NotPermitted);
        }

        if (Wrong(input) is { } wrong)
        {
            return wrong;
        }

        await using var context = await contexts.CreateDbContextAsync(cancellationToken);
        var views = await context.SavedViews.Where(view => view.UserId == userId && view.Path == input.Path).ToListAsync(cancellationToken);
        var name = input.Name.Trim();
        if (views.Find(view => view.Name == name) is { } known)
        {
            known.Replace(input.Query);
        }
        else if (views.Count >= MaxPerList)
        {
            return new Refusal("view_too_many", MaxPerList);
        }
        else
        {
            context.Add(new SavedView(userId, input.Path, name, input.Query));
        }

        await context.SaveChangesAsync(cancellationToken);
        return Outcome.Done;
    }

    private static Refusal? Wrong(MyViewInput input)
    {
        if (input.Name.Trim() is not { Length: > 0 and <= MaxName })
        {
            return new Refusal("view_name", MaxName) { Field = nameof(input.Name) };
        }

        return input.Path.Length > MaxPath || !input.Path.StartsWith('/') || input.Query.Length > MaxQuery ? new Refusal("view_too_long") : null;
    }
}

/// <summary>A view to keep.</summary>
/// <param name="Path">The list: the path of its page.</param>
/// <param name="Name">Its name.</param>
/// <param name="Query">The list's state as the address carries it, without the question mark.</param>
public sealed record MyViewInput(string Path, string Name, string Query);
