using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Portal.Domain.Imports;
using Portal.Infrastructure.Access;
using Portal.Infrastructure.Data;
using Portal.Infrastructure.Shared;

namespace Portal.Infrastructure.Imports;

/// <summary>Works on queued imports one after another, and on those that a crash left behind.</summary>
internal sealed class ImportQueue(
    IServiceScopeFactory scopes, IDbContextFactory<PortalDbContext> contexts, ImportSignal signal, BusinessClock clock, ILogger<ImportQueue> logger)
    : BackgroundService
{
    private static readonly TimeSpan LookEvery = TimeSpan.FromSeconds(15);

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        while (!stoppingToken.IsCancellationRequested)
        {
            try
            {
                while (await NextAsync(stoppingToken) is { } runId)
                {
                    await using var scope = scopes.CreateAsyncScope();
                    scope.ServiceProvider.GetRequiredService<CurrentUser>().BecomeSystem();
                    await scope.ServiceProvider.GetRequiredService<RunImport>().RunAsync(runId, stoppingToken);
                }

                await signal.WaitAsync(LookEvery, stoppingToken);
            }
            catch (OperationCanceledException) when (stoppingToken.IsCancellationRequested)
            {
                return;
            }
            catch (Exception error)
            {
                logger.LogError(error, "The import queue stumbled");
                await signal.WaitAsync(LookEvery, stoppingToken);
            }
        }
    }

    private async Task<long?> NextAsync(CancellationToken cancellationToken)
    {
        await using var context = await contexts.CreateDbContextAsync(cancellationToken);
        var open = await context.ImportRuns.AsNoTracking()
            .Where(run => run.State == ImportState.Queued || run.State == ImportState.Running)
            .OrderBy(run => run.Id)
            .ToListAsync(cancellationToken);
        return open.Find(run => run.State == ImportState.Queued || RunImport.IsAbandoned(run, clock.UtcNow))?.Id;
    }
}
