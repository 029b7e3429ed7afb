using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Portal.Domain.Rewards;
using Portal.Domain.Shared;
using Portal.Infrastructure.Access;
using Portal.Infrastructure.Data;
using Portal.Infrastructure.Rewards;
using Portal.Infrastructure.Tests.Databases;

namespace Portal.Infrastructure.Tests.Rewards;

public sealed class RewardOrderingTests
{
    [SkippableTheory]
    [MemberData(nameof(Databases.Databases.All), MemberType = typeof(Databases.Databases))]
    public async Task From_order_to_pick_up_and_back(DatabaseProvider provider)
    {
        await using var portal = await TestPortal.CreateAsync(provider);
        var reward = (await portal.SaveAsync(RewardWorld.Mug, 5)).Value;
        var member = await portal.AddMemberAsync("M1", 2_000);
        var order = (await portal.OrderAsync(member, reward, 2)).Value;
        Assert.Equal(("RO-000001", RewardOrderState.Reserved, 1_000L), (order.Number, order.State, order.PricePoints));
        Assert.Equal((1_000, 1_000), await portal.PointsOfAsync(member));
        Assert.Equal((5, 2), await portal.StockOfAsync(reward));

        Assert.True((await portal.StaffAsync<MakeRewardOrderReady>(use => use.RunAsync(order.Id, CancellationToken.None))).IsDone);
        await using (var scope = portal.AsStaff(RolePermissions.RebateManager))
        {
            var found = await scope.ServiceProvider.GetRequiredService<RewardOrderQueries>().FindAsync(CheckedCode.Print(order.PickUpCode).ToLowerInvariant(), CancellationToken.None);
            Assert.Equal(order.Id, found.Value.Id);
        }

        Assert.True((await portal.HandOverAsync(order.Id)).IsDone);
        Assert.Equal((1_000, 0), await portal.PointsOfAsync(member));
        Assert.Equal((3, 0), await portal.StockOfAsync(reward));
        Assert.Equal(new Refusal("reward_order_issued", "RO-000001"), (await portal.CancelAsync(order.Id)).Refusal);
        Assert.Equal("reward_order_state", (await portal.HandOverAsync(order.Id)).Refusal.Code);
        await portal.AssertAgreesAsync();

        Assert.True((await portal.ReturnAsync(order.Id)).IsDone);
        Assert.Equal((2_000, 0), await portal.PointsOfAsync(member));
        Assert.Equal((5, 0), await portal.StockOfAsync(reward));
        await using var mine = portal.AsCustomer(member, role: RolePermissions.Member);
        var record = (await mine.ServiceProvider.GetRequiredService<MyRewards>().OrderAsync(order.Id, CancellationToken.None))!;
        Assert.Equal([RewardOrderState.Reserved, RewardOrderState.Ready, RewardOrderState.HandedOver, RewardOrderState.Returned], record.Events.Select(step => step.State));
        Assert.Equal("Broken", record.Row.Reason);
        await portal.AssertAgreesAsync();
    }

    [SkippableTheory]
    [MemberData(nameof(Databases.Databases.All), MemberType = typeof(Databases.Databases))]
    public async Task The_last_piece_goes_to_one_of_ten(DatabaseProvider provider)
    {
        await using var portal = await TestPortal.CreateAsync(provider);
        var reward = (await portal.SaveAsync(RewardWorld.Mug, 1)).Value;
        var members = new List<long>();
        for (var number = 0; number < 10; number++)
        {
            members.Add(await portal.AddMemberAsync("M" + number, 1_000));
        }

        var outcomes = await Task.WhenAll(members.Select(member => Task.Run(() => portal.OrderAsync(member, reward))));
        Assert.Single(outcomes, outcome => outcome.IsDone);
        Assert.All(outcomes.Where(outcome => !outcome.IsDone), outcome => Assert.Equal("reward_sold_out", outcome.Refusal.Code));
        Assert.Equal((1, 1), await portal.StockOfAsync(reward));
        await portal.AssertAgreesAsync();
    }

    [SkippableTheory]
    [MemberData(nameof(Databases.Databases.All), MemberType = typeof(Databases.Databases))]
    public async Task Sixty_four_clients_take_no_more_than_there_is(DatabaseProvider provider)
    {
        await using var portal = await TestPortal.CreateAsync(provider);
        var reward = (await portal.SaveAsync(RewardWorld.Mug, 20)).Value;
        var members = new List<long>();
        for (var number = 0; number < 8; number++)
        {
            members.Add(await portal.AddMemberAsync("M" + number, 100_000));
        }

        var outcomes = await Task.WhenAll(Enumerable.Range(0, 64).Select(client => Task.Run(() => portal.OrderAsync(members[client % 8], reward, 1, "k" + client))));
        Assert.Equal(20, outcomes.Count(outcome => outcome.IsDone));
        Assert.Equal((20, 20), await portal.StockOfAsync(reward));
        await portal.AssertAgreesAsync();
    }

    [SkippableTheory]
    [MemberData(nameof(Databases.Databases.All), MemberType = typeof(Databases.Databases))]
    public async Task Twenty_double_clicks_order_once_and_another_wish_under_the_key_is_refused(DatabaseProvider provider)
    {
        await using var portal = await TestPortal.CreateAsync(provider);
        var reward = (await portal.SaveAsync(RewardWorld.Mug, 50)).Value;
        var member = await portal.AddMemberAsync("M1", 100_000);
        var outcomes = await Task.WhenAll(Enumerable.Range(0, 20).Select(_ => Task.Run(() => portal.OrderAsync(member, reward))));
        Assert.Single(outcomes.Select(outcome => outcome.Value.Id).Distinct());
        Assert.Single(outcomes, outcome => outcome.Value.IsNew);
        Assert.Equal("ledger_key_reused", (await portal.OrderAsync(member, reward, 2)).Refusal.Code);
        Assert.Equal((99_500, 500), await portal.PointsOfAsync(member));
        Assert.Equal((50, 1), await portal.StockOfAsync(reward));
        await portal.AssertAgreesAsync();
    }

    [SkippableTheory]
    [MemberData(nameof(Databases.Databases.All), MemberType = typeof(Databases.Databases))]
    public async Task The_limit_of_a_member_holds_for_many_orders_at_once(DatabaseProvider provider)
    {
        await using var portal = await TestPortal.CreateAsync(provider);
        var reward = (await portal.SaveAsync(RewardWorld.Mug with { LimitPerMember = 3, LimitWindowDays = 30 })).Value;
        var member = await portal.AddMemberAsync("M1", 100_000);
        var outcomes = await Task.WhenAll(Enumerable.Range(0, 12).Select(click => Task.Run(() => portal.OrderAsync(member, reward, 1, "k" + click))));
        Assert.Equal(3, outcomes.Count(outcome => outcome.IsDone));
        Assert.All(outcomes.Where(outcome => !outcome.IsDone), outcome => Assert.Equal("reward_limit_window", outcome.Refusal.Code));

        // What was cancelled does not count, and neither does what is older than the window.
        Assert.True((await portal.CancelAsync(outcomes.First(outcome => outcome.IsDone).Value.Id)).IsDone);
        Assert.True((await portal.OrderAsync(member, reward, 1, "again")).IsDone);
        Assert.False((await portal.OrderAsync(member, reward, 1, "more")).IsDone);
        portal.Clock.Now = portal.Clock.Now.AddDays(29);
        Assert.False((await portal.OrderAsync(member, reward, 1, "on the last day of the window")).IsDone);
        portal.Clock.Now = portal.Clock.Now.AddDays(1);
        Assert.True((await portal.OrderAsync(member, reward, 3, "after the window")).IsDone);
        await portal.AssertAgreesAsync();
    }

    [SkippableTheory]
    [MemberData(nameof(Databases.Databases.All), MemberType = typeof(Databases.Databases))]
    public async Task A_refused_order_changes_nothing(DatabaseProvider provider)
    {
        await using var portal = await TestPortal.CreateAsync(provider);
        var reward = (await portal.SaveAsync(RewardWorld.Mug, 5)).Value;
        var poor = await portal.AddMemberAsync("M1", 499);
        Assert.Equal("reward_points_short", (await portal.OrderAsync(poor, reward)).Refusal.Code);
        Assert.Equal("reward_points_short", (await portal.OrderAsync(await portal.AddMemberAsync("M2", 0), reward)).Refusal.Code);
        Assert.Equal("reward_quantity", (await portal.OrderAsync(poor, reward, 0)).Refusal.Code);
        Assert.Equal("reward_address_missing", (await portal.OrderAsync(poor, reward, wish: new RewardWish(1, RewardDelivery.Ship))).Refusal.Code);
        Assert.Equal(Refusal.NotFound, (await portal.OrderAsync(poor, 999)).Refusal.Code);
        Assert.Equal((499, 0), await portal.PointsOfAsync(poor));
        Assert.Equal((5, 0), await portal.StockOfAsync(reward));
        await using var context = portal.NewContext();
        Assert.Equal((0, 0, 1), (await context.RewardOrders.CountAsync(), await context.RewardOrderEvents.CountAsync(), await context.RewardStockMovements.CountAsync()));

        // The key of a refused order is free: with more points it goes through.
        await portal.GivePointsAsync(poor, 1);
        Assert.True((await portal.OrderAsync(poor, reward)).IsDone);
        await portal.AssertAgreesAsync();
    }

    [SkippableTheory]
    [MemberData(nameof(Databases.Databases.All), MemberType = typeof(Databases.Databases))]
    public async Task Hand_over_and_cancel_at_once_have_one_winner(DatabaseProvider provider)
    {
        await using var portal = await TestPortal.CreateAsync(provider);
        var reward = (await portal.SaveAsync(RewardWorld.Mug, 5)).Value;
        var member = await portal.AddMemberAsync("M1", 500);
        var order = (await portal.OrderAsync(member, reward)).Value;
        var outcomes = await Task.WhenAll(Enumerable.Range(0, 10).Select(number => Task.Run(() => (number % 3) switch
        {
            0 => portal.HandOverAsync(order.Id),
            1 => portal.CancelAsync(order.Id),
            _ => portal.MemberAsync<MyCancelRewardOrder>(member, use => use.RunAsync(order.Id, CancellationToken.None)),
        })));
        Assert.Single(outcomes, outcome => outcome.IsDone);
        Assert.All(outcomes.Where(outcome => !outcome.IsDone), outcome => Assert.Contains(outcome.Refusal.Code, new[] { "reward_order_state", "reward_order_issued" }));
        var (free, held) = await portal.PointsOfAsync(member);
        Assert.Equal(0, held);
        Assert.True(free is 0 or 500);
        await portal.AssertAgreesAsync();
    }

    [SkippableTheory]
    [MemberData(nameof(Databases.Databases.All), MemberType = typeof(Databases.Databases))]
    public async Task Time_out_run_early_late_and_twice(DatabaseProvider provider)
    {
        await using var portal = await TestPortal.CreateAsync(provider);
        var reward = (await portal.SaveAsync(RewardWorld.Mug with { HoldDays = 7 }, 5)).Value;
        var member = await portal.AddMemberAsync("M1", 2_000);
        var first = (await portal.OrderAsync(member, reward, key: "k1")).Value;
        var sent = (await portal.OrderAsync(member, reward, key: "k2", wish: new RewardWish(1, RewardDelivery.Ship, new RewardAddress("王", "13800000000", "上海")))).Value;
        Assert.Null(sent.ExpiresAtUtc);

        // Ordered on the 15th, kept through the 22nd in Shanghai.
        portal.Clock.Now = new DateTimeOffset(2026, 3, 22, 15, 59, 59, TimeSpan.Zero);
        Assert.Equal((0, 0), await portal.EndOverdueAsync());
        portal.Clock.Now = new DateTimeOffset(2026, 3, 22, 16, 0, 0, TimeSpan.Zero);
        Assert.Equal("reward_order_late", (await portal.HandOverAsync(first.Id)).Refusal.Code);
        portal.Clock.Now = new DateTimeOffset(2026, 5, 1, 0, 0, 0, TimeSpan.Zero);
        var both = await Task.WhenAll(Enumerable.Range(0, 2).Select(_ => Task.Run(() => portal.EndOverdueAsync())));
        Assert.Equal(1, both.Sum(run => run.Orders));
        Assert.Equal((0, 0), await portal.EndOverdueAsync());
        Assert.Equal((1_500, 500), await portal.PointsOfAsync(member));
        Assert.Equal((5, 1), await portal.StockOfAsync(reward));
        Assert.Equal("reward_order_state", (await portal.HandOverAsync(first.Id)).Refusal.Code);
        await portal.AssertAgreesAsync();
    }

    [SkippableTheory]
    [MemberData(nameof(Databases.Databases.All), MemberType = typeof(Databases.Databases))]
    public async Task Another_members_order_is_neither_seen_nor_cancelled(DatabaseProvider provider)
    {
        await using var portal = await TestPortal.CreateAsync(provider);
        var reward = (await portal.SaveAsync(RewardWorld.Mug, 5)).Value;
        var owner = await portal.AddMemberAsync("M1", 500);
        var other = await portal.AddMemberAsync("M2", 500);
        var order = (await portal.OrderAsync(owner, reward)).Value;
        Assert.Equal(Refusal.NotFound, (await portal.MemberAsync<MyCancelRewardOrder>(other, use => use.RunAsync(order.Id, CancellationToken.None))).Refusal.Code);
        await using var scope = portal.AsCustomer(other, role: RolePermissions.Member);
        var mine = scope.ServiceProvider.GetRequiredService<MyRewards>();
        Assert.Null(await mine.OrderAsync(order.Id, CancellationToken.None));
        Assert.Empty(await mine.OrdersAsync(null, 20, CancellationToken.None));
        Assert.Equal(Refusal.NotPermitted, (await scope.ServiceProvider.GetRequiredService<CancelRewardOrder>().RunAsync(order.Id, "mine", CancellationToken.None)).Refusal.Code);
        Assert.Equal(Refusal.NotPermitted, (await scope.ServiceProvider.GetRequiredService<HandOverReward>().RunAsync(order.Id, false, CancellationToken.None)).Refusal.Code);
        Assert.Equal(Refusal.NotPermitted, (await scope.ServiceProvider.GetRequiredService<RewardOrderQueries>().FindAsync(order.PickUpCode, CancellationToken.None)).Refusal.Code);

        // The same key of another member is another order.
        Assert.NotEqual(order.Id, (await portal.OrderAsync(other, reward)).Value.Id);
        Assert.True((await portal.MemberAsync<MyCancelRewardOrder>(owner, use => use.RunAsync(order.Id, CancellationToken.None))).IsDone);
        await portal.AssertAgreesAsync();
    }

    [SkippableTheory]
    [MemberData(nameof(Databases.Databases.All), MemberType = typeof(Databases.Databases))]
    public async Task Points_and_money_are_sent_by_carrier(DatabaseProvider provider)
    {
        await using var portal = await TestPortal.CreateAsync(provider);
        var reward = (await portal.SaveAsync(RewardWorld.Mug with { PriceMoneyMinor = 990 }, 5)).Value;
        var member = await portal.AddMemberAsync("M1", 1_000);
        var order = (await portal.OrderAsync(member, reward, wish: new RewardWish(2, RewardDelivery.Ship, new RewardAddress("王", "13800000000", "上海市南京路1号")))).Value;
        Assert.Equal(1_980, order.PriceMoneyMinor);
        Assert.Equal(new Refusal("reward_money_missing", new Money(1_980)) { Field = "IsMoneyTaken" }, (await portal.StaffAsync<ShipReward>(use => use.RunAsync(order.Id, "SF 1", false, CancellationToken.None))).Refusal);
        Assert.Equal("reward_order_is_sent", (await portal.HandOverAsync(order.Id, true)).Refusal.Code);
        Assert.True((await portal.StaffAsync<ShipReward>(use => use.RunAsync(order.Id, "SF 1", true, CancellationToken.None))).IsDone);
        Assert.True((await portal.StaffAsync<DeliverReward>(use => use.RunAsync(order.Id, CancellationToken.None))).IsDone);
        Assert.Equal((0, 0), await portal.PointsOfAsync(member));
        await portal.AssertAgreesAsync();
    }
}
