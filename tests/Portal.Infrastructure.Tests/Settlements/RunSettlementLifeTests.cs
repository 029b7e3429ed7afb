using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Portal.Domain.Settlements;
using Portal.Infrastructure.Data;
using Portal.Infrastructure.Live;
using Portal.Infrastructure.Settlements;
using DatabaseList = Portal.Infrastructure.Tests.Databases.Databases;

namespace Portal.Infrastructure.Tests.Settlements;

/// <summary>Runs that are asked for twice, cancelled, interrupted, or held by somebody else.</summary>
public sealed class RunSettlementLifeTests
{
    private static readonly DateOnly January = new(2026, 1, 10);

    [SkippableTheory]
    [MemberData(nameof(DatabaseList.All), MemberType = typeof(DatabaseList))]
    public async Task The_same_operation_gives_the_same_run_and_another_is_refused_meanwhile(DatabaseProvider provider)
    {
        await using var world = await SettlementWorld.CreateAsync(provider);
        await world.ApproveAsync(SettlementWorld.Monthly());
        await using var scope = world.Portal.AsSystem();
        var run = scope.ServiceProvider.GetRequiredService<RunSettlement>();
        var requests = await Task.WhenAll(Enumerable.Range(0, 20).Select(async number =>
        {
            await using var own = world.Portal.AsSystem();
            return await own.ServiceProvider.GetRequiredService<RunSettlement>().RunAsync(new RunSettlementInput("same"), CancellationToken.None);
        }));
        Assert.Single(requests.Select(request => request.Value).Distinct());
        var other = await run.RunAsync(new RunSettlementInput("other"), CancellationToken.None);
        Assert.Equal("settlement_run_active", other.Refusal.Code);
        var future = await run.RunAsync(new RunSettlementInput("future", new DateOnly(2027, 1, 1)), CancellationToken.None);
        Assert.Equal("settlement_as_of_future", future.Refusal.Code);
    }

    [SkippableTheory]
    [MemberData(nameof(DatabaseList.All), MemberType = typeof(DatabaseList))]
    public async Task A_cancelled_run_leaves_nothing(DatabaseProvider provider)
    {
        await using var world = await SettlementWorld.CreateAsync(provider, customers: 10, configure: RandomSales.Small(3));
        await world.ApproveAsync(SettlementWorld.Monthly());
        await RandomSales.AddAsync(world, 80, seed: 5);
        world.Portal.Clock.Now += TimeSpan.FromMinutes(1);
        await using var scope = world.Portal.AsSystem();
        var requested = await scope.ServiceProvider.GetRequiredService<RunSettlement>().RunAsync(new RunSettlementInput("k"), CancellationToken.None);
        var cancel = scope.ServiceProvider.GetRequiredService<CancelSettlementRun>();
        var steps = 0;
        using var listening = world.Portal.Services.GetRequiredService<LiveUpdates>().Listen(_ =>
        {
            if (++steps == 3)
            {
                Assert.True(cancel.RunAsync(requested.Value, CancellationToken.None).GetAwaiter().GetResult().IsDone);
            }
        });
        var outcome = await scope.ServiceProvider.GetRequiredService<ExecuteSettlementRun>().RunAsync(requested.Value, CancellationToken.None);
        Assert.Equal(SettlementRunState.Cancelled, outcome.Value.State);
        Assert.Empty(await world.LinesAsync());
        Assert.Empty(await world.SettlementsAsync());
        Assert.True((await world.SettleAsync()).Lines > 0);
    }

    [SkippableTheory]
    [MemberData(nameof(DatabaseList.All), MemberType = typeof(DatabaseList))]
    public async Task An_interrupted_run_goes_on_where_it_stopped(DatabaseProvider provider)
    {
        var expected = await PrintRunAsync(provider, interruptAfter: null);
        foreach (var step in new[] { 1, 2, 5 })
        {
            Assert.Equal(expected, await PrintRunAsync(provider, step));
        }
    }

    [SkippableTheory]
    [MemberData(nameof(DatabaseList.All), MemberType = typeof(DatabaseList))]
    public async Task A_run_that_a_living_process_holds_is_left_alone_until_its_lease_is_over(DatabaseProvider provider)
    {
        await using var world = await SettlementWorld.CreateAsync(provider);
        await world.ApproveAsync(SettlementWorld.Monthly());
        await world.SellAsync(world.Customers[0], January, (world.Products[0], 1, 2000));
        await using var scope = world.Portal.AsSystem();
        var requested = await scope.ServiceProvider.GetRequiredService<RunSettlement>().RunAsync(new RunSettlementInput("k"), CancellationToken.None);
        var execute = scope.ServiceProvider.GetRequiredService<ExecuteSettlementRun>();
        await using (var context = world.Portal.NewContext())
        {
            await context.SettlementRuns.ExecuteUpdateAsync(run => run
                .SetProperty(row => row.LeasedBy, "elsewhere/1/1/x")
                .SetProperty(row => row.LeasedUntilUtc, world.Portal.Clock.GetUtcNow().UtcDateTime.AddSeconds(30)));
        }

        Assert.Equal("settlement_run_taken", (await execute.RunAsync(requested.Value, CancellationToken.None)).Refusal.Code);
        world.Portal.Clock.Now += TimeSpan.FromSeconds(31);
        Assert.Equal(SettlementRunState.Completed, (await execute.RunAsync(requested.Value, CancellationToken.None)).Value.State);
    }

    private static async Task<string> PrintRunAsync(DatabaseProvider provider, int? interruptAfter)
    {
        await using var world = await SettlementWorld.CreateAsync(provider, customers: 10, configure: RandomSales.Small(5));
        await world.ApproveAsync(SettlementWorld.Monthly());
        await world.ApproveAsync(SettlementWorld.Monthly("CAPPED") with { CapPerProgram = 40 });
        await RandomSales.AddAsync(world, 80, seed: 5);
        world.Portal.Clock.Now += TimeSpan.FromMinutes(1);
        await using var scope = world.Portal.AsSystem();
        var requested = await scope.ServiceProvider.GetRequiredService<RunSettlement>().RunAsync(new RunSettlementInput("k"), CancellationToken.None);
        if (interruptAfter is { } steps)
        {
            using var stop = new CancellationTokenSource();
            using var listening = world.Portal.Services.GetRequiredService<LiveUpdates>().Listen(_ =>
            {
                if (--steps == 0)
                {
                    stop.Cancel();
                }
            });
            await Assert.ThrowsAnyAsync<OperationCanceledException>(
                () => scope.ServiceProvider.GetRequiredService<ExecuteSettlementRun>().RunAsync(requested.Value, stop.Token));
        }

        await scope.ServiceProvider.GetRequiredService<FinishSettlements>().RunAsync(CancellationToken.None);
        await using var context = world.Portal.NewContext();
        var run = await context.SettlementRuns.SingleAsync();
        Assert.Equal(SettlementRunState.Completed, run.State);
        Assert.Equal(run.SalesLinesTotal, run.SalesLinesRead);
        return await world.PrintAsync();
    }
}
