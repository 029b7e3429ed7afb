using Portal.Domain.Cards;
using Portal.Domain.Discounts;
using Portal.Domain.Ledger;
using Portal.Domain.Shared;
using Portal.Infrastructure.Data;

namespace Portal.Infrastructure.Cards;

/// <summary>A card in a list.</summary>
public sealed record CardRow
{
    /// <summary>The key.</summary>
    public long Id { get; init; }

    /// <summary>The number.</summary>
    public required string Number { get; init; }

    /// <summary>The type.</summary>
    public long TypeId { get; init; }

    /// <summary>The type's code.</summary>
    public required string TypeCode { get; init; }

    /// <summary>The type's Chinese name.</summary>
    public required string TypeZhCn { get; init; }

    /// <summary>The type's English name.</summary>
    public required string TypeEn { get; init; }

    /// <summary>The account, or null while unsold.</summary>
    public long? AccountId { get; init; }

    /// <summary>The holder, or null.</summary>
    public long? CustomerId { get; init; }

    /// <summary>The holder's number.</summary>
    public string? CustomerNumber { get; init; }

    /// <summary>The holder's name.</summary>
    public string? CustomerName { get; init; }

    /// <summary>The holder's telephone.</summary>
    public string? Phone { get; init; }

    /// <summary>The main card of a sub-card.</summary>
    public long? ParentCardId { get; init; }

    /// <summary>Who carries a sub-card.</summary>
    public string? HolderName { get; init; }

    /// <summary>Where it stands.</summary>
    public CardState State { get; init; }

    /// <summary>The last day, or null.</summary>
    public DateOnly? ValidTo { get; init; }

    /// <summary>When it was sold.</summary>
    public DateTime? ActivatedAtUtc { get; init; }

    /// <summary>The principal of its account.</summary>
    public long PrincipalMinor { get; init; }

    /// <summary>The gift of its account.</summary>
    public long GiftMinor { get; init; }

    /// <summary>The visits of its account.</summary>
    public long Visits { get; init; }

    /// <summary>Whether what its account holds is on this card: not on one that is unsold, closed or replaced.</summary>
    public bool HoldsValue => State is CardState.Active or CardState.Lost or CardState.Expired;

    /// <summary>Both parts.</summary>
    public StoredValue Balance => new(PrincipalMinor, GiftMinor);
}

/// <summary>A card with everything its page shows.</summary>
public sealed record CardRecord
{
    /// <summary>The card.</summary>
    public required CardRow Row { get; init; }

    /// <summary>The rules of its type.</summary>
    public required CardTypeRules Rules { get; init; }

    /// <summary>The name on the identity document, or null.</summary>
    public string? RealName { get; init; }

    /// <summary>The last four characters of the identity number, or null.</summary>
    public string? IdentityLast4 { get; init; }

    /// <summary>Whether the real-name rule asks for the holder's identity and it is not on file: nothing can be topped up until it is.</summary>
    public bool LacksIdentity => RealName is null && Rules is { IsNamed: true, HoldsMoney: true, Prepaid.NamedNeedsIdentity: true };

    /// <summary>Whether the account is closed.</summary>
    public bool IsAccountClosed { get; init; }

    /// <summary>The most that it may spend in a day, or null.</summary>
    public long? DailyLimitMinor { get; init; }

    /// <summary>What it spent today.</summary>
    public long SpentTodayMinor { get; init; }

    /// <summary>Whether a PIN is set.</summary>
    public bool HasPin { get; init; }

    /// <summary>Wrong PINs in a row.</summary>
    public int PinFailures { get; init; }

    /// <summary>Until when the PIN is locked, or null.</summary>
    public DateTime? PinLockedUntilUtc { get; init; }

    /// <summary>The card that took its place, or null.</summary>
    public long? ReplacedByCardId { get; init; }

    /// <summary>Its number.</summary>
    public string? ReplacedByNumber { get; init; }

    /// <summary>Visits, lot by lot.</summary>
    public required IReadOnlyList<VisitLotRow> Lots { get; init; }

    /// <summary>All cards of the account.</summary>
    public required IReadOnlyList<CardRow> Cards { get; init; }

    /// <summary>The discounts of the holder's level and of the card.</summary>
    public IReadOnlyList<HeldDiscount> Discounts { get; init; } = [];

    /// <summary>What the holder gets when the account is closed: the principal, the gift where the type says so, the price of visits left.</summary>
    public long PaidBackMinor => Row.PrincipalMinor + (Rules.PaysGiftOnClose ? Row.GiftMinor : 0) + Lots.Sum(lot => lot.LeftValueMinor);
}

/// <summary>A lot of visits.</summary>
/// <param name="Id">The key.</param>
/// <param name="Service">The service.</param>
/// <param name="Times">How many were paid.</param>
/// <param name="Left">How many are left.</param>
/// <param name="PriceMinor">What was paid.</param>
/// <param name="ValidTo">The last day, or null.</param>
/// <param name="IsOver">Whether none can be used any more.</param>
/// <param name="LeftValueMinor">What the visits that are left are worth.</param>
public sealed record VisitLotRow(long Id, string Service, int Times, int Left, long PriceMinor, DateOnly? ValidTo, bool IsOver, long LeftValueMinor);

/// <summary>An operation in a list.</summary>
public sealed record CardOperationRow
{
    /// <summary>The key.</summary>
    public long Id { get; init; }

    /// <summary>What was done.</summary>
    public CardOperationKind Kind { get; init; }

    /// <summary>The card.</summary>
    public long? CardId { get; init; }

    /// <summary>Its number.</summary>
    public string? CardNumber { get; init; }

    /// <summary>The account.</summary>
    public long? AccountId { get; init; }

    /// <summary>The business day.</summary>
    public DateOnly On { get; init; }

    /// <summary>When.</summary>
    public DateTime AtUtc { get; init; }

    /// <summary>Who did it; null for the system.</summary>
    public string? ByName { get; init; }

    /// <summary>Why.</summary>
    public string? Reason { get; init; }

    /// <summary>The document behind it.</summary>
    public string? Document { get; init; }

    /// <summary>How money was paid.</summary>
    public CardPayMethod? Method { get; init; }

    /// <summary>Money beside the card: in (positive) or out (negative).</summary>
    public long MoneyMinor { get; init; }

    /// <summary>What was taken off the bill before it was paid.</summary>
    public long DiscountMinor { get; init; }

    /// <summary>What the principal changed by.</summary>
    public long PrincipalMinor { get; init; }

    /// <summary>What the gift changed by.</summary>
    public long GiftMinor { get; init; }

    /// <summary>The principal afterwards.</summary>
    public long PrincipalAfterMinor { get; init; }

    /// <summary>The gift afterwards.</summary>
    public long GiftAfterMinor { get; init; }

    /// <summary>What the visits changed by.</summary>
    public int Visits { get; init; }

    /// <summary>The service.</summary>
    public string? Service { get; init; }

    /// <summary>The visits afterwards.</summary>
    public long VisitsAfter { get; init; }

    /// <summary>The card's state before.</summary>
    public CardState? StateBefore { get; init; }

    /// <summary>The card's state afterwards.</summary>
    public CardState? StateAfter { get; init; }

    /// <summary>What else changed.</summary>
    public string? Detail { get; init; }

    /// <summary>The operation it takes back, or null.</summary>
    public long? ReversesOperationId { get; init; }

    /// <summary>What was taken back of it so far.</summary>
    public long ReversedMinor { get; init; }

    /// <summary>Whether something took it back, wholly or in part.</summary>
    public bool IsReversed { get; init; }

    /// <summary>The slip's number.</summary>
    public string SlipNumber => CardOperation.SlipNumberOf(Id);

    internal static IQueryable<CardOperationRow> Of(PortalDbContext context) => context.CardOperations.Select(row => new CardOperationRow
    {
        Id = row.Id,
        Kind = row.Kind,
        CardId = row.CardId,
        CardNumber = context.Cards.Where(card => card.Id == row.CardId).Select(card => card.Number).FirstOrDefault(),
        AccountId = row.AccountId,
        On = row.On,
        AtUtc = row.AtUtc,
        ByName = context.Users.Where(login => login.Id == row.ByUserId).Select(login => login.DisplayName).FirstOrDefault(),
        Reason = row.Reason,
        Document = row.Document,
        Method = row.Method,
        MoneyMinor = row.MoneyMinor,
        DiscountMinor = row.DiscountMinor,
        PrincipalMinor = row.PrincipalMinor,
        GiftMinor = row.GiftMinor,
        PrincipalAfterMinor = row.PrincipalAfterMinor,
        GiftAfterMinor = row.GiftAfterMinor,
        Visits = row.Visits,
        Service = row.Service,
        VisitsAfter = row.VisitsAfter,
        StateBefore = row.StateBefore,
        StateAfter = row.StateAfter,
        Detail = row.Detail,
        ReversesOperationId = row.ReversesOperationId,
        ReversedMinor = context.CardOperations.Where(back => back.ReversesOperationId == row.Id).Sum(back => back.PrincipalMinor + back.GiftMinor),
        IsReversed = context.CardOperations.Any(back => back.ReversesOperationId == row.Id),
    });
}

/// <summary>What a slip shows.</summary>
/// <param name="Operation">The operation.</param>
/// <param name="Card">The card.</param>
public sealed record CardSlip(CardOperationRow Operation, CardRow Card);

/// <summary>An entry of the ledger on a card's account.</summary>
/// <param name="EntryId">The entry.</param>
/// <param name="Account">Principal, gift or visits.</param>
/// <param name="Kind">What happened.</param>
/// <param name="Source">The slip.</param>
/// <param name="Note">Why, or null.</param>
/// <param name="EffectiveOn">The business day.</param>
/// <param name="AmountMinor">The signed amount; visits are whole.</param>
/// <param name="BalanceAfterMinor">The balance afterwards.</param>
public sealed record CardEntryRow(
    long EntryId, LedgerAccountKind Account, LedgerTransferKind Kind, string Source, string? Note, DateOnly EffectiveOn, long AmountMinor, long BalanceAfterMinor);

/// <summary>What was found at the counter.</summary>
/// <param name="Cards">The cards.</param>
/// <param name="Refusal">Why a code does not count, or null.</param>
public sealed record CardSearch(IReadOnlyList<CardRow> Cards, Refusal? Refusal);
