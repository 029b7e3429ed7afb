using Microsoft.EntityFrameworkCore;
using Portal.Domain.Settlements;
using Portal.Infrastructure.Data;
using Portal.Infrastructure.Live;

namespace Portal.Infrastructure.Settlements;

/// <summary>Does what is left to do: computes the run that was asked for or interrupted, and posts what was approved.</summary>
public sealed class FinishSettlements(IDbContextFactory<PortalDbContext> contexts, ExecuteSettlementRun execute, PostSettlement post, LiveUpdates live)
{
    /// <summary>Finishes everything that this process may work on; safe to repeat.</summary>
    public async Task RunAsync(CancellationToken cancellationToken)
    {
        await using var context = await contexts.CreateDbContextAsync(cancellationToken);
        foreach (var runId in await context.SettlementRuns.Where(run => run.ActiveMark != null).Select(run => run.Id).ToListAsync(cancellationToken))
        {
            await execute.RunAsync(runId, cancellationToken);
        }

        var approved = await context.Settlements.Where(settlement => settlement.State == SettlementState.Approved)
            .OrderBy(settlement => settlement.Id).Select(settlement => settlement.Id).ToListAsync(cancellationToken);
        foreach (var settlementId in approved)
        {
            await post.RunAsync(settlementId, cancellationToken);
            await live.PublishAsync(LiveUpdates.Settlements, cancellationToken);
        }
    }
}
