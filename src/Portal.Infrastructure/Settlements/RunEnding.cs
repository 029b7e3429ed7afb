using Microsoft.EntityFrameworkCore;
using Portal.Domain.Settlements;
using Portal.Domain.Shared;
using Portal.Infrastructure.Data;
using Portal.Infrastructure.Shared;

namespace Portal.Infrastructure.Settlements;

/// <summary>Ends a run: completes its settlements, or discards everything it wrote. One transaction.</summary>
public sealed class RunEnding(WriteTransaction writes, PartitionClaims claims, BusinessClock clock)
{
    /// <summary>Applies the caps of programmes, numbers the settlements that have lines and drops the others.</summary>
    internal Task CompleteAsync(SettlementRun run, SettlementPlan plan, RunLease lease, CancellationToken cancellationToken) => writes.RunAsync(
        async (context, ct) =>
        {
            await lease.ProveAsync(context, ct);
            var row = await context.SettlementRuns.SingleAsync(row => row.Id == run.Id, ct);
            if (row.PlanNumber != plan.Number)
            {
                throw new LeaseLostException();
            }

            var capped = plan.CappedSettlements;

            // Without a partition nobody was computed, because nothing changed: the caps stay shared as they are.
            if (plan.CappedPrograms.Count > 0 && row.PartitionCount > 0)
            {
                await new CapSharing(run, plan).ApplyAsync(context, ct);
            }

            var totals = await SettlementTotals.ReadAsync(context, run.Id, capped, ct);
            await CompleteSettlementsAsync(context, run.Id, totals, ct);
            var progress = await PartitionProgress.ReadAsync(context, run.Id, ct);
            row.Count(progress.PartitionsDone, progress.SalesLinesRead, totals.Values.Sum(total => (long)total.Lines));
            row.End(SettlementRunState.Completed, null, clock.UtcNow);
            await context.SaveChangesAsync(ct);

            await KeepBaselineAsync(context, run.Id, ct);
            return Outcome.Done;
        },
        cancellationToken);

    /// <summary>Clears away what was begun and ends the run; not to be cancelled.</summary>
    internal Task DiscardAsync(RunLease lease, SettlementRunState state, string? failure) => ClearAsync(lease, (run, progress) =>
    {
        run.Count(progress.PartitionsDone, progress.SalesLinesRead, 0);
        run.End(state, failure, clock.UtcNow);
    });

    /// <summary>Clears away what was begun, so that the run is planned anew.</summary>
    internal Task RestartAsync(RunLease lease) => ClearAsync(lease, (run, _) => run.Restart());

    private Task ClearAsync(RunLease lease, Action<SettlementRun, PartitionProgress> change) => writes.RunAsync(
        async (context, ct) =>
        {
            var runId = lease.RunId;
            await lease.ProveAsync(context, ct);
            await claims.EndLostAsync(context, runId, ct);
            var progress = await PartitionProgress.ReadAsync(context, runId, ct);

            // First: whoever is saving one is waited for, and after that nobody can, so no line comes later.
            await context.SettlementPartitions.Where(partition => partition.RunId == runId).ExecuteDeleteAsync(ct);
            var settlements = await context.Settlements.Where(settlement => settlement.RunId == runId).Select(settlement => settlement.Id).ToArrayAsync(ct);
            await context.SettlementLines.Where(line => settlements.Contains(line.SettlementId)).ExecuteDeleteAsync(ct);
            await context.Settlements.Where(settlement => settlement.RunId == runId).ExecuteDeleteAsync(ct);
            await context.SettlementBaselines.Where(baseline => baseline.RunId == runId).ExecuteDeleteAsync(ct);
            change(await context.SettlementRuns.SingleAsync(row => row.Id == runId, ct), progress);
            await context.SaveChangesAsync(ct);
            return Outcome.Done;
        },
        CancellationToken.None);

    /// <summary>The next run compares with this one, if it settled everyone.</summary>
    private static async Task KeepBaselineAsync(PortalDbContext context, long runId, CancellationToken cancellationToken)
    {
        var own = context.SettlementBaselines.Where(baseline => baseline.RunId == runId);
        var before = context.SettlementBaselines.Where(baseline => baseline.RunId != runId);
        switch (await own.Select(baseline => (bool?)(baseline.Marks == SettlementBaseline.Unchanged)).FirstOrDefaultAsync(cancellationToken))
        {
            case false:
                await before.ExecuteDeleteAsync(cancellationToken);
                break;
            case true:
                await own.ExecuteDeleteAsync(cancellationToken);
                await before.Where(baseline => baseline.RunId == before.Max(row => row.RunId))
                    .ExecuteUpdateAsync(baseline => baseline.SetProperty(row => row.RunId, runId), cancellationToken);
                break;
        }
    }

    private async Task CompleteSettlementsAsync(PortalDbContext context, long runId, Dictionary<long, SettlementTotal> totals, CancellationToken cancellationToken)
    {
        var settlements = await context.Settlements.Where(settlement => settlement.RunId == runId)
            .OrderBy(settlement => settlement.PeriodTo).ThenBy(settlement => settlement.ProgramId).ToListAsync(cancellationToken);
        NumberSeries? numbers = null;
        foreach (var settlement in settlements)
        {
            if (totals.TryGetValue(settlement.Id, out var total))
            {
                numbers ??= await context.NumberSeriesAsync("S", clock.Today.Year, cancellationToken);
                settlement.Complete(numbers.Next(), total.Customers, total.Lines, total.DueMinor, total.CorrectionsMinor, clock.UtcNow);
            }
            else
            {
                context.Remove(settlement);
            }
        }
    }
}
