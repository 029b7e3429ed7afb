using System.Collections.Concurrent;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Logging;
using Portal.Domain.Shared;
using Portal.Infrastructure.Data;

namespace Portal.Infrastructure.Live;

/// <summary>
/// Tells screens that something changed. A change made in this process is told at once; one made by another process is
/// noticed through the version row within a few seconds.
/// </summary>
public sealed class LiveUpdates(IDbContextFactory<PortalDbContext> contexts, ILogger<LiveUpdates> logger)
{
    /// <summary>A settlement run moved on or ended, or a settlement was decided.</summary>
    public const string Settlements = "settlements";

    /// <summary>Accruals were rebuilt.</summary>
    public const string Accruals = "accruals";

    /// <summary>Sales were recorded.</summary>
    public const string Sales = "sales";

    /// <summary>Money moved: payouts and withdrawals.</summary>
    public const string Payments = "payments";

    /// <summary>A dispute was opened, answered or decided.</summary>
    public const string Disputes = "disputes";

    /// <summary>A reward, an order or a voucher changed.</summary>
    public const string Rewards = "rewards";

    /// <summary>A job began or ended.</summary>
    public const string Jobs = "jobs";

    /// <summary>A programme was submitted, decided or withdrawn.</summary>
    public const string Programs = "programs";

    /// <summary>A card changed its state.</summary>
    public const string Cards = "cards";

    private readonly ConcurrentDictionary<long, Action<string>> _listeners = new();
    private readonly ConcurrentDictionary<string, long> _seen = new();
    private long _lastListener;
    private bool _isPrimed;

    /// <summary>Whether anybody listens, so that polling is worth it.</summary>
    public bool HasListeners => !_listeners.IsEmpty;

    /// <summary>Listens; the callback gets the topic. Dispose the result to stop.</summary>
    public IDisposable Listen(Action<string> onChange)
    {
        var key = Interlocked.Increment(ref _lastListener);
        _listeners[key] = onChange;
        return new Subscription(() => _listeners.TryRemove(key, out _));
    }

    /// <summary>Tells this process and, through the version row, the others. Never fails: a missed update only shows later.</summary>
    public async Task PublishAsync(string topic, CancellationToken cancellationToken)
    {
        try
        {
            await using var context = await contexts.CreateDbContextAsync(cancellationToken);
            if (await BumpAsync(context, topic, cancellationToken) == 0)
            {
                await AddAsync(topic, cancellationToken);
                await BumpAsync(context, topic, cancellationToken);
            }

            await PostgresNotifications.NotifyAsync(context, cancellationToken);
        }
        catch (Exception exception) when (exception is not OperationCanceledException)
        {
            logger.LogWarning(exception, "The change of {Topic} was not recorded for other processes", topic);
        }

        Tell(topic);
    }

    /// <summary>Tells listeners of this process only; for what is polled anyway, such as progress.</summary>
    public void Tell(string topic)
    {
        foreach (var listener in _listeners.Values)
        {
            try
            {
                listener(topic);
            }
            catch (Exception exception)
            {
                logger.LogWarning(exception, "A listener to {Topic} failed", topic);
            }
        }
    }

    /// <summary>Looks for changes made by other processes and tells the listeners.</summary>
    public async Task PollAsync(CancellationToken cancellationToken)
    {
        await using var context = await contexts.CreateDbContextAsync(cancellationToken);
        foreach (var row in await context.LiveTopics.AsNoTracking().ToListAsync(cancellationToken))
        {
            var isNew = !_seen.TryGetValue(row.Name, out var seen) || seen != row.Version;
            _seen[row.Name] = row.Version;
            if (isNew && _isPrimed)
            {
                Tell(row.Name);
            }
        }

        _isPrimed = true;
    }

    private static Task<int> BumpAsync(PortalDbContext context, string topic, CancellationToken cancellationToken) => context.LiveTopics
        .Where(row => row.Name == topic)
        .ExecuteUpdateAsync(row => row.SetProperty(x => x.Version, x => x.Version + 1), cancellationToken);

    private async Task AddAsync(string topic, CancellationToken cancellationToken)
    {
        await using var context = await contexts.CreateDbContextAsync(cancellationToken);
        context.Add(new LiveTopic(topic));
        try
        {
            await context.SaveChangesAsync(cancellationToken);
        }
        catch (DbUpdateException)
        {
            // Another process added the row first.
        }
    }

    private sealed class Subscription(Action stop) : IDisposable
    {
        public void Dispose() => stop();
    }
}
