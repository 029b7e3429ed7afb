using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Logging;
using Portal.Domain.Shared;
using Portal.Infrastructure.Data;
using Portal.Infrastructure.Shared;

namespace Portal.Infrastructure.Settlements;

/// <summary>Prolongs what an owner holds of a run for as long as it works, so that slow work is not taken for dead.</summary>
internal sealed class LeaseKeeper : IAsyncDisposable
{
    private readonly CancellationTokenSource _stop = new();
    private readonly Task _keeping;

    private LeaseKeeper(Func<CancellationToken, Task> keep) => _keeping = keep(_stop.Token);

    /// <summary>Begins; dispose the result to stop.</summary>
    public static LeaseKeeper Start(WriteTransaction writes, BusinessClock clock, int leaseSeconds, long runId, string owner, ILogger logger) => new(async stop =>
    {
        using var timer = new PeriodicTimer(TimeSpan.FromSeconds(leaseSeconds / 3d));
        try
        {
            while (await timer.WaitForNextTickAsync(stop))
            {
                await ProlongQuietlyAsync(writes, clock.UtcNow.AddSeconds(leaseSeconds), runId, owner, logger, stop);
            }
        }
        catch (OperationCanceledException)
        {
            // The work is done.
        }
    });

    public async ValueTask DisposeAsync()
    {
        await _stop.CancelAsync();
        await _keeping;
        _stop.Dispose();
    }

    private static async Task ProlongQuietlyAsync(
        WriteTransaction writes, DateTime until, long runId, string owner, ILogger logger, CancellationToken cancellationToken)
    {
        try
        {
            await writes.RunAsync(
                async (context, ct) =>
                {
                    await context.SettlementPartitions.Where(partition => partition.RunId == runId && partition.LeasedBy == owner && partition.DoneAtUtc == null)
                        .ExecuteUpdateAsync(partition => partition.SetProperty(row => row.LeasedUntilUtc, until), ct);
                    await context.SettlementRuns.Where(run => run.Id == runId && run.LeasedBy == owner)
                        .ExecuteUpdateAsync(run => run.SetProperty(row => row.LeasedUntilUtc, until), ct);
                    return Outcome.Done;
                },
                cancellationToken);
        }
        catch (Exception exception) when (exception is not OperationCanceledException)
        {
            // Every save proves the claim again, so nothing goes wrong but that somebody else may take it over.
            logger.LogWarning(exception, "What is held of settlement run {Run} could not be prolonged", runId);
        }
    }
}
