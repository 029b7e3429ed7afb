using System.Globalization;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Portal.Domain.Rewards;
using Portal.Domain.Shared;
using Portal.Infrastructure.Data;
using Portal.Infrastructure.Rewards;
using Portal.Infrastructure.Tests.Databases;

namespace Portal.Infrastructure.Tests.Rewards;

/// <summary>Several orders in one transaction come out as if one had been placed after the other.</summary>
public sealed class OrdersTogetherTests
{
    private static readonly RewardWish One = new(1, RewardDelivery.PickUp);

    [SkippableTheory]
    [MemberData(nameof(Databases.Databases.All), MemberType = typeof(Databases.Databases))]
    public async Task Each_has_its_own_outcome_and_a_refused_one_leaves_nothing(DatabaseProvider provider)
    {
        await using var portal = await TestPortal.CreateAsync(provider);
        var mug = (await portal.SaveAsync(RewardWorld.Mug, 3)).Value;
        var voucher = (await portal.SaveAsync(RewardWorld.TenYuan, 10, "R-2")).Value;
        var (rich, poor, other) = (await portal.AddMemberAsync("M1", 5_000), await portal.AddMemberAsync("M2", 499), await portal.AddMemberAsync("M3", 5_000));
        RewardOrderRequest[] requests =
        [
            new("poor", poor, mug, One),
            new("two", rich, mug, One with { Quantity = 2 }),
            new("voucher", other, voucher, One),
            new("two", rich, mug, One with { Quantity = 2 }),
            new("two", rich, mug, One),
            new("last", other, mug, One),
            new("late", rich, mug, One),
            new("none", rich, 999, One),
        ];
        var outcomes = await TogetherAsync(portal, requests);
        Assert.Equal(
            ["reward_points_short", "new", "new", "known", "ledger_key_reused", "new", "reward_sold_out", Refusal.NotFound], outcomes.Select(Told));
        Assert.Equal(outcomes[1].Value.Id, outcomes[3].Value.Id);
        Assert.Single(outcomes[2].Value.VoucherCodes);
        Assert.Equal((3, 3), await portal.StockOfAsync(mug));
        Assert.Equal((4_000, 1_000), await portal.PointsOfAsync(rich));
        Assert.Equal((3_500, 500), await portal.PointsOfAsync(other));
        Assert.Equal((499, 0), await portal.PointsOfAsync(poor));
        await using (var context = portal.NewContext())
        {
            Assert.Equal(["two", "voucher", "last"], await context.RewardOrders.OrderBy(row => row.Id).Select(row => row.OperationKey).ToListAsync());
        }

        await portal.AssertAgreesAsync();

        // The same once more is known throughout, and what was refused is decided anew.
        Assert.Equal(
            ["reward_sold_out", "known", "known", "known", "ledger_key_reused", "known", "reward_sold_out", Refusal.NotFound],
            (await TogetherAsync(portal, requests)).Select(Told));
        await portal.AssertAgreesAsync();
    }

    [SkippableTheory]
    [MemberData(nameof(Databases.Databases.All), MemberType = typeof(Databases.Databases))]
    public async Task The_last_piece_goes_to_the_first_who_can_pay(DatabaseProvider provider)
    {
        await using var portal = await TestPortal.CreateAsync(provider);
        var mug = (await portal.SaveAsync(RewardWorld.Mug, 1)).Value;
        var (poor, rich) = (await portal.AddMemberAsync("M1", 100), await portal.AddMemberAsync("M2", 5_000));
        var outcomes = await TogetherAsync(portal, [new("a", poor, mug, One), new("b", rich, mug, One)]);
        Assert.Equal(["reward_points_short", "new"], outcomes.Select(Told));
        await portal.AssertAgreesAsync();
    }

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    public async Task Random_orders_in_groups_come_out_as_one_by_one(int seed)
    {
        await using var together = await TestPortal.CreateAsync(DatabaseProvider.Sqlite);
        await using var alone = await TestPortal.CreateAsync(DatabaseProvider.Sqlite);
        var (rewards, members) = await WorldAsync(together);
        var twin = await WorldAsync(alone);
        Assert.Equal(rewards, twin.Rewards);
        Assert.Equal(members, twin.Members);
        var random = new Random(seed);
        var requests = Enumerable.Range(0, 120).Select(_ => new RewardOrderRequest(
            "k" + random.Next(200).ToString(CultureInfo.InvariantCulture),
            members[random.Next(members.Count)],
            rewards[random.Next(rewards.Count)],
            One with { Quantity = random.Next(0, 3) })).DistinctBy(request => (request.OperationKey, request.Hash())).ToList();
        var grouped = new List<string>();
        for (var next = 0; next < requests.Count;)
        {
            var group = requests.Skip(next).Take(random.Next(1, 40)).ToList();
            // What a key means is settled by the first with it, in one group as over time.
            group = [.. group.TakeWhile((request, index) => group.FindIndex(other => other.OperationKey == request.OperationKey) == index)];
            grouped.AddRange((await TogetherAsync(together, group)).Select(Told));
            next += group.Count;
        }

        var single = new List<string>();
        foreach (var request in requests)
        {
            single.Add(Told(await AloneAsync(alone, request)));
        }

        // Too few are too few: whether some or none were left is told as of the beginning of the group.
        Assert.Equal(single.Select(Stock), grouped.Select(Stock));
        foreach (var member in members)
        {
            Assert.Equal(await alone.PointsOfAsync(member), await together.PointsOfAsync(member));
        }

        foreach (var reward in rewards)
        {
            Assert.Equal(await alone.StockOfAsync(reward), await together.StockOfAsync(reward));
        }

        await together.AssertAgreesAsync();
    }

    private static async Task<(List<long> Rewards, List<long> Members)> WorldAsync(TestPortal portal)
    {
        var rewards = new List<long>
        {
            (await portal.SaveAsync(RewardWorld.Mug, 4)).Value,
            (await portal.SaveAsync(RewardWorld.Mug with { PricePoints = 300, LimitPerMember = 3, LimitWindowDays = 30 }, 100, "R-2")).Value,
            (await portal.SaveAsync(RewardWorld.TenYuan, null, "R-3")).Value,
        };
        var members = new List<long>();
        foreach (var points in new[] { 0, 700, 2_500, 6_000, 20_000 })
        {
            members.Add(await portal.AddMemberAsync("M" + points.ToString(CultureInfo.InvariantCulture), points));
        }

        return (rewards, members);
    }

    private static async Task<IReadOnlyList<Outcome<PlacedOrder>>> TogetherAsync(TestPortal portal, IReadOnlyList<RewardOrderRequest> requests)
    {
        await using var scope = portal.AsSystem();
        var ordering = scope.ServiceProvider.GetRequiredService<RewardOrdering>();
        var placed = await scope.ServiceProvider.GetRequiredService<WriteTransaction>().RunAsync(
            (context, ct) => ordering.PlaceAsync(requests, context, ct), CancellationToken.None);
        return placed.Value;
    }

    private static async Task<Outcome<PlacedOrder>> AloneAsync(TestPortal portal, RewardOrderRequest request)
    {
        await using var scope = portal.AsSystem();
        var ordering = scope.ServiceProvider.GetRequiredService<RewardOrdering>();
        return await scope.ServiceProvider.GetRequiredService<WriteTransaction>().RunAsync(
            (context, ct) => ordering.PlaceAsync(request, context, ct), CancellationToken.None);
    }

    private static string Stock(string told) => told is "reward_stock_short" or "reward_sold_out" ? "stock" : told;

    private static string Told(Outcome<PlacedOrder> outcome) => !outcome.IsDone ? outcome.Refusal.Code : outcome.Value.IsNew ? "new" : "known";
}
