using Microsoft.EntityFrameworkCore;
using Portal.Domain.Shared;
using Portal.Infrastructure.Access;
using Portal.Infrastructure.Data;
using Portal.Infrastructure.Live;
using Portal.Infrastructure.Shared;

namespace Portal.Infrastructure.Goods;

/// <summary>Records that goods given as a rebate arrived; the same word again changes nothing.</summary>
public sealed class ConfirmDelivery(IDbContextFactory<PortalDbContext> contexts, LiveUpdates live, CurrentUser user, BusinessClock clock)
{
    private const int MaxReferenceLength = 100;

    /// <summary>Records it.</summary>
    /// <param name="deliveryId">The delivery.</param>
    /// <param name="deliveredOn">The business day; not after today.</param>
    /// <param name="reference">The carrier's or the receiver's reference, or null.</param>
    /// <param name="cancellationToken">Stops.</param>
    public async Task<Outcome> RunAsync(long deliveryId, DateOnly? deliveredOn, string? reference, CancellationToken cancellationToken)
    {
        if (user.Refuse(Permissions.Payouts.Pay) is { } refusal)
        {
            return refusal;
        }

        if (deliveredOn is not { } day || day > clock.Today)
        {
            return new Refusal("goods_day_invalid", clock.Today) { Field = "deliveredOn" };
        }

        var text = string.IsNullOrWhiteSpace(reference) ? null : reference.Trim();
        if (text?.Length > MaxReferenceLength)
        {
            return new Refusal("goods_reference_too_long", MaxReferenceLength) { Field = "reference" };
        }

        await using var context = await contexts.CreateDbContextAsync(cancellationToken);
        var delivery = await context.GoodsDeliveries.SingleOrDefaultAsync(row => row.Id == deliveryId, cancellationToken);
        if (delivery is null)
        {
            return new Refusal(Refusal.NotFound);
        }

        if (delivery.CanConfirm(day, text) is { } reason)
        {
            return reason;
        }

        delivery.Confirm(day, text, user.UserId, clock.UtcNow);
        if (await context.TrySaveAsync(cancellationToken) is { } stale)
        {
            return stale;
        }

        await live.PublishAsync(LiveUpdates.Payments, CancellationToken.None);
        return Outcome.Done;
    }
}
