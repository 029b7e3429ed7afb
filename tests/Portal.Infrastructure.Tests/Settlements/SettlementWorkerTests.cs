using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging.Abstractions;
using Portal.Domain.Settlements;
using Portal.Infrastructure.Access;
using Portal.Infrastructure.Data;
using Portal.Infrastructure.Live;
using Portal.Infrastructure.Settlements;
using Portal.Infrastructure.Shared;

namespace Portal.Infrastructure.Tests.Settlements;

/// <summary>What a node does by itself.</summary>
public sealed class SettlementWorkerTests
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);

    [Fact]
    public async Task A_run_that_another_process_asked_for_is_taken_up_when_its_notice_comes()
    {
        await using var world = await SettlementWorld.CreateAsync(
            DatabaseProvider.Sqlite, configure: services => services.Configure<SettlementOptions>(options => options.PollSeconds = 3600));
        await world.ApproveAsync(SettlementWorld.Monthly());
        await world.SellAsync(world.Customers[0], new DateOnly(2026, 1, 10), (world.Products[0], 1, 2000));
        world.Portal.Clock.Now += TimeSpan.FromMinutes(1);
        var here = world.Portal.Services.GetRequiredService<LiveUpdates>();
        await here.PollAsync(CancellationToken.None);
        using var worker = ActivatorUtilities.CreateInstance<SettlementWorker>(world.Portal.Services);
        await worker.StartAsync(CancellationToken.None);
        var ended = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        var runId = await AskElsewhereAsync(world);
        using var listening = here.Listen(_ =>
        {
            using var context = world.Portal.NewContext();
            if (context.SettlementRuns.Any(run => run.Id == runId && run.State == SettlementRunState.Completed))
            {
                ended.TrySetResult();
            }
        });
        await here.PollAsync(CancellationToken.None);
        await ended.Task.WaitAsync(Patience);
        await worker.StopAsync(CancellationToken.None);
        Assert.Single(await world.LinesAsync());
    }

    /// <summary>As another process does: its signal and its listeners are not those of this one.</summary>
    private static async Task<long> AskElsewhereAsync(SettlementWorld world)
    {
        await using var scope = world.Portal.AsSystem();
        var contexts = scope.ServiceProvider.GetRequiredService<IDbContextFactory<PortalDbContext>>();
        using var signal = new SettlementSignal();
        var live = new LiveUpdates(contexts, NullLogger<LiveUpdates>.Instance);
        var ask = new RunSettlement(
            contexts, scope.ServiceProvider.GetRequiredService<CurrentUser>(), scope.ServiceProvider.GetRequiredService<BusinessClock>(), signal, live,
            scope.ServiceProvider.GetRequiredService<ExecuteSettlementRun>());
        return (await ask.RunAsync(new RunSettlementInput("elsewhere"), CancellationToken.None)).Value;
    }
}
