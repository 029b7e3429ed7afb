using Microsoft.Extensions.DependencyInjection;
using Portal.Domain.Shared;
using Portal.Infrastructure.Access;
using Portal.Infrastructure.Data;
using Portal.Infrastructure.Rewards;
using Portal.Infrastructure.Shared;
using Portal.Infrastructure.Tests.Databases;

namespace Portal.Infrastructure.Tests.Rewards;

public sealed class SaveRewardTests
{
    private static readonly byte[] Png = [0x89, 0x50, 0x4E, 0x47, 0x0D, 0x0A, 0x1A, 0x0A, 1, 2, 3];

    [SkippableTheory]
    [MemberData(nameof(Databases.Databases.All), MemberType = typeof(Databases.Databases))]
    public async Task A_picture_is_stored_shown_replaced_and_removed(DatabaseProvider provider)
    {
        await using var portal = await TestPortal.CreateAsync(provider);
        var folder = Path.Combine(portal.Folder, "rewards");
        await using var scope = portal.AsStaff(RolePermissions.RebateManager);
        var pictures = scope.ServiceProvider.GetRequiredService<RewardPictures>();
        var save = scope.ServiceProvider.GetRequiredService<SaveReward>();
        var queries = scope.ServiceProvider.GetRequiredService<RewardQueries>();
        var input = new RewardInput { Number = "R-1", Terms = RewardWorld.Mug, IsOffered = false, Picture = (await pictures.ReadAsync(new MemoryStream(Png), CancellationToken.None)).Value };
        var id = (await save.RunAsync(input, CancellationToken.None)).Value;
        Assert.Single(Directory.GetFiles(folder));
        Assert.Equal("reward_number_taken", (await save.RunAsync(input, CancellationToken.None)).Refusal.Code);
        Assert.Single(Directory.GetFiles(folder));
        await using (var content = (await queries.PictureAsync(id, CancellationToken.None))!.Content)
        {
            Assert.Equal(Png.Length, content.Length);
        }

        // A member sees the picture of what is offered only.
        var member = await portal.AddMemberAsync("M1", 0);
        Assert.Null(await MyPictureAsync(portal, member, id));
        var record = (await queries.RecordAsync(id, CancellationToken.None))!;
        Assert.Equal(RewardWorld.Mug, record.Terms);
        var offered = input with { Id = id, RowVersion = record.RowVersion, IsOffered = true };
        Assert.True((await save.RunAsync(offered, CancellationToken.None)).IsDone);
        Assert.Single(Directory.GetFiles(folder));
        Assert.Equal("image/png", await MyPictureAsync(portal, member, id));
        Assert.Equal(Refusal.ChangedByOther, (await save.RunAsync(offered, CancellationToken.None)).Refusal.Code);
        Assert.Single(Directory.GetFiles(folder));

        record = (await queries.RecordAsync(id, CancellationToken.None))!;
        Assert.True((await save.RunAsync(offered with { RowVersion = record.RowVersion, Picture = null, RemovesPicture = true }, CancellationToken.None)).IsDone);
        Assert.Empty(Directory.GetFiles(folder));
        Assert.Null(await MyPictureAsync(portal, member, id));
    }

    [Fact]
    public async Task Pictures_are_refused_by_their_bytes_and_size()
    {
        await using var portal = await TestPortal.CreateAsync(DatabaseProvider.Sqlite);
        var pictures = portal.Services.GetRequiredService<RewardPictures>();
        Assert.Equal("reward_picture_type", (await pictures.ReadAsync(new MemoryStream("<svg onload='alert(1)'/>"u8.ToArray()), CancellationToken.None)).Refusal.Code);
        var large = new byte[pictures.MaxBytes + 1];
        Png.CopyTo(large, 0);
        Assert.Equal("reward_picture_large", (await pictures.ReadAsync(new MemoryStream(large), CancellationToken.None)).Refusal.Code);
        Assert.True((await pictures.ReadAsync(new MemoryStream(large, 0, large.Length - 1), CancellationToken.None)).IsDone);
    }

    [SkippableTheory]
    [MemberData(nameof(Databases.Databases.All), MemberType = typeof(Databases.Databases))]
    public async Task A_stock_is_changed_with_a_reason_and_never_below_what_is_reserved(DatabaseProvider provider)
    {
        await using var portal = await TestPortal.CreateAsync(provider);
        var reward = (await portal.SaveAsync(RewardWorld.Mug, 5)).Value;
        var member = await portal.AddMemberAsync("M1", 1_000);
        Assert.True((await portal.OrderAsync(member, reward, 2)).IsDone);
        Task<Outcome> ChangeAsync(long quantity, string reason, string role = RolePermissions.RebateManager) =>
            portal.StaffAsync<ChangeRewardStock>(use => use.RunAsync(new RewardStockInput(reward, quantity, true, reason), CancellationToken.None), role);
        Assert.Equal(new Refusal("reward_stock_too_few", 5L, 2L) { Field = "Quantity" }, (await ChangeAsync(-4, "Counted")).Refusal);
        Assert.True((await ChangeAsync(-3, "Counted")).IsDone);
        Assert.Equal("reward_reason_missing", (await ChangeAsync(1, " ")).Refusal.Code);
        Assert.Equal("reward_stock_change", (await ChangeAsync(0, "Nothing")).Refusal.Code);
        Assert.Equal(Refusal.NotPermitted, (await ChangeAsync(1, "More", RolePermissions.Auditor)).Refusal.Code);
        var changes = await Task.WhenAll(Enumerable.Range(0, 10).Select(_ => Task.Run(() => ChangeAsync(7, "Delivery"))));
        Assert.All(changes, change => Assert.True(change.IsDone));
        Assert.Equal((72, 2), await portal.StockOfAsync(reward));
        var endless = (await portal.SaveAsync(RewardWorld.Mug, null, "R-2")).Value;
        Assert.Equal("reward_stock_endless", (await portal.StaffAsync<ChangeRewardStock>(use => use.RunAsync(new RewardStockInput(endless, 1, true, "x"), CancellationToken.None))).Refusal.Code);
        await using var scope = portal.AsStaff(RolePermissions.RebateManager);
        var movements = await scope.ServiceProvider.GetRequiredService<RewardQueries>().MovementsAsync(reward, new GridQuery(), CancellationToken.None);
        Assert.Equal(13, movements.Total);
        await portal.AssertAgreesAsync();
    }

    [SkippableTheory]
    [MemberData(nameof(Databases.Databases.All), MemberType = typeof(Databases.Databases))]
    public async Task The_lists_sort_and_filter(DatabaseProvider provider)
    {
        await using var portal = await TestPortal.CreateAsync(provider);
        var mug = (await portal.SaveAsync(RewardWorld.Mug, 1)).Value;
        await portal.SaveAsync(RewardWorld.TenYuan, null, "R-2");
        var member = await portal.AddMemberAsync("M1", 5_000);
        var order = (await portal.OrderAsync(member, mug)).Value;
        await using var scope = portal.AsStaff(RolePermissions.RebateManager);
        var rewards = scope.ServiceProvider.GetRequiredService<RewardQueries>();
        var orders = scope.ServiceProvider.GetRequiredService<RewardOrderQueries>();
        foreach (var sort in new[] { "number", "name", "points", "available", "kind" })
        {
            Assert.Equal(2, (await rewards.ListAsync(new GridQuery { Sort = sort, Descending = true }, CancellationToken.None)).Total);
        }

        GridQuery Filter(string name, string value) => new() { Filters = new Dictionary<string, string> { [name] = value } };
        Assert.Equal("R-1", Assert.Single((await rewards.ListAsync(Filter("stock", "out"), CancellationToken.None)).Rows).Number);
        Assert.Equal("R-2", Assert.Single((await rewards.ListAsync(Filter("kind", "voucher"), CancellationToken.None)).Rows).Number);
        Assert.Equal("R-2", Assert.Single((await rewards.ListAsync(new GridQuery { Search = "十元" }, CancellationToken.None)).Rows).Number);
        foreach (var sort in new[] { "number", "customer", "points", "state", "ordered" })
        {
            Assert.Equal(1, (await orders.ListAsync(new GridQuery { Sort = sort }, CancellationToken.None)).Total);
        }

        Assert.Equal(1, (await orders.ListAsync(Filter("state", "reserved"), CancellationToken.None)).Total);
        Assert.Equal(1, (await orders.ListAsync(Filter("open", "yes"), CancellationToken.None)).Total);
        Assert.Equal(0, (await orders.ListAsync(Filter("to", "2026-03-14"), CancellationToken.None)).Total);
        Assert.Equal(1, (await orders.ListAsync(new GridQuery { Search = order.PickUpCode }, CancellationToken.None)).Total);
        Assert.Equal(1, (await orders.ListAsync(new GridQuery { Search = order.Number }, CancellationToken.None)).Total);
        Assert.Equal(1, await orders.CountWaitingAsync(CancellationToken.None));
        foreach (var sort in new[] { "value", "until", "state", "customer", "issued" })
        {
            Assert.Equal(0, (await orders.VouchersAsync(new GridQuery { Sort = sort, Search = "ABCD" }, CancellationToken.None)).Total);
        }

        await using var stranger = portal.AsStaff(RolePermissions.SalesRepresentative);
        Assert.Equal(0, (await stranger.ServiceProvider.GetRequiredService<RewardQueries>().ListAsync(new GridQuery(), CancellationToken.None)).Total);
        Assert.Equal(0, (await stranger.ServiceProvider.GetRequiredService<RewardOrderQueries>().ListAsync(new GridQuery(), CancellationToken.None)).Total);
    }

    [SkippableTheory]
    [MemberData(nameof(Databases.Databases.All), MemberType = typeof(Databases.Databases))]
    public async Task The_catalogue_says_what_stands_in_the_way(DatabaseProvider provider)
    {
        await using var portal = await TestPortal.CreateAsync(provider);
        await portal.SaveAsync(RewardWorld.Mug with { PricePoints = 100 }, 0, "R-0");
        await portal.SaveAsync(RewardWorld.Mug with { PricePoints = 200, LimitPerMember = 1 }, null, "R-1");
        await portal.SaveAsync(RewardWorld.Mug with { PricePoints = 900 }, null, "R-2");
        await portal.SaveAsync(RewardWorld.Mug with { OfferedFrom = new DateOnly(2026, 3, 16) }, null, "R-3");
        var member = await portal.AddMemberAsync("M1", 500);
        await using var scope = portal.AsCustomer(member, role: RolePermissions.Member);
        var mine = scope.ServiceProvider.GetRequiredService<MyRewards>();
        var catalogue = await mine.CatalogueAsync(CancellationToken.None);
        Assert.Equal(500, catalogue.Points);
        Assert.Equal(
            [("R-0", "reward_sold_out", 0L, false), ("R-1", null, 0, true), ("R-2", null, 400, false)],
            catalogue.Rewards.Select(reward => (reward.Number, reward.Obstacle?.Code, reward.MissingPoints, reward.CanOrder)));
        await portal.OrderAsync(member, catalogue.Rewards[1].Id);
        Assert.Equal("reward_limit", (await mine.RewardAsync(catalogue.Rewards[1].Id, CancellationToken.None))!.Obstacle!.Code);
        Assert.Null(await mine.RewardAsync(999, CancellationToken.None));
    }

    private static async Task<string?> MyPictureAsync(TestPortal portal, long memberId, long rewardId)
    {
        await using var scope = portal.AsCustomer(memberId, role: RolePermissions.Member);
        var picture = await scope.ServiceProvider.GetRequiredService<MyRewards>().PictureAsync(rewardId, CancellationToken.None);
        if (picture is not null)
        {
            await picture.Content.DisposeAsync();
        }

        return picture?.MediaType;
    }
}
