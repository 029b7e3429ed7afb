using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Portal.Domain.Points.Records;
using Portal.Domain.Shared;
using Portal.Infrastructure.Access;
using Portal.Infrastructure.Data;
using Portal.Infrastructure.Points;
using Portal.Infrastructure.Shared;
using Portal.Infrastructure.Tests.Databases;

namespace Portal.Infrastructure.Tests.Points;

public sealed class PointsStaffTests
{
    private const string Careful = """
        {"earnRules":[{"kind":"amount","id":"base","points":1}],"adjustments":{"secondPersonAbove":100},
         "levels":{"window":"lifetime","list":[{"code":"basic","from":0},{"code":"silver","from":100},{"code":"gold","from":1000}]}}
        """;

    [SkippableTheory]
    [MemberData(nameof(Databases.Databases.All), MemberType = typeof(Databases.Databases))]
    public async Task A_version_is_approved_by_somebody_else_and_then_fixed(DatabaseProvider provider)
    {
        await using var portal = await TestPortal.CreateAsync(provider);
        await using var author = portal.AsStaff(RolePermissions.RebateManager, userId: 1);
        var save = author.ServiceProvider.GetRequiredService<SavePointsVersion>();
        var wrong = await save.RunAsync(new PointsVersionInput(null, 0, """{"earnRules":[{"kind":"amount","id":"base","pionts":1}]}""", new DateOnly(2026, 4, 1), ""), CancellationToken.None);
        Assert.False(wrong.IsDone);
        var id = (await save.RunAsync(new PointsVersionInput(null, 0, Careful, new DateOnly(2026, 3, 1), "first"), CancellationToken.None)).Value;
        var mine = author.ServiceProvider.GetRequiredService<DecidePointsVersion>();
        Assert.Equal("points_version_not_submitted", (await mine.ApproveAsync(id, CancellationToken.None)).Refusal.Code);
        Assert.True((await mine.SubmitAsync(id, CancellationToken.None)).IsDone);
        Assert.Equal("points_version_own", (await mine.ApproveAsync(id, CancellationToken.None)).Refusal.Code);
        await using var other = portal.AsStaff(RolePermissions.Finance, userId: 2);
        var theirs = other.ServiceProvider.GetRequiredService<DecidePointsVersion>();
        Assert.Equal(Refusal.NotPermitted, (await theirs.SubmitAsync(id, CancellationToken.None)).Refusal.Code);
        Assert.True((await theirs.ApproveAsync(id, CancellationToken.None)).IsDone);
        Assert.Equal("points_version_not_draft", (await save.RunAsync(new PointsVersionInput(id, 2, Careful, new DateOnly(2026, 4, 1), ""), CancellationToken.None)).Refusal.Code);
        Assert.Equal("points_fixed", (await save.RunAsync(new PointsVersionInput(null, 0, Careful.Replace("{\"earnRules\"", "{\"pointDecimals\":2,\"earnRules\"", StringComparison.Ordinal), new DateOnly(2026, 4, 1), ""), CancellationToken.None)).Refusal.Code);
        await using var context = portal.NewContext();
        Assert.Equal(["basic", "gold", "silver"], await context.CustomerLevels.OrderBy(row => row.Code).Select(row => row.Code).ToListAsync());
    }

    [SkippableTheory]
    [MemberData(nameof(Databases.Databases.All), MemberType = typeof(Databases.Databases))]
    public async Task Rules_are_called_by_the_names_of_the_newest_version_that_has_any(DatabaseProvider provider)
    {
        await using var portal = await TestPortal.CreateAsync(provider);
        await portal.ApproveAsync("""
            {"earnRules":[{"kind":"amount","id":"base","points":1,"names":{"zh-CN":"消费积分","en":"Purchases"}},{"kind":"visit","id":"visit","points":1,"names":{"en":"Visit"}}],
             "campaigns":[{"kind":"bonus","id":"opening","points":5}]}
            """);
        await portal.ApproveAsync("""{"earnRules":[{"kind":"amount","id":"base","points":1,"names":{"zh-CN":"购物积分"}},{"kind":"visit","id":"visit","points":1}]}""", new DateOnly(2026, 4, 1));
        await using var staff = portal.AsStaff(RolePermissions.RebateManager, userId: 1);
        var names = await staff.ServiceProvider.GetRequiredService<PointsQueries>().RuleNamesAsync(CancellationToken.None);
        await using var nobody = portal.AsStaff("none", userId: 3);

        Assert.Equal(["base: 购物积分/", "visit: /Visit"], names.OrderBy(name => name.Key).Select(name => $"{name.Key}: {name.Value.ZhCn}/{name.Value.En}"));
        Assert.Empty(await nobody.ServiceProvider.GetRequiredService<PointsQueries>().RuleNamesAsync(CancellationToken.None));
        Assert.Empty(await nobody.ServiceProvider.GetRequiredService<MyPointsQueries>().RuleNamesAsync(CancellationToken.None));
    }

    [SkippableTheory]
    [MemberData(nameof(Databases.Databases.All), MemberType = typeof(Databases.Databases))]
    public async Task Members_are_found_by_their_level_the_first_one_too(DatabaseProvider provider)
    {
        await using var portal = await TestPortal.CreateAsync(provider);
        await portal.ApproveAsync(Careful);
        await portal.GrantAsync("a", await portal.MemberAsync("M1"), 10);
        var second = await portal.MemberAsync("M2");
        await portal.GrantAsync("b", second, 10);
        await using (var context = portal.NewContext())
        {
            await context.PointsMemberships.Where(row => row.Id == second).ExecuteUpdateAsync(row => row.SetProperty(to => to.LevelCode, "silver"));
            await context.CustomerLevels.Where(row => row.Code == "basic").ExecuteUpdateAsync(row => row.SetProperty(to => to.Name, "Basic card"));
        }

        await using var staff = portal.AsStaff(RolePermissions.RebateManager, userId: 1);
        Assert.Equal([("M1", "Basic card")], await AtAsync("basic"));
        Assert.Equal([("M2", "silver")], await AtAsync("silver"));
        await using var nobody = portal.AsStaff("none", userId: 3);
        Assert.Empty(await nobody.ServiceProvider.GetRequiredService<PointsQueries>().LevelNamesAsync(CancellationToken.None));

        async Task<IEnumerable<(string, string?)>> AtAsync(string level) =>
            (await staff.ServiceProvider.GetRequiredService<PointsQueries>().MembersAsync(new GridQuery { Filters = new Dictionary<string, string> { ["level"] = level } }, CancellationToken.None))
            .Rows.Select(row => (row.Number, row.Level));
    }

    [SkippableTheory]
    [MemberData(nameof(Databases.Databases.All), MemberType = typeof(Databases.Databases))]
    public async Task Large_adjustments_wait_for_a_second_person(DatabaseProvider provider)
    {
        await using var portal = await TestPortal.CreateAsync(provider);
        await portal.ApproveAsync(Careful);
        var member = await portal.MemberAsync();
        await using var asker = portal.AsStaff(RolePermissions.RebateManager, userId: 1);
        var adjust = asker.ServiceProvider.GetRequiredService<AdjustPoints>();
        Assert.Equal("points_reason_missing", (await adjust.RunAsync(new AdjustPointsInput("a", member, 10, null, " "), CancellationToken.None)).Refusal.Code);
        Assert.Equal("points_amount_invalid", (await adjust.RunAsync(new AdjustPointsInput("a", member, 0.5m, null, "why"), CancellationToken.None)).Refusal.Code);
        Assert.Equal(PointsAdjustmentState.Booked, (await adjust.RunAsync(new AdjustPointsInput("a", member, 100, null, "why"), CancellationToken.None)).Value);
        Assert.Equal(PointsAdjustmentState.Booked, (await adjust.RunAsync(new AdjustPointsInput("a", member, 100, null, "why"), CancellationToken.None)).Value);
        Assert.Equal(PointsAdjustmentState.Waiting, (await adjust.RunAsync(new AdjustPointsInput("b", member, 101, null, "why"), CancellationToken.None)).Value);
        Assert.Equal(PointsAdjustmentState.Waiting, (await adjust.RunAsync(new AdjustPointsInput("c", member, -101, null, "why"), CancellationToken.None)).Value);
        Assert.Equal("100/0/0", await portal.StandingAsync(member));
        var waiting = (await asker.ServiceProvider.GetRequiredService<PointsQueries>().AdjustmentsAsync(new GridQuery { Filters = new Dictionary<string, string> { ["state"] = "Waiting" } }, CancellationToken.None)).Rows;
        Assert.Equal("points_adjustment_own", (await adjust.ApproveAsync(waiting.Single(row => row.Points == 101).Id, CancellationToken.None)).Refusal.Code);
        await using var other = portal.AsStaff(RolePermissions.Finance, userId: 2);
        var decide = other.ServiceProvider.GetRequiredService<AdjustPoints>();
        Assert.Equal("points_not_enough", (await decide.ApproveAsync(waiting.Single(row => row.Points == -101).Id, CancellationToken.None)).Refusal.Code);
        Assert.True((await decide.ApproveAsync(waiting.Single(row => row.Points == 101).Id, CancellationToken.None)).IsDone);
        Assert.Equal("points_adjustment_decided", (await decide.RejectAsync(waiting.Single(row => row.Points == 101).Id, CancellationToken.None)).Refusal.Code);
        Assert.Equal("201/0/0", await portal.StandingAsync(member));
        await portal.ProveAsync();
    }

    [SkippableTheory]
    [MemberData(nameof(Databases.Databases.All), MemberType = typeof(Databases.Databases))]
    public async Task The_liability_closes_and_a_closed_month_stays(DatabaseProvider provider)
    {
        await using var portal = await TestPortal.CreateAsync(provider);
        await portal.ApproveAsync(Careful);
        await portal.ProductAsync("A");
        var member = await portal.MemberAsync();
        await portal.SendAsync("S1", "sale", "M1", new DateOnly(2026, 3, 10), null, ("A", 2, 90));
        await portal.RedeemAsync("r", member, 20);
        await portal.HoldAsync("h", member, 5);
        var march = await LiabilityAsync(portal, new DateOnly(2026, 3, 1), new DateOnly(2026, 3, 31));
        portal.Clock.To(new DateOnly(2026, 4, 2));
        await portal.SendAsync("R1", "return", "M1", new DateOnly(2026, 3, 20), "S1", ("A", 1, 45));
        await portal.SendAsync("S2", "sale", "M1", new DateOnly(2026, 3, 30), null, ("A", 1, 7));
        var both = await LiabilityAsync(portal, new DateOnly(2026, 3, 1), new DateOnly(2026, 4, 30));
        Assert.Equal(march.Liability.Months[0], both.Liability.Months[0]);
        Assert.Equal((0, 90, 25, 65), (march.Liability.Total.Opening, march.Liability.Total.Earned, march.Liability.Total.Redeemed, march.Liability.Total.Closing));
        Assert.Equal((65, 7, 45, 27), (both.Liability.Months[1].Opening, both.Liability.Months[1].Earned, both.Liability.Months[1].Reversed, both.Liability.Months[1].Closing));
        Assert.Equal(27, both.Liability.ByExpiry.Sum(month => month.Units) - both.Liability.Debt);
        Assert.Equal(5, both.HeldUnits);
        Assert.All(both.Liability.Cohorts, cohort => Assert.Equal(cohort.Earned, cohort.Redeemed + cohort.Expired + cohort.Reversed + cohort.Other + cohort.Outstanding));
    }

    [SkippableTheory]
    [MemberData(nameof(Databases.Databases.All), MemberType = typeof(Databases.Databases))]
    public async Task Thresholds_are_simulated_and_levels_set_by_hand(DatabaseProvider provider)
    {
        await using var portal = await TestPortal.CreateAsync(provider);
        await portal.ApproveAsync(Careful);
        await portal.ProductAsync("A");
        foreach (var (name, net) in new[] { ("M1", 50m), ("M2", 150m), ("M3", 1500m) })
        {
            await portal.MemberAsync(name);
            await portal.SendAsync("S" + name, "sale", name, new DateOnly(2026, 3, 10), null, ("A", 1, net));
        }

        await using var scope = portal.AsStaff(RolePermissions.RebateManager);
        var simulated = await scope.ServiceProvider.GetRequiredService<SimulateLevels>().RunAsync(
            Careful.Replace("\"from\":100}", "\"from\":40}", StringComparison.Ordinal).Replace("\"from\":1000}", "\"from\":2000}", StringComparison.Ordinal), CancellationToken.None);
        Assert.Equal([new LevelMove("basic", "silver", 1, true), new LevelMove("gold", "silver", 1, false)], simulated.Value.Moves);
        Assert.Equal(3, simulated.Value.Members);

        await using var context = portal.NewContext();
        var member = (await context.Customers.SingleAsync(row => row.Number == "M1")).Id;
        var set = scope.ServiceProvider.GetRequiredService<SetMemberLevel>();
        Assert.Equal("points_level_unknown", (await set.RunAsync(new SetMemberLevelInput("l0", member, "diamond", false, "why"), CancellationToken.None)).Refusal.Code);
        Assert.True((await set.RunAsync(new SetMemberLevelInput("l1", member, "gold", true, "friend of the house"), CancellationToken.None)).IsDone);
        var row = await context.PointsMemberships.AsNoTracking().SingleAsync(one => one.Id == member);
        Assert.Equal(("gold", true), (row.LevelCode, row.IsLevelLocked));
        Assert.Equal("friend of the house", (await context.PointsLevelChanges.SingleAsync(change => change.CustomerId == member)).Remark);
        await portal.ProveAsync();
    }

    private static async Task<PointsLiabilityReport> LiabilityAsync(TestPortal portal, DateOnly from, DateOnly to)
    {
        await using var scope = portal.AsStaff(RolePermissions.Finance);
        return (await scope.ServiceProvider.GetRequiredService<PointsLiability>().RunAsync(from, to, CancellationToken.None)).Value;
    }
}
