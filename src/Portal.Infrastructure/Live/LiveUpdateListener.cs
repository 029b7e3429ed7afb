using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using Portal.Infrastructure.Data;

namespace Portal.Infrastructure.Live;

/// <summary>
/// On PostgreSQL, learns of the changes of other processes at once instead of by polling. Where the connection breaks, polling
/// goes on alone until it is back.
/// </summary>
public sealed class LiveUpdateListener(LiveUpdates live, IOptions<DatabaseOptions> options, TimeProvider time, ILogger<LiveUpdateListener> logger)
    : BackgroundService
{
    private static readonly TimeSpan PauseBeforeReconnecting = TimeSpan.FromSeconds(5);

    /// <inheritdoc />
    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        while (options.Value.Provider == DatabaseProvider.Postgres && !stoppingToken.IsCancellationRequested)
        {
            try
            {
                await PostgresNotifications.ListenAsync(options.Value.ConnectionString, () => live.PollAsync(stoppingToken), stoppingToken);
            }
            catch (Exception exception) when (!stoppingToken.IsCancellationRequested)
            {
                logger.LogWarning(exception, "Notifications of other processes stopped; they are looked for every few seconds instead");
                await Task.Delay(PauseBeforeReconnecting, time, stoppingToken).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            }
            catch (OperationCanceledException)
            {
                // The host stops.
            }
        }
    }
}
