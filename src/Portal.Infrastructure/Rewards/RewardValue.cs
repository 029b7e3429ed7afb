using Portal.Domain.Ledger;
using Portal.Domain.Rewards;
using Portal.Domain.Shared;
using Portal.Infrastructure.Data;
using Portal.Infrastructure.Ledger;
using Portal.Infrastructure.Points;
using Portal.Infrastructure.Shared;

namespace Portal.Infrastructure.Rewards;

/// <summary>What orders and vouchers move, in the caller's transaction: points with their lots, and the amounts of vouchers.</summary>
public sealed class RewardValue(
    HoldPoints hold, PostHeldPoints postHeld, ReleaseHeldPoints release, RedeemPoints redeem, PostTransfer postTransfer, BusinessClock clock)
{
    /// <summary>Locks and reads the members of orders, whose points are then held one by one in memory.</summary>
    internal async Task<Outcome<RewardHolds>> OpenHoldsAsync(IReadOnlyList<RewardOrder> orders, PortalDbContext context, CancellationToken cancellationToken)
    {
        var opened = await hold.OpenAsync([.. orders.Select(Wanted)], context, cancellationToken);
        return opened.IsDone ? new RewardHolds(hold, opened.Value) : opened.Refusal;
    }

    internal static UsePointsInput Wanted(RewardOrder order) => new(KeyOf(order.Number), order.CustomerId, order.PricePoints, order.Number);

    /// <summary>Spends points at once.</summary>
    internal async Task<Refusal?> SpendAsync(long customerId, long points, string source, PortalDbContext context, CancellationToken cancellationToken) =>
        Why(await redeem.RunAsync(new UsePointsInput(KeyOf(source), customerId, points, source), context, cancellationToken), points);

    /// <summary>What becomes of an order's points in a step.</summary>
    internal async Task<Refusal?> MoveAsync(RewardPointsMove move, string source, string? reason, PortalDbContext context, CancellationToken cancellationToken) => move switch
    {
        RewardPointsMove.Release => Why(await release.RunAsync(KeyOf(source), reason, context, cancellationToken)),
        RewardPointsMove.Post => Why(await postHeld.RunAsync(KeyOf(source), context, cancellationToken)),
        RewardPointsMove.GiveBack => Why(await redeem.CancelAsync(KeyOf(source), reason, context, cancellationToken)),
        _ => null,
    };

    /// <summary>Puts the amount of new vouchers into the ledger.</summary>
    internal Task<Refusal?> IssueVouchersAsync(long customerId, long valueMinor, string source, PortalDbContext context, CancellationToken cancellationToken) =>
        VoucherAsync("issue", LedgerTransferKind.VoucherIssued, customerId, valueMinor, source, LedgerAccountKind.VouchersIssued, isIn: true, context, cancellationToken);

    /// <summary>Takes the amount of a voucher out of the ledger: used, expired or cancelled.</summary>
    internal Task<Refusal?> EndVoucherAsync(Voucher voucher, PortalDbContext context, CancellationToken cancellationToken)
    {
        var (step, kind, house) = voucher.State switch
        {
            VoucherState.Used => ("use", LedgerTransferKind.VoucherUsed, LedgerAccountKind.VouchersUsed),
            VoucherState.Expired => ("expire", LedgerTransferKind.VoucherExpired, LedgerAccountKind.VouchersIssued),
            VoucherState.Cancelled => ("cancel", LedgerTransferKind.VoucherCancelled, LedgerAccountKind.VouchersIssued),
            _ => throw new InvalidOperationException("The voucher has not ended."),
        };
        return VoucherAsync(step, kind, voucher.CustomerId, voucher.ValueMinor, voucher.Number, house, isIn: false, context, cancellationToken);
    }

    private static string KeyOf(string source) => "reward:" + source;

    internal static Refusal? Why(Outcome<PointsPosted> posted, long? points = null) =>
        posted.IsDone ? null : points is { } asked && posted.Refusal.Code == "points_not_enough" ? new Refusal("reward_points_short", asked) : posted.Refusal;

    private async Task<Refusal?> VoucherAsync(
        string step, LedgerTransferKind kind, long customerId, long valueMinor, string source, LedgerAccountKind house, bool isIn, PortalDbContext context, CancellationToken cancellationToken)
    {
        var mine = LedgerAccountReference.Customer(LedgerAccountKind.Vouchers, customerId);
        var (from, to) = isIn ? (LedgerAccountReference.House(house), mine) : (mine, LedgerAccountReference.House(house));
        var request = TransferRequest.Move($"voucher-{step}:{source}", kind, source, clock.Today, from, to, valueMinor);
        var posted = await postTransfer.RunAsync(request, context, cancellationToken);
        return posted.IsDone ? null : posted.Refusal;
    }
}

/// <summary>Points that are held for orders: decided one by one in memory, written together.</summary>
internal sealed class RewardHolds(HoldPoints hold, PointsBookings bookings)
{
    /// <summary>Holds an order's points; refused with <c>reward_points_short</c> where the member has fewer.</summary>
    public Refusal? Hold(RewardOrder order) => RewardValue.Why(hold.Hold(RewardValue.Wanted(order), bookings), order.PricePoints);

    /// <summary>Writes all of them; refused, the transaction has to be rolled back.</summary>
    public async Task<Refusal?> WriteAsync(PortalDbContext context, CancellationToken cancellationToken)
    {
        var written = await hold.WriteAsync(bookings, context, cancellationToken);
        return written.IsDone ? null : written.Refusals[0];
    }
}
