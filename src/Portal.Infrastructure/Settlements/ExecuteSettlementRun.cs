using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using Portal.Domain.Settlements;
using Portal.Domain.Shared;
using Portal.Infrastructure.Data;
using Portal.Infrastructure.Live;
using Portal.Infrastructure.Shared;

namespace Portal.Infrastructure.Settlements;

/// <summary>
/// Computes a run: plans it, computes its partitions of customers, applies the caps of programmes and completes the
/// settlements. Each partition is one transaction, so a run that was interrupted goes on with the partitions that are left.
/// One process at a time works on a run: it holds a lease, which every save proves and prolongs.
/// </summary>
public sealed class ExecuteSettlementRun(
    IDbContextFactory<PortalDbContext> contexts, RunPlanning planning, RunPartitions partitions, RunEnding ending, BusinessClock clock,
    IOptions<SettlementOptions> options, LiveUpdates live, ILogger<ExecuteSettlementRun> logger)
{
    /// <summary>Computes the run to its end, or to where somebody asked it to stop. Refused where another process works on it.</summary>
    public async Task<Outcome<SettlementRunResult>> RunAsync(long runId, CancellationToken cancellationToken)
    {
        if (await RunLease.ClaimAsync(contexts, clock, options.Value.LeaseSeconds, runId, cancellationToken) is not { } lease)
        {
            return await EndedAsync(runId, cancellationToken);
        }

        try
        {
            await ComputeAsync(lease, cancellationToken);
        }
        catch (LeaseLostException)
        {
            return new Refusal("settlement_run_taken");
        }
        catch (OperationCanceledException) when (cancellationToken.IsCancellationRequested)
        {
            await lease.ReleaseAsync();
            throw;
        }
        catch (Exception exception)
        {
            var errorId = Guid.NewGuid().ToString("N")[..12];
            logger.LogError(exception, "Settlement run {Run} failed ({ErrorId})", runId, errorId);
            await ending.DiscardAsync(lease, SettlementRunState.Failed, errorId);
        }

        await live.PublishAsync(LiveUpdates.Settlements, CancellationToken.None);
        return await EndedAsync(runId, cancellationToken);
    }

    private async Task ComputeAsync(RunLease lease, CancellationToken cancellationToken)
    {
        var run = await RunRowAsync(lease.RunId, cancellationToken);
        var plan = await planning.PrepareAsync(run, lease, cancellationToken);
        live.Tell(LiveUpdates.Settlements);
        if (await partitions.WorkAsync(run, plan, lease, cancellationToken))
        {
            await ending.CompleteAsync(run, plan, lease, cancellationToken);
        }
        else
        {
            await ending.DiscardAsync(lease, SettlementRunState.Cancelled, null);
        }
    }

    private async Task<SettlementRun> RunRowAsync(long runId, CancellationToken cancellationToken)
    {
        await using var context = await contexts.CreateDbContextAsync(cancellationToken);
        return await context.SettlementRuns.AsNoTracking().SingleAsync(run => run.Id == runId, cancellationToken);
    }

    private async Task<Outcome<SettlementRunResult>> EndedAsync(long runId, CancellationToken cancellationToken)
    {
        await using var context = await contexts.CreateDbContextAsync(cancellationToken);
        var row = await SettlementQueries.Rows(context, context.SettlementRuns.Where(run => run.Id == runId)).SingleAsync(cancellationToken);
        return row.State switch
        {
            SettlementRunState.Failed => new Refusal("settlement_run_failed", row.Number, row.Failure),
            SettlementRunState.Planned or SettlementRunState.Running => new Refusal("settlement_run_taken", row.Number),
            _ => new SettlementRunResult(row.Id, row.Number, row.State, row.SalesLinesRead, row.Settlements, row.LinesWritten, row.DueMinor),
        };
    }
}
