using Portal.Domain.Shared;

namespace Portal.Domain.Cards;

/// <summary>
/// A card: a number that stands for an account for a while. Each step of its life is one method, which does nothing and says
/// why when the card's state does not allow it.
/// </summary>
public sealed class Card : IVersioned
{
    /// <summary>Prints a card that is not sold yet.</summary>
    public Card(string number, long cardTypeId, long? rangeId, DateTime createdAtUtc)
    {
        Number = number;
        CardTypeId = cardTypeId;
        RangeId = rangeId;
        CreatedAtUtc = createdAtUtc;
    }

    /// <summary>The row's key.</summary>
    public long Id { get; private set; }

    /// <summary>The number, with its check digit; unique for ever.</summary>
    public string Number { get; private set; }

    /// <summary>The type.</summary>
    public long CardTypeId { get; private set; }

    /// <summary>The range that the number came from, or null.</summary>
    public long? RangeId { get; private set; }

    /// <summary>The account; null until the card is sold.</summary>
    public long? AccountId { get; private set; }

    /// <summary>The main card of a sub-card, or null.</summary>
    public long? ParentCardId { get; private set; }

    /// <summary>Who carries a sub-card, in words; or null.</summary>
    public string? HolderName { get; private set; }

    /// <summary>Where it stands.</summary>
    public CardState State { get; private set; } = CardState.Unsold;

    /// <summary>The last day on which it is good, or null.</summary>
    public DateOnly? ValidTo { get; private set; }

    /// <summary>The most that this card may spend in a day, or null for what the type says.</summary>
    public long? DailyLimitMinor { get; private set; }

    /// <summary>The salted slow hash of the PIN, or null while none is set.</summary>
    public string? PinHash { get; private set; }

    /// <summary>Wrong PINs since the last right one.</summary>
    public int PinFailures { get; private set; }

    /// <summary>Until when the PIN is locked; null while it is not.</summary>
    public DateTime? PinLockedUntilUtc { get; private set; }

    /// <summary>The card that took its place, or null.</summary>
    public long? ReplacedByCardId { get; private set; }

    /// <summary>When it was made.</summary>
    public DateTime CreatedAtUtc { get; private set; }

    /// <summary>When it was sold and activated, or null.</summary>
    public DateTime? ActivatedAtUtc { get; private set; }

    /// <summary>When its state last changed.</summary>
    public DateTime? StateChangedAtUtc { get; private set; }

    /// <inheritdoc />
    public long RowVersion { get; private set; }

    /// <summary>Whether it is a further card on another card's account.</summary>
    public bool IsSubCard => ParentCardId is not null;

    /// <summary>Whether its validity is over, although the nightly job may not have said so yet.</summary>
    public bool IsPastValidity(DateOnly today) => ValidTo < today;

    /// <summary>The state that a person is told: an active card past its validity has expired.</summary>
    public CardState StateOn(DateOnly today) => State is CardState.Active or CardState.Lost && IsPastValidity(today) ? CardState.Expired : State;

    /// <summary>Why nothing can be bought or used with it, or null.</summary>
    public Refusal? RefuseUse(DateOnly today) => StateOn(today) == CardState.Active ? null : Refused(today);

    /// <summary>Why nothing can be paid in, or null.</summary>
    public Refusal? RefuseTopUp(DateOnly today, bool lostBlocksTopUp) => StateOn(today) switch
    {
        CardState.Active => null,
        CardState.Lost when !lostBlocksTopUp => null,
        _ => Refused(today),
    };

    /// <summary>Sells it: unsold → active.</summary>
    public Refusal? Activate(long accountId, DateOnly? validTo, DateOnly today, DateTime atUtc)
    {
        if (State != CardState.Unsold)
        {
            return State == CardState.Active ? new Refusal("card_already_active", Number) : Refused(today);
        }

        AccountId = accountId;
        ValidTo = validTo;
        ActivatedAtUtc = atUtc;
        Become(CardState.Active, atUtc);
        return null;
    }

    /// <summary>Sells it as a further card of another one's account.</summary>
    public Refusal? ActivateUnder(Card main, string? holderName, long? dailyLimitMinor, DateOnly today, DateTime atUtc)
    {
        ArgumentNullException.ThrowIfNull(main);
        if (main.IsSubCard || main.AccountId is not { } accountId)
        {
            return new Refusal("card_not_main", main.Number);
        }

        if (main.RefuseUse(today) is { } unusable)
        {
            return unusable;
        }

        if (Activate(accountId, main.ValidTo, today, atUtc) is { } refusal)
        {
            return refusal;
        }

        ParentCardId = main.Id;
        HolderName = holderName;
        DailyLimitMinor = dailyLimitMinor;
        return null;
    }

    /// <summary>Reports it lost (挂失): active → lost.</summary>
    public Refusal? ReportLost(DateOnly today, DateTime atUtc)
    {
        if (State != CardState.Active)
        {
            return State == CardState.Lost ? new Refusal("card_already_lost", Number) : Refused(today);
        }

        Become(CardState.Lost, atUtc);
        return null;
    }

    /// <summary>It was found (解挂): lost → active.</summary>
    public Refusal? Unfreeze(DateOnly today, DateTime atUtc)
    {
        if (State != CardState.Lost)
        {
            return State == CardState.Active ? new Refusal("card_not_lost", Number) : Refused(today);
        }

        Become(CardState.Active, atUtc);
        return null;
    }

    /// <summary>A new card takes its place (补卡): this one is dead for good, the new one has its account, PIN and limits.</summary>
    public Refusal? ReplaceBy(Card next, DateOnly today, DateTime atUtc)
    {
        ArgumentNullException.ThrowIfNull(next);
        if (StateOn(today) is not (CardState.Active or CardState.Lost))
        {
            return Refused(today);
        }

        if (next.CardTypeId != CardTypeId)
        {
            return new Refusal("card_other_type", next.Number);
        }

        if (next.Activate(AccountId!.Value, ValidTo, today, atUtc) is { } refusal)
        {
            return refusal;
        }

        next.ParentCardId = ParentCardId;
        next.HolderName = HolderName;
        next.DailyLimitMinor = DailyLimitMinor;
        next.PinHash = PinHash;
        next.PinFailures = PinFailures;
        next.PinLockedUntilUtc = PinLockedUntilUtc;
        ReplacedByCardId = next.Id;
        PinHash = null;
        Become(CardState.Replaced, atUtc);
        return null;
    }

    /// <summary>Puts a sub-card under the card that took the place of its main card.</summary>
    public void PlaceUnder(long mainCardId)
    {
        if (IsSubCard)
        {
            ParentCardId = mainCardId;
        }
    }

    /// <summary>Closes it (退卡): active, lost or expired → closed.</summary>
    public Refusal? Close(DateOnly today, DateTime atUtc)
    {
        if (State is not (CardState.Active or CardState.Lost or CardState.Expired))
        {
            return Refused(today);
        }

        PinHash = null;
        Become(CardState.Closed, atUtc);
        return null;
    }

    /// <summary>Its validity is over: active or lost → expired. What it holds stays and can be had again.</summary>
    public Refusal? Expire(DateOnly today, DateTime atUtc)
    {
        if (State is not (CardState.Active or CardState.Lost))
        {
            return Refused(today);
        }

        if (!IsPastValidity(today))
        {
            return new Refusal("card_not_expired", Number);
        }

        Become(CardState.Expired, atUtc);
        return null;
    }

    /// <summary>Lets an expired card run on (激活): expired → active, with a new last day.</summary>
    public Refusal? Reactivate(DateOnly validTo, DateOnly today, DateTime atUtc)
    {
        if (StateOn(today) != CardState.Expired)
        {
            return State == CardState.Active ? new Refusal("card_not_expired", Number) : Refused(today);
        }

        ValidTo = validTo;
        Become(CardState.Active, atUtc);
        return null;
    }

    /// <summary>Sets the most that this card may spend in a day; null for what the type says.</summary>
    public void LimitTo(long? dailyLimitMinor) => DailyLimitMinor = dailyLimitMinor;

    /// <summary>Gives it a PIN and forgets wrong ones.</summary>
    public void SetPin(string pinHash)
    {
        PinHash = pinHash;
        PinFailures = 0;
        PinLockedUntilUtc = null;
    }

    /// <summary>Takes the PIN away: a new holder sets its own.</summary>
    public void ClearPin()
    {
        PinHash = null;
        PinFailures = 0;
        PinLockedUntilUtc = null;
    }

    /// <summary>Why no PIN is looked at, or null.</summary>
    public Refusal? RefusePin(DateTime nowUtc, CardTypeRules rules)
    {
        ArgumentNullException.ThrowIfNull(rules);
        return PinHash is null ? new Refusal("card_pin_missing")
            : PinLockedUntilUtc is { } until && nowUtc < until ? new Refusal("card_pin_locked")
            : null;
    }

    /// <summary>Counts a try. The caller has asked <see cref="RefusePin"/>, and keeps what this changes even if it refuses.</summary>
    /// <returns>Null for the right PIN.</returns>
    public Refusal? TryPin(bool isRight, DateTime nowUtc, CardTypeRules rules)
    {
        ArgumentNullException.ThrowIfNull(rules);
        if (PinLockedUntilUtc <= nowUtc)
        {
            PinFailures = 0;
            PinLockedUntilUtc = null;
        }

        if (isRight)
        {
            PinFailures = 0;
            return null;
        }

        PinFailures++;
        if (PinFailures < rules.MaxPinFailures)
        {
            return new Refusal("card_pin_wrong", rules.MaxPinFailures - PinFailures);
        }

        PinLockedUntilUtc = rules.PinLockHours == 0 ? DateTime.SpecifyKind(DateTime.MaxValue.Date, DateTimeKind.Utc) : nowUtc.AddHours(rules.PinLockHours);
        return new Refusal("card_pin_locked");
    }

    private void Become(CardState state, DateTime atUtc)
    {
        State = state;
        StateChangedAtUtc = atUtc;
    }

    private Refusal Refused(DateOnly today) => StateOn(today) switch
    {
        CardState.Unsold => new Refusal("card_unsold", Number),
        CardState.Lost => new Refusal("card_lost", Number),
        CardState.Replaced => new Refusal("card_replaced", Number),
        CardState.Closed => new Refusal("card_closed", Number),
        CardState.Expired => new Refusal("card_expired", Number, ValidTo),
        _ => new Refusal("card_active", Number),
    };
}

/// <summary>Where a card stands.</summary>
public enum CardState
{
    /// <summary>Printed, not sold.</summary>
    Unsold = 1,

    /// <summary>In use.</summary>
    Active = 2,

    /// <summary>Reported lost: refused everywhere until it is found or replaced.</summary>
    Lost = 3,

    /// <summary>Another card took its place; dead for good.</summary>
    Replaced = 4,

    /// <summary>Closed; dead for good.</summary>
    Closed = 5,

    /// <summary>Past its last day; can be activated again.</summary>
    Expired = 6,
}
