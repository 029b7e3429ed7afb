using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

namespace Portal.Infrastructure.Messages;

/// <summary>Looks into the outbox every few seconds and sends what is due; several processes may do so at the same time.</summary>
public sealed class MessageSender(IServiceScopeFactory scopes, IOptions<MessageOptions> options, TimeProvider time, ILogger<MessageSender> logger) : BackgroundService
{
    /// <inheritdoc />
    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        if (options.Value.Transport == MessageTransport.None)
        {
            logger.LogInformation("No mail server is set up (Messages:Smtp:Host): messages wait");
            return;
        }

        try
        {
            using var timer = new PeriodicTimer(TimeSpan.FromSeconds(options.Value.PollSeconds), time);
            while (await timer.WaitForNextTickAsync(stoppingToken))
            {
                await SendQuietlyAsync(stoppingToken);
            }
        }
        catch (OperationCanceledException)
        {
            // The host stops; what is unfinished is taken up by another process or at the next start.
        }
    }

    private async Task SendQuietlyAsync(CancellationToken cancellationToken)
    {
        try
        {
            await using var scope = scopes.CreateAsyncScope();
            await scope.ServiceProvider.GetRequiredService<SendMessages>().RunAsync(cancellationToken);
        }
        catch (Exception exception) when (exception is not OperationCanceledException)
        {
            logger.LogError(exception, "Messages could not be sent; trying again later");
        }
    }
}
