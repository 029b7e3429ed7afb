using Microsoft.EntityFrameworkCore;
using Portal.Domain.Rewards;
using Portal.Infrastructure.Access;
using Portal.Infrastructure.Data;
using Portal.Infrastructure.Shared;

namespace Portal.Infrastructure.Rewards;

/// <summary>Reads rewards and their stock for staff.</summary>
public sealed class RewardQueries(IDbContextFactory<PortalDbContext> contexts, RewardPictures pictures, CurrentUser user, BusinessClock clock)
{
    /// <summary>The largest picture that is taken, in bytes.</summary>
    public long MaxPictureBytes => pictures.MaxBytes;

    /// <summary>The rewards. Sorts: number, name, points, available, kind. Filters: <c>kind</c>, <c>offered</c> (yes, no), <c>stock</c> (out).</summary>
    public async Task<GridPage<RewardRow>> ListAsync(GridQuery query, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(query);
        await using var context = await contexts.CreateDbContextAsync(cancellationToken);
        var rows = Filtered(Rows(context), query);
        var sorted = (query.Sort, query.Descending) switch
        {
            ("name", false) => rows.OrderBy(row => row.NameEn),
            ("name", true) => rows.OrderByDescending(row => row.NameEn),
            ("points", false) => rows.OrderBy(row => row.PricePoints),
            ("points", true) => rows.OrderByDescending(row => row.PricePoints),
            ("available", false) => rows.OrderBy(row => row.OnHand - row.Reserved),
            ("available", true) => rows.OrderByDescending(row => row.OnHand - row.Reserved),
            ("kind", false) => rows.OrderBy(row => row.Kind),
            ("kind", true) => rows.OrderByDescending(row => row.Kind),
            ("number", true) => rows.OrderByDescending(row => row.Number),
            _ => rows.OrderBy(row => row.Number),
        };
        return new GridPage<RewardRow>(
            await sorted.ThenBy(row => row.Id).Skip(query.Skip).Take(query.Take).ToListAsync(cancellationToken), await rows.CountAsync(cancellationToken));
    }

    /// <summary>A reward with all its terms, or null.</summary>
    public async Task<RewardRecord?> RecordAsync(long id, CancellationToken cancellationToken)
    {
        if (!user.Can(Permissions.Rewards.View))
        {
            return null;
        }

        await using var context = await contexts.CreateDbContextAsync(cancellationToken);
        var reward = await context.Rewards.AsNoTracking().SingleOrDefaultAsync(row => row.Id == id, cancellationToken);
        var stock = await context.RewardStocks.AsNoTracking().SingleOrDefaultAsync(row => row.RewardId == id, cancellationToken);
        if (reward is null || stock is null)
        {
            return null;
        }

        var open = await context.RewardOrders.CountAsync(
            row => row.RewardId == id && (row.State == RewardOrderState.Reserved || row.State == RewardOrderState.Ready), cancellationToken);
        var issued = await context.RewardOrders
            .Where(row => row.RewardId == id && (row.State == RewardOrderState.HandedOver || row.State == RewardOrderState.Shipped || row.State == RewardOrderState.Delivered))
            .SumAsync(row => (long)row.Quantity, cancellationToken);
        return new RewardRecord(reward.Id, reward.Number, reward.Terms, reward.IsOffered, reward.IsOfferedOn(clock.Today), reward.PictureStoredAs, stock.OnHand, stock.Reserved, open, issued, reward.RowVersion);
    }

    /// <summary>The movements of a reward's stock, the newest first. Filters: <c>kind</c>.</summary>
    public async Task<GridPage<RewardMovementRow>> MovementsAsync(long rewardId, GridQuery query, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(query);
        await using var context = await contexts.CreateDbContextAsync(cancellationToken);
        var mayView = user.Can(Permissions.Rewards.View);
        var rows =
            from movement in context.RewardStockMovements
            where mayView && movement.RewardId == rewardId
            select new RewardMovementRow
            {
                Id = movement.Id,
                Kind = movement.Kind,
                OnHandDelta = movement.OnHandDelta,
                ReservedDelta = movement.ReservedDelta,
                OrderId = movement.OrderId,
                Reason = movement.Reason,
                ByName = context.Users.Where(login => login.Id == movement.ByUserId).Select(login => login.DisplayName).FirstOrDefault(),
                AtUtc = movement.AtUtc,
            };
        if (query.Choice<RewardMovementKind>("kind") is { } kind)
        {
            rows = rows.Where(row => row.Kind == kind);
        }

        return new GridPage<RewardMovementRow>(
            await rows.OrderByDescending(row => row.Id).Skip(query.Skip).Take(query.Take).ToListAsync(cancellationToken), await rows.CountAsync(cancellationToken));
    }

    /// <summary>The levels that a reward can be kept for, the highest first.</summary>
    public async Task<IReadOnlyList<RewardLevel>> LevelsAsync(CancellationToken cancellationToken)
    {
        await using var context = await contexts.CreateDbContextAsync(cancellationToken);
        return await context.CustomerLevels.OrderBy(row => row.Rank).ThenBy(row => row.Id).Select(row => new RewardLevel(row.Id, row.Name)).ToListAsync(cancellationToken);
    }

    /// <summary>The picture of a reward, for whoever may see rewards; null where there is none.</summary>
    public async Task<RewardPictureFile?> PictureAsync(long rewardId, CancellationToken cancellationToken)
    {
        if (!user.Can(Permissions.Rewards.View))
        {
            return null;
        }

        await using var context = await contexts.CreateDbContextAsync(cancellationToken);
        return await RewardReading.PictureAsync(context.Rewards.Where(row => row.Id == rewardId), pictures, cancellationToken);
    }

    private IQueryable<RewardRow> Rows(PortalDbContext context)
    {
        var mayView = user.Can(Permissions.Rewards.View);
        return
            from reward in context.Rewards
            join stock in context.RewardStocks on reward.Id equals stock.RewardId
            where mayView
            select new RewardRow
            {
                Id = reward.Id,
                Number = reward.Number,
                NameZhCn = reward.Terms.NameZhCn,
                NameEn = reward.Terms.NameEn,
                Kind = reward.Terms.Kind,
                PricePoints = reward.Terms.PricePoints,
                PriceMoneyMinor = reward.Terms.PriceMoneyMinor,
                IsOffered = reward.IsOffered,
                OfferedFrom = reward.Terms.OfferedFrom,
                OfferedUntil = reward.Terms.OfferedUntil,
                OnHand = stock.OnHand,
                Reserved = stock.Reserved,
                Picture = reward.PictureStoredAs,
            };
    }

    private static IQueryable<RewardRow> Filtered(IQueryable<RewardRow> rows, GridQuery query)
    {
        if (query.Term is { } term)
        {
            rows = rows.Where(row => row.Number.ToLower().Contains(term) || row.NameZhCn.ToLower().Contains(term) || row.NameEn.ToLower().Contains(term));
        }

        if (query.Choice<RewardKind>("kind") is { } kind)
        {
            rows = rows.Where(row => row.Kind == kind);
        }

        if (query.Filter("offered") is { } offered)
        {
            var isOffered = offered == "yes";
            rows = rows.Where(row => row.IsOffered == isOffered);
        }

        return query.Filter("stock") == "out" ? rows.Where(row => row.OnHand != null && row.OnHand - row.Reserved <= 0) : rows;
    }
}

/// <summary>A reward in a list.</summary>
public sealed record RewardRow
{
    /// <summary>The reward.</summary>
    public long Id { get; init; }

    /// <summary>Its number.</summary>
    public required string Number { get; init; }

    /// <summary>The name in Chinese.</summary>
    public required string NameZhCn { get; init; }

    /// <summary>The name in English.</summary>
    public required string NameEn { get; init; }

    /// <summary>What it is.</summary>
    public RewardKind Kind { get; init; }

    /// <summary>Points for one.</summary>
    public long PricePoints { get; init; }

    /// <summary>Money for one beside the points.</summary>
    public long PriceMoneyMinor { get; init; }

    /// <summary>Whether members are shown it, within its days.</summary>
    public bool IsOffered { get; init; }

    /// <summary>The first day on which it is offered, or null.</summary>
    public DateOnly? OfferedFrom { get; init; }

    /// <summary>The last day on which it is offered, or null.</summary>
    public DateOnly? OfferedUntil { get; init; }

    /// <summary>How many lie there; null where they do not run out.</summary>
    public long? OnHand { get; init; }

    /// <summary>How many of them are reserved.</summary>
    public long Reserved { get; init; }

    /// <summary>Names the version of the picture; null where there is none.</summary>
    public string? Picture { get; init; }

    /// <summary>How many can be ordered; null where they do not run out.</summary>
    public long? Available => OnHand - Reserved;
}

/// <summary>A reward with all its terms.</summary>
/// <param name="Id">The reward.</param>
/// <param name="Number">Its number.</param>
/// <param name="Terms">Its terms.</param>
/// <param name="IsOffered">Whether members are shown it, within its days.</param>
/// <param name="IsOfferedToday">Whether they are shown it today.</param>
/// <param name="Picture">Names the version of the picture; null where there is none.</param>
/// <param name="OnHand">How many lie there; null where they do not run out.</param>
/// <param name="Reserved">How many of them are reserved.</param>
/// <param name="OpenOrders">Orders that wait.</param>
/// <param name="Issued">Pieces that members had.</param>
/// <param name="RowVersion">The version.</param>
public sealed record RewardRecord(
    long Id, string Number, RewardTerms Terms, bool IsOffered, bool IsOfferedToday, string? Picture, long? OnHand, long Reserved, int OpenOrders, long Issued, long RowVersion)
{
    /// <summary>How many can be ordered; null where they do not run out.</summary>
    public long? Available => OnHand - Reserved;
}

/// <summary>A movement of a stock.</summary>
public sealed record RewardMovementRow
{
    /// <summary>The movement.</summary>
    public long Id { get; init; }

    /// <summary>What happened.</summary>
    public RewardMovementKind Kind { get; init; }

    /// <summary>By how many the stock on hand changed.</summary>
    public long OnHandDelta { get; init; }

    /// <summary>By how many those reserved changed.</summary>
    public long ReservedDelta { get; init; }

    /// <summary>The order behind it, or null.</summary>
    public long? OrderId { get; init; }

    /// <summary>Why, or null.</summary>
    public string? Reason { get; init; }

    /// <summary>Who did it, or null.</summary>
    public string? ByName { get; init; }

    /// <summary>When.</summary>
    public DateTime AtUtc { get; init; }
}

/// <summary>A level by name.</summary>
/// <param name="Id">The level.</param>
/// <param name="Name">Its name.</param>
public sealed record RewardLevel(long Id, string Name);
