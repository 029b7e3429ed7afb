using Microsoft.EntityFrameworkCore;
using Portal.Infrastructure.Data;
using Portal.Infrastructure.Tests.Databases;

namespace Portal.Infrastructure.Tests.Points;

public sealed class CountSalesTests
{
    private static readonly DateOnly Monday = new(2026, 3, 9);

    [SkippableTheory]
    [MemberData(nameof(Databases.Databases.All), MemberType = typeof(Databases.Databases))]
    public async Task Sales_and_returns_count_once(DatabaseProvider provider)
    {
        await using var portal = await SceneAsync(provider);
        var member = await portal.MemberAsync();
        await portal.SendAsync("S1", "sale", "M1", Monday, null, ("A", 3, 90), ("B", 1, 10.5m), ("C", 1, 0));
        Assert.Equal("100/0/0", await portal.StandingAsync(member));
        Assert.Equal(0, (await portal.CountAsync()).Documents);
        await portal.SendAsync("R1", "return", "M1", Monday.AddDays(1), "S1", ("A", 1, 30));
        Assert.Equal("70/0/0", await portal.StandingAsync(member));
        await portal.SendAsync("R2", "return", "M1", Monday.AddDays(1), "S1", ("A", 3, 90));
        Assert.Equal("70/0/0", await portal.StandingAsync(member));
        await using var context = portal.NewContext();
        Assert.Equal("points_return_more_than_sold", (await context.PointsProblems.SingleAsync()).Code);
        await portal.SendAsync("R3", "return", "M1", Monday.AddDays(2), "S1", ("A", 2, 60), ("B", 1, 10.5m), ("C", 1, 0));
        Assert.Equal("0/0/0", await portal.StandingAsync(member));
        await portal.ProveAsync();
    }

    [SkippableTheory]
    [MemberData(nameof(Databases.Databases.All), MemberType = typeof(Databases.Databases))]
    public async Task A_return_after_spending_leaves_a_debt_that_the_next_sale_absorbs(DatabaseProvider provider)
    {
        await using var portal = await SceneAsync(provider);
        var member = await portal.MemberAsync();
        // Both wait, and are counted together.
        await portal.RecordAsync("S1", 1, "sale", "M1", Monday, null, ("A", 3, 90));
        await portal.RecordAsync("R1", 1, "return", "M1", Monday, "S1", ("A", 1, 30));
        await portal.CountAsync();
        Assert.Equal("60/0/0", await portal.StandingAsync(member));
        await using (var context = portal.NewContext())
        {
            Assert.Empty(await context.PointsProblems.ToListAsync());
        }

        await portal.RedeemAsync("r", member, 50);
        await portal.SendAsync("R2", "return", "M1", Monday.AddDays(2), "S1", ("A", 2, 60));
        Assert.Equal("-50/0/50", await portal.StandingAsync(member));
        Assert.Equal("points_not_enough", (await portal.RedeemAsync("r2", member, 1)).Refusal.Code);
        await portal.SendAsync("S2", "sale", "M1", Monday.AddDays(3), null, ("A", 2, 80));
        Assert.Equal("30/0/0", await portal.StandingAsync(member));
        await portal.ProveAsync();
    }

    [SkippableTheory]
    [MemberData(nameof(Databases.Databases.All), MemberType = typeof(Databases.Databases))]
    public async Task A_new_version_replaces_the_old_one_and_keeps_what_came_back(DatabaseProvider provider)
    {
        await using var portal = await SceneAsync(provider);
        var member = await portal.MemberAsync();
        await portal.SendAsync("S1", "sale", "M1", Monday, null, ("A", 3, 90));
        await portal.SendAsync("R1", "return", "M1", Monday.AddDays(1), "S1", ("A", 1, 30));
        await portal.SendVersionAsync("S1", 2, "sale", "M1", Monday, null, ("A", 3, 120));
        // 120 less a third.
        Assert.Equal("80/0/0", await portal.StandingAsync(member));
        await portal.SendAsync("R2", "return", "M1", Monday.AddDays(2), "S1", ("A", 2, 80));
        Assert.Equal("0/0/0", await portal.StandingAsync(member));
        await portal.ProveAsync();
    }

    [SkippableTheory]
    [MemberData(nameof(Databases.Databases.All), MemberType = typeof(Databases.Databases))]
    public async Task A_corrected_return_counts_as_its_last_version(DatabaseProvider provider)
    {
        await using var portal = await SceneAsync(provider);
        var member = await portal.MemberAsync();
        await portal.SendAsync("S1", "sale", "M1", Monday, null, ("A", 3, 90));
        await portal.SendAsync("R1", "return", "M1", Monday.AddDays(1), "S1", ("A", 1, 30));
        Assert.Equal("60/0/0", await portal.StandingAsync(member));
        await portal.SendVersionAsync("R1", 2, "return", "M1", Monday.AddDays(1), "S1", ("A", 2, 60));
        Assert.Equal("30/0/0", await portal.StandingAsync(member));
        // The sale is corrected too: what was sold again under its number goes with it.
        await portal.SendVersionAsync("S1", 2, "sale", "M1", Monday, null, ("A", 3, 60));
        Assert.Equal("20/0/0", await portal.StandingAsync(member));
        await portal.ProveAsync();
    }

    [SkippableTheory]
    [MemberData(nameof(Databases.Databases.All), MemberType = typeof(Databases.Databases))]
    public async Task A_bill_of_five_hundred_lines_and_late_bills_count(DatabaseProvider provider)
    {
        await using var portal = await SceneAsync(provider);
        var member = await portal.MemberAsync();
        await portal.SendAsync("S1", "sale", "M1", new DateOnly(2024, 12, 31), null, ("A", 1, 999));
        await portal.SendAsync("S2", "sale", "M1", Monday, null, [.. Enumerable.Range(0, 500).Select(_ => ("A", 1m, 1.99m))]);
        await portal.SendAsync("S3", "sale", "M1", Monday.AddDays(-40), null, ("A", 1, 5));
        Assert.Equal("1000/0/0", await portal.StandingAsync(member));
        await portal.SendAsync("R2", "return", "M1", Monday, "S2", [.. Enumerable.Range(0, 500).Select(_ => ("A", 1m, 1.99m))]);
        Assert.Equal("5/0/0", await portal.StandingAsync(member));
        await portal.ProveAsync();
    }

    private static async Task<TestPortal> SceneAsync(DatabaseProvider provider)
    {
        var portal = await TestPortal.CreateAsync(provider);
        await portal.ApproveAsync(PointsScene.OnePerYuan);
        await portal.ProductAsync("A", "B", "C");
        return portal;
    }
}
