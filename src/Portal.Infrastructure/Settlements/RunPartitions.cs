using System.Globalization;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Options;
using Portal.Domain.Settlements;
using Portal.Domain.Shared;
using Portal.Infrastructure.Data;
using Portal.Infrastructure.Live;
using Portal.Infrastructure.Shared;

namespace Portal.Infrastructure.Settlements;

/// <summary>Works through the partitions of a run that are left: several are computed at once, each is saved in one transaction.</summary>
public sealed class RunPartitions(
    IDbContextFactory<PortalDbContext> contexts, WriteTransaction writes, BusinessClock clock, IOptions<SettlementOptions> options, LiveUpdates live)
{
    private readonly Lock _telling = new();

    /// <returns>Whether all are done; false where somebody asked to stop.</returns>
    internal async Task<bool> WorkAsync(SettlementRun run, SettlementPlan plan, RunLease lease, CancellationToken cancellationToken)
    {
        var computation = new PartitionComputation(run, plan);
        var isCancelled = false;
        var work = new ParallelOptions { MaxDegreeOfParallelism = Math.Max(1, options.Value.Workers), CancellationToken = cancellationToken };
        await Parallel.ForEachAsync(await LeftAsync(run.Id, cancellationToken), work, async (partition, ct) =>
        {
            await using var context = await contexts.CreateDbContextAsync(ct);
            if (Volatile.Read(ref isCancelled) || await context.SettlementRuns.AnyAsync(row => row.Id == run.Id && row.IsCancelRequested, ct))
            {
                Volatile.Write(ref isCancelled, true);
                return;
            }

            var result = await computation.ComputeAsync(context, SelectionOf(partition), ct);
            await SaveAsync(lease, partition.Id, result, ct);
            lock (_telling)
            {
                live.Tell(LiveUpdates.Settlements);
            }
        });
        return !isCancelled;
    }

    private Task SaveAsync(RunLease lease, long partitionId, PartitionResult result, CancellationToken cancellationToken) => writes.RunAsync(
        async (context, ct) =>
        {
            await lease.ProveAsync(context, ct);
            var (read, written, now) = (result.SalesLinesRead, result.Lines.Count, clock.UtcNow);
            var rows = await context.SettlementPartitions.Where(partition => partition.Id == partitionId && partition.DoneAtUtc == null).ExecuteUpdateAsync(
                partition => partition.SetProperty(row => row.DoneAtUtc, now).SetProperty(row => row.SalesLinesRead, read), ct);
            if (rows == 0)
            {
                return Outcome.Done;
            }

            await SettlementLineWriter.WriteAsync(context, result.Lines, ct);
            await context.SettlementRuns.Where(run => run.Id == lease.RunId).ExecuteUpdateAsync(
                run => run
                    .SetProperty(row => row.PartitionsDone, row => row.PartitionsDone + 1)
                    .SetProperty(row => row.SalesLinesRead, row => row.SalesLinesRead + read)
                    .SetProperty(row => row.LinesWritten, row => row.LinesWritten + written),
                ct);
            return Outcome.Done;
        },
        cancellationToken);

    private async Task<List<SettlementPartition>> LeftAsync(long runId, CancellationToken cancellationToken)
    {
        await using var context = await contexts.CreateDbContextAsync(cancellationToken);
        return await context.SettlementPartitions.AsNoTracking().Where(partition => partition.RunId == runId && partition.DoneAtUtc == null)
            .OrderBy(partition => partition.Number).ToListAsync(cancellationToken);
    }

    private static CustomerSelection SelectionOf(SettlementPartition partition) => new(
        partition.FromCustomerId,
        partition.ToCustomerId,
        partition.CustomerIds?.Split(',').Select(id => long.Parse(id, CultureInfo.InvariantCulture)).ToArray());
}
