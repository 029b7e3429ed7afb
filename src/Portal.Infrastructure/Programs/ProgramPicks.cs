using Microsoft.EntityFrameworkCore;
using Portal.Domain.Programs;
using Portal.Infrastructure.Access;
using Portal.Infrastructure.Data;

namespace Portal.Infrastructure.Programs;

/// <summary>What can be chosen in the editor, and the names of what was chosen.</summary>
public sealed class ProgramPicks(IDbContextFactory<PortalDbContext> contexts, CurrentUser user)
{
    private const int MaxHits = 20;

    /// <summary>The first hits of a kind by code or name; for an empty term the first ones of all.</summary>
    public async Task<IReadOnlyList<CodeName>> FindAsync(CodeKind kind, string? term, CancellationToken cancellationToken)
    {
        if (!user.Can(Permissions.Programs.Edit))
        {
            return [];
        }

        await using var context = await contexts.CreateDbContextAsync(cancellationToken);
        var rows = ProgramCodes.Rows(context, kind, user);
        if (!string.IsNullOrWhiteSpace(term))
        {
            var lowered = term.Trim().ToLowerInvariant();
            rows = rows.Where(row => row.Code.ToLower().Contains(lowered) || row.Name.ToLower().Contains(lowered));
        }

        return await rows.OrderBy(row => row.Name).ThenBy(row => row.Code).Take(MaxHits).ToListAsync(cancellationToken);
    }

    /// <summary>The names of the codes in definitions, as far as the person may see them.</summary>
    public async Task<IReadOnlyDictionary<CodeKey, string>> NamesAsync(IEnumerable<ProgramDefinition> definitions, CancellationToken cancellationToken)
    {
        await using var context = await contexts.CreateDbContextAsync(cancellationToken);
        return await ProgramCodes.NamesAsync(context, definitions, user, cancellationToken);
    }
}
