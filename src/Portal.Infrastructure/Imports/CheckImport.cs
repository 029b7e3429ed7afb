using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Options;
using Portal.Domain.Shared;
using Portal.Infrastructure.Access;
using Portal.Infrastructure.Data;
using Portal.Infrastructure.Shared;

namespace Portal.Infrastructure.Imports;

/// <summary>Goes through a whole file and lists what is wrong, writing nothing.</summary>
public sealed class CheckImport(
    IDbContextFactory<PortalDbContext> contexts, WriteGate gate, CurrentUser user, BusinessClock clock, ImportFiles files, IOptions<ImportOptions> options)
{
    /// <summary>Checks every row.</summary>
    public async Task<Outcome<ImportCheck>> RunAsync(
        long runId, ImportSettings settings, Action<ImportProgress>? report, CancellationToken cancellationToken)
    {
        if (user.Refuse(Permissions.Imports.Run) is { } refusal)
        {
            return refusal;
        }

        await using var context = await contexts.CreateDbContextAsync(cancellationToken);
        if (await context.ImportRuns.AsNoTracking().SingleOrDefaultAsync(row => row.Id == runId, cancellationToken) is not { } run)
        {
            return new Refusal(Refusal.NotFound);
        }

        var engine = new ImportEngine(contexts, gate, clock, options.Value);
        var job = new ImportJob(runId, run.Kind, files.PathOf(run.StoredAs), settings, null, user.UserId, "");
        var tally = await engine.RunAsync(job, report, cancellationToken);
        return tally.Failure is { } failure ? failure : new ImportCheck(tally.Progress, tally.Problems);
    }
}

/// <summary>What a check found.</summary>
/// <param name="Progress">The counts; "imported" is what would be.</param>
/// <param name="Problems">The first problems.</param>
public sealed record ImportCheck(ImportProgress Progress, IReadOnlyList<ImportRowProblem> Problems);
