using Microsoft.EntityFrameworkCore;
using Portal.Domain.Settlements;
using Portal.Domain.Shared;
using Portal.Infrastructure.Data;
using Portal.Infrastructure.Shared;

namespace Portal.Infrastructure.Settlements;

/// <summary>Ends a run: completes its settlements, or discards everything it wrote. One transaction.</summary>
public sealed class RunEnding(WriteTransaction writes, BusinessClock clock)
{
    /// <summary>Applies the caps of programmes, numbers the settlements that have lines and drops the others.</summary>
    internal Task CompleteAsync(SettlementRun run, SettlementPlan plan, RunLease lease, CancellationToken cancellationToken) => writes.RunAsync(
        async (context, ct) =>
        {
            await lease.ProveAsync(context, ct);
            var row = await context.SettlementRuns.SingleAsync(row => row.Id == run.Id, ct);

            // Without a partition nobody was computed, because nothing changed: the caps stay shared as they are.
            if (plan.CappedPrograms.Count > 0 && row.PartitionCount > 0)
            {
                await new CapSharing(run, plan).ApplyAsync(context, ct);
            }

            var sums = await SumsAsync(context, run.Id, ct);
            await CompleteSettlementsAsync(context, run.Id, sums, ct);
            row.Count(sums.Values.Sum(sum => (long)sum.Lines));
            row.End(SettlementRunState.Completed, null, clock.UtcNow);
            await context.SaveChangesAsync(ct);

            // The next run compares with this one.
            if (await context.SettlementBaselines.AnyAsync(baseline => baseline.RunId == run.Id, ct))
            {
                await context.SettlementBaselines.Where(baseline => baseline.RunId != run.Id).ExecuteDeleteAsync(ct);
            }

            return Outcome.Done;
        },
        cancellationToken);

    /// <summary>Clears away what was begun; not to be cancelled.</summary>
    internal Task DiscardAsync(RunLease lease, SettlementRunState state, string? failure) => writes.RunAsync(
        async (context, ct) =>
        {
            var runId = lease.RunId;
            await lease.ProveAsync(context, ct);
            await context.SettlementLines.Where(line => line.RunId == runId).ExecuteDeleteAsync(ct);
            await context.Settlements.Where(settlement => settlement.RunId == runId).ExecuteDeleteAsync(ct);
            await context.SettlementPartitions.Where(partition => partition.RunId == runId).ExecuteDeleteAsync(ct);
            await context.SettlementBaselines.Where(baseline => baseline.RunId == runId).ExecuteDeleteAsync(ct);
            var run = await context.SettlementRuns.SingleAsync(row => row.Id == runId, ct);
            run.Count(0);
            run.End(state, failure, clock.UtcNow);
            await context.SaveChangesAsync(ct);
            return Outcome.Done;
        },
        CancellationToken.None);

    private static Task<Dictionary<long, SettlementSum>> SumsAsync(PortalDbContext context, long runId, CancellationToken cancellationToken) =>
        context.SettlementLines.Where(line => line.RunId == runId)
            .GroupBy(line => line.SettlementId)
            .Select(group => new SettlementSum(
                group.Key,
                group.Select(line => line.CustomerId).Distinct().Count(),
                group.Count(),
                group.Sum(line => line.DueMinor),
                group.Sum(line => line.DeltaMinor < 0 ? line.DeltaMinor : 0)))
            .ToDictionaryAsync(sum => sum.SettlementId, cancellationToken);

    private async Task CompleteSettlementsAsync(PortalDbContext context, long runId, Dictionary<long, SettlementSum> sums, CancellationToken cancellationToken)
    {
        var settlements = await context.Settlements.Where(settlement => settlement.RunId == runId)
            .OrderBy(settlement => settlement.PeriodTo).ThenBy(settlement => settlement.ProgramId).ToListAsync(cancellationToken);
        foreach (var settlement in settlements)
        {
            if (sums.TryGetValue(settlement.Id, out var sum))
            {
                var number = await context.NextNumberAsync("S", clock.Today.Year, cancellationToken);
                settlement.Complete(number, sum.Customers, sum.Lines, sum.DueMinor, sum.CorrectionsMinor, clock.UtcNow);
            }
            else
            {
                context.Remove(settlement);
            }
        }
    }

    private sealed record SettlementSum(long SettlementId, int Customers, int Lines, long DueMinor, long CorrectionsMinor);
}
