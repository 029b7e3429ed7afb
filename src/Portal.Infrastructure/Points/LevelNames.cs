using Microsoft.EntityFrameworkCore;
using Portal.Infrastructure.Data;

namespace Portal.Infrastructure.Points;

/// <summary>The names of levels by their codes: rules of points know the codes alone.</summary>
internal static class LevelNames
{
    /// <summary>Reads them; names of levels are no secret of anybody.</summary>
    public static async Task<IReadOnlyDictionary<string, string>> ReadAsync(PortalDbContext context, CancellationToken cancellationToken) =>
        await context.CustomerLevels.ToDictionaryAsync(level => level.Code, level => level.Name, cancellationToken);
}
