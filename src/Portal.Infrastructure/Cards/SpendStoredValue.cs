using Microsoft.EntityFrameworkCore;
using Portal.Domain.Cards;
using Portal.Domain.Discounts;
using Portal.Domain.Ledger;
using Portal.Domain.Shared;
using Portal.Infrastructure.Access;
using Portal.Infrastructure.Data;
using Portal.Infrastructure.Discounts;

namespace Portal.Infrastructure.Cards;

/// <summary>Pays a bill with stored value. The type says which part goes first and whether the PIN is asked.</summary>
public sealed class SpendStoredValue
{
    private readonly CardWork _work;
    private readonly CurrentUser _user;

    internal SpendStoredValue(CardWork work, CurrentUser user)
    {
        _work = work;
        _user = user;
    }

    /// <summary>Pays in a transaction of its own; the same key pays once.</summary>
    public async Task<Outcome<CardReceipt>> RunAsync(SpendInput input, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(input);
        if (_user.Refuse(Permissions.Cards.Operate) is { } refusal)
        {
            return refusal;
        }

        // Hashing is slow on purpose: before the transaction, so that nobody waits behind it.
        var proof = input.Pin is null ? null : await _work.Pins.PrepareAsync(input.CardId, input.Pin, cancellationToken);
        return await _work.RunAsync(Request(input, proof), (locked, context, ct) => DecideAsync(input, proof is not null, locked, context, ct), cancellationToken);
    }

    /// <summary>
    /// Pays in the caller's transaction (a till's bill); nothing may be unsaved. A refusal that keeps its writes, a wrong PIN,
    /// has to be committed. Who may ask is decided by the caller.
    /// </summary>
    /// <param name="input">What to pay; its PIN is not looked at.</param>
    /// <param name="proof">The PIN, prepared before the transaction; null for none.</param>
    /// <param name="context">The caller's context, with an open transaction.</param>
    /// <param name="cancellationToken">Stops it.</param>
    public Task<Attempt<CardReceipt>> RunAsync(SpendInput input, PinProof? proof, PortalDbContext context, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(input);
        return _work.RunAsync(Request(input, proof), (locked, caller, ct) => DecideAsync(input, proof is not null, locked, caller, ct), context, cancellationToken);
    }

    private static CardRequest Request(SpendInput input, PinProof? proof) =>
        new(input.OperationKey, CardOperationKey.Hash("spend", input.CardId, input.AmountMinor, input.Document), input.CardId) { Pin = proof };

    private async Task<Outcome<CardStep>> DecideAsync(SpendInput input, bool hasPin, LockedCard locked, PortalDbContext context, CancellationToken cancellationToken)
    {
        if (locked.Card.RefuseUse(_work.Today) is { } unusable)
        {
            return unusable;
        }

        if (!locked.Rules.HoldsMoney)
        {
            return new Refusal("card_holds_no_money");
        }

        if (locked.Rules.AsksPin && !hasPin)
        {
            return new Refusal(locked.Card.PinHash is null ? "card_pin_missing" : "card_pin_needed") { Field = nameof(input.Pin) };
        }

        var split = locked.Balance.Split(input.AmountMinor, locked.Rules.SpendingOrder);
        if (!split.IsDone)
        {
            return split.Refusal with { Field = nameof(input.AmountMinor) };
        }

        if ((locked.Card.DailyLimitMinor ?? locked.Rules.DailyLimitMinor) is { } limit)
        {
            var spent = await CardDays.SpentMinorAsync(context, locked.Card.Id, _work.Today, cancellationToken);
            if (spent + input.AmountMinor > limit)
            {
                return new Refusal("card_daily_limit", new Money(limit), new Money(Math.Max(0, limit - spent))) { Field = nameof(input.AmountMinor) };
            }
        }

        var bill = await DiscountAsync(input, locked, context, cancellationToken);
        if (!bill.IsDone)
        {
            return bill.Refusal;
        }

        return new CardStep(CardOperationKind.Spent)
        {
            DiscountMinor = bill.Value?.DiscountMinor ?? 0,
            Detail = bill.Value is { } discounted ? CustomerDiscounts.Detail(discounted) : null,
            Moved = -split.Value,
            Transfer = LedgerTransferKind.CardSpent,
            Document = input.Document,
        };
    }

    /// <summary>The bill's discount as of now; what the holder agreed to pay must still be what is to pay.</summary>
    private static async Task<Outcome<DiscountedBill?>> DiscountAsync(SpendInput input, LockedCard locked, PortalDbContext context, CancellationToken cancellationToken)
    {
        if (input.Lines is null)
        {
            return (DiscountedBill?)null;
        }

        var bill = await CustomerDiscounts.ApplyAsync(context, locked.Type, locked.Account?.CustomerId, input.Lines, cancellationToken);
        return !bill.IsDone ? bill.Refusal
            : bill.Value.NetMinor == input.AmountMinor ? bill.Value
            : new Refusal("card_discount_changed", new Money(bill.Value.NetMinor)) { Field = nameof(input.AmountMinor) };
    }
}

/// <summary>Gives back what was paid with stored value, wholly or in part: each part gets back exactly what it gave.</summary>
public sealed class RefundStoredValue
{
    private readonly CardWork _work;
    private readonly CurrentUser _user;

    internal RefundStoredValue(CardWork work, CurrentUser user)
    {
        _work = work;
        _user = user;
    }

    /// <summary>Gives it back; the same key gives back once.</summary>
    public async Task<Outcome<CardReceipt>> RunAsync(RefundInput input, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(input);
        if (_user.Refuse(Permissions.Cards.Operate) is { } refusal)
        {
            return refusal;
        }

        return await _work.RunAsync(Request(input), (locked, context, ct) => DecideAsync(input, locked, context, ct), cancellationToken);
    }

    /// <summary>Gives it back in the caller's transaction, which decided who may ask.</summary>
    public Task<Attempt<CardReceipt>> RunAsync(RefundInput input, PortalDbContext context, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(input);
        return _work.RunAsync(Request(input), (locked, caller, ct) => DecideAsync(input, locked, caller, ct), context, cancellationToken);
    }

    private static CardRequest Request(RefundInput input) =>
        new(input.OperationKey, CardOperationKey.Hash("refund", input.CardId, input.SpendOperationId, input.AmountMinor), input.CardId);

    private static async Task<Outcome<CardStep>> DecideAsync(RefundInput input, LockedCard locked, PortalDbContext context, CancellationToken cancellationToken)
    {
        // The card may have been replaced since; the account counts.
        var spend = await context.CardOperations.AsNoTracking().SingleOrDefaultAsync(row => row.Id == input.SpendOperationId, cancellationToken);
        if (spend is null || spend.Kind != CardOperationKind.Spent || spend.AccountId != locked.Card.AccountId)
        {
            return new Refusal("card_refund_unknown") { Field = nameof(input.SpendOperationId) };
        }

        if (locked.Account!.ClosedAtUtc is not null)
        {
            return new Refusal("card_closed", locked.Card.Number);
        }

        var before = await context.CardOperations.Where(row => row.ReversesOperationId == spend.Id).SumAsync(row => row.PrincipalMinor + row.GiftMinor, cancellationToken);
        var paid = -spend.Moved;
        if (input.AmountMinor <= 0 || before + input.AmountMinor > paid.TotalMinor)
        {
            return new Refusal("card_refund_too_much", new Money(paid.TotalMinor - before)) { Field = nameof(input.AmountMinor) };
        }

        return new CardStep(CardOperationKind.Refunded)
        {
            Moved = paid.Refund(before, input.AmountMinor),
            Transfer = LedgerTransferKind.CardRefunded,
            ReversesOperationId = spend.Id,
            Document = input.Document ?? spend.Document,
            Reason = input.Reason,
        };
    }
}

/// <summary>What to pay.</summary>
/// <param name="OperationKey">Made before the first try; at most 100 characters.</param>
/// <param name="CardId">The card.</param>
/// <param name="AmountMinor">The amount in fen.</param>
/// <param name="Document">The bill.</param>
/// <param name="Pin">The PIN, where the type asks for it.</param>
/// <param name="Lines">The bill before the discounts that the card's holder has; null where the amount is paid as it is.</param>
public sealed record SpendInput(string OperationKey, long CardId, long AmountMinor, string? Document, string? Pin = null, IReadOnlyList<BillLineInput>? Lines = null)
{
    /// <summary>Everything but the PIN, which belongs into no log.</summary>
    public override string ToString() => $"{nameof(SpendInput)} {OperationKey} card {CardId}: {AmountMinor}, {Document}";
}

/// <summary>What to give back.</summary>
/// <param name="OperationKey">Made before the first try.</param>
/// <param name="CardId">The card that paid, or the one that took its place.</param>
/// <param name="SpendOperationId">The purchase.</param>
/// <param name="AmountMinor">The amount in fen.</param>
/// <param name="Document">The return's number, or null for the bill's.</param>
/// <param name="Reason">Why, or null.</param>
public sealed record RefundInput(string OperationKey, long CardId, long SpendOperationId, long AmountMinor, string? Document = null, string? Reason = null);

/// <summary>What cards did in a day.</summary>
internal static class CardDays
{
    /// <summary>What a card spent on a business day, less what was given back of it.</summary>
    public static async Task<long> SpentMinorAsync(PortalDbContext context, long cardId, DateOnly on, CancellationToken cancellationToken) =>
        -await context.CardOperations
            .Where(row => row.CardId == cardId && row.On == on && (row.Kind == CardOperationKind.Spent || row.Kind == CardOperationKind.Refunded))
            .SumAsync(row => row.PrincipalMinor + row.GiftMinor, cancellationToken);
}
