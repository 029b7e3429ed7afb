using Microsoft.EntityFrameworkCore;
using Portal.Infrastructure.Access;
using Portal.Infrastructure.Data;
using Portal.Infrastructure.Shared;

namespace Portal.Infrastructure.ApiKeys;

/// <summary>Reads keys for administrators and auditors; never a secret, which nobody has.</summary>
public sealed class ApiKeyQueries(IDbContextFactory<PortalDbContext> contexts, CurrentUser user)
{
    /// <summary>Keys, those in use first. Sorts: name, created. Filters: <c>state</c> (active, revoked).</summary>
    public async Task<GridPage<ApiKeyRow>> ListAsync(GridQuery query, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(query);
        if (!user.Can(Permissions.ApiKeys.View))
        {
            return new GridPage<ApiKeyRow>([], 0);
        }

        await using var context = await contexts.CreateDbContextAsync(cancellationToken);
        var keys = context.ApiKeys.AsNoTracking();
        if (query.Term is { } term)
        {
            keys = keys.Where(row => row.Name.ToLower().Contains(term) || row.Prefix.Contains(term));
        }

        keys = query.Filter("state") switch
        {
            "active" => keys.Where(row => row.RevokedAtUtc == null),
            "revoked" => keys.Where(row => row.RevokedAtUtc != null),
            _ => keys,
        };
        var total = await keys.CountAsync(cancellationToken);
        var sorted = (query.Sort, query.Descending) switch
        {
            ("name", false) => keys.OrderBy(row => row.Name),
            ("name", true) => keys.OrderByDescending(row => row.Name),
            ("created", false) => keys.OrderBy(row => row.CreatedAtUtc),
            ("created", true) => keys.OrderByDescending(row => row.CreatedAtUtc),
            _ => keys.OrderBy(row => row.RevokedAtUtc == null ? 0 : 1).ThenBy(row => row.Name),
        };
        var rows = await sorted.ThenBy(row => row.Id).Skip(query.Skip).Take(query.Take)
            .Select(row => new ApiKeyRow(
                row.Id,
                row.Name,
                row.Prefix,
                row.Scopes,
                row.CreatedAtUtc,
                context.Users.Where(person => person.Id == row.CreatedByUserId).Select(person => person.DisplayName).FirstOrDefault(),
                row.RevokedAtUtc))
            .ToListAsync(cancellationToken);
        return new GridPage<ApiKeyRow>(rows, total);
    }
}

/// <summary>A key in a list.</summary>
/// <param name="Id">The row.</param>
/// <param name="Name">The system that uses it.</param>
/// <param name="Prefix">Its first characters.</param>
/// <param name="Scopes">What it may do, separated by spaces.</param>
/// <param name="CreatedAtUtc">When it was made.</param>
/// <param name="CreatedBy">Who made it, or null.</param>
/// <param name="RevokedAtUtc">When it was revoked, or null.</param>
public sealed record ApiKeyRow(long Id, string Name, string Prefix, string Scopes, DateTime CreatedAtUtc, string? CreatedBy, DateTime? RevokedAtUtc);
