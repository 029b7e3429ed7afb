using Microsoft.EntityFrameworkCore;
using Portal.Domain.Shared;
using Portal.Infrastructure.Data;

namespace Portal.Infrastructure.Access;

/// <summary>Keeps the person's own language and theme with its log-in.</summary>
public sealed class MySavePreferences(IDbContextFactory<PortalDbContext> contexts, CurrentUser currentUser)
{
    /// <summary>Keeps them; what is null stays as it was.</summary>
    public async Task<Outcome> RunAsync(MyPreferencesInput input, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(input);
        if (currentUser.UserId is not { } id)
        {
            return new Refusal(Refusal.NotPermitted);
        }

        await using var context = await contexts.CreateDbContextAsync(cancellationToken);
        var culture = input.Culture is "zh-CN" or "en" ? input.Culture : null;
        var theme = input.Theme is "light" or "dark" ? input.Theme : null;
        await context.Users.Where(user => user.Id == id).ExecuteUpdateAsync(
            user => user.SetProperty(row => row.Culture, row => culture ?? row.Culture).SetProperty(row => row.Theme, row => theme ?? row.Theme),
            cancellationToken);
        return Outcome.Done;
    }
}

/// <summary>A person's preferences.</summary>
/// <param name="Culture">zh-CN or en; null leaves it.</param>
/// <param name="Theme">light or dark; null leaves it.</param>
public sealed record MyPreferencesInput(string? Culture, string? Theme);
