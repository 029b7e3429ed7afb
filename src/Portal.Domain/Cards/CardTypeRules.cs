using System.Text.Json.Serialization;
using Portal.Domain.Discounts;

namespace Portal.Domain.Cards;

/// <summary>What cards of a type hold and how they behave; the choices can be combined freely.</summary>
public sealed record CardTypeRules
{
    /// <summary>Stored value: money paid in (principal) and what was given on top (gift).</summary>
    public bool HoldsMoney { get; init; } = true;

    /// <summary>Visits: services paid in advance, so many times.</summary>
    public bool HoldsVisits { get; init; }

    /// <summary>A fixed discount on every bill, in percent off: 20 is 八折. Null for none.</summary>
    public decimal? DiscountOffPercent { get; init; }

    /// <summary>Other discounts for categories of products.</summary>
    public IReadOnlyList<CategoryDiscount> CategoryDiscounts { get; init; } = [];

    /// <summary>Both kinds of discount.</summary>
    [JsonIgnore]
    public DiscountTerms Discount => new() { OffPercent = DiscountOffPercent, Categories = CategoryDiscounts };

    /// <summary>Whether the card belongs to a customer by name.</summary>
    public bool IsNamed { get; init; } = true;

    /// <summary>What the prepaid-card rules ask.</summary>
    public PrepaidRules Prepaid { get; init; } = new();

    /// <summary>Months from activation until the card expires; null for never.</summary>
    public int? ValidityMonths { get; init; }

    /// <summary>Months that a re-activated card runs on.</summary>
    public int ReactivationMonths { get; init; } = 12;

    /// <summary>Which part a purchase takes first.</summary>
    public SpendingOrder SpendingOrder { get; init; } = SpendingOrder.ProRata;

    /// <summary>Whether a purchase asks for the PIN.</summary>
    public bool AsksPin { get; init; } = true;

    /// <summary>Whether PINs such as 123456 or 888888 are refused.</summary>
    public bool RefusesWeakPins { get; init; } = true;

    /// <summary>Wrong PINs in a row until the PIN is locked.</summary>
    public int MaxPinFailures { get; init; } = 5;

    /// <summary>Hours for which the PIN stays locked; 0 until staff set a new one.</summary>
    public int PinLockHours { get; init; } = 24;

    /// <summary>Whether a lost card cannot be topped up either.</summary>
    public bool LostBlocksTopUp { get; init; }

    /// <summary>Whether staff may issue further cards on the same account.</summary>
    public bool AllowsSubCards { get; init; }

    /// <summary>Whether stored value may go to another account.</summary>
    public bool AllowsTransfer { get; init; }

    /// <summary>The most that one card may spend in a day, or null.</summary>
    public long? DailyLimitMinor { get; init; }

    /// <summary>Whether the gift part is paid out too when the card is closed; otherwise it is forfeited.</summary>
    public bool PaysGiftOnClose { get; init; }

    /// <summary>The most that the account may hold, by the rule for named or unnamed cards.</summary>
    public long MaxBalanceMinor => IsNamed ? Prepaid.MaxNamedMinor : Prepaid.MaxUnnamedMinor;
}

/// <summary>The rules for single-purpose prepaid cards (单用途商业预付卡); the defaults are those of the law.</summary>
public sealed record PrepaidRules
{
    /// <summary>The most that a named card holds.</summary>
    public long MaxNamedMinor { get; init; } = 500_000;

    /// <summary>The most that an unnamed card holds.</summary>
    public long MaxUnnamedMinor { get; init; } = 100_000;

    /// <summary>Whether the gift part counts for the most that a card holds.</summary>
    public bool LimitCountsGift { get; init; } = true;

    /// <summary>The least months that an unnamed card is valid.</summary>
    public int MinUnnamedValidityMonths { get; init; } = 36;

    /// <summary>Whether a named card asks for the holder's name and identity number.</summary>
    public bool NamedNeedsIdentity { get; init; } = true;

    /// <summary>Unnamed cards for this amount or more at once ask for the buyer's name and identity number.</summary>
    public long UnnamedIdentityFromMinor { get; init; } = 1_000_000;

    /// <summary>A company pays this amount or more by bank transfer only.</summary>
    public long CompanyTransferFromMinor { get; init; } = 500_000;

    /// <summary>A person pays this amount or more by bank transfer only.</summary>
    public long PersonTransferFromMinor { get; init; } = 5_000_000;
}

/// <summary>Which part of the stored value a purchase takes first.</summary>
public enum SpendingOrder
{
    /// <summary>Both, in proportion to what is there.</summary>
    ProRata = 1,

    /// <summary>The principal first.</summary>
    PrincipalFirst = 2,

    /// <summary>The gift first.</summary>
    GiftFirst = 3,
}

/// <summary>How money for a card was paid.</summary>
public enum CardPayMethod
{
    /// <summary>Cash.</summary>
    Cash = 1,

    /// <summary>A bank card.</summary>
    BankCard = 2,

    /// <summary>A telephone: WeChat, Alipay and the like.</summary>
    Mobile = 3,

    /// <summary>Bank transfer.</summary>
    BankTransfer = 4,
}
