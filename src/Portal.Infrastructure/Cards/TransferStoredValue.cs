using Portal.Domain.Cards;
using Portal.Domain.Ledger;
using Portal.Domain.Shared;
using Portal.Infrastructure.Access;
using Portal.Infrastructure.Data;

namespace Portal.Infrastructure.Cards;

/// <summary>Moves stored value from one account to another, principal and gift each as they are named.</summary>
public sealed class TransferStoredValue
{
    private readonly CardWork _work;
    private readonly WriteTransaction _writes;
    private readonly CurrentUser _user;

    internal TransferStoredValue(CardWork work, WriteTransaction writes, CurrentUser user)
    {
        _work = work;
        _writes = writes;
        _user = user;
    }

    /// <summary>Moves it; the same key moves once.</summary>
    public async Task<Outcome<CardReceipt>> RunAsync(TransferInput input, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(input);
        if ((_user.Refuse(Permissions.Cards.Operate) ?? CardOperationKey.Check(input.OperationKey) ?? CardOperationKey.CheckReason(input.Reason)) is { } refusal)
        {
            return refusal;
        }

        if (input.PrincipalMinor < 0 || input.GiftMinor < 0 || input.PrincipalMinor + input.GiftMinor is <= 0 or > 1_000_000_000)
        {
            return new Refusal("card_amount") { Field = nameof(input.PrincipalMinor) };
        }

        var proof = input.Pin is null ? null : await _work.Pins.PrepareAsync(input.FromCardId, input.Pin, cancellationToken);
        return await _writes.RunAttemptAsync((context, ct) => MoveAsync(input, proof, context, ct), cancellationToken);
    }

    private async Task<Attempt<CardReceipt>> MoveAsync(TransferInput input, PinProof? proof, PortalDbContext context, CancellationToken cancellationToken)
    {
        var (from, to) = await LockedCard.TakeBothAsync(context, input.FromCardId, input.ToCardId, cancellationToken);
        if (from is null || to is null)
        {
            return new Refusal(Refusal.NotFound);
        }

        var request = new CardRequest(
            input.OperationKey, CardOperationKey.Hash("transfer", input.FromCardId, input.ToCardId, input.PrincipalMinor, input.GiftMinor), from.Card.Id);
        if (await CardWork.FindAsync(request, context, cancellationToken) is { } known)
        {
            return known;
        }

        if (proof is not null && await _work.Pins.CountAsync(proof, from.Card, from.Rules, context, cancellationToken) is { } wrong)
        {
            return Attempt<CardReceipt>.RefusedKeeping(wrong);
        }

        var moved = new StoredValue(input.PrincipalMinor, input.GiftMinor);
        if (Refuse(moved, proof is not null, from, to) is { } refusal)
        {
            return new Attempt<CardReceipt>(refusal, KeepsWrites: proof is not null);
        }

        var given = await _work.WriteAsync(
            request,
            from,
            new CardStep(CardOperationKind.TransferredOut)
            {
                Moved = -moved,
                Transfer = LedgerTransferKind.CardTransferred,
                ToAccountId = to.Account!.Id,
                OtherCardId = to.Card.Id,
                Detail = to.Card.Number,
                Reason = input.Reason,
            },
            context,
            cancellationToken);
        if (!given.IsDone)
        {
            return given;
        }

        var taken = await _work.WriteAsync(
            new CardRequest("in:" + given.Value.SlipNumber, request.Hash, to.Card.Id),
            to,
            new CardStep(CardOperationKind.TransferredIn) { Moved = moved, OtherCardId = from.Card.Id, Detail = from.Card.Number, Reason = input.Reason },
            context,
            cancellationToken);
        return taken.IsDone ? given : taken;
    }

    private Refusal? Refuse(StoredValue moved, bool hasPin, LockedCard from, LockedCard to)
    {
        if ((from.Card.RefuseUse(_work.Today) ?? to.Card.RefuseTopUp(_work.Today, to.Rules.LostBlocksTopUp)) is { } unusable)
        {
            return unusable;
        }

        if (from.Account!.Id == to.Account!.Id)
        {
            return new Refusal("card_transfer_same");
        }

        if (!from.Rules.AllowsTransfer || !to.Rules.AllowsTransfer || !to.Rules.HoldsMoney || from.Card.IsSubCard)
        {
            return new Refusal("card_transfer_not_allowed");
        }

        if (from.Rules.AsksPin && !hasPin)
        {
            return new Refusal(from.Card.PinHash is null ? "card_pin_missing" : "card_pin_needed") { Field = "Pin" };
        }

        var left = from.Balance - moved;
        return left.PrincipalMinor < 0 || left.GiftMinor < 0
            ? new Refusal("card_insufficient", new Money(from.Balance.TotalMinor), new Money(moved.TotalMinor))
            : TopUpLimits.RefuseBalance(to.Rules, to.Balance, moved);
    }
}

/// <summary>What to move.</summary>
/// <param name="OperationKey">Made before the first try.</param>
/// <param name="FromCardId">The card that gives.</param>
/// <param name="ToCardId">The card that takes.</param>
/// <param name="PrincipalMinor">Of the principal, in fen.</param>
/// <param name="GiftMinor">Of the gift, in fen.</param>
/// <param name="Pin">The PIN of the card that gives, where its type asks for it.</param>
/// <param name="Reason">Why.</param>
public sealed record TransferInput(string OperationKey, long FromCardId, long ToCardId, long PrincipalMinor, long GiftMinor, string? Pin, string? Reason)
{
    /// <summary>Everything but the PIN.</summary>
    public override string ToString() => $"{nameof(TransferInput)} {OperationKey} {FromCardId} → {ToCardId}: {PrincipalMinor} + {GiftMinor}";
}
