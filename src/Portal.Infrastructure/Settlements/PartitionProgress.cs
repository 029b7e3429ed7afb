using Microsoft.EntityFrameworkCore;
using Portal.Infrastructure.Data;

namespace Portal.Infrastructure.Settlements;

/// <summary>
/// How far a run has come, added up from its partitions. A counter in the run's row would make everybody who saves a partition
/// wait for the one before; and for one that stands still in the middle of its transaction, everybody.
/// </summary>
/// <param name="PartitionsDone">Partitions saved.</param>
/// <param name="SalesLinesRead">Sales lines read for them.</param>
internal sealed record PartitionProgress(int PartitionsDone, long SalesLinesRead)
{
    /// <summary>What is saved of a run.</summary>
    public static async Task<PartitionProgress> ReadAsync(PortalDbContext context, long runId, CancellationToken cancellationToken)
    {
        var progress = await context.SettlementPartitions.Where(partition => partition.RunId == runId && partition.DoneAtUtc != null)
            .GroupBy(partition => partition.RunId)
            .Select(done => new { Count = done.Count(), Lines = done.Sum(partition => partition.SalesLinesRead) })
            .FirstOrDefaultAsync(cancellationToken);
        return progress is null ? new PartitionProgress(0, 0) : new PartitionProgress(progress.Count, progress.Lines);
    }
}
