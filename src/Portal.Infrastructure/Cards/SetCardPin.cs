using Portal.Domain.Cards;
using Portal.Domain.Shared;
using Portal.Infrastructure.Access;

namespace Portal.Infrastructure.Cards;

/// <summary>Changes a PIN (改密) with the old one, which counts as a try.</summary>
public sealed class ChangeCardPin
{
    private readonly CardWork _work;
    private readonly CardPinHashes _hashes;
    private readonly CurrentUser _user;

    internal ChangeCardPin(CardWork work, CardPinHashes hashes, CurrentUser user)
    {
        _work = work;
        _hashes = hashes;
        _user = user;
    }

    /// <summary>Changes it; the same key does it once.</summary>
    public async Task<Outcome<CardReceipt>> RunAsync(ChangePinInput input, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(input);
        return _user.Refuse(Permissions.Cards.Operate) is { } refusal ? refusal : await RunCheckedAsync(input, mayBeFirst: false, cancellationToken);
    }

    /// <summary>The same for a card whose holder is signed in, who may also set the first PIN.</summary>
    internal async Task<Outcome<CardReceipt>> RunCheckedAsync(ChangePinInput input, bool mayBeFirst, CancellationToken cancellationToken)
    {
        if (CardPins.Check(input.NewPin, refusesWeak: false) is { } wrong)
        {
            return wrong with { Field = nameof(input.NewPin) };
        }

        var hash = _hashes.Hash(input.NewPin!);
        var proof = string.IsNullOrEmpty(input.OldPin) ? null : await _work.Pins.PrepareAsync(input.CardId, input.OldPin, cancellationToken);
        return await _work.RunAsync(
            new CardRequest(input.OperationKey, CardOperationKey.Hash("pin", input.CardId), input.CardId) { Pin = proof },
            (locked, _, _) => Task.FromResult(Decide(input, hash, mayBeFirst, locked)),
            cancellationToken);
    }

    private Outcome<CardStep> Decide(ChangePinInput input, string hash, bool mayBeFirst, LockedCard locked)
    {
        if (locked.Card.RefuseUse(_work.Today) is { } unusable)
        {
            return unusable;
        }

        var isFirst = locked.Card.PinHash is null;
        if (string.IsNullOrEmpty(input.OldPin) && !(isFirst && mayBeFirst))
        {
            return new Refusal(isFirst ? "card_pin_missing" : "card_pin_needed") { Field = nameof(input.OldPin) };
        }

        if (CardPins.Check(input.NewPin, locked.Rules.RefusesWeakPins) is { } weak)
        {
            return weak with { Field = nameof(input.NewPin) };
        }

        locked.Card.SetPin(hash);
        return new CardStep(isFirst ? CardOperationKind.PinSet : CardOperationKind.PinChanged);
    }
}

/// <summary>Sets a PIN at the counter, the first one or a new one for a forgotten one, after the person's identity was checked.</summary>
public sealed class ResetCardPin
{
    private readonly CardWork _work;
    private readonly CardPinHashes _hashes;
    private readonly CurrentUser _user;

    internal ResetCardPin(CardWork work, CardPinHashes hashes, CurrentUser user)
    {
        _work = work;
        _hashes = hashes;
        _user = user;
    }

    /// <summary>Sets it; the same key does it once. A locked PIN is free again.</summary>
    public async Task<Outcome<CardReceipt>> RunAsync(ResetPinInput input, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(input);
        if ((_user.Refuse(Permissions.Cards.Operate) ?? CardOperationKey.CheckReason(input.Reason)) is { } refusal)
        {
            return refusal;
        }

        if (!input.IsIdentityChecked)
        {
            return new Refusal("card_identity_unchecked") { Field = nameof(input.IsIdentityChecked) };
        }

        if (CardPins.Check(input.NewPin, refusesWeak: false) is { } wrong)
        {
            return wrong with { Field = nameof(input.NewPin) };
        }

        var hash = _hashes.Hash(input.NewPin!);
        return await _work.RunAsync(
            new CardRequest(input.OperationKey, CardOperationKey.Hash("pin-reset", input.CardId), input.CardId),
            (locked, _, _) => Task.FromResult(Decide(input, hash, locked)),
            cancellationToken);
    }

    private Outcome<CardStep> Decide(ResetPinInput input, string hash, LockedCard locked)
    {
        if (locked.Card.RefuseUse(_work.Today) is { } unusable)
        {
            return unusable;
        }

        if (CardPins.Check(input.NewPin, locked.Rules.RefusesWeakPins) is { } weak)
        {
            return weak with { Field = nameof(input.NewPin) };
        }

        var isFirst = locked.Card.PinHash is null;
        locked.Card.SetPin(hash);
        return new CardStep(isFirst ? CardOperationKind.PinSet : CardOperationKind.PinReset) { Reason = input.Reason };
    }
}

/// <summary>A change of PIN.</summary>
/// <param name="OperationKey">Made before the first try.</param>
/// <param name="CardId">The card.</param>
/// <param name="OldPin">The old PIN.</param>
/// <param name="NewPin">The new PIN.</param>
public sealed record ChangePinInput(string OperationKey, long CardId, string? OldPin, string? NewPin)
{
    /// <summary>Everything but the PINs.</summary>
    public override string ToString() => $"{nameof(ChangePinInput)} {OperationKey} card {CardId}";
}

/// <summary>A PIN set by staff.</summary>
/// <param name="OperationKey">Made before the first try.</param>
/// <param name="CardId">The card.</param>
/// <param name="NewPin">The new PIN.</param>
/// <param name="IsIdentityChecked">Whether the person's identity document was seen.</param>
/// <param name="Reason">Why.</param>
public sealed record ResetPinInput(string OperationKey, long CardId, string? NewPin, bool IsIdentityChecked, string? Reason)
{
    /// <summary>Everything but the PIN.</summary>
    public override string ToString() => $"{nameof(ResetPinInput)} {OperationKey} card {CardId}";
}
