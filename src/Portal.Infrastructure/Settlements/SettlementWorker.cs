using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using Portal.Infrastructure.Access;
using Portal.Infrastructure.Accruals;
using Portal.Infrastructure.Live;

namespace Portal.Infrastructure.Settlements;

/// <summary>Computes runs that were asked for, finishes what an ended process left (runs and postings), and keeps accruals up to date.</summary>
public sealed class SettlementWorker(
    IServiceScopeFactory scopes, SettlementSignal signal, LiveUpdates live, KeepAccruals accruals, IOptions<SettlementOptions> options, ILogger<SettlementWorker> logger) : BackgroundService
{
    /// <inheritdoc />
    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        // Another process tells in this way that there is a run to share.
        using var told = live.Listen(topic =>
        {
            if (topic == LiveUpdates.Settlements)
            {
                signal.Raise();
            }
        });
        try
        {
            while (!stoppingToken.IsCancellationRequested)
            {
                await WorkQuietlyAsync(stoppingToken);
                await signal.WaitAsync(TimeSpan.FromSeconds(options.Value.PollSeconds), stoppingToken);
            }
        }
        catch (OperationCanceledException)
        {
            // The host stops; what is unfinished is taken up at the next start.
        }
    }

    private async Task WorkQuietlyAsync(CancellationToken cancellationToken)
    {
        try
        {
            await using var scope = scopes.CreateAsyncScope();
            scope.ServiceProvider.GetRequiredService<CurrentUser>().BecomeSystem();
            await scope.ServiceProvider.GetRequiredService<FinishSettlements>().RunAsync(cancellationToken);
            await accruals.RunAsync(scope.ServiceProvider.GetRequiredService<RefreshAccruals>(), cancellationToken);
        }
        catch (Exception exception) when (exception is not OperationCanceledException)
        {
            logger.LogError(exception, "Settlements that were left could not be finished; trying again later");
        }
    }
}
