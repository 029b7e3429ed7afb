using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Options;
using Portal.Infrastructure.Data;
using Portal.Infrastructure.Live;
using Portal.Infrastructure.Tests.Databases;

namespace Portal.Infrastructure.Tests.Live;

public sealed class LiveUpdateListenerTests
{
    [SkippableFact]
    public async Task A_change_made_by_another_process_is_told_at_once_on_PostgreSQL()
    {
        await using var portal = await TestPortal.CreateAsync(DatabaseProvider.Postgres);
        var contexts = portal.Services.GetRequiredService<IDbContextFactory<PortalDbContext>>();
        var here = portal.Services.GetRequiredService<LiveUpdates>();
        await here.PublishAsync(LiveUpdates.Sales, CancellationToken.None);
        var there = new LiveUpdates(contexts, NullLogger<LiveUpdates>.Instance);
        await there.PollAsync(CancellationToken.None);
        var first = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        var second = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        using var listening = there.Listen(topic => (topic == LiveUpdates.Settlements ? first : second).TrySetResult());

        // The clock of the test stands still, so nothing can come by polling.
        using var listener = new LiveUpdateListener(there, portal.Services.GetRequiredService<IOptions<DatabaseOptions>>(), portal.Clock, NullLogger<LiveUpdateListener>.Instance);
        await listener.StartAsync(CancellationToken.None);

        // The first may be seen by the look at the start; the second only by its notification.
        await here.PublishAsync(LiveUpdates.Settlements, CancellationToken.None);
        await first.Task.WaitAsync(TimeSpan.FromSeconds(30));
        await here.PublishAsync(LiveUpdates.Payments, CancellationToken.None);
        await second.Task.WaitAsync(TimeSpan.FromSeconds(30));
        await listener.StopAsync(CancellationToken.None);
    }
}
