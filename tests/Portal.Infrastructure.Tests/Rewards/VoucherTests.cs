using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Portal.Domain.ApiKeys;
using Portal.Domain.Rewards;
using Portal.Domain.Shared;
using Portal.Infrastructure.Access;
using Portal.Infrastructure.Data;
using Portal.Infrastructure.Rewards;
using Portal.Infrastructure.Tests.Databases;

namespace Portal.Infrastructure.Tests.Rewards;

public sealed class VoucherTests
{
    [SkippableTheory]
    [MemberData(nameof(Databases.Databases.All), MemberType = typeof(Databases.Databases))]
    public async Task One_voucher_twice_at_the_same_moment_is_used_once(DatabaseProvider provider)
    {
        await using var portal = await TestPortal.CreateAsync(provider);
        var reward = (await portal.SaveAsync(RewardWorld.TenYuan)).Value;
        var member = await portal.AddMemberAsync("M1", 2_000);
        var order = (await portal.OrderAsync(member, reward, 2)).Value;
        Assert.Equal((RewardOrderState.HandedOver, 2), (order.State, order.VoucherCodes.Count));
        Assert.Equal(order.VoucherCodes, (await portal.OrderAsync(member, reward, 2)).Value.VoucherCodes);
        Assert.Equal(2_000, await portal.VouchersOfAsync(member));
        Assert.Equal((0, 0), await portal.PointsOfAsync(member));

        var outcomes = await Task.WhenAll(Enumerable.Range(0, 10).Select(till => Task.Run(() => UseAsync(portal, "k" + till, order.VoucherCodes[0], "bill " + till))));
        Assert.Single(outcomes, outcome => outcome.IsDone);
        Assert.All(outcomes.Where(outcome => !outcome.IsDone), outcome => Assert.Equal("voucher_used", outcome.Refusal.Code));
        Assert.Equal(1_000, await portal.VouchersOfAsync(member));

        var same = await Task.WhenAll(Enumerable.Range(0, 10).Select(_ => Task.Run(() => UseAsync(portal, "same", order.VoucherCodes[1], "bill 20"))));
        Assert.All(same, outcome => Assert.Equal(1_000, outcome.Value.OffMinor));
        Assert.Single(same, outcome => outcome.Value.IsNew);
        Assert.Equal(0, await portal.VouchersOfAsync(member));
        Assert.Equal("voucher_ended", (await portal.ReturnAsync(order.Id)).Refusal.Code);
        await portal.AssertAgreesAsync();
    }

    [SkippableTheory]
    [MemberData(nameof(Databases.Databases.All), MemberType = typeof(Databases.Databases))]
    public async Task A_key_is_for_one_voucher_and_one_bill(DatabaseProvider provider)
    {
        await using var portal = await TestPortal.CreateAsync(provider);
        var reward = (await portal.SaveAsync(RewardWorld.TenYuan)).Value;
        var member = await portal.AddMemberAsync("M1", 2_000);
        var codes = (await portal.OrderAsync(member, reward, 2)).Value.VoucherCodes;
        Assert.True((await UseAsync(portal, "k", codes[0], "bill 1")).IsDone);
        Assert.Equal("ledger_key_reused", (await UseAsync(portal, "k", codes[1], "bill 2")).Refusal.Code);
        Assert.Equal("ledger_key_reused", (await UseAsync(portal, "k", codes[0], "bill 2")).Refusal.Code);
        Assert.Equal("voucher_minimum", (await UseAsync(portal, "k2", codes[1], "bill 3", 4_999)).Refusal.Code);
        Assert.Equal("voucher_unknown", (await UseAsync(portal, "k2", "ABCD-EFGH-JKLM", "bill 3")).Refusal.Code);
        Assert.Equal("voucher_unknown", (await UseAsync(portal, "k2", CheckedCode.New(12), "bill 3")).Refusal.Code);
        Assert.Equal("voucher_text", (await UseAsync(portal, "", codes[1], " ")).Refusal.Code);
        await portal.AssertAgreesAsync();
    }

    [SkippableTheory]
    [MemberData(nameof(Databases.Databases.All), MemberType = typeof(Databases.Databases))]
    public async Task Vouchers_expire_at_once_and_in_the_ledger_by_the_job(DatabaseProvider provider)
    {
        await using var portal = await TestPortal.CreateAsync(provider);
        var reward = (await portal.SaveAsync(RewardWorld.TenYuan)).Value;
        var member = await portal.AddMemberAsync("M1", 2_000);
        var codes = (await portal.OrderAsync(member, reward, 2)).Value.VoucherCodes;
        portal.Clock.Now = portal.Clock.Now.AddDays(30);
        Assert.Equal((0, 0), await portal.EndOverdueAsync());
        Assert.True((await UseAsync(portal, "k", codes[0], "last day")).IsDone);
        portal.Clock.Now = portal.Clock.Now.AddDays(1);
        Assert.Equal("voucher_expired", (await UseAsync(portal, "k2", codes[1], "a day late")).Refusal.Code);
        await using (var scope = portal.AsCustomer(member, role: RolePermissions.Member))
        {
            var mine = await scope.ServiceProvider.GetRequiredService<MyRewards>().VouchersAsync(10, CancellationToken.None);
            Assert.Equal([VoucherState.Used, VoucherState.Expired], mine.Select(voucher => voucher.State).Order());
        }

        var runs = await Task.WhenAll(Enumerable.Range(0, 3).Select(_ => Task.Run(() => portal.EndOverdueAsync())));
        Assert.Equal(1, runs.Sum(run => run.Vouchers));
        Assert.Equal(0, await portal.VouchersOfAsync(member));
        await portal.AssertAgreesAsync();
    }

    [SkippableTheory]
    [MemberData(nameof(Databases.Databases.All), MemberType = typeof(Databases.Databases))]
    public async Task Points_become_a_voucher_once(DatabaseProvider provider)
    {
        await using var portal = await TestPortal.CreateAsync(provider);
        var member = await portal.AddMemberAsync("M1", 3_500);
        var outcomes = await Task.WhenAll(Enumerable.Range(0, 10).Select(_ => Task.Run(() => ExchangeAsync(portal, member, "k", 3_000))));
        Assert.Single(outcomes.Select(outcome => outcome.Value.Code).Distinct());
        Assert.Equal(3_000, outcomes[0].Value.ValueMinor);
        Assert.Equal((500, 0), await portal.PointsOfAsync(member));
        Assert.Equal(3_000, await portal.VouchersOfAsync(member));
        Assert.Equal("ledger_key_reused", (await ExchangeAsync(portal, member, "k", 1_000)).Refusal.Code);
        Assert.Equal("reward_points_short", (await ExchangeAsync(portal, member, "k2", 1_000)).Refusal.Code);
        Assert.Equal("voucher_points_step", (await ExchangeAsync(portal, member, "k3", 500)).Refusal.Code);
        await portal.AssertAgreesAsync();
    }

    [SkippableTheory]
    [MemberData(nameof(Databases.Databases.All), MemberType = typeof(Databases.Databases))]
    public async Task Unused_vouchers_of_an_order_go_back_with_it(DatabaseProvider provider)
    {
        await using var portal = await TestPortal.CreateAsync(provider);
        var reward = (await portal.SaveAsync(RewardWorld.TenYuan, 10)).Value;
        var member = await portal.AddMemberAsync("M1", 2_000);
        var order = (await portal.OrderAsync(member, reward, 2)).Value;
        Assert.Equal((8, 0), await portal.StockOfAsync(reward));
        Assert.True((await portal.ReturnAsync(order.Id)).IsDone);
        Assert.Equal((2_000, 0), await portal.PointsOfAsync(member));
        Assert.Equal(0, await portal.VouchersOfAsync(member));
        Assert.Equal((10, 0), await portal.StockOfAsync(reward));
        Assert.Equal("voucher_cancelled", (await UseAsync(portal, "k", order.VoucherCodes[0], "bill")).Refusal.Code);
        await portal.AssertAgreesAsync();
    }

    [Fact]
    public async Task Only_who_serves_or_has_the_scope_uses_vouchers()
    {
        await using var portal = await TestPortal.CreateAsync(DatabaseProvider.Sqlite);
        var reward = (await portal.SaveAsync(RewardWorld.TenYuan)).Value;
        var member = await portal.AddMemberAsync("M1", 1_000);
        var code = (await portal.OrderAsync(member, reward)).Value.VoucherCodes[0];
        var input = new UseVoucherInput("k", code, "bill", 6_000);
        await using (var scope = portal.AsCustomer(member, role: RolePermissions.Member))
        {
            Assert.Equal("apikey_scope", (await scope.ServiceProvider.GetRequiredService<UseVoucher>().RunAsync(input, CancellationToken.None)).Refusal.Code);
        }

        await using (var scope = portal.AsStaff(RolePermissions.Auditor))
        {
            Assert.Equal("apikey_scope", (await scope.ServiceProvider.GetRequiredService<UseVoucher>().RunAsync(input, CancellationToken.None)).Refusal.Code);
        }

        await using (var scope = portal.Services.CreateAsyncScope())
        {
            scope.ServiceProvider.GetRequiredService<CurrentUser>().BecomeApiKey("Till", [ApiScopes.SalesWrite]);
            Assert.Equal("apikey_scope", (await scope.ServiceProvider.GetRequiredService<UseVoucher>().RunAsync(input, CancellationToken.None)).Refusal.Code);
            scope.ServiceProvider.GetRequiredService<CurrentUser>().BecomeApiKey("Till", [ApiScopes.VouchersWrite]);
            Assert.True((await scope.ServiceProvider.GetRequiredService<UseVoucher>().RunAsync(input, CancellationToken.None)).IsDone);
        }
    }

    private static async Task<Outcome<UsedVoucher>> UseAsync(TestPortal portal, string key, string code, string bill, long purchaseMinor = 6_000)
    {
        await using var scope = portal.AsStaff(RolePermissions.RebateManager);
        return await scope.ServiceProvider.GetRequiredService<UseVoucher>().RunAsync(new UseVoucherInput(key, code, bill, purchaseMinor), CancellationToken.None);
    }

    private static async Task<Outcome<ExchangedVoucher>> ExchangeAsync(TestPortal portal, long memberId, string key, long points)
    {
        await using var scope = portal.AsCustomer(memberId, role: RolePermissions.Member);
        return await scope.ServiceProvider.GetRequiredService<MyExchangePoints>().RunAsync(key, points, CancellationToken.None);
    }
}
