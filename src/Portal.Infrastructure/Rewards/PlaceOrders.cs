using Microsoft.EntityFrameworkCore;
using Portal.Domain.Rewards;
using Portal.Domain.Shared;
using Portal.Infrastructure.Access;
using Portal.Infrastructure.Data;
using Portal.Infrastructure.Live;

namespace Portal.Infrastructure.Rewards;

/// <summary>The member who is signed in orders a reward.</summary>
public sealed class MyOrderReward(WriteTransaction writes, RewardOrdering ordering, LiveUpdates live, CurrentUser user)
{
    /// <summary>Orders; the same operation key gives the first order.</summary>
    public async Task<Outcome<PlacedOrder>> RunAsync(RewardOrderInput input, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(input);
        if (user.CustomerId is not { } customerId)
        {
            return new Refusal(Refusal.NotPermitted);
        }

        var request = new RewardOrderRequest($"my:{customerId}:{input.OperationKey}", customerId, input.RewardId, input.Wish);
        var outcome = await writes.RunAsync((context, ct) => ordering.PlaceAsync(request, context, ct), cancellationToken);
        if (outcome.IsDone)
        {
            await live.PublishAsync(LiveUpdates.Rewards, CancellationToken.None);
        }

        return outcome;
    }
}

/// <summary>An employee orders a reward for a member who stands at the counter or calls.</summary>
public sealed class PlaceRewardOrder(WriteTransaction writes, RewardOrdering ordering, LiveUpdates live, CurrentUser user)
{
    /// <summary>Orders; the same operation key gives the first order.</summary>
    public async Task<Outcome<PlacedOrder>> RunAsync(long customerId, RewardOrderInput input, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(input);
        if (user.Refuse(Permissions.Rewards.Serve) is { } refusal)
        {
            return refusal;
        }

        var request = new RewardOrderRequest($"staff:{input.OperationKey}", customerId, input.RewardId, input.Wish);
        var outcome = await writes.RunAsync(
            async (context, ct) => await context.Customers.VisibleTo(user, context).AnyAsync(row => row.Id == customerId, ct)
                ? await ordering.PlaceAsync(request, context, ct)
                : new Refusal(Refusal.NotFound),
            cancellationToken);
        if (outcome.IsDone)
        {
            await live.PublishAsync(LiveUpdates.Rewards, CancellationToken.None);
        }

        return outcome;
    }
}

/// <summary>What is ordered.</summary>
/// <param name="OperationKey">Made before the first try; at most 100 characters.</param>
/// <param name="RewardId">The reward.</param>
/// <param name="Wish">How many and how.</param>
public sealed record RewardOrderInput(string OperationKey, long RewardId, RewardWish Wish);
