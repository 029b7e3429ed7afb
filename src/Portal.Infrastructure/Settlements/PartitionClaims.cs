using System.Globalization;
using System.Text.Json;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Options;
using Portal.Domain.Settlements;
using Portal.Infrastructure.Data;
using Portal.Infrastructure.Data.BulkWrite;
using Portal.Infrastructure.Shared;

namespace Portal.Infrastructure.Settlements;

/// <summary>
/// Hands the partitions of a run out one by one, to whichever process asks. Each claim gives a number of its own, which the
/// save proves within its transaction: whoever was taken over while it slept saves nothing.
/// </summary>
public sealed class PartitionClaims(BusinessClock clock, IOptions<SettlementOptions> options)
{
    private const int Candidates = 8;

    /// <summary>Claims a partition that nobody works on, or whose owner died or let its lease run out, in the context's transaction.</summary>
    /// <returns>Null where none is left, where somebody asked to stop the run, or where it was planned anew since.</returns>
    internal async Task<PartitionClaim?> NextAsync(PortalDbContext context, long runId, int planNumber, string owner, CancellationToken cancellationToken)
    {
        return await FirstAsync(context, OfPlan(Left(context, runId)), owner, cancellationToken)
            ?? await FirstAsync(context, OfPlan(await OfDeadAsync(context, runId, cancellationToken)), owner, cancellationToken);

        IQueryable<SettlementPartition> OfPlan(IQueryable<SettlementPartition> partitions) =>
            partitions.Where(_ => context.SettlementRuns.Any(run => run.Id == runId && run.PlanNumber == planNumber));
    }

    /// <summary>Whether there is a partition to claim.</summary>
    internal async Task<bool> IsFreeAsync(PortalDbContext context, long runId, CancellationToken cancellationToken) =>
        await Left(context, runId).AnyAsync(cancellationToken) || await (await OfDeadAsync(context, runId, cancellationToken)).AnyAsync(cancellationToken);

    /// <summary>Whether there is a partition that somebody works on, as far as one can tell.</summary>
    internal async Task<bool> IsHeldAsync(PortalDbContext context, long runId)
    {
        var now = clock.UtcNow;
        var owners = await Open(context, runId).Where(partition => partition.LeasedBy != null && partition.LeasedUntilUtc >= now).Select(partition => partition.LeasedBy!).Distinct().ToListAsync();
        return owners.Exists(owner => !RunOwner.IsKnownDead(owner));
    }

    /// <summary>Ends what owners who died or let their lease run out still do in the database: their locks would hold up whoever takes over.</summary>
    internal async Task EndLostAsync(PortalDbContext context, long runId, CancellationToken cancellationToken)
    {
        var lost = await Left(context, runId).Union(await OfDeadAsync(context, runId, cancellationToken))
            .Where(partition => partition.LeasedBy != null).Select(partition => partition.LeasedBy!).Distinct().ToListAsync(cancellationToken);
        await DatabaseSessions.EndAsync(context, lost.ConvertAll(RunOwner.SessionOf), cancellationToken);
    }

    /// <summary>The first statement of a save: notes the partition as done, if the claim still holds.</summary>
    internal async Task<bool> CompleteAsync(
        PortalDbContext context, PartitionClaim claim, PartitionResult result, CancellationToken cancellationToken)
    {
        var (now, read, written) = (clock.UtcNow, result.SalesLinesRead, result.Lines.Count);
        var totals = JsonSerializer.Serialize(result.Totals);
        return await Held(context, claim).ExecuteUpdateAsync(
            partition => partition
                .SetProperty(row => row.DoneAtUtc, now)
                .SetProperty(row => row.SalesLinesRead, read)
                .SetProperty(row => row.LinesWritten, written)
                .SetProperty(row => row.TotalsJson, totals),
            cancellationToken) == 1;
    }

    private static IQueryable<SettlementPartition> Held(PortalDbContext context, PartitionClaim claim) => context.SettlementPartitions
        .Where(partition => partition.Id == claim.PartitionId && partition.Token == claim.Token && partition.DoneAtUtc == null);

    private static IQueryable<SettlementPartition> Open(PortalDbContext context, long runId) => context.SettlementPartitions.AsNoTracking()
        .Where(partition => partition.RunId == runId && partition.DoneAtUtc == null
            && context.SettlementRuns.Any(run => run.Id == runId && run.ActiveMark != null && !run.IsCancelRequested));

    private IQueryable<SettlementPartition> Left(PortalDbContext context, long runId)
    {
        var now = clock.UtcNow;
        return Open(context, runId).Where(partition => partition.LeasedBy == null || partition.LeasedUntilUtc < now);
    }

    // Asked only when nothing else is left, since it looks at the processes of this machine.
    private static async Task<IQueryable<SettlementPartition>> OfDeadAsync(PortalDbContext context, long runId, CancellationToken cancellationToken)
    {
        var owners = await Open(context, runId).Where(partition => partition.LeasedBy != null).Select(partition => partition.LeasedBy!).Distinct().ToListAsync(cancellationToken);
        var dead = owners.Where(RunOwner.IsKnownDead).ToArray();
        return Open(context, runId).Where(partition => dead.Contains(partition.LeasedBy));
    }

    private async Task<PartitionClaim?> FirstAsync(
        PortalDbContext context, IQueryable<SettlementPartition> free, string owner, CancellationToken cancellationToken)
    {
        // Those that somebody gave up come first, so that a run does not wait for them when all the rest is done.
        var tried = new List<long>();
        while (true)
        {
            // Not by counting them: those that others have claimed since are no longer among the free ones.
            var untried = tried.Count == 0 ? free : free.Where(partition => !EF.Parameter(tried).Contains(partition.Id));
            var candidates = await untried.OrderByDescending(partition => partition.Token).ThenBy(partition => partition.Number).Take(Candidates).ToListAsync(cancellationToken);
            await DatabaseSessions.EndAsync(context, [.. candidates.Select(candidate => candidate.LeasedBy).OfType<string>().Distinct().Select(RunOwner.SessionOf)], cancellationToken);
            foreach (var candidate in candidates)
            {
                if (await TryAsync(context, candidate, owner, cancellationToken) is { } claim)
                {
                    return claim;
                }
            }

            if (candidates.Count < Candidates)
            {
                return null;
            }

            tried.AddRange(candidates.Select(candidate => candidate.Id));
        }
    }

    /// <summary>
    /// Claims a partition, unless somebody else has it since. Where another one is just about to claim it nobody waits, the next one
    /// is as good; but the sessions of one that is taken over were just ended, and to let go takes them a moment.
    /// </summary>
    private async Task<PartitionClaim?> TryAsync(PortalDbContext context, SettlementPartition candidate, string owner, CancellationToken cancellationToken)
    {
        var claim = new PartitionClaim(candidate.Id, candidate.Token + 1, owner, SelectionOf(candidate));
        var until = clock.UtcNow.AddSeconds(options.Value.LeaseSeconds);
        var partitions = candidate.LeasedBy is null ? LockedRows.LockIfFree<SettlementPartition>(context, candidate.Id) : context.SettlementPartitions;
        var rows = await partitions
            .Where(partition => partition.Id == candidate.Id && partition.Token == candidate.Token && partition.DoneAtUtc == null)
            .ExecuteUpdateAsync(
                partition => partition.SetProperty(row => row.Token, claim.Token).SetProperty(row => row.LeasedBy, owner).SetProperty(row => row.LeasedUntilUtc, until),
                cancellationToken);
        return rows == 1 ? claim : null;
    }

    private static CustomerSelection SelectionOf(SettlementPartition partition) => new(
        partition.FromCustomerId,
        partition.ToCustomerId,
        partition.CustomerIds?.Split(',').Select(id => long.Parse(id, CultureInfo.InvariantCulture)).ToArray());
}

/// <summary>The right to save one partition.</summary>
/// <param name="PartitionId">The partition.</param>
/// <param name="Token">How often it was claimed; only the last claim may save.</param>
/// <param name="Owner">Who has it.</param>
/// <param name="Customers">Its customers.</param>
internal sealed record PartitionClaim(long PartitionId, long Token, string Owner, CustomerSelection Customers);
