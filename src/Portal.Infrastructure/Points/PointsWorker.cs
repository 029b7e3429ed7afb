using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Portal.Infrastructure.Access;
using Portal.Infrastructure.Data;

namespace Portal.Infrastructure.Points;

/// <summary>Counts sales soon after they were written. Looking whether any wait costs one read of a table that is empty then.</summary>
public sealed class PointsWorker(IServiceScopeFactory scopes, IDbContextFactory<PortalDbContext> contexts, TimeProvider time, ILogger<PointsWorker> logger) : BackgroundService
{
    private static readonly TimeSpan Pause = TimeSpan.FromSeconds(5);

    /// <inheritdoc />
    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        try
        {
            while (!stoppingToken.IsCancellationRequested)
            {
                await WorkQuietlyAsync(stoppingToken);
                await Task.Delay(Pause, time, stoppingToken);
            }
        }
        catch (OperationCanceledException)
        {
            // The host stops; what waits is counted after the next start.
        }
    }

    private async Task WorkQuietlyAsync(CancellationToken cancellationToken)
    {
        try
        {
            await using var context = await contexts.CreateDbContextAsync(cancellationToken);
            if (!await context.PointsIntakeRanges.AnyAsync(cancellationToken))
            {
                return;
            }

            await using var scope = scopes.CreateAsyncScope();
            scope.ServiceProvider.GetRequiredService<CurrentUser>().BecomeSystem();
            await scope.ServiceProvider.GetRequiredService<CountSales>().RunAsync(cancellationToken);
        }
        catch (Exception exception) when (exception is not OperationCanceledException)
        {
            logger.LogError(exception, "Sales could not be counted for points; trying again later");
        }
    }
}
