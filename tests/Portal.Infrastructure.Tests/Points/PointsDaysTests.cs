using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Portal.Domain.Points.Accounts;
using Portal.Infrastructure.Data;
using Portal.Infrastructure.Points;
using Portal.Infrastructure.Tests.Databases;

namespace Portal.Infrastructure.Tests.Points;

public sealed class PointsDaysTests
{
    private const string Birthday = """{"earnRules":[{"kind":"amount","id":"base","points":1},{"kind":"birthday","id":"b","points":50}],"expiry":{"kind":"days","days":10}}""";

    [SkippableTheory]
    [MemberData(nameof(Databases.Databases.All), MemberType = typeof(Databases.Databases))]
    public async Task A_birthday_of_a_leap_day_is_kept_in_common_years_whenever_the_job_runs(DatabaseProvider provider)
    {
        await using var portal = await TestPortal.CreateAsync(provider);
        await portal.ApproveAsync(Birthday);
        var member = await portal.MemberAsync("M1", new DateOnly(2000, 2, 29));
        portal.Clock.To(new DateOnly(2026, 12, 31));
        await portal.DaysAsync();
        portal.Clock.To(new DateOnly(2027, 1, 1), hour: 1);
        await portal.DaysAsync();
        // The job was skipped from January to the end of 2028.
        portal.Clock.To(new DateOnly(2028, 12, 31));
        Assert.Equal(1, (await portal.DaysAsync()).Members);
        await portal.DaysAsync();
        await using var context = portal.NewContext();
        var entries = await context.PointsEntries.Where(entry => entry.CustomerId == member).OrderBy(entry => entry.Id).ToListAsync();
        Assert.Equal(
            [(new DateOnly(2027, 2, 28), PointEntryKind.Earned), (new DateOnly(2027, 3, 11), PointEntryKind.Expired), (new DateOnly(2028, 2, 29), PointEntryKind.Earned), (new DateOnly(2028, 3, 11), PointEntryKind.Expired)],
            entries.Select(entry => (entry.On, entry.Kind)));
        Assert.Equal("b: 50, floor: 50", entries[0].Breakdown);
        await using (var scope = portal.AsCustomer(member))
        {
            var mine = await scope.ServiceProvider.GetRequiredService<MyPointsQueries>().EntriesAsync(null, 10, CancellationToken.None);
            Assert.Equal([("birthday", 50m)], mine[^1].Steps.Select(step => (step.Kind, step.Points)));
            Assert.Empty(mine[^2].Steps);
        }

        await portal.ProveAsync();
    }

    [SkippableTheory]
    [MemberData(nameof(Databases.Databases.All), MemberType = typeof(Databases.Databases))]
    public async Task Points_expire_at_midnight_after_their_last_day(DatabaseProvider provider)
    {
        await using var portal = await TestPortal.CreateAsync(provider);
        await portal.ApproveAsync(PointsScene.OnePerYuan);
        var member = await portal.MemberAsync();
        await portal.GrantAsync("g", member, 10, new DateOnly(2026, 3, 31));
        portal.Clock.Now = new DateTimeOffset(2026, 3, 31, 15, 59, 59, TimeSpan.Zero);
        await portal.DaysAsync();
        Assert.Equal("10/0/0", await portal.StandingAsync(member));
        portal.Clock.Now = new DateTimeOffset(2026, 3, 31, 16, 0, 0, TimeSpan.Zero);
        Assert.Equal("points_not_enough", (await portal.RedeemAsync("late", member, 1)).Refusal.Code);
        await portal.DaysAsync();
        Assert.Equal("0/0/0", await portal.StandingAsync(member));
        await portal.ProveAsync();
    }

    [SkippableTheory]
    [MemberData(nameof(Databases.Databases.All), MemberType = typeof(Databases.Databases))]
    public async Task Pending_points_cannot_be_used_and_count_for_the_member(DatabaseProvider provider)
    {
        await using var portal = await TestPortal.CreateAsync(provider);
        await portal.ApproveAsync("""
            {"earnRules":[{"kind":"amount","id":"base","points":1}],"pending":{"days":7},"expiry":{"kind":"months","months":1},
             "levels":{"window":"calendarYear","checkAtEndOf":"year","list":[{"code":"basic","from":0},{"code":"gold","from":500,"factor":2}]}}
            """);
        await portal.ProductAsync("A");
        var member = await portal.MemberAsync();
        await portal.SendAsync("S1", "sale", "M1", new DateOnly(2026, 3, 14), null, ("A", 1, 180));
        await portal.SendAsync("S2", "sale", "M1", new DateOnly(2026, 3, 15), null, ("A", 1, 400));
        Assert.Equal("points_not_enough", (await portal.RedeemAsync("r", member, 1)).Refusal.Code);
        await using (var scope = portal.AsCustomer(member))
        {
            var mine = (await scope.ServiceProvider.GetRequiredService<MyPointsQueries>().SummaryAsync(CancellationToken.None))!;
            Assert.Equal((580m, 0m, 580m, new DateOnly(2026, 3, 21)), (mine.Balance, mine.Available, mine.Pending, mine.NextAvailableOn));
            Assert.Equal([new PointsExpiring(new DateOnly(2026, 4, 14), 180), new PointsExpiring(new DateOnly(2026, 4, 15), 400)], mine.Expiring);
            Assert.Equal(("gold", new DateOnly(2026, 12, 31), 0m), (mine.Level!.Level, mine.Level.KeepBy!.Value, mine.Level.MissingToKeep));
            var entries = await scope.ServiceProvider.GetRequiredService<MyPointsQueries>().EntriesAsync(null, 10, CancellationToken.None);
            Assert.Equal([("S2", 400m, 580m), ("S1", 180m, 180m)], entries.Select(entry => (entry.Reference!, entry.Points, entry.Balance)));
            Assert.Equal([("amount", 400m, 400m), ("rounding", 0m, 400m)], entries[0].Steps.Select(step => (step.Kind, step.Points, step.Running)));
        }

        // The new year begins without growth value: 500 by its end to stay.
        portal.Clock.To(new DateOnly(2027, 1, 2));
        await portal.DaysAsync();
        await using (var scope = portal.AsCustomer(member))
        {
            var mine = (await scope.ServiceProvider.GetRequiredService<MyPointsQueries>().SummaryAsync(CancellationToken.None))!;
            Assert.Equal((0m, "gold", new DateOnly(2027, 12, 31), 500m), (mine.Balance, mine.Level!.Level, mine.Level.KeepBy!.Value, mine.Level.MissingToKeep));
        }

        portal.Clock.To(new DateOnly(2028, 1, 1));
        await portal.DaysAsync();
        await using var context = portal.NewContext();
        Assert.Equal("basic", (await context.PointsMemberships.SingleAsync()).LevelCode);
        Assert.Equal("basic", await (from customer in context.Customers join level in context.CustomerLevels on customer.LevelId equals level.Id where customer.Id == member select level.Code).SingleAsync());
        await portal.ProveAsync();
    }
}
