using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using Microsoft.EntityFrameworkCore;
using Portal.Domain.Rewards;
using Portal.Domain.Shared;
using Portal.Infrastructure.Access;
using Portal.Infrastructure.Data;
using Portal.Infrastructure.Shared;

namespace Portal.Infrastructure.Rewards;

/// <summary>
/// Places an order in the caller's transaction: stock, limit and points are taken together or not at all. The reward's stock is
/// taken first, which makes everybody else who wants the same reward wait: what is then counted holds until the commit.
/// </summary>
public sealed class RewardOrdering(RewardValue value, CurrentUser user, BusinessClock clock)
{
    /// <summary>Places it, or finds the one that the same key placed.</summary>
    internal async Task<Outcome<PlacedOrder>> PlaceAsync(RewardOrderRequest request, PortalDbContext context, CancellationToken cancellationToken)
    {
        var known = await context.RewardOrders.AsNoTracking().SingleOrDefaultAsync(row => row.OperationKey == request.OperationKey, cancellationToken);
        if (known is not null)
        {
            return known.RequestHash == request.Hash() ? await PlacedAsync(known, isNew: false, context, cancellationToken) : new Refusal("ledger_key_reused", request.OperationKey);
        }

        var facts = await (
            from customer in context.Customers
            from wanted in context.Rewards
            where customer.Id == request.CustomerId && wanted.Id == request.RewardId
            select new { customer.LevelId, customer.ClosedAtUtc, Reward = wanted }).AsNoTracking().SingleOrDefaultAsync(cancellationToken);
        if (facts is null)
        {
            return new Refusal(Refusal.NotFound);
        }

        if (facts.ClosedAtUtc is not null)
        {
            return new Refusal("reward_member_closed");
        }

        var reward = facts.Reward;
        var wish = reward.Terms.Kind == RewardKind.Voucher ? request.Wish with { Delivery = RewardDelivery.AtOnce, Address = null } : request.Wish;
        var refusals = await TakeStockAsync(reward, facts.LevelId, request.CustomerId, wish, context, cancellationToken);
        if (refusals.Count > 0)
        {
            return Outcome<PlacedOrder>.Refused(refusals);
        }

        var order = Order(request, reward.Terms, wish);
        await RecordAsync(order, request.ByName, context, cancellationToken);
        if (await value.HoldAsync(order.CustomerId, order.PricePoints, order.Number, context, cancellationToken) is { } refusal)
        {
            return refusal;
        }

        if (wish.Delivery == RewardDelivery.AtOnce && await IssueAsync(order, reward.Terms, request.ByName, context, cancellationToken) is { } notIssued)
        {
            return notIssued;
        }

        return await PlacedAsync(order, isNew: true, context, cancellationToken);
    }

    /// <summary>Saves the order with its first step and its movement of stock at once: what refers to it gets its key from the database.</summary>
    private Task<int> RecordAsync(RewardOrder order, string? byName, PortalDbContext context, CancellationToken cancellationToken)
    {
        var key = context.Add(order).Property(row => row.Id).CurrentValue;
        var step = context.Add(new RewardOrderEvent(key, RewardOrderState.Reserved, null, user.UserId, byName, clock.UtcNow));
        step.Property(row => row.OrderId).IsTemporary = true;
        var movement = context.Add(new RewardStockMovement(order.RewardId, RewardMovementKind.Reserved, 0, order.Quantity, key, null, user.UserId, clock.UtcNow));
        movement.Property(row => row.OrderId).IsTemporary = true;
        return context.SaveChangesAsync(cancellationToken);
    }

    private async Task<IReadOnlyList<Refusal>> TakeStockAsync(
        Reward reward, long? levelId, long customerId, RewardWish wish, PortalDbContext context, CancellationToken cancellationToken)
    {
        var facts = new RewardFacts(clock.Today, levelId, 0, null);
        var refusals = RewardChecks.Order(reward, facts, wish);
        if (refusals.Count > 0)
        {
            return refusals;
        }

        var isTaken = await RewardStockRows.ReserveAsync(context, reward.Id, wish.Quantity, cancellationToken);
        facts = facts with
        {
            TakenInWindow = reward.Terms.LimitPerMember is null ? 0 : await TakenAsync(context, reward, customerId, clock, cancellationToken),
            Available = isTaken ? null : await context.RewardStocks.Where(row => row.RewardId == reward.Id).Select(row => row.OnHand - row.Reserved).SingleAsync(cancellationToken) ?? 0,
        };
        return RewardChecks.Order(reward, facts, wish);
    }

    /// <summary>How many a member ordered within the reward's window and still has or waits for.</summary>
    internal static async Task<long> TakenAsync(PortalDbContext context, Reward reward, long customerId, BusinessClock clock, CancellationToken cancellationToken)
    {
        var sinceUtc = reward.Terms.LimitWindowDays is { } days ? clock.StartOfDayUtc(clock.Today.AddDays(1 - days)) : DateTime.UnixEpoch;
        return await context.RewardOrders
            .Where(row => row.CustomerId == customerId && row.RewardId == reward.Id && row.OrderedAtUtc >= sinceUtc
                && row.State != RewardOrderState.Cancelled && row.State != RewardOrderState.TimedOut && row.State != RewardOrderState.Returned)
            .SumAsync(row => (long)row.Quantity, cancellationToken);
    }

    private RewardOrder Order(RewardOrderRequest request, RewardTerms terms, RewardWish wish)
    {
        // Who picks up has the whole of the last day.
        var expiresAtUtc = wish.Delivery == RewardDelivery.PickUp ? clock.StartOfDayUtc(clock.Today.AddDays(terms.HoldDays + 1)) : (DateTime?)null;
        var order = new RewardOrder(
            request.OperationKey, request.Hash(), request.CustomerId, request.RewardId, wish.Quantity, terms.PricePoints * wish.Quantity,
            terms.PriceMoneyMinor * wish.Quantity, wish.Delivery, CheckedCode.New(RewardOrder.PickUpCodeLength), clock.UtcNow, expiresAtUtc);
        if (wish is { Delivery: RewardDelivery.Ship, Address: { } address })
        {
            order.SendTo(address);
        }

        return order;
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

    private static async Task<PlacedOrder> PlacedAsync(RewardOrder order, bool isNew, PortalDbContext context, CancellationToken cancellationToken)
    {
        var vouchers = order.Delivery == RewardDelivery.AtOnce
            ? await context.Vouchers.Where(row => row.OrderId == order.Id).OrderBy(row => row.Id).Select(row => row.Code).ToListAsync(cancellationToken)
            : [];
        return new PlacedOrder(order.Id, order.Number, order.State, order.PricePoints, order.PriceMoneyMinor, order.PickUpCode, order.ExpiresAtUtc, vouchers, isNew);
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
