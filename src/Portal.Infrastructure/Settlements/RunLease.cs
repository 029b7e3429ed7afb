using Microsoft.EntityFrameworkCore;
using Portal.Infrastructure.Data;
using Portal.Infrastructure.Shared;

namespace Portal.Infrastructure.Settlements;

/// <summary>
/// The right to work on a run. Its owner's name is never used twice, so it also fences: every save proves it within its own
/// transaction, and whoever was taken over while it slept saves nothing.
/// </summary>
internal sealed class RunLease
{
    private readonly IDbContextFactory<PortalDbContext> _contexts;
    private readonly BusinessClock _clock;
    private readonly int _seconds;
    private readonly string _owner = RunOwner.New();

    private RunLease(IDbContextFactory<PortalDbContext> contexts, BusinessClock clock, int seconds, long runId)
    {
        _contexts = contexts;
        _clock = clock;
        _seconds = seconds;
        RunId = runId;
    }

    public long RunId { get; }

    /// <summary>Claims a run that nobody holds, or whose holder died or let it run out; null where another one works on it or it has ended.</summary>
    public static async Task<RunLease?> ClaimAsync(
        IDbContextFactory<PortalDbContext> contexts, BusinessClock clock, int seconds, long runId, CancellationToken cancellationToken)
    {
        var lease = new RunLease(contexts, clock, seconds, runId);
        await using var context = await contexts.CreateDbContextAsync(cancellationToken);
        var held = await context.SettlementRuns.Where(run => run.Id == runId).Select(run => run.LeasedBy).FirstOrDefaultAsync(cancellationToken);
        var dead = held is not null && RunOwner.IsKnownDead(held) ? held : null;
        var (now, until) = (clock.UtcNow, lease.Until);
        var rows = await context.SettlementRuns
            .Where(run => run.Id == runId && run.ActiveMark != null && (run.LeasedBy == null || run.LeasedUntilUtc < now || (dead != null && run.LeasedBy == dead)))
            .ExecuteUpdateAsync(run => run.SetProperty(row => row.LeasedBy, lease._owner).SetProperty(row => row.LeasedUntilUtc, until), cancellationToken);
        return rows == 1 ? lease : null;
    }

    /// <summary>The first statement of every save: proves and prolongs the lease.</summary>
    /// <exception cref="LeaseLostException">Another process took the run over, or it has ended.</exception>
    public async Task ProveAsync(PortalDbContext context, CancellationToken cancellationToken)
    {
        var until = Until;
        var rows = await context.SettlementRuns
            .Where(run => run.Id == RunId && run.LeasedBy == _owner && run.ActiveMark != null)
            .ExecuteUpdateAsync(run => run.SetProperty(row => row.LeasedUntilUtc, until), cancellationToken);
        if (rows != 1)
        {
            throw new LeaseLostException();
        }
    }

    /// <summary>Lets another process go on at once.</summary>
    public async Task ReleaseAsync()
    {
        await using var context = await _contexts.CreateDbContextAsync(CancellationToken.None);
        await context.SettlementRuns.Where(run => run.Id == RunId && run.LeasedBy == _owner).ExecuteUpdateAsync(
            run => run.SetProperty(row => row.LeasedBy, (string?)null).SetProperty(row => row.LeasedUntilUtc, (DateTime?)null), CancellationToken.None);
    }

    private DateTime Until => _clock.UtcNow.AddSeconds(_seconds);
}

/// <summary>Another process works on the run.</summary>
internal sealed class LeaseLostException : Exception;
