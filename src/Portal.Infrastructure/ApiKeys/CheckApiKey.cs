using System.Collections.Concurrent;
using System.Security.Cryptography;
using System.Text;
using Microsoft.EntityFrameworkCore;
using Portal.Infrastructure.Data;
using Portal.Infrastructure.Shared;

namespace Portal.Infrastructure.ApiKeys;

/// <summary>
/// Says whose key a request carries. A key is read from the database at most every few seconds: that long another node may
/// still take one that was revoked; this one does not.
/// </summary>
public sealed class CheckApiKey(IDbContextFactory<PortalDbContext> contexts, BusinessClock clock)
{
    private static readonly TimeSpan MaxAge = TimeSpan.FromSeconds(5);
    private readonly ConcurrentDictionary<string, (KnownKey Key, DateTime ReadAtUtc)> _known = new(StringComparer.Ordinal);

    /// <summary>The key's holder, or null if there is no such key, or it was revoked.</summary>
    public async Task<ApiKeyHolder?> RunAsync(string key, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(key);
        if (ApiKeySecret.PrefixOf(key) is not { } prefix || await FindAsync(prefix, cancellationToken) is not { } known)
        {
            return null;
        }

        return CryptographicOperations.FixedTimeEquals(Encoding.ASCII.GetBytes(known.SecretHash), Encoding.ASCII.GetBytes(ApiKeySecret.Hash(key))) ? known.Holder : null;
    }

    /// <summary>Forgets what was read of a key.</summary>
    internal void Forget(string prefix) => _known.TryRemove(prefix, out _);

    private async Task<KnownKey?> FindAsync(string prefix, CancellationToken cancellationToken)
    {
        var nowUtc = clock.UtcNow;
        if (_known.TryGetValue(prefix, out var read) && nowUtc - read.ReadAtUtc < MaxAge)
        {
            return read.Key;
        }

        await using var context = await contexts.CreateDbContextAsync(cancellationToken);
        var row = await context.ApiKeys.AsNoTracking().SingleOrDefaultAsync(candidate => candidate.Prefix == prefix && candidate.RevokedAtUtc == null, cancellationToken);
        if (row is null)
        {
            // Not remembered: guesses must not fill the memory.
            Forget(prefix);
            return null;
        }

        var known = new KnownKey(row.SecretHash, new ApiKeyHolder(row.Id, row.Name, row.Scopes.Split(' ', StringSplitOptions.RemoveEmptyEntries)));
        _known[prefix] = (known, nowUtc);
        return known;
    }

    private sealed record KnownKey(string SecretHash, ApiKeyHolder Holder);
}

/// <summary>Whose key it is, and what it may do.</summary>
/// <param name="Id">The key.</param>
/// <param name="Name">The system that uses it.</param>
/// <param name="Scopes">What it may do.</param>
public sealed record ApiKeyHolder(long Id, string Name, IReadOnlyList<string> Scopes);
