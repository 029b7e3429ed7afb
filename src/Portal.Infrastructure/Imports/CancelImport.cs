using Microsoft.EntityFrameworkCore;
using Portal.Domain.Imports;
using Portal.Domain.Shared;
using Portal.Infrastructure.Access;
using Portal.Infrastructure.Data;
using Portal.Infrastructure.Shared;

namespace Portal.Infrastructure.Imports;

/// <summary>Stops an import: one that waits at once, one that runs within a second or two.</summary>
public sealed class CancelImport(IDbContextFactory<PortalDbContext> contexts, CurrentUser user, BusinessClock clock)
{
    /// <summary>Asks it to stop.</summary>
    public async Task<Outcome> RunAsync(long runId, CancellationToken cancellationToken)
    {
        if (user.Refuse(Permissions.Imports.Run) is { } refusal)
        {
            return refusal;
        }

        await using var context = await contexts.CreateDbContextAsync(cancellationToken);
        if (await context.ImportRuns.SingleOrDefaultAsync(row => row.Id == runId, cancellationToken) is not { } run)
        {
            return new Refusal(Refusal.NotFound);
        }

        if (run.State is not (ImportState.Uploaded or ImportState.Queued or ImportState.Running))
        {
            return new Refusal("import_ended");
        }

        run.RequestCancel();
        if (run.State != ImportState.Running)
        {
            run.End(ImportState.Cancelled, null, clock.UtcNow);
        }

        return await context.TrySaveAsync(cancellationToken) is { } stale ? stale : Outcome.Done;
    }
}
