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
/// Works on a run, alone or beside other processes: plans it, computes its partitions of customers, applies the caps of
/// programmes and completes the settlements. One process plans and one ends it; the partitions go to whoever asks for one.
/// Each is one transaction, so a run that was interrupted goes on with those that are left.
/// </summary>
public sealed class ExecuteSettlementRun(
    IDbContextFactory<PortalDbContext> contexts, WriteTransaction writes, RunPlanning planning, RunPartitions partitions, RunEnding ending,
    BusinessClock clock, IOptions<SettlementOptions> options, LiveUpdates live, ILogger<ExecuteSettlementRun> logger)
{
    /// <summary>Works until nothing is left to do here. Refused where another process plans the run or still works on a part of it.</summary>
    public async Task<Outcome<SettlementRunResult>> RunAsync(long runId, CancellationToken cancellationToken)
    {
        var owner = RunOwner.New();
        var hasChanged = true;
        await using (LeaseKeeper.Start(writes, clock, options.Value.LeaseSeconds, runId, owner, logger))
        {
            try
            {
                hasChanged = await WorkAsync(runId, owner, cancellationToken);
            }
            catch (LeaseLostException)
            {
                return await EndedAsync(runId, cancellationToken);
            }
            catch (OperationCanceledException) when (cancellationToken.IsCancellationRequested)
            {
                await ReleaseAsync(runId, owner);
                throw;
            }
            catch (Exception exception) when (DatabaseErrors.IsPassing(exception))
            {
                // The database was busy or away, or ended the connection of one that stood still: whoever looks next goes on.
                logger.LogWarning(exception, "Work on settlement run {Run} was interrupted; it goes on later", runId);
                await ReleaseAsync(runId, owner);
            }
            catch (Exception exception)
            {
                await FailAsync(runId, owner, exception);
            }
        }

        if (hasChanged)
        {
            await live.PublishAsync(LiveUpdates.Settlements, CancellationToken.None);
        }

        return await EndedAsync(runId, cancellationToken);
    }

    /// <returns>Whether others should look: the run was planned or ended here.</returns>
    private async Task<bool> WorkAsync(long runId, string owner, CancellationToken cancellationToken)
    {
        var run = await RunRowAsync(runId, cancellationToken);
        var isNew = run.State == SettlementRunState.Planned;
        if (!run.IsActive || (!isNew && !await partitions.HasWorkAsync(runId, cancellationToken)) || await PlanAsync(run, isNew, owner, cancellationToken) is not { } plan)
        {
            return false;
        }

        await partitions.WorkAsync(run, plan, owner, cancellationToken);
        return await EndAsync(run, plan, owner, cancellationToken) || isNew;
    }

    private async Task<SettlementPlan?> PlanAsync(SettlementRun run, bool isNew, string owner, CancellationToken cancellationToken)
    {
        if (!isNew && await planning.JoinAsync(run, cancellationToken) is { } known)
        {
            return known;
        }

        if (await LeaseAsync(run.Id, owner, run.State, cancellationToken) is not { } lease)
        {
            return null;
        }

        if (!isNew && !await TryRestartAsync(lease, owner))
        {
            return null;
        }

        var plan = await planning.BeginAsync(run, lease, cancellationToken);

        if (plan.Claims.Count == 0)
        {
            // The others may join in.
            await live.PublishAsync(LiveUpdates.Settlements, cancellationToken);
        }

        return plan;
    }

    /// <summary>Discards what was begun by a plan that nobody can make any more, unless somebody still works by it.</summary>
    private async Task<bool> TryRestartAsync(RunLease lease, string owner)
    {
        if (await partitions.IsWorkedOnAsync(lease.RunId))
        {
            await ReleaseAsync(lease.RunId, owner);
            return false;
        }

        logger.LogInformation("The master data changed since settlement run {Run} was planned, and whoever planned it is gone: it begins anew", lease.RunId);
        await ending.RestartAsync(lease);
        return true;
    }

    private async Task<bool> EndAsync(SettlementRun run, SettlementPlan plan, string owner, CancellationToken cancellationToken)
    {
        var (isCancelled, isLeft) = await LeftAsync(run.Id, cancellationToken);
        if ((!isCancelled && isLeft) || await LeaseAsync(run.Id, owner, SettlementRunState.Running, cancellationToken) is not { } lease)
        {
            return false;
        }

        await (isCancelled
            ? ending.DiscardAsync(lease, SettlementRunState.Cancelled, null)
            : ending.CompleteAsync(run, plan, lease, cancellationToken));
        return true;
    }

    private async Task FailAsync(long runId, string owner, Exception exception)
    {
        string failure;
        if (exception is SettlementDataMissingException missing)
        {
            failure = missing.Text;
        }
        else
        {
            failure = Guid.NewGuid().ToString("N")[..12];
            logger.LogError(exception, "Settlement run {Run} failed ({ErrorId})", runId, failure);
        }

        if (await LeaseAsync(runId, owner, null, CancellationToken.None) is { } lease)
        {
            await ending.DiscardAsync(lease, SettlementRunState.Failed, failure);
        }
        else
        {
            await partitions.ReleaseAsync(runId, owner);
        }
    }

    private async Task ReleaseAsync(long runId, string owner)
    {
        await partitions.ReleaseAsync(runId, owner);
        await RunLease.ReleaseAsync(contexts, runId, owner);
    }

    private Task<RunLease?> LeaseAsync(long runId, string owner, SettlementRunState? state, CancellationToken cancellationToken) =>
        RunLease.ClaimAsync(contexts, clock, options.Value.LeaseSeconds, runId, owner, state, cancellationToken);

    private async Task<(bool IsCancelled, bool IsLeft)> LeftAsync(long runId, CancellationToken cancellationToken)
    {
        await using var context = await contexts.CreateDbContextAsync(cancellationToken);
        var row = await context.SettlementRuns.Where(run => run.Id == runId)
            .Select(run => new { run.IsCancelRequested, IsLeft = context.SettlementPartitions.Any(partition => partition.RunId == run.Id && partition.DoneAtUtc == null) })
            .SingleAsync(cancellationToken);
        return (row.IsCancelRequested, row.IsLeft);
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
