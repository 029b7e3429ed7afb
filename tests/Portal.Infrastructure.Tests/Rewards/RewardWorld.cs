using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Portal.Domain.Customers;
using Portal.Domain.Ledger;
using Portal.Domain.Rewards;
using Portal.Domain.Shared;
using Portal.Infrastructure.Access;
using Portal.Infrastructure.Rewards;
using Portal.Infrastructure.Tests.Databases;
using Portal.Infrastructure.Tests.Ledger;
using Portal.Infrastructure.Tests.Points;

namespace Portal.Infrastructure.Tests.Rewards;

/// <summary>Short words for tests of rewards.</summary>
internal static class RewardWorld
{
    public static readonly RewardTerms Mug = new() { NameZhCn = "杯子", NameEn = "Mug", Kind = RewardKind.Goods, PricePoints = 500, IsForDelivery = true };

    public static readonly RewardTerms TenYuan =
        new() { NameZhCn = "十元券", NameEn = "10 yuan voucher", Kind = RewardKind.Voucher, PricePoints = 1_000, VoucherValueMinor = 1_000, VoucherMinimumMinor = 5_000, ValidityDays = 30 };

    public static async Task<Outcome<long>> SaveAsync(this TestPortal portal, RewardTerms terms, long? stock = null, string number = "R-1")
    {
        await using var scope = portal.AsStaff(RolePermissions.RebateManager);
        return await scope.ServiceProvider.GetRequiredService<SaveReward>().RunAsync(
            new RewardInput { Number = number, Terms = terms, IsOffered = true, OpeningStock = stock }, CancellationToken.None);
    }

    public static async Task<long> AddMemberAsync(this TestPortal portal, string number, long points)
    {
        await using var context = portal.NewContext();
        var customer = new Customer(number, "Member " + number, CustomerKind.Member, portal.Clock.Now.UtcDateTime);
        context.Add(customer);
        await context.SaveChangesAsync();
        if (points > 0)
        {
            await portal.GivePointsAsync(customer.Id, points);
        }

        return customer.Id;
    }

    /// <summary>Gives points of a programme without expiry.</summary>
    public static async Task GivePointsAsync(this TestPortal portal, long customerId, long points)
    {
        await using (var context = portal.NewContext())
        {
            if (!await context.PointsProgramVersions.AnyAsync())
            {
                await portal.ApproveAsync(PointsScene.OnePerYuan);
            }
        }

        var given = await portal.GrantAsync(Guid.NewGuid().ToString("N"), customerId, points);
        Assert.True(given.IsDone, string.Join("; ", given.Refusals));
    }

    public static async Task<Outcome<PlacedOrder>> OrderAsync(this TestPortal portal, long memberId, long rewardId, int quantity = 1, string key = "k", RewardWish? wish = null)
    {
        await using var scope = portal.AsCustomer(memberId, role: RolePermissions.Member);
        return await scope.ServiceProvider.GetRequiredService<MyOrderReward>().RunAsync(
            new RewardOrderInput(key, rewardId, wish ?? new RewardWish(quantity, RewardDelivery.PickUp)), CancellationToken.None);
    }

    public static Task<Outcome> HandOverAsync(this TestPortal portal, long orderId, bool isMoneyTaken = false) =>
        portal.StaffAsync<HandOverReward>(use => use.RunAsync(orderId, isMoneyTaken, CancellationToken.None));

    public static Task<Outcome> CancelAsync(this TestPortal portal, long orderId, string reason = "Out of order") =>
        portal.StaffAsync<CancelRewardOrder>(use => use.RunAsync(orderId, reason, CancellationToken.None));

    public static Task<Outcome> ReturnAsync(this TestPortal portal, long orderId, bool isGood = true) =>
        portal.StaffAsync<ReturnReward>(use => use.RunAsync(orderId, "Broken", isGood, CancellationToken.None));

    public static async Task<Outcome> StaffAsync<TUse>(this TestPortal portal, Func<TUse, Task<Outcome>> use, string role = RolePermissions.RebateManager)
        where TUse : notnull
    {
        await using var scope = portal.AsStaff(role);
        return await use(scope.ServiceProvider.GetRequiredService<TUse>());
    }

    public static async Task<Outcome> MemberAsync<TUse>(this TestPortal portal, long memberId, Func<TUse, Task<Outcome>> use)
        where TUse : notnull
    {
        await using var scope = portal.AsCustomer(memberId, role: RolePermissions.Member);
        return await use(scope.ServiceProvider.GetRequiredService<TUse>());
    }

    public static async Task<(int Orders, int Vouchers)> EndOverdueAsync(this TestPortal portal)
    {
        await using var scope = portal.AsSystem();
        return await scope.ServiceProvider.GetRequiredService<EndOverdueRewards>().RunAsync(CancellationToken.None);
    }

    /// <summary>What a member can spend and what is held.</summary>
    public static async Task<(long Free, long Held)> PointsOfAsync(this TestPortal portal, long memberId) => (
        await portal.BalanceOfAsync(LedgerAccountReference.Customer(LedgerAccountKind.PointsBalance, memberId, LedgerAssets.Points)),
        await portal.BalanceOfAsync(LedgerAccountReference.Customer(LedgerAccountKind.PointsHeld, memberId, LedgerAssets.Points)));

    public static Task<long> VouchersOfAsync(this TestPortal portal, long memberId) =>
        portal.BalanceOfAsync(LedgerAccountReference.Customer(LedgerAccountKind.Vouchers, memberId));

    public static async Task<(long? OnHand, long Reserved)> StockOfAsync(this TestPortal portal, long rewardId)
    {
        await using var context = portal.NewContext();
        var stock = await context.RewardStocks.SingleAsync(row => row.RewardId == rewardId);
        return (stock.OnHand, stock.Reserved);
    }

    /// <summary>
    /// Everything agrees: the ledger is proven, movements add up to the stocks, pieces reserved and points held are those of the
    /// open orders, and the amount of vouchers is that of those which can be used.
    /// </summary>
    public static async Task AssertAgreesAsync(this TestPortal portal)
    {
        await portal.AssertProvenAsync();
        await using var context = portal.NewContext();
        var orders = await context.RewardOrders.AsNoTracking().ToListAsync();
        var movements = await context.RewardStockMovements.AsNoTracking().ToListAsync();
        foreach (var stock in await context.RewardStocks.AsNoTracking().ToListAsync())
        {
            var mine = movements.Where(row => row.RewardId == stock.RewardId).ToList();
            Assert.Equal(stock.OnHand ?? 0, mine.Sum(row => row.OnHandDelta));
            Assert.Equal(stock.Reserved, mine.Sum(row => row.ReservedDelta));
            Assert.Equal(stock.Reserved, orders.Where(row => row.RewardId == stock.RewardId && row.IsOpen).Sum(row => row.Quantity));
            Assert.True(stock.OnHand is null || stock.OnHand >= stock.Reserved);
        }

        var vouchers = await context.Vouchers.AsNoTracking().ToListAsync();
        foreach (var account in await context.LedgerAccounts.AsNoTracking().Where(row => row.OwnerId != 0).ToListAsync())
        {
            if (account.Kind == LedgerAccountKind.PointsHeld)
            {
                Assert.Equal(account.BalanceMinor, orders.Where(row => row.CustomerId == account.OwnerId && row.IsOpen).Sum(row => row.PricePoints));
            }
            else if (account.Kind == LedgerAccountKind.Vouchers)
            {
                Assert.Equal(account.BalanceMinor, vouchers.Where(row => row.CustomerId == account.OwnerId && row.State == VoucherState.Issued).Sum(row => row.ValueMinor));
            }
        }

        var states = await context.RewardOrderEvents.AsNoTracking().OrderBy(row => row.Id).ToListAsync();
        Assert.All(orders, order => Assert.Equal(order.State, states.Last(row => row.OrderId == order.Id).State));
    }
}
