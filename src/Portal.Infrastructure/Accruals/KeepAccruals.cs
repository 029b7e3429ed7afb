using Microsoft.EntityFrameworkCore;
using Portal.Domain.Programs;
using Portal.Infrastructure.Data;
using Portal.Infrastructure.Shared;

namespace Portal.Infrastructure.Accruals;

/// <summary>Refreshes the accruals when what they depend on changed, whichever process changed it: sales, programmes, the day.</summary>
public sealed class KeepAccruals(IDbContextFactory<PortalDbContext> contexts, BusinessClock clock)
{
    private static readonly TimeSpan Pause = TimeSpan.FromSeconds(20);
    private string _seen = "";
    private DateTime _refreshedAtUtc;

    /// <summary>Refreshes if there is something new, but not more often than a scan of the sales should run.</summary>
    public async Task RunAsync(RefreshAccruals refresh, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(refresh);
        if (clock.UtcNow - _refreshedAtUtc < Pause || await StateAsync(cancellationToken) is not { } state || state == _seen)
        {
            return;
        }

        await refresh.RunAsync(cancellationToken);
        (_seen, _refreshedAtUtc) = (state, clock.UtcNow);
    }

    private async Task<string> StateAsync(CancellationToken cancellationToken)
    {
        await using var context = await contexts.CreateDbContextAsync(cancellationToken);
        var line = await context.SalesLines.MaxAsync(row => (long?)row.Id, cancellationToken);
        var version = await context.RebateProgramVersions.Where(row => row.State == ProgramVersionState.Approved).MaxAsync(row => (DateTime?)row.DecidedAtUtc, cancellationToken);
        var closed = await context.RebatePrograms.CountAsync(row => row.ClosedOn != null, cancellationToken);
        var undone = await context.ImportRuns.CountAsync(row => row.UndoneAtUtc != null, cancellationToken);
        return string.Create(System.Globalization.CultureInfo.InvariantCulture, $"{clock.Today:yyyy-MM-dd} {line} {version:O} {closed} {undone}");
    }
}
