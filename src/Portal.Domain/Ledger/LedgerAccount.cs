namespace Portal.Domain.Ledger;

/// <summary>An account of one owner in one asset. Its balance moves only through transfers.</summary>
public sealed class LedgerAccount
{
    /// <summary>Opens an account.</summary>
    /// <param name="kind">What it is for.</param>
    /// <param name="ownerId">The customer; 0 for the house.</param>
    /// <param name="asset">An ISO code in minor units, "PTS" or "VISIT" in whole ones.</param>
    /// <param name="floorMinor">The balance may not go below this; null for no floor.</param>
    public LedgerAccount(LedgerAccountKind kind, long ownerId, string asset, long? floorMinor)
    {
        Kind = kind;
        OwnerId = ownerId;
        Asset = asset;
        FloorMinor = floorMinor;
    }

    /// <summary>The row's key.</summary>
    public long Id { get; private set; }

    /// <summary>What it is for.</summary>
    public LedgerAccountKind Kind { get; private set; }

    /// <summary>The customer, or the card account or employee where the kind says so; 0 for the house.</summary>
    public long OwnerId { get; private set; }

    /// <summary>An ISO code in minor units, "PTS" or "VISIT" in whole ones.</summary>
    public string Asset { get; private set; }

    /// <summary>The sum of its entries. House accounts keep none (they would be one hot row) and stay at 0.</summary>
    public long BalanceMinor { get; private set; }

    /// <summary>The balance may not go below this; null for no floor.</summary>
    public long? FloorMinor { get; private set; }

    /// <summary>Whether it belongs to the house.</summary>
    public bool IsHouse => OwnerId == 0;
}

/// <summary>What an account is for.</summary>
public enum LedgerAccountKind
{
    /// <summary>House: rebates granted (an expense).</summary>
    RebateExpense = 1,

    /// <summary>House: money on its way to or from the bank.</summary>
    BankClearing = 2,

    /// <summary>House: rebates set off against purchases.</summary>
    SetOffClearing = 3,

    /// <summary>House: money that stands on cards, as its other side.</summary>
    CardMoney = 5,

    /// <summary>House: gifts that stand on cards, as their other side.</summary>
    CardGifts = 6,

    /// <summary>House: visits that stand on cards, as their other side.</summary>
    CardVisitsIssued = 7,

    /// <summary>House: points given to members (a liability's other side).</summary>
    PointsIssued = 4,

    /// <summary>House: growth value given to members.</summary>
    GrowthIssued = 10,

    /// <summary>House: rebates given as credit notes.</summary>
    CreditNoteClearing = 8,

    /// <summary>House: rebates given in goods.</summary>
    GoodsClearing = 9,

    /// <summary>House: rebates of employees on their way to the payroll.</summary>
    PayrollClearing = 61,

    /// <summary>House: rebates given in points.</summary>
    PointsClearing = 62,

    /// <summary>Customer: rebates approved and not yet paid out.</summary>
    RebatePayable = 11,

    /// <summary>Customer: the rebate account, to be withdrawn or set off.</summary>
    RebateBalance = 12,

    /// <summary>Customer: held for a withdrawal that is under way.</summary>
    WithdrawalHeld = 13,

    /// <summary>Card account: stored value that was paid in. Its owner is the card account, not the customer.</summary>
    CardPrincipal = 31,

    /// <summary>Card account: stored value that was given on top. Its owner is the card account, not the customer.</summary>
    CardGift = 32,

    /// <summary>Card account: visits that were paid in advance. Its owner is the card account, not the customer.</summary>
    CardVisits = 33,

    /// <summary>Customer: points, as its lots sum to them.</summary>
    PointsBalance = 21,

    /// <summary>Customer: points held for a reward that is under way.</summary>
    PointsHeld = 22,

    /// <summary>Customer: growth value of all time.</summary>
    Growth = 23,

    /// <summary>Customer: vouchers that can be used.</summary>
    Vouchers = 51,

    /// <summary>House: vouchers issued (an expense).</summary>
    VouchersIssued = 52,

    /// <summary>House: vouchers set off against purchases.</summary>
    VouchersUsed = 53,

    /// <summary>Employee: rebates approved and not yet paid with the wages.</summary>
    EmployeePayable = 14,
}

/// <summary>The kinds of accounts that belong together.</summary>
public static class LedgerAccountKinds
{
    /// <summary>Rebate money of customers: what is owed to them in any currency.</summary>
    public static IReadOnlyList<LedgerAccountKind> RebatesOfCustomers { get; } =
        [LedgerAccountKind.RebatePayable, LedgerAccountKind.RebateBalance, LedgerAccountKind.WithdrawalHeld];
}

/// <summary>The assets of the ledger: currencies by their ISO codes, kept in hundredths of their unit, and what is counted.</summary>
public static class LedgerAssets
{
    /// <summary>Chinese yuan, in fen.</summary>
    public const string Cny = "CNY";

    /// <summary>Points, whole.</summary>
    public const string Points = "PTS";

    /// <summary>Growth value, in its smallest unit.</summary>
    public const string Growth = "GROWTH";

    /// <summary>Visits of a count card, whole.</summary>
    public const string Visits = "VISIT";

    /// <summary>Whether an asset is money, in minor units of the currency of that code.</summary>
    public static bool IsCurrency(string asset)
    {
        ArgumentNullException.ThrowIfNull(asset);
        return asset.Length == 3 && asset != Points;
    }
}
