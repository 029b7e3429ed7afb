using Microsoft.EntityFrameworkCore;
using Portal.Domain.Cards;
using Portal.Domain.Ledger;
using Portal.Domain.Shared;
using Portal.Infrastructure.Access;
using Portal.Infrastructure.Data;
using Portal.Infrastructure.Live;

namespace Portal.Infrastructure.Cards;

/// <summary>Replaces a lost or broken card (补卡): a new number on the same account, the old one dead for good. The PIN stays.</summary>
public sealed class ReplaceCard
{
    private readonly CardWork _work;
    private readonly LiveUpdates _live;
    private readonly CurrentUser _user;

    internal ReplaceCard(CardWork work, LiveUpdates live, CurrentUser user)
    {
        _work = work;
        _live = live;
        _user = user;
    }

    /// <summary>Replaces it; the same key does it once. The receipt is the old card's; the operation names the new one.</summary>
    public async Task<Outcome<CardReceipt>> RunAsync(ReplaceCardInput input, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(input);
        if ((_user.Refuse(Permissions.Cards.Operate) ?? CardOperationKey.CheckReason(input.Reason)) is { } refusal)
        {
            return refusal;
        }

        var outcome = await _work.RunAsync(
            new CardRequest(input.OperationKey, CardOperationKey.Hash("replace", input.CardId, CardNumbers.Read(input.NewNumber)), input.CardId),
            (locked, context, ct) => DecideAsync(input, locked, context, ct),
            cancellationToken);
        if (outcome.IsDone)
        {
            await _live.PublishAsync(LiveUpdates.Cards, CancellationToken.None);
        }

        return outcome;
    }

    private async Task<Outcome<CardStep>> DecideAsync(ReplaceCardInput input, LockedCard locked, PortalDbContext context, CancellationToken cancellationToken)
    {
        if (locked.Card.AccountId is null)
        {
            return locked.Card.RefuseUse(_work.Today)!;
        }

        var blank = await CardNumbering.BlankAsync(context, locked.Type, input.NewNumber, _work.UtcNow, cancellationToken);
        if (!blank.IsDone)
        {
            return blank.Refusal;
        }

        // A new card needs its key before the old one can name it.
        if (await context.TrySaveAsync(cancellationToken) is { } stale)
        {
            return stale;
        }

        var (before, next) = (locked.Card.State, blank.Value);
        if (locked.Card.ReplaceBy(next, _work.Today, _work.UtcNow) is { } refusal)
        {
            return refusal;
        }

        foreach (var subCard in await context.Cards.Where(row => row.ParentCardId == locked.Card.Id).ToListAsync(cancellationToken))
        {
            subCard.PlaceUnder(next.Id);
        }

        return new CardStep(CardOperationKind.Replaced) { StateBefore = before, OtherCardId = next.Id, Detail = $"{locked.Card.Number} → {next.Number}", Reason = input.Reason };
    }
}

/// <summary>
/// Closes a card (退卡). A main card closes its account with all cards: the principal and the price of visits left are paid
/// out, the gift is forfeited or paid out, as the type says. A sub-card closes alone.
/// </summary>
public sealed class CloseCard
{
    private readonly CardWork _work;
    private readonly LiveUpdates _live;
    private readonly CurrentUser _user;

    internal CloseCard(CardWork work, LiveUpdates live, CurrentUser user)
    {
        _work = work;
        _live = live;
        _user = user;
    }

    /// <summary>Closes it; the same key does it once.</summary>
    public async Task<Outcome<CardReceipt>> RunAsync(CloseCardInput input, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(input);
        if ((_user.Refuse(Permissions.Cards.Operate) ?? CardOperationKey.CheckReason(input.Reason)) is { } refusal)
        {
            return refusal;
        }

        var outcome = await _work.RunAsync(
            new CardRequest(input.OperationKey, CardOperationKey.Hash("close", input.CardId, input.Method), input.CardId),
            (locked, context, ct) => DecideAsync(input, locked, context, ct),
            cancellationToken);
        if (outcome.IsDone)
        {
            await _live.PublishAsync(LiveUpdates.Cards, CancellationToken.None);
        }

        return outcome;
    }

    private async Task<Outcome<CardStep>> DecideAsync(CloseCardInput input, LockedCard locked, PortalDbContext context, CancellationToken cancellationToken)
    {
        var before = locked.Card.State;
        if (locked.Card.Close(_work.Today, _work.UtcNow) is { } refusal)
        {
            return refusal;
        }

        if (locked.Card.IsSubCard)
        {
            return new CardStep(CardOperationKind.Closed) { StateBefore = before, Reason = input.Reason };
        }

        var accountId = locked.Account!.Id;
        foreach (var other in await context.Cards.Where(row => row.AccountId == accountId && row.Id != locked.Card.Id).ToListAsync(cancellationToken))
        {
            other.Close(_work.Today, _work.UtcNow);
        }

        locked.Account.Close(_work.UtcNow);
        var lots = await context.VisitLots.Where(row => row.AccountId == accountId && row.Left > 0).ToListAsync(cancellationToken);
        var uses = lots.ConvertAll(lot => (Lot: lot, Times: lot.Left, ValueMinor: lot.LeftValueMinor));
        lots.ForEach(lot => lot.Take(lot.Left));
        var giftPaid = locked.Rules.PaysGiftOnClose ? locked.Balance.GiftMinor : 0;
        return new CardStep(CardOperationKind.Closed)
        {
            StateBefore = before,
            Moved = -locked.Balance,
            Visits = -uses.Sum(use => use.Times),
            MoneyMinor = -(locked.Balance.PrincipalMinor + giftPaid + uses.Sum(use => use.ValueMinor)),
            Method = input.Method,
            Transfer = LedgerTransferKind.CardClosed,
            Reason = input.Reason,
            Rows = id => uses.Select(use => new VisitUse(id, use.Lot.Id, use.Times, use.ValueMinor)),
        };
    }
}

/// <summary>Which card to replace.</summary>
/// <param name="OperationKey">Made before the first try.</param>
/// <param name="CardId">The old card.</param>
/// <param name="NewNumber">The number of an unsold card, or null for the next number.</param>
/// <param name="Reason">Why.</param>
public sealed record ReplaceCardInput(string OperationKey, long CardId, string? NewNumber, string? Reason);

/// <summary>Which card to close.</summary>
/// <param name="OperationKey">Made before the first try.</param>
/// <param name="CardId">The card.</param>
/// <param name="Method">How the money is paid back.</param>
/// <param name="Reason">Why.</param>
public sealed record CloseCardInput(string OperationKey, long CardId, CardPayMethod Method, string? Reason);
