namespace Portal.Domain.Points.Rules;

/// <summary>What points are worth on a bill, and how many may be used.</summary>
public sealed record RedemptionRule
{
    /// <summary>So many points ...</summary>
    public decimal Points { get; init; } = 100;

    /// <summary>... are worth this amount.</summary>
    public decimal Money { get; init; } = 1;

    /// <summary>The fewest points for one order.</summary>
    public decimal? Minimum { get; init; }

    /// <summary>The most points for one order.</summary>
    public decimal? MaximumPerOrder { get; init; }

    /// <summary>The most of a bill, in percent, that points may pay.</summary>
    public decimal MaximumPercentOfBill { get; init; } = 100;

    /// <summary>The smallest bill on which points may be used.</summary>
    public decimal? MinimumBill { get; init; }

    /// <summary>Only whole multiples of this many points.</summary>
    public decimal? MultipleOf { get; init; }

    /// <summary>The most points a member may use on one local day.</summary>
    public decimal? MaximumPerDay { get; init; }

    /// <summary>How often a member may use points on one local day.</summary>
    public int? TimesPerDay { get; init; }

    /// <summary>The balance a member needs before using any.</summary>
    public decimal? MinimumBalance { get; init; }

    /// <summary>Which points go first.</summary>
    public ConsumptionOrder Order { get; init; }
}

/// <summary>Which points go first.</summary>
public enum ConsumptionOrder
{
    /// <summary>Those that expire first (never is last), then those earned first.</summary>
    EarliestExpiry = 0,

    /// <summary>Those earned first.</summary>
    EarliestEarned = 1,
}

/// <summary>What a return takes back and gives back.</summary>
public sealed record ReturnRule
{
    /// <summary>What happens where the points were spent already and no others are there.</summary>
    public SpentPolicy AlreadySpent { get; init; }

    /// <summary>How the part of a line's points is rounded when only a part of the line comes back.</summary>
    public RoundingMode Rounding { get; init; }

    /// <summary>Whether points used on the bill go back into their own lots.</summary>
    public bool GiveBackRedeemed { get; init; } = true;

    /// <summary>Days that points have still when their lot expired meanwhile; 0: they expire at once.</summary>
    public int ExpiredGraceDays { get; init; }
}

/// <summary>What happens where points to be taken back are spent already.</summary>
public enum SpentPolicy
{
    /// <summary>The balance becomes negative; the next earning absorbs it.</summary>
    Negative = 0,

    /// <summary>The balance stops at zero; the rest is forgiven.</summary>
    Clamp = 1,
}

/// <summary>Rewards for bringing a new member.</summary>
public sealed record ReferralRule
{
    /// <summary>What earns the reward.</summary>
    public ReferralTrigger Trigger { get; init; }

    /// <summary>Points of the one who brought the new member.</summary>
    public decimal ReferrerPoints { get; init; }

    /// <summary>Points of the new member.</summary>
    public decimal ReferredPoints { get; init; }

    /// <summary>The least amount of the purchase.</summary>
    public decimal? MinimumAmount { get; init; }

    /// <summary>Days after joining within which the purchase must be.</summary>
    public int? WithinDays { get; init; }

    /// <summary>Days until the reward is available.</summary>
    public int PendingDays { get; init; }

    /// <summary>The most rewards per referrer in a time.</summary>
    public IReadOnlyList<EarnLimit> Limits { get; init; } = [];

    /// <summary>What is looked at to keep people from bringing themselves.</summary>
    public IReadOnlyList<ReferralCheck> Checks { get; init; } = [ReferralCheck.Contact, ReferralCheck.Device, ReferralCheck.Circle];
}

/// <summary>What earns a referral's reward.</summary>
public enum ReferralTrigger
{
    /// <summary>The new member's first purchase.</summary>
    FirstPurchase = 0,

    /// <summary>Joining.</summary>
    Join = 1,
}

/// <summary>A check against abuse; bringing oneself is always refused.</summary>
public enum ReferralCheck
{
    /// <summary>Both have the same contact.</summary>
    Contact = 0,

    /// <summary>Both have the same device.</summary>
    Device = 1,

    /// <summary>Both have the same address.</summary>
    Address = 2,

    /// <summary>The referrer was brought by the new member, directly or over others.</summary>
    Circle = 3,
}
