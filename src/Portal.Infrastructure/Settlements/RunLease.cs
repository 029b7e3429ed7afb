using Microsoft.EntityFrameworkCore;
using Portal.Domain.Settlements;
using Portal.Infrastructure.Data;
using Portal.Infrastructure.Shared;

namespace Portal.Infrastructure.Settlements;

/// <summary>
/// The right to plan a run or to end it, which only one process does; its partitions are claimed one by one. Its owner's name
/// is never used twice, so it also fences: both prove it within their transaction.
/// </summary>
internal sealed class RunLease
{
    private readonly BusinessClock _clock;
    private readonly int _seconds;

    private RunLease(BusinessClock clock, int seconds, long runId, string owner)
    {
        Owner = owner;
        _clock = clock;
        _seconds = seconds;
        RunId = runId;
    }

    public long RunId { get; }

    public string Owner { get; }

    /// <summary>Until when a claim lasts that is made now.</summary>
    public DateTime Until => _clock.UtcNow.AddSeconds(_seconds);

    /// <summary>
    /// Claims a run in a state (null: any) that nobody else holds, or whose holder died or let it run out; null where another one
    /// holds it or it has moved on.
    /// </summary>
    public static async Task<RunLease?> ClaimAsync(
        IDbContextFactory<PortalDbContext> contexts, BusinessClock clock, int seconds, long runId, string owner, SettlementRunState? state, CancellationToken cancellationToken)
    {
        var lease = new RunLease(clock, seconds, runId, owner);
        await using var context = await contexts.CreateDbContextAsync(cancellationToken);
        var (now, until) = (clock.UtcNow, lease.Until);
        var held = await context.SettlementRuns.Where(run => run.Id == runId).Select(run => new { run.LeasedBy, run.LeasedUntilUtc }).FirstOrDefaultAsync(cancellationToken);
        var dead = held?.LeasedBy is { } holder && RunOwner.IsKnownDead(holder) ? holder : null;
        if (held?.LeasedBy is { } lost && lost != owner && (dead is not null || held.LeasedUntilUtc < now))
        {
            await DatabaseSessions.EndAsync(context, [RunOwner.SessionOf(lost)], cancellationToken);
        }

        var rows = await context.SettlementRuns
            .Where(run => run.Id == runId && run.ActiveMark != null && (state == null || run.State == state))
            .Where(run => run.LeasedBy == null || run.LeasedBy == owner || run.LeasedUntilUtc < now || (dead != null && run.LeasedBy == dead))
            .ExecuteUpdateAsync(run => run.SetProperty(row => row.LeasedBy, owner).SetProperty(row => row.LeasedUntilUtc, until), cancellationToken);
        return rows == 1 ? lease : null;
    }

    /// <summary>The first statement of planning and ending: proves and prolongs the lease.</summary>
    /// <exception cref="LeaseLostException">Another process took the run over, or it has ended.</exception>
    public async Task ProveAsync(PortalDbContext context, CancellationToken cancellationToken)
    {
        await DatabaseSessions.NameAsync(context, RunOwner.SessionOf(Owner), cancellationToken);
        var until = Until;
        var rows = await context.SettlementRuns
            .Where(run => run.Id == RunId && run.LeasedBy == Owner && run.ActiveMark != null)
            .ExecuteUpdateAsync(run => run.SetProperty(row => row.LeasedUntilUtc, until), cancellationToken);
        if (rows != 1)
        {
            throw new LeaseLostException();
        }
    }

    /// <summary>Lets another process go on at once.</summary>
    public static async Task ReleaseAsync(IDbContextFactory<PortalDbContext> contexts, long runId, string owner)
    {
        await using var context = await contexts.CreateDbContextAsync(CancellationToken.None);
        await context.SettlementRuns.Where(run => run.Id == runId && run.LeasedBy == owner).ExecuteUpdateAsync(
            run => run.SetProperty(row => row.LeasedBy, (string?)null).SetProperty(row => row.LeasedUntilUtc, (DateTime?)null), CancellationToken.None);
    }
}

/// <summary>Another process works on the run.</summary>
internal sealed class LeaseLostException : Exception;
