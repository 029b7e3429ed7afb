using Microsoft.EntityFrameworkCore;
using Portal.Domain.Shared;
using Portal.Infrastructure.Access;
using Portal.Infrastructure.Data;

namespace Portal.Infrastructure.Settlements;

/// <summary>Asks a run to stop after the partition in work; everything it wrote is discarded.</summary>
public sealed class CancelSettlementRun(IDbContextFactory<PortalDbContext> contexts, CurrentUser user, SettlementSignal signal)
{
    /// <summary>Asks once; asking again changes nothing.</summary>
    public async Task<Outcome> RunAsync(long runId, CancellationToken cancellationToken)
    {
        if (user.Refuse(Permissions.Settlements.Run) is { } refusal)
        {
            return refusal;
        }

        await using var context = await contexts.CreateDbContextAsync(cancellationToken);
        var rows = await context.SettlementRuns
            .Where(run => run.Id == runId && run.ActiveMark != null)
            .ExecuteUpdateAsync(run => run.SetProperty(x => x.IsCancelRequested, true), cancellationToken);
        signal.Raise();
        return rows == 1 ? Outcome.Done : new Refusal("settlement_run_ended");
    }
}
