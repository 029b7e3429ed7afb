using Microsoft.EntityFrameworkCore;
using Portal.Domain.ApiKeys;
using Portal.Domain.Shared;
using Portal.Infrastructure.Access;
using Portal.Infrastructure.Data;
using Portal.Infrastructure.Shared;

namespace Portal.Infrastructure.ApiKeys;

/// <summary>Makes a key for another system.</summary>
public sealed class CreateApiKey(IDbContextFactory<PortalDbContext> contexts, CurrentUser user, BusinessClock clock)
{
    /// <summary>Makes it. The secret is told here and never again.</summary>
    public async Task<Outcome<NewApiKey>> RunAsync(string name, IReadOnlyList<string> scopes, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(name);
        ArgumentNullException.ThrowIfNull(scopes);
        if (user.Refuse(Permissions.ApiKeys.Edit) is { } refusal)
        {
            return refusal;
        }

        if (name.Trim() is not { Length: > 0 and <= 100 } trimmed)
        {
            return new Refusal("apikey_name_missing") { Field = "Name" };
        }

        if (scopes.Count == 0 || scopes.Except(ApiScopes.All).Any())
        {
            return new Refusal("apikey_scope_missing") { Field = "Scopes" };
        }

        var (key, prefix) = ApiKeySecret.Make();
        await using var context = await contexts.CreateDbContextAsync(cancellationToken);
        var row = new ApiKey(trimmed, prefix, ApiKeySecret.Hash(key), string.Join(' ', ApiScopes.All.Where(scopes.Contains)), user.UserId, clock.UtcNow);
        context.Add(row);
        await context.SaveChangesAsync(cancellationToken);
        return new NewApiKey(row.Id, key);
    }
}

/// <summary>A key that was just made.</summary>
/// <param name="Id">The row.</param>
/// <param name="Key">The key itself; it is stored nowhere.</param>
public sealed record NewApiKey(long Id, string Key);

/// <summary>Takes a key back.</summary>
public sealed class RevokeApiKey(IDbContextFactory<PortalDbContext> contexts, CheckApiKey check, CurrentUser user, BusinessClock clock)
{
    /// <summary>From now on requests with it are refused; a second time changes nothing.</summary>
    public async Task<Outcome> RunAsync(long id, CancellationToken cancellationToken)
    {
        if (user.Refuse(Permissions.ApiKeys.Edit) is { } refusal)
        {
            return refusal;
        }

        await using var context = await contexts.CreateDbContextAsync(cancellationToken);
        if (await context.ApiKeys.SingleOrDefaultAsync(row => row.Id == id, cancellationToken) is not { } key)
        {
            return new Refusal(Refusal.NotFound);
        }

        key.Revoke(user.UserId, clock.UtcNow);
        await context.SaveChangesAsync(cancellationToken);
        check.Forget(key.Prefix);
        return Outcome.Done;
    }
}
