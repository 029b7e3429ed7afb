using Microsoft.EntityFrameworkCore;
using Portal.Infrastructure.Data;
using Portal.Infrastructure.Tests.Databases;

namespace Portal.Infrastructure.Tests.Points;

public sealed class HoldPointsTests
{
    [SkippableTheory]
    [MemberData(nameof(Databases.Databases.All), MemberType = typeof(Databases.Databases))]
    public async Task Held_points_are_used_once_or_go_back(DatabaseProvider provider)
    {
        await using var portal = await TestPortal.CreateAsync(provider);
        await portal.ApproveAsync(PointsScene.OnePerYuan);
        var member = await portal.MemberAsync();
        Assert.True((await portal.GrantAsync("g", member, 100)).Value.IsNew);
        Assert.False((await portal.GrantAsync("g", member, 100)).Value.IsNew);
        Assert.Equal("points_event_id_reused", (await portal.GrantAsync("g", member, 101)).Refusal.Code);

        Assert.Equal(-60, (await portal.HoldAsync("h1", member, 60)).Value.Points);
        Assert.Equal("40/60/0", await portal.StandingAsync(member));
        Assert.Equal("points_not_enough", (await portal.HoldAsync("h2", member, 41)).Refusal.Code);
        Assert.Equal("points_amount_invalid", (await portal.HoldAsync("h2", member, 0)).Refusal.Code);
        Assert.True((await portal.HoldAsync("h2", member, 40)).IsDone);
        Assert.True((await portal.PostHeldAsync("h1")).Value.IsNew);
        Assert.False((await portal.PostHeldAsync("h1")).Value.IsNew);
        Assert.Equal("points_not_held", (await portal.ReleaseAsync("h1")).Refusal.Code);
        Assert.Equal(40, (await portal.ReleaseAsync("h2")).Value.Points);
        Assert.False((await portal.ReleaseAsync("h2")).Value.IsNew);
        Assert.Equal("points_redemption_cancelled", (await portal.PostHeldAsync("h2")).Refusal.Code);
        Assert.Equal("points_redemption_unknown", (await portal.PostHeldAsync("h3")).Refusal.Code);
        Assert.Equal("40/0/0", await portal.StandingAsync(member));
        await portal.ProveAsync();
    }

    [SkippableTheory]
    [MemberData(nameof(Databases.Databases.All), MemberType = typeof(Databases.Databases))]
    public async Task Points_that_expired_while_held_come_back_with_grace(DatabaseProvider provider)
    {
        await using var portal = await TestPortal.CreateAsync(provider);
        await portal.ApproveAsync(PointsScene.OnePerYuan);
        var member = await portal.MemberAsync();
        await portal.GrantAsync("g", member, 100, new DateOnly(2026, 3, 20));
        await portal.HoldAsync("h", member, 30);
        portal.Clock.To(new DateOnly(2026, 3, 25));
        await portal.DaysAsync();
        Assert.Equal("0/30/0", await portal.StandingAsync(member));
        await portal.ReleaseAsync("h");
        Assert.Equal("30/0/0", await portal.StandingAsync(member));
        portal.Clock.To(new DateOnly(2026, 3, 30));
        await portal.DaysAsync();
        Assert.Equal("30/0/0", await portal.StandingAsync(member));
        portal.Clock.To(new DateOnly(2026, 3, 31), hour: 0);
        await portal.DaysAsync();
        Assert.Equal("0/0/0", await portal.StandingAsync(member));
        await portal.ProveAsync();
    }

    [SkippableTheory]
    [MemberData(nameof(Databases.Databases.All), MemberType = typeof(Databases.Databases))]
    public async Task Twenty_at_once_with_one_key_are_one(DatabaseProvider provider)
    {
        await using var portal = await TestPortal.CreateAsync(provider);
        await portal.ApproveAsync(PointsScene.OnePerYuan);
        var member = await portal.MemberAsync();
        var grants = await Task.WhenAll(Enumerable.Range(0, 20).Select(_ => Task.Run(() => portal.GrantAsync("g", member, 100))));
        Assert.Single(grants, outcome => outcome.Value.IsNew);
        var uses = await Task.WhenAll(Enumerable.Range(0, 20).Select(_ => Task.Run(() => portal.RedeemAsync("r", member, 70))));
        Assert.Single(uses, outcome => outcome.Value.IsNew);
        Assert.Equal("30/0/0", await portal.StandingAsync(member));
        await portal.ProveAsync();
    }

    [SkippableTheory]
    [MemberData(nameof(Databases.Databases.All), MemberType = typeof(Databases.Databases))]
    public async Task The_same_points_are_used_by_one_of_many(DatabaseProvider provider)
    {
        await using var portal = await TestPortal.CreateAsync(provider);
        await portal.ApproveAsync(PointsScene.OnePerYuan);
        var member = await portal.MemberAsync();
        await portal.GrantAsync("g", member, 100);
        var uses = await Task.WhenAll(Enumerable.Range(0, 10).Select(number => Task.Run(() => portal.RedeemAsync("r" + number, member, 60))));
        Assert.Single(uses, outcome => outcome.IsDone);
        Assert.All(uses.Where(outcome => !outcome.IsDone), outcome => Assert.Equal("points_not_enough", outcome.Refusal.Code));
        await using var context = portal.NewContext();
        Assert.Equal(40, (await context.PointsLots.SingleAsync()).Remaining);
        await portal.ProveAsync();
    }
}
