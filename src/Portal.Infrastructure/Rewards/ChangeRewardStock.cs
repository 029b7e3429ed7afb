using Portal.Domain.Rewards;
using Portal.Domain.Shared;
using Portal.Infrastructure.Access;
using Portal.Infrastructure.Data;
using Portal.Infrastructure.Live;
using Portal.Infrastructure.Shared;

namespace Portal.Infrastructure.Rewards;

/// <summary>Changes the stock of a reward by hand: goods that came, or a correction; always with a reason.</summary>
public sealed class ChangeRewardStock(WriteTransaction writes, LiveUpdates live, CurrentUser user, BusinessClock clock)
{
    /// <summary>The largest change at once.</summary>
    public const long MaxChange = 1_000_000;

    /// <summary>Changes it.</summary>
    public async Task<Outcome> RunAsync(RewardStockInput input, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(input);
        if (user.Refuse(Permissions.Rewards.Stock) is { } refusal)
        {
            return refusal;
        }

        var reason = input.Reason.Trim();
        var refusals = new List<Refusal>();
        if (input.Quantity is 0 or < -MaxChange or > MaxChange)
        {
            refusals.Add(new Refusal("reward_stock_change", MaxChange) { Field = nameof(input.Quantity) });
        }

        if (reason.Length is 0 or > RewardStockMovement.MaxReason)
        {
            refusals.Add(new Refusal("reward_reason_missing", RewardStockMovement.MaxReason) { Field = nameof(input.Reason) });
        }

        if (refusals.Count > 0)
        {
            return Outcome.Refused(refusals);
        }

        var outcome = await writes.RunAsync((context, ct) => ChangeAsync(input, reason, context, ct), cancellationToken);
        if (outcome.IsDone)
        {
            await live.PublishAsync(LiveUpdates.Rewards, CancellationToken.None);
        }

        return outcome;
    }

    private async Task<Outcome> ChangeAsync(RewardStockInput input, string reason, PortalDbContext context, CancellationToken cancellationToken)
    {
        if (await RewardStockRows.ChangeAsync(context, input.RewardId, input.Quantity, cancellationToken) is { } refusal)
        {
            return refusal;
        }

        var kind = input.IsReceipt && input.Quantity > 0 ? RewardMovementKind.Received : RewardMovementKind.Corrected;
        context.Add(new RewardStockMovement(input.RewardId, kind, input.Quantity, 0, null, reason, user.UserId, clock.UtcNow));
        await context.SaveChangesAsync(cancellationToken);
        return Outcome.Done;
    }
}

/// <summary>A change of a stock.</summary>
/// <param name="RewardId">The reward.</param>
/// <param name="Quantity">How many more; negative for fewer.</param>
/// <param name="IsReceipt">Whether goods came; otherwise it is a correction.</param>
/// <param name="Reason">Why.</param>
public sealed record RewardStockInput(long RewardId, long Quantity, bool IsReceipt, string Reason);
