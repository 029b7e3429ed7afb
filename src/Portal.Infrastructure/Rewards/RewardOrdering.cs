using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using Portal.Domain.Rewards;
using Portal.Domain.Shared;
using Portal.Infrastructure.Access;
using Portal.Infrastructure.Data;
using Portal.Infrastructure.Shared;

namespace Portal.Infrastructure.Rewards;

/// <summary>
/// Places orders in the caller's transaction: stock, limit and points are taken together or not at all. The stocks are taken
/// first, which makes everybody else who wants one of the same rewards wait: what is then counted holds until the commit.
/// </summary>
public sealed class RewardOrdering(RewardValue value, CurrentUser user, BusinessClock clock)
{
    /// <summary>Places an order, or finds the one that the same key placed. Refused, the transaction has to be rolled back.</summary>
    internal async Task<Outcome<PlacedOrder>> PlaceAsync(RewardOrderRequest request, PortalDbContext context, CancellationToken cancellationToken)
    {
        var placed = await PlaceAsync([request], context, cancellationToken);
        return placed.IsDone ? placed.Value[0] : placed.Refusal;
    }

    /// <summary>
    /// Places several orders as if one came after the other: a refused one leaves nothing behind and does not touch the others.
    /// Refused as a whole, the transaction has to be rolled back.
    /// </summary>
    /// <returns>One outcome per request, in their order.</returns>
    internal async Task<Outcome<IReadOnlyList<Outcome<PlacedOrder>>>> PlaceAsync(
        IReadOnlyList<RewardOrderRequest> requests, PortalDbContext context, CancellationToken cancellationToken)
    {
        var batch = await RewardOrderBatch.ReadAsync(requests, clock, context, cancellationToken);
        await batch.DraftAsync(context, cancellationToken);
        if (batch.Drafts.Count > 0)
        {
            var holds = await value.OpenHoldsAsync([.. batch.Drafts.Select(draft => draft.Order)], context, cancellationToken);
            if (!holds.IsDone)
            {
                return holds.Refusal;
            }

            batch.Drafts.ForEach(draft => batch.Take(draft, order => holds.Value.Hold(order)));
            if (await WriteAsync(batch, holds.Value, context, cancellationToken) is { } refusal)
            {
                return refusal;
            }
        }

        return await batch.OutcomesAsync(context, cancellationToken);
    }

    /// <summary>Writes what was decided.</summary>
    private async Task<Refusal?> WriteAsync(RewardOrderBatch batch, RewardHolds holds, PortalDbContext context, CancellationToken cancellationToken)
    {
        await batch.WriteAsync(user.UserId, context, cancellationToken);
        if (await holds.WriteAsync(context, cancellationToken) is { } refusal)
        {
            return refusal;
        }

        foreach (var draft in batch.Drafts.Where(draft => draft.IsTaken && draft.Order.Delivery == RewardDelivery.AtOnce))
        {
            if (await IssueAsync(draft.Order, draft.Terms, draft.Request.ByName, context, cancellationToken) is { } notIssued)
            {
                return notIssued;
            }
        }

        return null;
    }

    /// <summary>A voucher is had at once: its points are spent in the same transaction.</summary>
    private async Task<Refusal?> IssueAsync(RewardOrder order, RewardTerms terms, string? byName, PortalDbContext context, CancellationToken cancellationToken)
    {
        var effect = order.HandOver(isMoneyTaken: false, clock.UtcNow);
        await RewardStockRows.MoveAsync(context, order, effect, user.UserId, clock.UtcNow, cancellationToken);
        context.Add(new RewardOrderEvent(order.Id, order.State, null, user.UserId, byName, clock.UtcNow));
        var validUntilOn = clock.Today.AddDays(terms.ValidityDays);
        for (var number = 1; number <= order.Quantity; number++)
        {
            var issueKey = string.Create(CultureInfo.InvariantCulture, $"order:{order.Id}:{number}");
            context.Add(new Voucher(
                issueKey, CheckedCode.New(Voucher.CodeLength), order.CustomerId, terms.VoucherValueMinor, terms.VoucherMinimumMinor, validUntilOn, terms.PricePoints, order.Id, clock.UtcNow));
        }

        await context.SaveChangesAsync(cancellationToken);
        if (await value.MoveAsync(effect.Points, order.Number, null, context, cancellationToken) is { } refusal)
        {
            return refusal;
        }

        return await value.IssueVouchersAsync(order.CustomerId, terms.VoucherValueMinor * order.Quantity, order.Number, context, cancellationToken);
    }
}

/// <summary>An order to be placed.</summary>
/// <param name="OperationKey">Made before the first try; unique for ever.</param>
/// <param name="CustomerId">The member.</param>
/// <param name="RewardId">The reward.</param>
/// <param name="Wish">How many and how.</param>
/// <param name="ByName">The other system that places it, or null.</param>
internal sealed record RewardOrderRequest(string OperationKey, long CustomerId, long RewardId, RewardWish Wish, string? ByName = null)
{
    /// <summary>SHA-256 of everything asked for but the key, in hexadecimal.</summary>
    public string Hash() => Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(string.Create(
        CultureInfo.InvariantCulture, $"{CustomerId}\n{RewardId}\n{Wish.Quantity}\n{(int)Wish.Delivery}\n{Wish.Address?.Recipient}\n{Wish.Address?.Phone}\n{Wish.Address?.Text}"))));
}

/// <summary>An order as it was placed.</summary>
/// <param name="Id">The order.</param>
/// <param name="Number">Its number.</param>
/// <param name="State">Where it stands.</param>
/// <param name="PricePoints">Points of the whole order.</param>
/// <param name="PriceMoneyMinor">Money of the whole order, in minor units.</param>
/// <param name="PickUpCode">What is shown at the counter.</param>
/// <param name="ExpiresAtUtc">From when on it times out, or null.</param>
/// <param name="VoucherCodes">The codes of vouchers that were issued.</param>
/// <param name="IsNew">Whether it was placed now, not found under its key.</param>
public sealed record PlacedOrder(
    long Id, string Number, RewardOrderState State, long PricePoints, long PriceMoneyMinor, string PickUpCode, DateTime? ExpiresAtUtc, IReadOnlyList<string> VoucherCodes, bool IsNew);
