using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using Portal.Domain.Settlements;
using Portal.Domain.Shared;
using Portal.Infrastructure.Data;
using Portal.Infrastructure.Data.BulkWrite;
using Portal.Infrastructure.Live;
using Portal.Infrastructure.Shared;

namespace Portal.Infrastructure.Settlements;

/// <summary>
/// Computes a run: plans it, computes one partition of customers after the other, applies the caps of programmes and completes
/// the settlements. Each partition is one transaction, so a run that was interrupted goes on with the partitions that are left.
/// One process at a time works on a run: it holds a lease, which every save proves and prolongs.
/// </summary>
public sealed class ExecuteSettlementRun(
    IDbContextFactory<PortalDbContext> contexts, WriteTransaction writes, BusinessClock clock, IOptions<SettlementOptions> options, LiveUpdates live,
    ILogger<ExecuteSettlementRun> logger)
{
    private static readonly string[] LineColumns =
    [
        nameof(SettlementLine.SettlementId), nameof(SettlementLine.RunId), nameof(SettlementLine.ProgramId), nameof(SettlementLine.ProgramLineNumber),
        nameof(SettlementLine.CustomerId), nameof(SettlementLine.PeriodFrom), nameof(SettlementLine.PeriodTo), nameof(SettlementLine.QualifierValue),
        nameof(SettlementLine.IsQualifierQuantity), nameof(SettlementLine.TierNumber), nameof(SettlementLine.TierFrom), nameof(SettlementLine.BaseValue),
        nameof(SettlementLine.IsBaseQuantity), nameof(SettlementLine.RatePercent), nameof(SettlementLine.RateAmount), nameof(SettlementLine.RawMinor),
        nameof(SettlementLine.RoundedMinor), nameof(SettlementLine.AlreadySettledMinor), nameof(SettlementLine.DeltaMinor), nameof(SettlementLine.CarriedInMinor),
        nameof(SettlementLine.CarriedOutMinor), nameof(SettlementLine.DueMinor), nameof(SettlementLine.Reason), nameof(SettlementLine.FactsJson),
    ];

    /// <summary>Computes the run to its end, or to where somebody asked it to stop. Refused where another process works on it.</summary>
    public async Task<Outcome<SettlementRunResult>> RunAsync(long runId, CancellationToken cancellationToken)
    {
        var owner = RunOwner.New();
        if (!await ClaimAsync(runId, owner, cancellationToken))
        {
            return await EndedAsync(runId, cancellationToken);
        }

        try
        {
            await ComputeAsync(runId, owner, cancellationToken);
        }
        catch (LeaseLostException)
        {
            return new Refusal("settlement_run_taken");
        }
        catch (OperationCanceledException) when (cancellationToken.IsCancellationRequested)
        {
            await ReleaseAsync(runId, owner);
            throw;
        }
        catch (Exception exception)
        {
            var errorId = Guid.NewGuid().ToString("N")[..12];
            logger.LogError(exception, "Settlement run {Run} failed ({ErrorId})", runId, errorId);
            await DiscardAsync(runId, owner, SettlementRunState.Failed, errorId);
        }

        await live.PublishAsync(LiveUpdates.Settlements, CancellationToken.None);
        return await EndedAsync(runId, cancellationToken);
    }

    private async Task ComputeAsync(long runId, string owner, CancellationToken cancellationToken)
    {
        var run = await RunRowAsync(runId, cancellationToken);
        if (run.State == SettlementRunState.Planned)
        {
            await PlanAsync(run, owner, cancellationToken);
            run = await RunRowAsync(runId, cancellationToken);
        }

        var computation = new PartitionComputation(run, await PlanOfAsync(run, cancellationToken));
        foreach (var partition in await PartitionsAsync(runId, cancellationToken))
        {
            if (await IsCancelRequestedAsync(runId, cancellationToken))
            {
                await DiscardAsync(runId, owner, SettlementRunState.Cancelled, null);
                return;
            }

            await using var context = await contexts.CreateDbContextAsync(cancellationToken);
            var result = await computation.ComputeAsync(context, partition.FromCustomerId, partition.ToCustomerId, cancellationToken);
            await SavePartitionAsync(runId, owner, partition.Id, result, cancellationToken);
            live.Tell(LiveUpdates.Settlements);
        }

        await CompleteAsync(runId, owner, computation, cancellationToken);
    }

    private async Task PlanAsync(SettlementRun run, string owner, CancellationToken cancellationToken)
    {
        var plan = await PlanOfAsync(run, cancellationToken);
        var (partitions, total) = await PartitionAsync(run, plan.Programs.Days, cancellationToken);
        await writes.RunAsync(
            async (context, ct) =>
            {
                await ProlongAsync(context, run.Id, owner, ct);
                context.Settlements.AddRange(plan.Periods.Select((period, index) => new Settlement(
                    $"{run.Number}/{index + 1}", run.Id, period.ProgramId, period.VersionId, period.Range.From, period.Range.To, run.ByUserId)));
                context.SettlementPartitions.AddRange(partitions.Select((range, index) => new SettlementPartition(run.Id, index + 1, range.From, range.To)));
                var row = await context.SettlementRuns.SingleAsync(row => row.Id == run.Id, ct);
                row.Start(partitions.Count, total, clock.UtcNow);
                await context.SaveChangesAsync(ct);
                return Outcome.Done;
            },
            cancellationToken);
        live.Tell(LiveUpdates.Settlements);
    }

    private async Task<SettlementPlan> PlanOfAsync(SettlementRun run, CancellationToken cancellationToken)
    {
        await using var context = await contexts.CreateDbContextAsync(cancellationToken);
        return await SettlementPlanner.PlanAsync(context, run, cancellationToken);
    }

    /// <summary>Ranges of customers with about as many sales lines each; together they hold every customer there is.</summary>
    private async Task<(List<(long From, long To)> Ranges, long Total)> PartitionAsync(SettlementRun run, DateRange? days, CancellationToken cancellationToken)
    {
        var ranges = new List<(long From, long To)>();
        long total = 0;
        long from = 0;
        if (days is { } needed)
        {
            await using var context = await contexts.CreateDbContextAsync(cancellationToken);
            long size = 0;
            var (first, last, upTo) = (needed.From, needed.To, run.SalesLinesUpTo);
            var counts = context.SalesLines
                .Where(line => line.DocumentOn >= first && line.DocumentOn <= last && line.Id <= upTo)
                .GroupBy(line => line.CustomerId)
                .Select(group => new { CustomerId = group.Key, Count = group.Count() })
                .OrderBy(customer => customer.CustomerId)
                .AsAsyncEnumerable();
            await foreach (var customer in counts.WithCancellation(cancellationToken))
            {
                size += customer.Count;
                total += customer.Count;
                if (size >= options.Value.SalesLinesPerPartition)
                {
                    ranges.Add((from, customer.CustomerId));
                    (from, size) = (customer.CustomerId + 1, 0);
                }
            }
        }

        ranges.Add((from, long.MaxValue));
        return (ranges, total);
    }

    private Task SavePartitionAsync(long runId, string owner, long partitionId, PartitionResult result, CancellationToken cancellationToken) => writes.RunAsync(
        async (context, ct) =>
        {
            await ProlongAsync(context, runId, owner, ct);
            var partition = await context.SettlementPartitions.SingleAsync(row => row.Id == partitionId, ct);
            if (partition.DoneAtUtc is not null)
            {
                return Outcome.Done;
            }

            partition.Complete(result.SalesLinesRead, clock.UtcNow);
            await context.SaveChangesAsync(ct);
            await InsertLinesAsync(context, result.Lines, ct);
            await context.SettlementRuns.Where(run => run.Id == runId).ExecuteUpdateAsync(
                run => run
                    .SetProperty(row => row.PartitionsDone, row => row.PartitionsDone + 1)
                    .SetProperty(row => row.SalesLinesRead, row => row.SalesLinesRead + result.SalesLinesRead)
                    .SetProperty(row => row.LinesWritten, row => row.LinesWritten + result.Lines.Count),
                ct);
            return Outcome.Done;
        },
        cancellationToken);

    private Task CompleteAsync(long runId, string owner, PartitionComputation computation, CancellationToken cancellationToken) => writes.RunAsync(
        async (context, ct) =>
        {
            await ProlongAsync(context, runId, owner, ct);
            if (computation.HasCaps)
            {
                await ApplyCapsAsync(context, runId, computation, ct);
            }

            var sums = await context.SettlementLines.Where(line => line.RunId == runId)
                .GroupBy(line => line.SettlementId)
                .Select(group => new
                {
                    SettlementId = group.Key,
                    Customers = group.Select(line => line.CustomerId).Distinct().Count(),
                    Lines = group.Count(),
                    DueMinor = group.Sum(line => line.DueMinor),
                    CorrectionsMinor = group.Sum(line => line.DeltaMinor < 0 ? line.DeltaMinor : 0),
                })
                .ToDictionaryAsync(sum => sum.SettlementId, ct);
            var settlements = await context.Settlements.Where(settlement => settlement.RunId == runId)
                .OrderBy(settlement => settlement.PeriodTo).ThenBy(settlement => settlement.ProgramId).ToListAsync(ct);
            foreach (var settlement in settlements)
            {
                if (sums.TryGetValue(settlement.Id, out var sum))
                {
                    var number = await context.NextNumberAsync("S", clock.Today.Year, ct);
                    settlement.Complete(number, sum.Customers, sum.Lines, sum.DueMinor, sum.CorrectionsMinor, clock.UtcNow);
                }
                else
                {
                    context.Remove(settlement);
                }
            }

            var run = await context.SettlementRuns.SingleAsync(row => row.Id == runId, ct);
            run.CountLines(sums.Values.Sum(sum => (long)sum.Lines));
            run.End(SettlementRunState.Completed, null, clock.UtcNow);
            await context.SaveChangesAsync(ct);
            return Outcome.Done;
        },
        cancellationToken);

    private static async Task ApplyCapsAsync(PortalDbContext context, long runId, PartitionComputation computation, CancellationToken cancellationToken)
    {
        var final = await computation.ShareCapsAsync(context, cancellationToken);
        var capped = computation.CappedPrograms;
        await context.SettlementLines.Where(line => line.RunId == runId && capped.Contains(line.ProgramId)).ExecuteDeleteAsync(cancellationToken);
        await InsertLinesAsync(context, final, cancellationToken);
    }

    // Not cancelled: what was begun has to be cleared away.
    private Task DiscardAsync(long runId, string owner, SettlementRunState state, string? failure) => writes.RunAsync(
        async (context, ct) =>
        {
            await ProlongAsync(context, runId, owner, ct);
            await context.SettlementLines.Where(line => line.RunId == runId).ExecuteDeleteAsync(ct);
            await context.Settlements.Where(settlement => settlement.RunId == runId).ExecuteDeleteAsync(ct);
            await context.SettlementPartitions.Where(partition => partition.RunId == runId).ExecuteDeleteAsync(ct);
            var run = await context.SettlementRuns.SingleAsync(row => row.Id == runId, ct);
            run.CountLines(0);
            run.End(state, failure, clock.UtcNow);
            await context.SaveChangesAsync(ct);
            return Outcome.Done;
        },
        CancellationToken.None);

    private async Task<bool> ClaimAsync(long runId, string owner, CancellationToken cancellationToken)
    {
        await using var context = await contexts.CreateDbContextAsync(cancellationToken);
        var held = await context.SettlementRuns.Where(run => run.Id == runId).Select(run => run.LeasedBy).FirstOrDefaultAsync(cancellationToken);
        var dead = held is not null && RunOwner.IsKnownDead(held) ? held : null;
        var (now, until) = (clock.UtcNow, clock.UtcNow.AddSeconds(options.Value.LeaseSeconds));
        return await context.SettlementRuns
            .Where(run => run.Id == runId && run.ActiveMark != null && (run.LeasedBy == null || run.LeasedUntilUtc < now || (dead != null && run.LeasedBy == dead)))
            .ExecuteUpdateAsync(run => run.SetProperty(row => row.LeasedBy, owner).SetProperty(row => row.LeasedUntilUtc, until), cancellationToken) == 1;
    }

    // The first statement of every save: whoever lost the lease saves nothing.
    private async Task ProlongAsync(PortalDbContext context, long runId, string owner, CancellationToken cancellationToken)
    {
        var until = clock.UtcNow.AddSeconds(options.Value.LeaseSeconds);
        var rows = await context.SettlementRuns
            .Where(run => run.Id == runId && run.LeasedBy == owner && run.ActiveMark != null)
            .ExecuteUpdateAsync(run => run.SetProperty(row => row.LeasedUntilUtc, until), cancellationToken);
        if (rows != 1)
        {
            throw new LeaseLostException();
        }
    }

    private async Task ReleaseAsync(long runId, string owner)
    {
        await using var context = await contexts.CreateDbContextAsync(CancellationToken.None);
        await context.SettlementRuns.Where(run => run.Id == runId && run.LeasedBy == owner).ExecuteUpdateAsync(
            run => run.SetProperty(row => row.LeasedBy, (string?)null).SetProperty(row => row.LeasedUntilUtc, (DateTime?)null), CancellationToken.None);
    }

    private async Task<SettlementRun> RunRowAsync(long runId, CancellationToken cancellationToken)
    {
        await using var context = await contexts.CreateDbContextAsync(cancellationToken);
        return await context.SettlementRuns.AsNoTracking().SingleAsync(run => run.Id == runId, cancellationToken);
    }

    private async Task<List<SettlementPartition>> PartitionsAsync(long runId, CancellationToken cancellationToken)
    {
        await using var context = await contexts.CreateDbContextAsync(cancellationToken);
        return await context.SettlementPartitions.AsNoTracking().Where(partition => partition.RunId == runId && partition.DoneAtUtc == null)
            .OrderBy(partition => partition.Number).ToListAsync(cancellationToken);
    }

    private async Task<bool> IsCancelRequestedAsync(long runId, CancellationToken cancellationToken)
    {
        await using var context = await contexts.CreateDbContextAsync(cancellationToken);
        return await context.SettlementRuns.AnyAsync(run => run.Id == runId && run.IsCancelRequested, cancellationToken);
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

    private static Task<long> InsertLinesAsync(PortalDbContext context, IReadOnlyList<SettlementLine> lines, CancellationToken cancellationToken) =>
        lines.Count == 0
            ? Task.FromResult(0L)
            : BulkWriter.InsertAsync<SettlementLine, SettlementLine>(context, LineColumns, lines, WriteLine, cancellationToken);

    private static void WriteLine(IBulkRow row, SettlementLine line)
    {
        row.Write(line.SettlementId);
        row.Write(line.RunId);
        row.Write(line.ProgramId);
        row.Write(line.ProgramLineNumber);
        row.Write(line.CustomerId);
        row.Write(line.PeriodFrom);
        row.Write(line.PeriodTo);
        row.Write(line.QualifierValue);
        row.Write(line.IsQualifierQuantity);
        row.Write(line.TierNumber);
        row.Write(line.TierFrom);
        row.Write(line.BaseValue);
        row.Write(line.IsBaseQuantity);
        row.Write(line.RatePercent);
        row.Write(line.RateAmount);
        row.Write((decimal?)line.RawMinor);
        row.Write(line.RoundedMinor);
        row.Write(line.AlreadySettledMinor);
        row.Write(line.DeltaMinor);
        row.Write(line.CarriedInMinor);
        row.Write(line.CarriedOutMinor);
        row.Write(line.DueMinor);
        row.Write((int)line.Reason);
        row.Write(line.FactsJson);
    }

    private sealed class LeaseLostException : Exception;
}
