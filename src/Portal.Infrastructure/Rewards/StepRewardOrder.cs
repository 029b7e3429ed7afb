using Portal.Domain.Rewards;
using Portal.Domain.Shared;
using Portal.Infrastructure.Access;

namespace Portal.Infrastructure.Rewards;

/// <summary>An order lies ready to be picked up or sent.</summary>
public sealed class MakeRewardOrderReady(RewardOrderSteps steps)
{
    /// <summary>Says so.</summary>
    public Task<Outcome> RunAsync(long orderId, CancellationToken cancellationToken) => steps.ByStaffAsync(
        orderId, Permissions.Rewards.Serve, new RewardOrderStep((order, _) => order.CanMakeReady(), (order, _) => order.MakeReady()), cancellationToken);
}

/// <summary>An order is handed to the member; its points are spent.</summary>
public sealed class HandOverReward(RewardOrderSteps steps)
{
    /// <summary>Hands it over.</summary>
    /// <param name="orderId">The order.</param>
    /// <param name="isMoneyTaken">Whether its money was taken, where it costs any.</param>
    /// <param name="cancellationToken">Stops.</param>
    public Task<Outcome> RunAsync(long orderId, bool isMoneyTaken, CancellationToken cancellationToken) => steps.ByStaffAsync(
        orderId,
        Permissions.Rewards.Serve,
        new RewardOrderStep((order, nowUtc) => order.CanHandOver(isMoneyTaken, nowUtc), (order, nowUtc) => order.HandOver(isMoneyTaken, nowUtc)),
        cancellationToken);
}

/// <summary>An order is sent; its points are spent.</summary>
public sealed class ShipReward(RewardOrderSteps steps)
{
    /// <summary>Sends it.</summary>
    /// <param name="orderId">The order.</param>
    /// <param name="tracking">Carrier and number, or null.</param>
    /// <param name="isMoneyTaken">Whether its money was taken, where it costs any.</param>
    /// <param name="cancellationToken">Stops.</param>
    public async Task<Outcome> RunAsync(long orderId, string? tracking, bool isMoneyTaken, CancellationToken cancellationToken)
    {
        var note = string.IsNullOrWhiteSpace(tracking) ? null : tracking.Trim();
        return note?.Length > RewardOrder.MaxNote
            ? new Refusal("reward_text_long", RewardOrder.MaxNote) { Field = "Tracking" }
            : await steps.ByStaffAsync(
                orderId,
                Permissions.Rewards.Serve,
                new RewardOrderStep((order, _) => order.CanShip(isMoneyTaken), (order, nowUtc) => order.Ship(note, isMoneyTaken, nowUtc), note),
                cancellationToken);
    }
}

/// <summary>An order that was sent arrived.</summary>
public sealed class DeliverReward(RewardOrderSteps steps)
{
    /// <summary>Says so.</summary>
    public Task<Outcome> RunAsync(long orderId, CancellationToken cancellationToken) => steps.ByStaffAsync(
        orderId, Permissions.Rewards.Serve, new RewardOrderStep((order, _) => order.CanDeliver(), (order, _) => order.Deliver()), cancellationToken);
}

/// <summary>An employee cancels an order with a reason that the member reads.</summary>
public sealed class CancelRewardOrder(RewardOrderSteps steps)
{
    /// <summary>Cancels it.</summary>
    public async Task<Outcome> RunAsync(long orderId, string reason, CancellationToken cancellationToken) =>
        RewardReasons.Check(reason) is { } refusal ? refusal : await steps.ByStaffAsync(
            orderId,
            Permissions.Rewards.Serve,
            new RewardOrderStep((order, _) => order.CanCancel(), (order, nowUtc) => order.Cancel(reason.Trim(), nowUtc), reason.Trim()),
            cancellationToken);
}

/// <summary>The member who is signed in cancels an order of theirs.</summary>
public sealed class MyCancelRewardOrder(RewardOrderSteps steps)
{
    /// <summary>Cancels it.</summary>
    public Task<Outcome> RunAsync(long orderId, CancellationToken cancellationToken) => steps.ByMemberAsync(
        orderId, new RewardOrderStep((order, _) => order.CanCancel(), (order, nowUtc) => order.Cancel(null, nowUtc)), cancellationToken);
}

/// <summary>A member brings back what they had; the points go back.</summary>
public sealed class ReturnReward(RewardOrderSteps steps)
{
    /// <summary>Takes it back.</summary>
    /// <param name="orderId">The order.</param>
    /// <param name="reason">Why.</param>
    /// <param name="isGood">Whether the pieces can be given to somebody else.</param>
    /// <param name="cancellationToken">Stops.</param>
    public async Task<Outcome> RunAsync(long orderId, string reason, bool isGood, CancellationToken cancellationToken) =>
        RewardReasons.Check(reason) is { } refusal ? refusal : await steps.ByStaffAsync(
            orderId,
            Permissions.Rewards.Return,
            new RewardOrderStep((order, _) => order.CanReturn(), (order, nowUtc) => order.Return(reason.Trim(), isGood, nowUtc), reason.Trim()),
            cancellationToken);
}

/// <summary>What a reason must be.</summary>
internal static class RewardReasons
{
    public static Refusal? Check(string? reason) =>
        reason?.Trim().Length is > 0 and <= RewardOrder.MaxNote ? null : new Refusal("reward_reason_missing", RewardOrder.MaxNote) { Field = "Reason" };
}
