using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace Portal.Infrastructure.Live;

/// <summary>Notices changes made by other processes while somebody looks.</summary>
public sealed class LiveUpdatePoller(LiveUpdates live, TimeProvider time, ILogger<LiveUpdatePoller> logger) : BackgroundService
{
    private static readonly TimeSpan Interval = TimeSpan.FromSeconds(3);

    /// <inheritdoc />
    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        using var timer = new PeriodicTimer(Interval, time);
        try
        {
            while (await timer.WaitForNextTickAsync(stoppingToken))
            {
                if (live.HasListeners)
                {
                    await PollQuietlyAsync(stoppingToken);
                }
            }
        }
        catch (OperationCanceledException)
        {
            // The host stops.
        }
    }

    private async Task PollQuietlyAsync(CancellationToken cancellationToken)
    {
        try
        {
            await live.PollAsync(cancellationToken);
        }
        catch (Exception exception) when (exception is not OperationCanceledException)
        {
            logger.LogWarning(exception, "Changes made by other processes could not be read");
        }
    }
}
