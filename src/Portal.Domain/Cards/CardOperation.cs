namespace Portal.Domain.Cards;

/// <summary>Something that was done with a card: who, when, why, what was before and after. Never changed; prints as a slip.</summary>
public sealed class CardOperation
{
    /// <summary>Records an operation.</summary>
    /// <param name="operationKey">Made before the first try: the same operation is done once.</param>
    /// <param name="requestHash">Of what was asked: the same key for something else is refused.</param>
    /// <param name="kind">What was done.</param>
    /// <param name="cardId">The card; null for a batch.</param>
    /// <param name="accountId">The account; null before the card is sold.</param>
    /// <param name="byUserId">Who did it; null for the system.</param>
    /// <param name="on">The business day.</param>
    /// <param name="atUtc">When.</param>
    public CardOperation(string operationKey, string requestHash, CardOperationKind kind, long? cardId, long? accountId, long? byUserId, DateOnly on, DateTime atUtc)
    {
        OperationKey = operationKey;
        RequestHash = requestHash;
        Kind = kind;
        CardId = cardId;
        AccountId = accountId;
        ByUserId = byUserId;
        On = on;
        AtUtc = atUtc;
    }

    /// <summary>The row's key, which is the slip's number too.</summary>
    public long Id { get; private set; }

    /// <summary>Made before the first try.</summary>
    public string OperationKey { get; private set; }

    /// <summary>Of what was asked.</summary>
    public string RequestHash { get; private set; }

    /// <summary>What was done.</summary>
    public CardOperationKind Kind { get; private set; }

    /// <summary>The card, or null.</summary>
    public long? CardId { get; private set; }

    /// <summary>The account, or null.</summary>
    public long? AccountId { get; private set; }

    /// <summary>Who did it, or null.</summary>
    public long? ByUserId { get; private set; }

    /// <summary>The business day.</summary>
    public DateOnly On { get; private set; }

    /// <summary>When.</summary>
    public DateTime AtUtc { get; private set; }

    /// <summary>Why, in a person's words; or null.</summary>
    public string? Reason { get; init; }

    /// <summary>The document behind it, such as a bill's number; or null.</summary>
    public string? Document { get; init; }

    /// <summary>How money was paid or paid back, or null.</summary>
    public CardPayMethod? Method { get; init; }

    /// <summary>Money that changed hands beside the card, in minor units: paid in (positive) or paid out (negative).</summary>
    public long MoneyMinor { get; init; }

    /// <summary>What was taken off the bill before it was paid; 0 for nothing.</summary>
    public long DiscountMinor { get; init; }

    /// <summary>What the principal changed by.</summary>
    public long PrincipalMinor { get; init; }

    /// <summary>What the gift changed by.</summary>
    public long GiftMinor { get; init; }

    /// <summary>What the visits changed by.</summary>
    public int Visits { get; init; }

    /// <summary>The service of the visits, or null.</summary>
    public string? Service { get; init; }

    /// <summary>The principal afterwards.</summary>
    public long PrincipalAfterMinor { get; init; }

    /// <summary>The gift afterwards.</summary>
    public long GiftAfterMinor { get; init; }

    /// <summary>The visits afterwards, of all services.</summary>
    public long VisitsAfter { get; init; }

    /// <summary>The card's state before.</summary>
    public CardState? StateBefore { get; init; }

    /// <summary>The card's state afterwards.</summary>
    public CardState? StateAfter { get; init; }

    /// <summary>What changed beside figures and state: the new number, the holder, the limit, the day.</summary>
    public string? Detail { get; init; }

    /// <summary>The operation that this one takes back, wholly or in part; or null.</summary>
    public long? ReversesOperationId { get; init; }

    /// <summary>The card or account on the other side of a transfer or replacement; or null.</summary>
    public long? OtherCardId { get; init; }

    /// <summary>The rule by which a top-up brought a gift, or null.</summary>
    public long? TopUpRuleId { get; init; }

    /// <summary>The slip's number: K00000042.</summary>
    public string SlipNumber => SlipNumberOf(Id);

    /// <summary>Principal and gift that moved.</summary>
    public StoredValue Moved => new(PrincipalMinor, GiftMinor);

    /// <summary>The slip's number of an operation.</summary>
    public static string SlipNumberOf(long id) => string.Create(System.Globalization.CultureInfo.InvariantCulture, $"K{id:00000000}");
}

/// <summary>What was done with a card.</summary>
public enum CardOperationKind
{
    /// <summary>Cards were made, not sold.</summary>
    Issued = 1,

    /// <summary>Sold and activated.</summary>
    Activated = 2,

    /// <summary>A further card on the account.</summary>
    SubCardAdded = 3,

    /// <summary>Reported lost.</summary>
    ReportedLost = 4,

    /// <summary>Found again.</summary>
    Unfrozen = 5,

    /// <summary>Replaced by another card.</summary>
    Replaced = 6,

    /// <summary>Closed.</summary>
    Closed = 7,

    /// <summary>Expired.</summary>
    Expired = 8,

    /// <summary>Activated again after it had expired.</summary>
    Reactivated = 9,

    /// <summary>Handed to another customer.</summary>
    HandedOver = 10,

    /// <summary>PIN set for the first time.</summary>
    PinSet = 11,

    /// <summary>PIN changed by someone who knew the old one.</summary>
    PinChanged = 12,

    /// <summary>PIN set by staff after an ID check.</summary>
    PinReset = 13,

    /// <summary>Daily limit changed.</summary>
    LimitChanged = 14,

    /// <summary>Identity taken on file.</summary>
    Identified = 15,

    /// <summary>Topped up.</summary>
    ToppedUp = 21,

    /// <summary>A top-up was taken back.</summary>
    TopUpReversed = 22,

    /// <summary>Paid with.</summary>
    Spent = 23,

    /// <summary>A purchase was refunded.</summary>
    Refunded = 24,

    /// <summary>Stored value went to another account.</summary>
    TransferredOut = 25,

    /// <summary>Stored value came from another account.</summary>
    TransferredIn = 26,

    /// <summary>Visits were sold.</summary>
    VisitsSold = 31,

    /// <summary>Visits were used.</summary>
    VisitsUsed = 32,

    /// <summary>Visits went back.</summary>
    VisitsReturned = 33,

    /// <summary>Visits expired.</summary>
    VisitsExpired = 34,
}
