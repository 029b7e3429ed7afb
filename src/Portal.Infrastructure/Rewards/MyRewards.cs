using Microsoft.EntityFrameworkCore;
using Portal.Domain.Rewards;
using Portal.Domain.Shared;
using Portal.Infrastructure.Access;
using Portal.Infrastructure.Data;
using Portal.Infrastructure.Points;
using Portal.Infrastructure.Shared;

namespace Portal.Infrastructure.Rewards;

/// <summary>The catalogue, orders and vouchers of the member who is signed in.</summary>
public sealed class MyRewards(IDbContextFactory<PortalDbContext> contexts, MyPointsQueries points, RewardPictures pictures, CurrentUser user, BusinessClock clock)
{
    /// <summary>Points that can be spent.</summary>
    public async Task<long> PointsAsync(CancellationToken cancellationToken) =>
        (long)Math.Max(0, Math.Floor((await points.SummaryAsync(cancellationToken))?.Available ?? 0));

    /// <summary>What is offered today, the cheapest first, with what stands in the way.</summary>
    public async Task<MyCatalogue> CatalogueAsync(CancellationToken cancellationToken)
    {
        await using var context = await contexts.CreateDbContextAsync(cancellationToken);
        var mine = await PointsAsync(cancellationToken);
        var rewards = await Offered(context).AsNoTracking().OrderBy(row => row.Terms.PricePoints).ThenBy(row => row.Id).ToListAsync(cancellationToken);
        var rows = new List<MyReward>();
        foreach (var reward in rewards)
        {
            rows.Add(await ReadAsync(context, reward, mine, cancellationToken));
        }

        return new MyCatalogue(mine, rows);
    }

    /// <summary>A reward that is offered today, or null.</summary>
    public async Task<MyReward?> RewardAsync(long id, CancellationToken cancellationToken)
    {
        await using var context = await contexts.CreateDbContextAsync(cancellationToken);
        return await Offered(context).AsNoTracking().SingleOrDefaultAsync(row => row.Id == id, cancellationToken) is { } reward
            ? await ReadAsync(context, reward, await PointsAsync(cancellationToken), cancellationToken)
            : null;
    }

    /// <summary>The orders, the newest first.</summary>
    /// <param name="beforeId">Only those before this one, to show more; null for the first.</param>
    /// <param name="take">How many at most.</param>
    /// <param name="cancellationToken">Stops.</param>
    public async Task<IReadOnlyList<RewardOrderRow>> OrdersAsync(long? beforeId, int take, CancellationToken cancellationToken)
    {
        await using var context = await contexts.CreateDbContextAsync(cancellationToken);
        var orders = Mine(context).Where(row => beforeId == null || row.Id < beforeId);
        return await RewardReading.Orders(context, orders).OrderByDescending(row => row.Id).Take(take).ToListAsync(cancellationToken);
    }

    /// <summary>An order with its time line, or null where there is none of this member.</summary>
    public async Task<RewardOrderRecord?> OrderAsync(long id, CancellationToken cancellationToken)
    {
        await using var context = await contexts.CreateDbContextAsync(cancellationToken);
        if (await RewardReading.Orders(context, Mine(context).Where(row => row.Id == id)).SingleOrDefaultAsync(cancellationToken) is not { } row)
        {
            return null;
        }

        // Who of the staff did it is nothing that a member needs.
        var events = await RewardReading.EventsAsync(context, id, cancellationToken);
        return new RewardOrderRecord(row, [.. events.Select(step => step with { ByName = null })], await RewardReading.VouchersOfAsync(context, id, clock.Today, cancellationToken));
    }

    /// <summary>The vouchers: those that can be used first, then the newest.</summary>
    public async Task<IReadOnlyList<VoucherRow>> VouchersAsync(int take, CancellationToken cancellationToken)
    {
        await using var context = await contexts.CreateDbContextAsync(cancellationToken);
        var mine = context.Vouchers.Where(row => row.CustomerId == user.CustomerId);
        return await RewardReading.Vouchers(context, mine, clock.Today)
            .OrderBy(row => row.State).ThenBy(row => row.State == VoucherState.Issued ? row.ValidUntilOn : DateOnly.MaxValue).ThenByDescending(row => row.Id)
            .Take(take).ToListAsync(cancellationToken);
    }

    /// <summary>The picture of a reward that is offered, or that the member ordered; null where there is none.</summary>
    public async Task<RewardPictureFile?> PictureAsync(long rewardId, CancellationToken cancellationToken)
    {
        if (user.CustomerId is not { } customerId)
        {
            return null;
        }

        await using var context = await contexts.CreateDbContextAsync(cancellationToken);
        var rewards = context.Rewards.Where(row => row.Id == rewardId
            && (row.IsOffered || context.RewardOrders.Any(order => order.RewardId == row.Id && order.CustomerId == customerId)));
        return await RewardReading.PictureAsync(rewards, pictures, cancellationToken);
    }

    private IQueryable<RewardOrder> Mine(PortalDbContext context) => context.RewardOrders.Where(row => row.CustomerId == user.CustomerId);

    private IQueryable<Reward> Offered(PortalDbContext context)
    {
        var today = clock.Today;
        var isMember = user.CustomerId is not null;
        return context.Rewards.Where(row => isMember && row.IsOffered
            && (row.Terms.OfferedFrom == null || row.Terms.OfferedFrom <= today) && (row.Terms.OfferedUntil == null || row.Terms.OfferedUntil >= today));
    }

    private async Task<MyReward> ReadAsync(PortalDbContext context, Reward reward, long mine, CancellationToken cancellationToken)
    {
        var customerId = user.CustomerId!.Value;
        var levelId = await context.Customers.Where(row => row.Id == customerId).Select(row => row.LevelId).SingleAsync(cancellationToken);
        var available = await context.RewardStocks.Where(row => row.RewardId == reward.Id).Select(row => row.OnHand - row.Reserved).SingleAsync(cancellationToken);
        var taken = reward.Terms.LimitPerMember is null
            ? 0
            : (await RewardOrderFacts.TakenAsync([customerId], [reward], clock, context, cancellationToken)).Values.Sum();
        var levels = reward.Terms.Levels();
        var levelNames = levels.Count == 0 ? [] : await context.CustomerLevels.Where(row => levels.Contains(row.Id)).OrderBy(row => row.Rank).Select(row => row.Name).ToListAsync(cancellationToken);
        return new MyReward(
            reward.Id, reward.Number, reward.Terms, reward.PictureStoredAs, available, taken, levelNames, Math.Max(0, reward.Terms.PricePoints - mine),
            RewardChecks.Offer(reward, new RewardFacts(clock.Today, levelId, taken, available), 1));
    }
}

/// <summary>What is offered today.</summary>
/// <param name="Points">Points that the member can spend.</param>
/// <param name="Rewards">The rewards, the cheapest first.</param>
public sealed record MyCatalogue(long Points, IReadOnlyList<MyReward> Rewards);

/// <summary>A reward as a member sees it.</summary>
/// <param name="Id">The reward.</param>
/// <param name="Number">Its number.</param>
/// <param name="Terms">What it is, costs and demands.</param>
/// <param name="Picture">Names the version of the picture; null where there is none.</param>
/// <param name="Available">How many can be ordered; null where they do not run out.</param>
/// <param name="TakenInWindow">How many of the limit the member had.</param>
/// <param name="LevelNames">The levels it is kept for.</param>
/// <param name="MissingPoints">Points that are missing for one.</param>
/// <param name="Obstacle">Why the member cannot have it, apart from points; or null.</param>
public sealed record MyReward(
    long Id, string Number, RewardTerms Terms, string? Picture, long? Available, long TakenInWindow, IReadOnlyList<string> LevelNames, long MissingPoints, Refusal? Obstacle)
{
    /// <summary>Whether the member can order one now.</summary>
    public bool CanOrder => Obstacle is null && MissingPoints == 0;
}
