using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Options;
using Portal.Domain.Settlements;
using Portal.Domain.Shared;
using Portal.Infrastructure.Data;
using Portal.Infrastructure.Live;

namespace Portal.Infrastructure.Settlements;

/// <summary>
/// Works on the partitions of a run, beside other processes that do the same: several are computed at once, each is saved in
/// one transaction, which also claims the next.
/// </summary>
public sealed class RunPartitions(
    IDbContextFactory<PortalDbContext> contexts, WriteTransaction writes, PartitionClaims claims, IOptions<SettlementOptions> options, LiveUpdates live)
{
    private readonly Lock _telling = new();

    /// <summary>Ends when none is left to claim: all are saved, or others work on them, or somebody asked to stop.</summary>
    internal Task WorkAsync(SettlementRun run, SettlementPlan plan, string owner, CancellationToken cancellationToken)
    {
        var computation = new PartitionComputation(run, plan);
        var workers = plan.Claims.Count > 0 ? plan.Claims.Count : options.Value.EffectiveWorkers;
        var work = new ParallelOptions { MaxDegreeOfParallelism = workers, CancellationToken = cancellationToken };
        return Parallel.ForEachAsync(Enumerable.Range(0, workers), work, async (worker, ct) =>
        {
            var claim = worker < plan.Claims.Count
                ? plan.Claims[worker]
                : await HandOutAsync(run.Id, plan.Number, owner, (write, token) => DatabaseSessions.NameAsync(write, RunOwner.SessionOf(owner), token), ct);
            await using var context = await contexts.CreateDbContextAsync(ct);
            while (claim is not null)
            {
                var result = await computation.ComputeAsync(context, claim.Customers, ct);
                var done = claim;
                claim = await HandOutAsync(run.Id, plan.Number, owner, (write, token) => SaveAsync(write, done, result, token), ct, isLast: plan.Claims.Count > 0);
                Tell();
            }
        });
    }

    /// <summary>Whether there is something to do: a partition that nobody works on, or the ending.</summary>
    internal async Task<bool> HasWorkAsync(long runId, CancellationToken cancellationToken)
    {
        await using var context = await contexts.CreateDbContextAsync(cancellationToken);
        return await claims.IsFreeAsync(context, runId, cancellationToken)
            || !await context.SettlementPartitions.AnyAsync(partition => partition.RunId == runId && partition.DoneAtUtc == null, cancellationToken)
            || await context.SettlementRuns.AnyAsync(run => run.Id == runId && run.IsCancelRequested, cancellationToken);
    }

    /// <summary>Whether somebody holds a partition whose lease still runs.</summary>
    internal async Task<bool> IsWorkedOnAsync(long runId)
    {
        await using var context = await contexts.CreateDbContextAsync();
        return await claims.IsHeldAsync(context, runId);
    }

    /// <summary>Gives up what an owner holds, so that another process goes on with it at once.</summary>
    internal Task ReleaseAsync(long runId, string owner) => writes.RunAsync(
        async (context, ct) =>
        {
            await context.SettlementPartitions.Where(partition => partition.RunId == runId && partition.LeasedBy == owner && partition.DoneAtUtc == null)
                .ExecuteUpdateAsync(partition => partition.SetProperty(row => row.LeasedBy, (string?)null), ct);
            return Outcome.Done;
        },
        CancellationToken.None);

    /// <summary>Saves what a claim came to, in the context's transaction.</summary>
    /// <returns>False where the claim no longer holds: then nothing is written.</returns>
    internal async Task<bool> SaveAsync(PortalDbContext context, PartitionClaim claim, PartitionResult result, CancellationToken cancellationToken)
    {
        await DatabaseSessions.NameAsync(context, RunOwner.SessionOf(claim.Owner), cancellationToken);
        if (!await claims.CompleteAsync(context, claim, result, cancellationToken))
        {
            return false;
        }

        await SettlementLineWriter.WriteAsync(context, result.Lines, cancellationToken);
        return true;
    }

    private void Tell()
    {
        lock (_telling)
        {
            live.Tell(LiveUpdates.Settlements);
        }
    }

    /// <summary>
    /// Claims the next partition in the transaction that saves the one before; null where none is left, and where it was the last:
    /// whoever holds all partitions from the beginning need not look for another.
    /// </summary>
    private async Task<PartitionClaim?> HandOutAsync(
        long runId, int planNumber, string owner, Func<PortalDbContext, CancellationToken, Task> save, CancellationToken cancellationToken, bool isLast = false)
    {
        var outcome = await writes.RunAsync<Outcome<HandedOut>>(
            async (context, ct) =>
            {
                await save(context, ct);
                return new HandedOut(isLast ? null : await claims.NextAsync(context, runId, planNumber, owner, ct));
            },
            cancellationToken);
        return outcome.Value.Claim;
    }

    private sealed record HandedOut(PartitionClaim? Claim);
}
