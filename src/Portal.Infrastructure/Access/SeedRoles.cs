using Microsoft.EntityFrameworkCore;
using Portal.Infrastructure.Data;

namespace Portal.Infrastructure.Access;

/// <summary>Adds the roles that the database lacks; safe to repeat.</summary>
public sealed class SeedRoles(IDbContextFactory<PortalDbContext> contexts)
{
    /// <summary>Adds them.</summary>
    public async Task RunAsync(CancellationToken cancellationToken)
    {
        await using var context = await contexts.CreateDbContextAsync(cancellationToken);
        var known = await context.Roles.Select(role => role.Name).ToListAsync(cancellationToken);
        context.Roles.AddRange(RolePermissions.Roles.Except(known).Select(name => new PortalRole(name!)));
        await context.SaveChangesAsync(cancellationToken);
    }
}
