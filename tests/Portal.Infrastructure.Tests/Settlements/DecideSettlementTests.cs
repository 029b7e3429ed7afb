using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Portal.Domain.Ledger;
using Portal.Domain.Settlements;
using Portal.Infrastructure.Access;
using Portal.Infrastructure.Data;
using Portal.Infrastructure.Ledger;
using Portal.Infrastructure.Settlements;
using DatabaseList = Portal.Infrastructure.Tests.Databases.Databases;

namespace Portal.Infrastructure.Tests.Settlements;

public sealed class DecideSettlementTests
{
    private static readonly DateOnly January = new(2026, 1, 10);

    [SkippableTheory]
    [MemberData(nameof(DatabaseList.All), MemberType = typeof(DatabaseList))]
    public async Task Who_ran_it_may_not_approve_it(DatabaseProvider provider)
    {
        await using var world = await SettledAsync(provider, by: SettlementWorld.Manager);
        await using var scope = world.Portal.AsStaff(RolePermissions.RebateManager, SettlementWorld.Manager);
        var own = await scope.ServiceProvider.GetRequiredService<ApproveSettlement>().RunAsync(new DecideSettlementInput(1), CancellationToken.None);
        Assert.Equal("settlement_same_person", own.Refusal.Code);
        await using var rep = world.Portal.AsStaff(RolePermissions.SalesRepresentative, 99);
        var forbidden = await rep.ServiceProvider.GetRequiredService<ApproveSettlement>().RunAsync(new DecideSettlementInput(1), CancellationToken.None);
        Assert.Equal("not_permitted", forbidden.Refusal.Code);
        Assert.True((await world.ApproveSettlementAsync(1)).IsDone);
    }

    [SkippableTheory]
    [MemberData(nameof(DatabaseList.All), MemberType = typeof(DatabaseList))]
    public async Task Twenty_approvals_at_once_post_once(DatabaseProvider provider)
    {
        await using var world = await SettledAsync(provider);
        var outcomes = await Task.WhenAll(Enumerable.Range(0, 20).Select(_ => world.ApproveSettlementAsync(1)));
        Assert.Equal(1, outcomes.Count(outcome => outcome.IsDone));
        Assert.All(outcomes.Where(outcome => !outcome.IsDone), outcome => Assert.Contains(outcome.Refusal.Code, (string[])["settlement_not_waiting", "changed_by_other"]));
        await using var context = world.Portal.NewContext();
        Assert.Equal(3, await context.LedgerTransfers.CountAsync());
        Assert.Equal(6000, await context.LedgerAccounts.Where(account => account.Kind == LedgerAccountKind.RebatePayable).SumAsync(account => account.BalanceMinor));
        Assert.Equal(SettlementState.Posted, Assert.Single(await world.SettlementsAsync()).State);
        await using var scope = world.Portal.AsSystem();
        Assert.True((await scope.ServiceProvider.GetRequiredService<VerifyLedger>().RunAsync(CancellationToken.None)).IsProven);
    }

    [SkippableTheory]
    [MemberData(nameof(DatabaseList.All), MemberType = typeof(DatabaseList))]
    public async Task Posting_that_was_interrupted_is_finished_and_posts_nothing_twice(DatabaseProvider provider)
    {
        await using var world = await SettledAsync(provider, configure: services => services.Configure<SettlementOptions>(options => options.LinesPerPosting = 1));
        Assert.True((await world.ApproveSettlementAsync(1)).IsDone);
        await using (var context = world.Portal.NewContext())
        {
            // As if the process had ended before it could say that all is posted.
            await context.Settlements.ExecuteUpdateAsync(row => row.SetProperty(x => x.State, SettlementState.Approved).SetProperty(x => x.PostedAtUtc, (DateTime?)null));
        }

        await using var scope = world.Portal.AsSystem();
        await scope.ServiceProvider.GetRequiredService<FinishSettlements>().RunAsync(CancellationToken.None);
        await using var after = world.Portal.NewContext();
        Assert.Equal(3, await after.LedgerTransfers.CountAsync());
        Assert.Equal(SettlementState.Posted, (await after.Settlements.SingleAsync()).State);
    }

    [SkippableTheory]
    [MemberData(nameof(DatabaseList.All), MemberType = typeof(DatabaseList))]
    public async Task What_was_sent_back_comes_again(DatabaseProvider provider)
    {
        await using var world = await SettledAsync(provider);
        await using var scope = world.Portal.AsStaff(RolePermissions.Finance, SettlementWorld.Finance);
        var sendBack = scope.ServiceProvider.GetRequiredService<SendBackSettlement>();
        Assert.Equal("settlement_note_missing", (await sendBack.RunAsync(new DecideSettlementInput(1), CancellationToken.None)).Refusal.Code);
        Assert.True((await sendBack.RunAsync(new DecideSettlementInput(1, Note: "Wrong rate"), CancellationToken.None)).IsDone);
        Assert.Equal("settlement_not_waiting", (await world.ApproveSettlementAsync(1)).Refusal.Code);
        var again = await world.SettleAsync();
        Assert.Equal(6000, again.DueMinor);
        Assert.All(await world.LinesAsync(again.RunId), line => Assert.Equal(SettlementReason.NewPeriod, line.Reason));
    }

    [SkippableTheory]
    [MemberData(nameof(DatabaseList.All), MemberType = typeof(DatabaseList))]
    public async Task Taking_a_settlement_back_mirrors_its_postings(DatabaseProvider provider)
    {
        await using var world = await SettledAsync(provider);
        Assert.True((await world.ApproveSettlementAsync(1)).IsDone);
        await using var scope = world.Portal.AsStaff(RolePermissions.Finance, SettlementWorld.Finance);
        var reverse = scope.ServiceProvider.GetRequiredService<ReverseSettlement>();
        var outcomes = await Task.WhenAll(Enumerable.Range(0, 5).Select(async _ =>
        {
            await using var own = world.Portal.AsStaff(RolePermissions.Finance, SettlementWorld.Finance);
            return await own.ServiceProvider.GetRequiredService<ReverseSettlement>().RunAsync(new DecideSettlementInput(1, Note: "Wrong"), CancellationToken.None);
        }));
        Assert.Equal(1, outcomes.Count(outcome => outcome.IsDone));
        await using var context = world.Portal.NewContext();
        Assert.Equal(6, await context.LedgerTransfers.CountAsync());
        Assert.Equal(0, await context.LedgerAccounts.SumAsync(account => account.BalanceMinor));
        Assert.Equal(6000, (await world.SettleAsync()).DueMinor);
    }

    private static async Task<SettlementWorld> SettledAsync(DatabaseProvider provider, long? by = null, Action<IServiceCollection>? configure = null)
    {
        var world = await SettlementWorld.CreateAsync(provider, configure: configure);
        await world.ApproveAsync(SettlementWorld.Monthly());
        foreach (var (customer, amount) in world.Customers.Zip([1000m, 2000m, 3000m]))
        {
            await world.SellAsync(customer, January, (world.Products[0], 1, amount));
        }

        await world.SettleAsync(by: by);
        return world;
    }
}
