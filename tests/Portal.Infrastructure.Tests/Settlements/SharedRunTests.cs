using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Portal.Domain.Settlements;
using Portal.Domain.Shared;
using Portal.Infrastructure.Data;
using Portal.Infrastructure.Live;
using Portal.Infrastructure.Settlements;
using Portal.Infrastructure.Shared;
using DatabaseList = Portal.Infrastructure.Tests.Databases.Databases;

namespace Portal.Infrastructure.Tests.Settlements;

/// <summary>Several workers on one run: each partition goes to one of them, and to another one when it dies or sleeps.</summary>
public sealed class SharedRunTests
{
    private const int Customers = 8;
    private const string Other = "OTHER";
    private const string Sleeper = "elsewhere/1/1/sleeper";

    [SkippableTheory]
    [MemberData(nameof(DatabaseList.All), MemberType = typeof(DatabaseList))]
    public async Task Two_workers_share_a_run_and_it_ends_once(DatabaseProvider provider)
    {
        await using var alone = await CreateAsync(provider);
        await alone.SettleAsync();
        await using var world = await CreateAsync(provider);
        await using var first = world.Portal.AsSystem();
        await using var second = world.Portal.AsSystem();
        var runId = await RequestAsync(first);

        // When the first has saved one partition and claimed the next, the second does all that are left to it.
        Outcome<SettlementRunResult>? helped = null;
        using (world.Portal.Services.GetRequiredService<LiveUpdates>().Listen(_ =>
        {
            if (helped is null && DoneAsync(world).GetAwaiter().GetResult() == 1)
            {
                helped = second.ServiceProvider.GetRequiredService<ExecuteSettlementRun>().RunAsync(runId, CancellationToken.None).GetAwaiter().GetResult();
            }
        }))
        {
            var ended = await first.ServiceProvider.GetRequiredService<ExecuteSettlementRun>().RunAsync(runId, CancellationToken.None);
            Assert.Equal(SettlementRunState.Completed, ended.Value.State);
        }

        Assert.Equal("settlement_run_taken", helped!.Refusal.Code);
        var partitions = await PartitionsAsync(world);
        Assert.Equal([2, partitions.Count - 2], partitions.CountBy(partition => partition.LeasedBy!).Select(owner => owner.Value).Order());
        Assert.All(partitions, partition => Assert.Equal(1, partition.Token));
        Assert.Equal(await alone.PrintAsync(), await world.PrintAsync());
    }

    [SkippableTheory]
    [MemberData(nameof(DatabaseList.All), MemberType = typeof(DatabaseList))]
    public async Task A_partition_whose_lease_is_over_is_taken_over_and_its_late_owner_saves_nothing(DatabaseProvider provider)
    {
        await using var alone = await CreateAsync(provider);
        await alone.SettleAsync();
        await using var world = await CreateAsync(provider);
        await using var scope = world.Portal.AsSystem();
        var execute = scope.ServiceProvider.GetRequiredService<ExecuteSettlementRun>();
        var (runId, claim, late) = await FallAsleepAsync(world, scope);

        Assert.Equal("settlement_run_taken", (await execute.RunAsync(runId, CancellationToken.None)).Refusal.Code);
        await SeesProgressAsync(world, scope, runId);
        Assert.Equal([claim.PartitionId], (await PartitionsAsync(world)).Where(partition => partition.DoneAtUtc is null).Select(partition => partition.Id));
        world.Portal.Clock.Now += TimeSpan.FromSeconds(21);
        Assert.Equal(SettlementRunState.Completed, (await execute.RunAsync(runId, CancellationToken.None)).Value.State);
        Assert.False(await late());
        Assert.Equal(2, (await PartitionsAsync(world)).Single(partition => partition.Id == claim.PartitionId).Token);
        Assert.Equal(await alone.PrintAsync(), await world.PrintAsync());
        await SeesProgressAsync(world, scope, runId);
    }

    [SkippableTheory]
    [MemberData(nameof(DatabaseList.All), MemberType = typeof(DatabaseList))]
    public async Task Few_partitions_belong_to_who_plans_them_until_its_lease_is_over(DatabaseProvider provider)
    {
        await using var alone = await CreateAsync(provider, workers: 100);
        await alone.SettleAsync();
        await using var world = await CreateAsync(provider, workers: 100);
        await using var scope = world.Portal.AsSystem();
        var runId = await RequestAsync(scope);
        var lease = (await LeaseAsync(world, scope, runId, Sleeper, SettlementRunState.Planned))!;

        var plan = await scope.ServiceProvider.GetRequiredService<RunPlanning>().BeginAsync(await RunAsync(world, runId), lease, CancellationToken.None);

        var partitions = await PartitionsAsync(world);
        Assert.Equal(partitions.Select(partition => (partition.Id, partition.Token, partition.LeasedBy)), plan.Claims.Select(claim => (claim.PartitionId, claim.Token, (string?)claim.Owner)));
        Assert.Null(await ClaimAsync(scope, runId, "elsewhere/2/2/other"));
        await using var context = world.Portal.NewContext();
        var result = await new PartitionComputation(await RunAsync(world, runId), plan).ComputeAsync(context, plan.Claims[0].Customers, CancellationToken.None);

        world.Portal.Clock.Now += TimeSpan.FromSeconds(21);
        Assert.Equal(SettlementRunState.Completed, (await scope.ServiceProvider.GetRequiredService<ExecuteSettlementRun>().RunAsync(runId, CancellationToken.None)).Value.State);
        Assert.False((await scope.ServiceProvider.GetRequiredService<WriteTransaction>().RunAsync<Outcome<Saved>>(
            async (write, ct) => new Saved(await scope.ServiceProvider.GetRequiredService<RunPartitions>().SaveAsync(write, plan.Claims[0], result, ct)), CancellationToken.None)).Value.IsSaved);
        Assert.All(await PartitionsAsync(world), partition => Assert.Equal(2, partition.Token));
        Assert.Equal(await alone.PrintAsync(), await world.PrintAsync());
    }

    [SkippableTheory]
    [MemberData(nameof(DatabaseList.All), MemberType = typeof(DatabaseList))]
    public async Task Who_was_taken_over_saves_nothing(DatabaseProvider provider)
    {
        await using var world = await CreateAsync(provider);
        await using var scope = world.Portal.AsSystem();
        var (runId, claim, late) = await FallAsleepAsync(world, scope);
        world.Portal.Clock.Now += TimeSpan.FromSeconds(21);
        var taken = await ClaimAsync(scope, runId, "elsewhere/2/2/taker");
        while (taken!.PartitionId != claim.PartitionId)
        {
            taken = await ClaimAsync(scope, runId, "elsewhere/2/2/taker");
        }

        Assert.Equal(2, taken.Token);
        Assert.False(await late());
        Assert.Empty(await world.LinesAsync());
        Assert.Equal(0, await DoneAsync(world));
    }

    [SkippableTheory]
    [MemberData(nameof(DatabaseList.All), MemberType = typeof(DatabaseList))]
    public async Task Who_comes_late_to_a_cancelled_run_saves_nothing(DatabaseProvider provider)
    {
        await using var world = await CreateAsync(provider);
        await using var scope = world.Portal.AsSystem();
        var (runId, _, late) = await FallAsleepAsync(world, scope);
        await scope.ServiceProvider.GetRequiredService<CancelSettlementRun>().RunAsync(runId, CancellationToken.None);
        var ended = await scope.ServiceProvider.GetRequiredService<ExecuteSettlementRun>().RunAsync(runId, CancellationToken.None);
        Assert.Equal(SettlementRunState.Cancelled, ended.Value.State);
        Assert.False(await late());
        Assert.Empty(await world.LinesAsync());
    }

    [SkippableTheory]
    [MemberData(nameof(DatabaseList.All), MemberType = typeof(DatabaseList))]
    public async Task A_run_is_planned_once(DatabaseProvider provider)
    {
        await using var world = await CreateAsync(provider);
        await using var scope = world.Portal.AsSystem();
        var runId = await RequestAsync(scope);
        Assert.NotNull(await LeaseAsync(world, scope, runId, "a", SettlementRunState.Planned));
        Assert.Null(await LeaseAsync(world, scope, runId, "b", SettlementRunState.Planned));
        world.Portal.Clock.Now += TimeSpan.FromSeconds(21);
        var taker = (await LeaseAsync(world, scope, runId, "b", SettlementRunState.Planned))!;
        await scope.ServiceProvider.GetRequiredService<RunPlanning>().BeginAsync(await RunAsync(world, runId), taker, CancellationToken.None);
        Assert.Null(await LeaseAsync(world, scope, runId, "a", SettlementRunState.Planned));
        Assert.NotNull(await LeaseAsync(world, scope, runId, "a", SettlementRunState.Running));
    }

    [SkippableTheory]
    [MemberData(nameof(DatabaseList.All), MemberType = typeof(DatabaseList))]
    public async Task A_run_that_nobody_can_go_on_with_begins_anew_by_the_rules_of_today(DatabaseProvider provider)
    {
        await using var today = await CreateAsync(provider);
        await today.SettleAsync();
        await using var world = await CreateAsync(provider);
        await world.ApproveAsync(SettlementWorld.Monthly(Other));
        await using var scope = world.Portal.AsSystem();
        var execute = scope.ServiceProvider.GetRequiredService<ExecuteSettlementRun>();
        var (runId, _, late) = await FallAsleepAsync(world, scope);
        await CloseOtherAsync(world);

        // Whoever planned it may still be at work.
        Assert.Equal("settlement_run_taken", (await execute.RunAsync(runId, CancellationToken.None)).Refusal.Code);
        Assert.Equal((1, 0), ((await RunAsync(world, runId)).PlanNumber, await DoneAsync(world)));
        world.Portal.Clock.Now += TimeSpan.FromSeconds(21);
        Assert.Equal(SettlementRunState.Completed, (await execute.RunAsync(runId, CancellationToken.None)).Value.State);
        Assert.Equal(2, (await RunAsync(world, runId)).PlanNumber);
        Assert.False(await late());
        Assert.Null(await ClaimAsync(scope, runId, Sleeper));
        Assert.Equal(await today.PrintAsync(), await world.PrintAsync());
    }

    [SkippableTheory]
    [MemberData(nameof(DatabaseList.All), MemberType = typeof(DatabaseList))]
    public async Task A_customer_who_came_since_keeps_nobody_from_joining_in(DatabaseProvider provider)
    {
        await using var world = await CreateAsync(provider);
        await using var scope = world.Portal.AsSystem();
        var (runId, _, _) = await FallAsleepAsync(world, scope);
        await using (var context = world.Portal.NewContext())
        {
            context.Add(new Domain.Customers.Customer("NEW", "New", Domain.Customers.CustomerKind.Distributor, DateTime.UnixEpoch));
            await context.SaveChangesAsync();
        }

        await scope.ServiceProvider.GetRequiredService<ExecuteSettlementRun>().RunAsync(runId, CancellationToken.None);
        Assert.True(await DoneAsync(world) > 0);
        Assert.Equal(1, (await RunAsync(world, runId)).PlanNumber);
    }

    [SkippableFact]
    public async Task A_node_that_stands_still_while_it_sends_rows_holds_up_nobody()
    {
        await using var alone = await CreateAsync(DatabaseProvider.Postgres);
        await alone.SettleAsync();
        await using var world = await CreateAsync(DatabaseProvider.Postgres);
        await using var scope = world.Portal.AsSystem();
        var (runId, save) = await SaveSlowlyAsync(world, scope);
        await using var context = world.Portal.NewContext();
        await using var transaction = await context.Database.BeginTransactionAsync();

        // As while rows are sent: PostgreSQL does not take it for one that does nothing.
        await context.Database.ExecuteSqlRawAsync("SET LOCAL idle_in_transaction_session_timeout = 0");
        Assert.True(await save(context));
        world.Portal.Clock.Now += TimeSpan.FromSeconds(21);
        var ended = await scope.ServiceProvider.GetRequiredService<ExecuteSettlementRun>().RunAsync(runId, CancellationToken.None);
        Assert.Equal(SettlementRunState.Completed, ended.Value.State);
        Assert.True(DatabaseErrors.IsPassing(await Assert.ThrowsAnyAsync<Exception>(() => transaction.CommitAsync())));
        Assert.Equal(await alone.PrintAsync(), await world.PrintAsync());
    }

    [SkippableFact]
    public async Task A_node_that_stands_still_before_it_commits_keeps_nobody_from_the_rest()
    {
        await using var alone = await CreateAsync(DatabaseProvider.Postgres);
        await alone.SettleAsync();

        // Whoever waited for the one that stands still would fail.
        await using var world = await CreateAsync(DatabaseProvider.Postgres, commandTimeoutSeconds: 1);
        await using var scope = world.Portal.AsSystem();
        var execute = scope.ServiceProvider.GetRequiredService<ExecuteSettlementRun>();
        var (runId, save) = await SaveSlowlyAsync(world, scope);
        await using (var context = world.Portal.NewContext())
        await using (await context.Database.BeginTransactionAsync())
        {
            Assert.True(await save(context));
            Assert.NotNull(await scope.ServiceProvider.GetRequiredService<PartitionClaims>().NextAsync(context, runId, 1, Sleeper, CancellationToken.None));
            Assert.Equal("settlement_run_taken", (await execute.RunAsync(runId, CancellationToken.None)).Refusal.Code);
            Assert.Equal(2, (await PartitionsAsync(world)).Count(partition => partition.DoneAtUtc is null));
        }

        world.Portal.Clock.Now += TimeSpan.FromSeconds(21);
        Assert.Equal(SettlementRunState.Completed, (await execute.RunAsync(runId, CancellationToken.None)).Value.State);
        Assert.Equal(await alone.PrintAsync(), await world.PrintAsync());
    }

    [SkippableFact]
    public async Task Who_asks_while_others_are_about_to_claim_gets_what_they_leave()
    {
        // More than are looked at in one go.
        await using var world = await CreateAsync(DatabaseProvider.Postgres, commandTimeoutSeconds: 1, customers: 30);
        await using var scope = world.Portal.AsSystem();
        var (runId, _, _) = await FallAsleepAsync(world, scope);
        var claims = scope.ServiceProvider.GetRequiredService<PartitionClaims>();
        var all = (await PartitionsAsync(world)).Count;
        Assert.True(all > 20, $"{all} partitions");
        await using var context = world.Portal.NewContext();
        await using var transaction = await context.Database.BeginTransactionAsync();
        for (var other = 0; other < 18; other++)
        {
            Assert.NotNull(await claims.NextAsync(context, runId, 1, Sleeper, CancellationToken.None));
        }

        for (var left = all - 19; left > 0; left--)
        {
            Assert.NotNull(await ClaimAsync(scope, runId, "elsewhere/2/2/taker"));
        }

        Assert.Null(await ClaimAsync(scope, runId, "elsewhere/2/2/taker"));
    }

    [SkippableFact]
    public async Task A_database_that_takes_too_long_does_not_end_a_run()
    {
        await using var world = await CreateAsync(DatabaseProvider.Postgres, commandTimeoutSeconds: 1);
        await using var scope = world.Portal.AsSystem();
        var execute = scope.ServiceProvider.GetRequiredService<ExecuteSettlementRun>();
        var (runId, _, _) = await FallAsleepAsync(world, scope);
        world.Portal.Clock.Now += TimeSpan.FromSeconds(21);
        await using (var context = world.Portal.NewContext())
        await using (await context.Database.BeginTransactionAsync())
        {
            // Whoever ends the run writes there.
            await context.SettlementRuns.Where(run => run.Id == runId).ExecuteUpdateAsync(run => run.SetProperty(row => row.RowVersion, row => row.RowVersion + 1));
            Assert.Equal("settlement_run_taken", (await execute.RunAsync(runId, CancellationToken.None)).Refusal.Code);
        }

        Assert.Equal(SettlementRunState.Running, (await RunAsync(world, runId)).State);
        Assert.All(await PartitionsAsync(world), partition => Assert.NotNull(partition.DoneAtUtc));
        Assert.Equal(SettlementRunState.Completed, (await execute.RunAsync(runId, CancellationToken.None)).Value.State);
    }

    /// <summary>Whoever looks at the run sees what its saved partitions came to, while it runs and after.</summary>
    private static async Task SeesProgressAsync(SettlementWorld world, AsyncServiceScope scope, long runId)
    {
        var row = (await scope.ServiceProvider.GetRequiredService<SettlementQueries>().RunAsync(runId, CancellationToken.None))!;
        var done = (await PartitionsAsync(world)).FindAll(partition => partition.DoneAtUtc is not null);
        await using var context = world.Portal.NewContext();
        Assert.NotEmpty(done);
        Assert.Equal(
            (done.Count, done.Sum(partition => partition.SalesLinesRead), (long)await context.SettlementLines.CountAsync(line => line.RunId == runId)),
            (row.PartitionsDone, row.SalesLinesRead, row.LinesWritten));
        Assert.True(row.SalesLinesRead > 0 && row.LinesWritten > 0);
    }

    private static async Task CloseOtherAsync(SettlementWorld world)
    {
        await using var context = world.Portal.NewContext();
        (await context.RebatePrograms.SingleAsync(program => program.Code == Other)).Close(new DateOnly(2025, 12, 31));
        await context.SaveChangesAsync();
    }

    private static async Task<(long RunId, Func<PortalDbContext, Task<bool>> Save)> SaveSlowlyAsync(SettlementWorld world, AsyncServiceScope scope)
    {
        var (runId, claim, result) = await ComputeAsync(world, scope);
        var partitions = scope.ServiceProvider.GetRequiredService<RunPartitions>();
        return (runId, context => partitions.SaveAsync(context, claim, result, CancellationToken.None));
    }

    /// <summary>A run of which a worker claimed a partition and computed it, and then stands still before it saves.</summary>
    private static async Task<(long RunId, PartitionClaim Claim, Func<Task<bool>> Late)> FallAsleepAsync(SettlementWorld world, AsyncServiceScope scope)
    {
        var (runId, claim, result) = await ComputeAsync(world, scope);
        var partitions = scope.ServiceProvider.GetRequiredService<RunPartitions>();
        return (runId, claim, Late);

        async Task<bool> Late() => (await scope.ServiceProvider.GetRequiredService<WriteTransaction>().RunAsync<Outcome<bool>>(
            async (write, ct) => await partitions.SaveAsync(write, claim, result, ct), CancellationToken.None)).Value;
    }

    private static async Task<(long RunId, PartitionClaim Claim, PartitionResult Result)> ComputeAsync(SettlementWorld world, AsyncServiceScope scope)
    {
        var runId = await RequestAsync(scope);
        var lease = (await LeaseAsync(world, scope, runId, Sleeper, SettlementRunState.Planned))!;
        var plan = await scope.ServiceProvider.GetRequiredService<RunPlanning>().BeginAsync(await RunAsync(world, runId), lease, CancellationToken.None);
        var claim = (await ClaimAsync(scope, runId, Sleeper))!;
        await using var context = world.Portal.NewContext();
        var result = await new PartitionComputation(await RunAsync(world, runId), plan).ComputeAsync(context, claim.Customers, CancellationToken.None);
        Assert.NotEmpty(result.Lines);
        return (runId, claim, result);
    }

    private static async Task<SettlementWorld> CreateAsync(
        DatabaseProvider provider, int? commandTimeoutSeconds = null, int customers = Customers, int workers = 1)
    {
        var world = await SettlementWorld.CreateAsync(provider, customers, configure: services => services
            .Configure<DatabaseOptions>(options => options.CommandTimeoutSeconds = commandTimeoutSeconds)
            .Configure<SettlementOptions>(options =>
            {
                options.SalesLinesPerPartition = 2;
                options.Workers = workers;
            }));
        await world.ApproveAsync(SettlementWorld.Monthly());
        for (var sale = 0; sale < 3 * customers; sale++)
        {
            await world.SellAsync(world.Customers[sale % customers], new DateOnly(2026, 1, 10), (world.Products[0], 1, 1000 + sale));
        }

        world.Portal.Clock.Now += TimeSpan.FromMinutes(1);
        return world;
    }

    private static async Task<long> RequestAsync(AsyncServiceScope scope) =>
        (await scope.ServiceProvider.GetRequiredService<RunSettlement>().RunAsync(new RunSettlementInput("k"), CancellationToken.None)).Value;

    private static async Task<PartitionClaim?> ClaimAsync(AsyncServiceScope scope, long runId, string owner) =>
        (await scope.ServiceProvider.GetRequiredService<WriteTransaction>().RunAsync<Outcome<Claimed>>(
            async (context, ct) => new Claimed(await scope.ServiceProvider.GetRequiredService<PartitionClaims>().NextAsync(context, runId, 1, owner, ct)),
            CancellationToken.None)).Value.Claim;

    private static Task<RunLease?> LeaseAsync(SettlementWorld world, AsyncServiceScope scope, long runId, string owner, SettlementRunState state) => RunLease.ClaimAsync(
        world.Portal.Services.GetRequiredService<IDbContextFactory<PortalDbContext>>(), scope.ServiceProvider.GetRequiredService<BusinessClock>(), 20, runId, owner, state, CancellationToken.None);

    private static async Task<SettlementRun> RunAsync(SettlementWorld world, long runId)
    {
        await using var context = world.Portal.NewContext();
        return await context.SettlementRuns.AsNoTracking().SingleAsync(run => run.Id == runId);
    }

    private static async Task<List<SettlementPartition>> PartitionsAsync(SettlementWorld world)
    {
        await using var context = world.Portal.NewContext();
        return await context.SettlementPartitions.AsNoTracking().OrderBy(partition => partition.Number).ToListAsync();
    }

    private static async Task<int> DoneAsync(SettlementWorld world) => (await PartitionsAsync(world)).Count(partition => partition.DoneAtUtc is not null);

    private sealed record Claimed(PartitionClaim? Claim);

    private sealed record Saved(bool IsSaved);
}
