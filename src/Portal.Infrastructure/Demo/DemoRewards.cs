using System.Globalization;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Portal.Domain.Customers;
using Portal.Domain.Ledger;
using Portal.Domain.Rewards;
using Portal.Domain.Shared;
using Portal.Infrastructure.Access;
using Portal.Infrastructure.Data;
using Portal.Infrastructure.Rewards;

namespace Portal.Infrastructure.Demo;

/// <summary>A catalogue of things that the demo's company sells, and orders of members who have the points; made by the product's own use-cases.</summary>
internal sealed class DemoRewards(IServiceScopeFactory scopes, IDbContextFactory<PortalDbContext> contexts) : IDemoPart
{
    private const int Orders = 24;
    private const string LastReward = "DR-10";

    private static readonly (string Number, string Picture, long? Stock, RewardTerms Terms)[] Catalogue =
    [
        ("DR-01", "bottle", 120, Goods("山地水壶架", "Mountain Bottle Cage", 300)),
        ("DR-02", "socks", 80, Goods("竞速骑行袜", "Racing Socks", 350) with { LimitPerMember = 2, LimitWindowDays = 90 }),
        ("DR-03", "cap", 60, Goods("AWC 标志帽", "AWC Logo Cap", 400)),
        ("DR-04", "gloves", 40, Goods("半指手套", "Half-Finger Gloves", 900) with { IsForDelivery = true }),
        ("DR-05", "pump", 3, Goods("便携打气筒", "Minipump", 800) with { LimitPerMember = 1 }),
        ("DR-06", "lock", 25, Goods("钢缆锁", "Cable Lock", 1_000) with { IsForDelivery = true }),
        ("DR-07", "helmet", 15, Goods("Sport-100 头盔", "Sport-100 Helmet", 1_500) with { PriceMoneyMinor = 4_900, IsForDelivery = true }),
        ("DR-08", "jersey", 20, Goods("长袖骑行服", "Long-Sleeve Logo Jersey", 2_000) with { IsForDelivery = true }),
        ("DR-09", "service", null, Goods("整车保养", "Full bike service", 1_200) with { Kind = RewardKind.Service, DescriptionZhCn = "清洁、调校变速与刹车。", DescriptionEn = "Cleaning, gears and brakes adjusted." }),
        (LastReward, "voucher", null, new RewardTerms
        {
            NameZhCn = "十元优惠券", NameEn = "10 yuan voucher", Kind = RewardKind.Voucher, PricePoints = 1_000, VoucherValueMinor = 1_000, VoucherMinimumMinor = 5_000, ValidityDays = 90,
        }),
    ];

    /// <summary>Whether the catalogue is there.</summary>
    public async Task<bool> IsDoneAsync(CancellationToken cancellationToken)
    {
        await using var context = await contexts.CreateDbContextAsync(cancellationToken);
        return await context.Rewards.AnyAsync(row => row.Number == LastReward, cancellationToken);
    }

    /// <summary>Makes it.</summary>
    public async Task<Outcome> RunAsync(Func<string, Task> say, CancellationToken cancellationToken)
    {
        await say("Rewards …");
        await using var scope = scopes.CreateAsyncScope();
        scope.ServiceProvider.GetRequiredService<CurrentUser>().BecomeSystem();
        await using var context = await contexts.CreateDbContextAsync(cancellationToken);
        var known = await context.Rewards.ToDictionaryAsync(row => row.Number, row => row.Id, cancellationToken);
        foreach (var (number, picture, stock, terms) in Catalogue.Where(reward => !known.ContainsKey(reward.Number)))
        {
            var read = await ReadAsync(scope.ServiceProvider, picture, cancellationToken);
            var input = new RewardInput { Number = number, Terms = terms, IsOffered = true, OpeningStock = stock, Picture = read };
            var saved = await scope.ServiceProvider.GetRequiredService<SaveReward>().RunAsync(input, cancellationToken);
            if (!saved.IsDone)
            {
                return Outcome.Refused(saved.Refusals);
            }

            known[number] = saved.Value;
        }

        await OrderAsync(scope.ServiceProvider, known, context, cancellationToken);
        return Outcome.Done;
    }

    private static RewardTerms Goods(string nameZhCn, string nameEn, long points) => new() { NameZhCn = nameZhCn, NameEn = nameEn, Kind = RewardKind.Goods, PricePoints = points };

    private static async Task<RewardPicture> ReadAsync(IServiceProvider services, string picture, CancellationToken cancellationToken)
    {
        await using var content = typeof(DemoRewards).Assembly.GetManifestResourceStream($"Portal.Infrastructure.Demo.Data.Rewards.{picture}.png")!;
        return (await services.GetRequiredService<RewardPictures>().ReadAsync(content, cancellationToken)).Value;
    }

    /// <summary>The members with the most points order; most orders are handed over, some wait, one is cancelled.</summary>
    private static async Task OrderAsync(IServiceProvider services, Dictionary<string, long> rewards, PortalDbContext context, CancellationToken cancellationToken)
    {
        var members = await (
            from account in context.LedgerAccounts
            join customer in context.Customers on account.OwnerId equals customer.Id
            where account.Kind == LedgerAccountKind.PointsBalance && customer.Kind == CustomerKind.Member && account.BalanceMinor > 0
            orderby account.BalanceMinor descending, customer.Id
            select customer.Id).Take(Orders).ToListAsync(cancellationToken);
        for (var index = 0; index < members.Count; index++)
        {
            var (number, _, _, terms) = Catalogue[index % Catalogue.Length];
            var key = string.Create(CultureInfo.InvariantCulture, $"demo-reward-{index}");
            var delivery = terms.Kind == RewardKind.Voucher ? RewardDelivery.AtOnce : RewardDelivery.PickUp;
            var placed = await services.GetRequiredService<PlaceRewardOrder>().RunAsync(members[index], new RewardOrderInput(key, rewards[number], new RewardWish(1, delivery)), cancellationToken);

            // A member may lack the points: the next one orders.
            if (placed.IsDone && placed.Value.State == RewardOrderState.Reserved)
            {
                await StepAsync(services, placed.Value.Id, index, cancellationToken);
            }
        }
    }

    private static Task<Outcome> StepAsync(IServiceProvider services, long orderId, int index, CancellationToken cancellationToken) => (index % 6) switch
    {
        0 => Task.FromResult(Outcome.Done),
        1 => services.GetRequiredService<MakeRewardOrderReady>().RunAsync(orderId, cancellationToken),
        2 when index < 6 => services.GetRequiredService<CancelRewardOrder>().RunAsync(orderId, "会员改变主意", cancellationToken),
        _ => services.GetRequiredService<HandOverReward>().RunAsync(orderId, isMoneyTaken: true, cancellationToken),
    };
}
