using Microsoft.EntityFrameworkCore;
using Portal.Domain.Cards;
using Portal.Domain.Shared;
using Portal.Infrastructure.Access;
using Portal.Infrastructure.Data;

namespace Portal.Infrastructure.Cards;

/// <summary>Sells a card (办卡): opens its account, takes the holder's identity where the rules ask for it, sets the PIN.</summary>
public sealed class ActivateCard
{
    private readonly CardWork _work;
    private readonly WriteTransaction _writes;
    private readonly CardIdentities _identities;
    private readonly CardPinHashes _pins;
    private readonly CurrentUser _user;

    internal ActivateCard(CardWork work, WriteTransaction writes, CardIdentities identities, CardPinHashes pins, CurrentUser user)
    {
        _work = work;
        _writes = writes;
        _identities = identities;
        _pins = pins;
        _user = user;
    }

    /// <summary>Sells it; the same key sells once.</summary>
    public async Task<Outcome<CardReceipt>> RunAsync(ActivateCardInput input, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(input);
        if ((_user.Refuse(Permissions.Cards.Operate) ?? CardOperationKey.Check(input.OperationKey)) is { } refusal)
        {
            return refusal;
        }

        var identity = _identities.Read(input.Identity);
        if (!identity.IsDone)
        {
            // The card has a number too: what is wrong with the document stands at the document.
            return identity.Refusal.Field == nameof(CardIdentityInput.Number) ? identity.Refusal with { Field = nameof(input.Identity) } : identity.Refusal;
        }

        // The strength of the PIN is the type's to say; the form is checked before the slow hash.
        if (input.Pin is not null && CardPins.Check(input.Pin, refusesWeak: false) is { } wrongPin)
        {
            return wrongPin;
        }

        var pinHash = input.Pin is null ? null : _pins.Hash(input.Pin);
        return await _writes.RunAsync((context, ct) => ActivateAsync(input, identity.Value, pinHash, context, ct), cancellationToken);
    }

    private async Task<Outcome<CardReceipt>> ActivateAsync(
        ActivateCardInput input, CardIdentity? identity, string? pinHash, PortalDbContext context, CancellationToken cancellationToken)
    {
        var request = new CardRequest(input.OperationKey, CardOperationKey.Hash("activate", input.CardTypeId, input.CustomerId, CardNumbers.Read(input.Number)), 0);
        if (await CardWork.FindAsync(request, context, cancellationToken) is { } known)
        {
            return known;
        }

        var type = await context.CardTypes.AsNoTracking().SingleOrDefaultAsync(row => row.Id == input.CardTypeId, cancellationToken);
        if (type is null)
        {
            return new Refusal("card_type_missing") { Field = nameof(input.CardTypeId) };
        }

        if (await RefuseAsync(input, identity, type, context, cancellationToken) is { } refusal)
        {
            return refusal;
        }

        var blank = await CardNumbering.BlankAsync(context, type, input.Number, _work.UtcNow, cancellationToken);
        if (!blank.IsDone)
        {
            return blank.Refusal;
        }

        if (blank.Value.State != CardState.Unsold)
        {
            return blank.Value.Activate(0, null, _work.Today, _work.UtcNow)!;
        }

        var account = new CardAccount(type.Id, input.CustomerId, _work.UtcNow);
        if (identity is not null)
        {
            account.Identify(identity.RealName, identity.NumberProtected, identity.NumberLast4);
        }

        context.Add(account);
        if (await context.TrySaveAsync(cancellationToken) is { } stale)
        {
            return stale;
        }

        var card = blank.Value;
        card.Activate(account.Id, TopUpLimits.ValidTo(type.Rules, _work.Today), _work.Today, _work.UtcNow);
        if (pinHash is not null)
        {
            card.SetPin(pinHash);
        }

        return await _work.WriteAsync(
            request,
            new LockedCard(card, account, type, StoredValue.Zero, 0),
            new CardStep(CardOperationKind.Activated) { StateBefore = CardState.Unsold, Reason = input.Reason },
            context,
            cancellationToken);
    }

    private static async Task<Refusal?> RefuseAsync(
        ActivateCardInput input, CardIdentity? identity, CardType type, PortalDbContext context, CancellationToken cancellationToken)
    {
        if (type.Rules.IsNamed && input.CustomerId is null)
        {
            return new Refusal("card_customer_missing") { Field = nameof(input.CustomerId) };
        }

        if (input.CustomerId is { } customerId && !await context.Customers.AnyAsync(row => row.Id == customerId && row.ClosedAtUtc == null, cancellationToken))
        {
            return new Refusal("card_customer_missing") { Field = nameof(input.CustomerId) };
        }

        if (type.Rules is { IsNamed: true, Prepaid.NamedNeedsIdentity: true } && identity is null)
        {
            return new Refusal("card_identity_named") { Field = nameof(input.Identity) };
        }

        return input.Pin is null ? null : CardPins.Check(input.Pin, type.Rules.RefusesWeakPins);
    }
}

/// <summary>Issues a further card on the account of another one (副卡), with a PIN and a daily limit of its own.</summary>
public sealed class AddSubCard
{
    private readonly CardWork _work;
    private readonly CardPinHashes _pins;
    private readonly CurrentUser _user;

    internal AddSubCard(CardWork work, CardPinHashes pins, CurrentUser user)
    {
        _work = work;
        _pins = pins;
        _user = user;
    }

    /// <summary>Issues it; the same key issues once. The receipt is the main card's; the new card is named in the operation.</summary>
    public async Task<Outcome<CardReceipt>> RunAsync(AddSubCardInput input, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(input);
        if (_user.Refuse(Permissions.Cards.Operate) is { } refusal)
        {
            return refusal;
        }

        var holder = input.HolderName?.Trim() ?? "";
        if (holder.Length is 0 or > 100)
        {
            return new Refusal("card_holder") { Field = nameof(input.HolderName) };
        }

        if (input.DailyLimitMinor <= 0)
        {
            return new Refusal("card_amount") { Field = nameof(input.DailyLimitMinor) };
        }

        if (input.Pin is not null && CardPins.Check(input.Pin, refusesWeak: false) is { } wrongPin)
        {
            return wrongPin;
        }

        var pinHash = input.Pin is null ? null : _pins.Hash(input.Pin);
        var request = new CardRequest(input.OperationKey, CardOperationKey.Hash("sub", input.CardId, CardNumbers.Read(input.Number), holder, input.DailyLimitMinor), input.CardId);
        return await _work.RunAsync(request, (locked, context, ct) => DecideAsync(input with { HolderName = holder }, pinHash, locked, context, ct), cancellationToken);
    }

    private async Task<Outcome<CardStep>> DecideAsync(AddSubCardInput input, string? pinHash, LockedCard locked, PortalDbContext context, CancellationToken cancellationToken)
    {
        if (!locked.Rules.AllowsSubCards)
        {
            return new Refusal("card_no_sub_cards");
        }

        if (input.Pin is not null && CardPins.Check(input.Pin, locked.Rules.RefusesWeakPins) is { } weak)
        {
            return weak;
        }

        var blank = await CardNumbering.BlankAsync(context, locked.Type, input.Number, _work.UtcNow, cancellationToken);
        if (!blank.IsDone)
        {
            return blank.Refusal;
        }

        var card = blank.Value;
        if (card.ActivateUnder(locked.Card, input.HolderName, input.DailyLimitMinor, _work.Today, _work.UtcNow) is { } refusal)
        {
            return refusal;
        }

        if (pinHash is not null)
        {
            card.SetPin(pinHash);
        }

        if (await context.TrySaveAsync(cancellationToken) is { } stale)
        {
            return stale;
        }

        return new CardStep(CardOperationKind.SubCardAdded) { OtherCardId = card.Id, Detail = $"{card.Number} · {input.HolderName} · {CardDetails.Amount(input.DailyLimitMinor)}" };
    }
}

/// <summary>Which card to sell to whom.</summary>
/// <param name="OperationKey">Made before the first try.</param>
/// <param name="CardTypeId">The type.</param>
/// <param name="CustomerId">The holder; may be null for an unnamed card.</param>
/// <param name="Number">The number of an unsold card, or null for the next number.</param>
/// <param name="Pin">The PIN, or null to set it later.</param>
/// <param name="Identity">Name and number of the identity document, where the rules ask for them.</param>
/// <param name="Reason">A note, or null.</param>
public sealed record ActivateCardInput(
    string OperationKey, long CardTypeId, long? CustomerId, string? Number = null, string? Pin = null, CardIdentityInput? Identity = null, string? Reason = null)
{
    /// <summary>Everything but PIN and identity.</summary>
    public override string ToString() => $"{nameof(ActivateCardInput)} {OperationKey} type {CardTypeId} customer {CustomerId}";
}

/// <summary>Which further card to issue.</summary>
/// <param name="OperationKey">Made before the first try.</param>
/// <param name="CardId">The main card.</param>
/// <param name="HolderName">Who carries it.</param>
/// <param name="DailyLimitMinor">The most it may spend in a day, or null for what the type says.</param>
/// <param name="Number">The number of an unsold card, or null for the next number.</param>
/// <param name="Pin">Its PIN, or null to set it later.</param>
public sealed record AddSubCardInput(string OperationKey, long CardId, string? HolderName, long? DailyLimitMinor, string? Number = null, string? Pin = null)
{
    /// <summary>Everything but the PIN.</summary>
    public override string ToString() => $"{nameof(AddSubCardInput)} {OperationKey} card {CardId}";
}
