using Microsoft.EntityFrameworkCore;
using Portal.Domain.Rewards;
using Portal.Domain.Shared;
using Portal.Infrastructure.Data;

namespace Portal.Infrastructure.Rewards;

/// <summary>
/// Moves stocks in the caller's transaction, by guarded updates: never fewer on hand than are reserved, never fewer than none.
/// The update also makes everybody else who wants the same reward wait until the transaction ends.
/// </summary>
internal static class RewardStockRows
{
    /// <summary>Reserves pieces; false where there are not so many.</summary>
    public static async Task<bool> ReserveAsync(PortalDbContext context, long rewardId, int quantity, CancellationToken cancellationToken) =>
        await context.RewardStocks
            .Where(row => row.RewardId == rewardId && (row.OnHand == null || row.OnHand - row.Reserved >= quantity))
            .ExecuteUpdateAsync(row => row.SetProperty(to => to.Reserved, to => to.Reserved + quantity), cancellationToken) == 1;

    /// <summary>Moves what a step of an order moves; the movement is added to the context, to be saved by the caller.</summary>
    public static async Task MoveAsync(
        PortalDbContext context, RewardOrder order, RewardEffect effect, long? byUserId, DateTime nowUtc, CancellationToken cancellationToken)
    {
        if (effect.Movement is not { } kind)
        {
            return;
        }

        var isCounted = await context.RewardStocks.Where(row => row.RewardId == order.RewardId).Select(row => row.OnHand != null).SingleAsync(cancellationToken);
        var onHandDelta = isCounted ? effect.OnHandDelta : 0;
        var moved = await MoveAsync(context, order.RewardId, onHandDelta, effect.ReservedDelta, cancellationToken);
        if (!moved)
        {
            throw new InvalidOperationException($"The stock of reward {order.RewardId} does not hold what order {order.Number} reserved.");
        }

        context.Add(new RewardStockMovement(order.RewardId, kind, onHandDelta, effect.ReservedDelta, order.Id, order.Reason, byUserId, nowUtc));
    }

    /// <summary>Moves a stock by hand; refused where fewer would be left than are reserved.</summary>
    public static async Task<Refusal?> ChangeAsync(PortalDbContext context, long rewardId, long delta, CancellationToken cancellationToken)
    {
        if (await MoveAsync(context, rewardId, delta, 0, cancellationToken))
        {
            return null;
        }

        var stock = await context.RewardStocks.AsNoTracking().SingleOrDefaultAsync(row => row.RewardId == rewardId, cancellationToken);
        return stock is null ? new Refusal(Refusal.NotFound)
            : stock.OnHand is null ? new Refusal("reward_stock_endless")
            : new Refusal("reward_stock_too_few", stock.OnHand, stock.Reserved) { Field = "Quantity" };
    }

    private static async Task<bool> MoveAsync(PortalDbContext context, long rewardId, long onHandDelta, long reservedDelta, CancellationToken cancellationToken) =>
        await context.RewardStocks
            .Where(row => row.RewardId == rewardId
                && row.Reserved + reservedDelta >= 0
                && ((row.OnHand == null && onHandDelta == 0) || (row.OnHand + onHandDelta >= row.Reserved + reservedDelta)))
            .ExecuteUpdateAsync(
                row => row.SetProperty(to => to.OnHand, to => to.OnHand + onHandDelta).SetProperty(to => to.Reserved, to => to.Reserved + reservedDelta),
                cancellationToken) == 1;
}
