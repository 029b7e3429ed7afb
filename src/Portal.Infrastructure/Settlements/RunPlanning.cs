using System.Globalization;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Options;
using Portal.Domain.Sales;
using Portal.Domain.Settlements;
using Portal.Domain.Shared;
using Portal.Infrastructure.Data;
using Portal.Infrastructure.Shared;

namespace Portal.Infrastructure.Settlements;

/// <summary>Makes the plan of a run and writes down what it will work through: draft settlements, partitions, and by what everyone is settled.</summary>
public sealed class RunPlanning(IDbContextFactory<PortalDbContext> contexts, WriteTransaction writes, BusinessClock clock, IOptions<SettlementOptions> options)
{
    /// <summary>The plan of a run that begins: written down, so that every process may work on it.</summary>
    internal async Task<SettlementPlan> BeginAsync(SettlementRun run, RunLease lease, CancellationToken cancellationToken)
    {
        await using var context = await contexts.CreateDbContextAsync(cancellationToken);
        await using var beside = await contexts.CreateDbContextAsync(cancellationToken);

        // First, so that whatever a writer leaves when it ends is seen by all that follows.
        var isComplete = await WritersInFlight.EndAsync(context, [typeof(SalesLine), typeof(SalesPayment)], cancellationToken);
        var before = Task.Run(() => TouchedCustomers.ReadAsync(beside, run, cancellationToken), CancellationToken.None);
        var planned = SettlementPlanner.PlanAsync(contexts, context, run, cancellationToken);
        await Task.WhenAll(before, planned);
        var (plan, last) = (await planned, await before);
        var touched = await TouchedCustomers.FindAsync(context, run, plan, last, cancellationToken);
        var marks = plan.Marks.ToBytes();
        var baseline = isComplete && run.ProgramCodes is null ? BaselineOf(run, marks, last?.Marks) : null;
        return await WriteAsync(context, run, new Planned(plan, touched, PlanMark.Of(plan, marks).ToString(), baseline), lease, cancellationToken);
    }

    /// <summary>The plan of a run that another process began; null where the master data have changed since, so that it cannot be made again.</summary>
    internal async Task<SettlementPlan?> JoinAsync(SettlementRun run, CancellationToken cancellationToken)
    {
        await using var context = await contexts.CreateDbContextAsync(cancellationToken);
        var plan = await SettlementPlanner.PlanAsync(contexts, context, run, cancellationToken);
        return run.PlanMark is { } mark && PlanMark.IsMet(mark, plan) ? await NumberedAsync(context, run.Id, plan, cancellationToken) : null;
    }

    private async Task<SettlementPlan> WriteAsync(
        PortalDbContext read, SettlementRun run, Planned planned, RunLease lease, CancellationToken cancellationToken)
    {
        var (plan, touched, _, _) = planned;
        var size = options.Value.SalesLinesPerPartition;
        var customers = plan.Marks.Customers.Count;
        var partitions = touched is null
            ? await PartitionCutter.CutAsync(read, run.SalesLinesUpTo, size, cancellationToken)
            : PartitionCutter.Cut(touched, run.SalesLinesUpTo, customers, size);
        var total = touched is null ? run.SalesLinesUpTo : run.SalesLinesUpTo / Math.Max(1, customers) * touched.Count;
        var written = await writes.RunAsync<Outcome<SettlementPlan>>(
            async (context, ct) =>
            {
                await lease.ProveAsync(context, ct);
                var settlements = plan.Periods.Select((period, index) => new Settlement(
                    $"{run.Number}/{index + 1}", run.Id, period.ProgramId, period.VersionId, period.Range.From, period.Range.To, run.ByUserId)).ToList();
                context.Settlements.AddRange(settlements);
                var rows = partitions.Select((selection, index) => new SettlementPartition(run.Id, index + 1, selection.From, selection.To, Join(selection.Ids))).ToList();

                // Of so few nobody else needs to get any: whoever plans begins with them, without asking for each by a transaction of its own.
                var own = rows.Count <= options.Value.EffectiveWorkers ? rows : [];
                own.ForEach(partition => partition.Claim(lease.Owner, lease.Until));
                context.SettlementPartitions.AddRange(rows);
                if (planned.Baseline is not null)
                {
                    context.SettlementBaselines.Add(planned.Baseline);
                }

                var row = await context.SettlementRuns.SingleAsync(row => row.Id == run.Id, ct);
                row.Start(partitions.Count, total, touched?.Count, planned.Mark, clock.UtcNow);
                await context.SaveChangesAsync(ct);
                return plan with
                {
                    Number = row.PlanNumber,
                    Claims = [.. own.Select((partition, index) => new PartitionClaim(partition.Id, partition.Token, lease.Owner, partitions[index]))],
                    SettlementIds = settlements.ToDictionary(settlement => (settlement.ProgramId, settlement.PeriodFrom), settlement => settlement.Id),
                };
            },
            cancellationToken);
        return written.Value;
    }

    private static async Task<SettlementPlan> NumberedAsync(PortalDbContext context, long runId, SettlementPlan plan, CancellationToken cancellationToken) => plan with
    {
        Number = await context.SettlementRuns.Where(run => run.Id == runId).Select(run => run.PlanNumber).SingleAsync(cancellationToken),
        SettlementIds = await context.Settlements.Where(settlement => settlement.RunId == runId)
            .Select(settlement => new { settlement.Id, settlement.ProgramId, settlement.PeriodFrom })
            .ToDictionaryAsync(settlement => (settlement.ProgramId, settlement.PeriodFrom), settlement => settlement.Id, cancellationToken),
    };

    // Mostly nothing but sales has changed since, and the marks of a million customers are eight megabytes.
    private static SettlementBaseline BaselineOf(SettlementRun run, byte[] marks, byte[]? last) =>
        new(run.Id, last is not null && marks.AsSpan().SequenceEqual(last) ? SettlementBaseline.Unchanged : marks);

    private static string? Join(IReadOnlyList<long>? ids) => ids is null ? null : string.Join(',', ids.Select(id => id.ToString(CultureInfo.InvariantCulture)));

    /// <summary>What is written of a plan.</summary>
    /// <param name="Plan">The plan.</param>
    /// <param name="Touched">The customers to settle, or null for everyone.</param>
    /// <param name="Mark">See <see cref="PlanMark"/>.</param>
    /// <param name="Baseline">What the next run is compared with; null where it cannot be compared with this one.</param>
    private sealed record Planned(SettlementPlan Plan, IReadOnlyList<long>? Touched, string Mark, SettlementBaseline? Baseline);
}
