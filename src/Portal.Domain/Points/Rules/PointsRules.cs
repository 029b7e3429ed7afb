namespace Portal.Domain.Points.Rules;

/// <summary>All rules of a points programme: what earns, how long it lasts, what it is worth, and what a return takes back.</summary>
public sealed record PointsRules
{
    /// <summary>The programme's name.</summary>
    public string Name { get; init; } = "";

    /// <summary>The time zone (IANA) whose midnight ends a day.</summary>
    public string TimeZone { get; init; } = "Asia/Shanghai";

    /// <summary>The currency of every amount.</summary>
    public string Currency { get; init; } = "CNY";

    /// <summary>Decimals of the currency's minor unit: 2 for fen and cents, 0 for yen.</summary>
    public int CurrencyDecimals { get; init; } = 2;

    /// <summary>Decimals of a point; 0 where points are whole.</summary>
    public int PointDecimals { get; init; }

    /// <summary>What part of a bill earns.</summary>
    public EarnBase EarnOn { get; init; } = new();

    /// <summary>Where and how the points of a bill are rounded.</summary>
    public PointRounding Rounding { get; init; } = new();

    /// <summary>The rules that give points.</summary>
    public IReadOnlyList<EarnRule> EarnRules { get; init; } = [];

    /// <summary>How rules that fit the same line go together.</summary>
    public RuleChoice EarnRuleChoice { get; init; }

    /// <summary>What multiplies or adds to what the rules give.</summary>
    public IReadOnlyList<Campaign> Campaigns { get; init; } = [];

    /// <summary>How campaigns that fit the same bill go together.</summary>
    public RuleChoice CampaignChoice { get; init; }

    /// <summary>Limits over all rules together, per member.</summary>
    public IReadOnlyList<EarnLimit> EarnLimits { get; init; } = [];

    /// <summary>When earned points become available.</summary>
    public PendingRule Pending { get; init; } = new();

    /// <summary>How long points last.</summary>
    public ExpiryRule Expiry { get; init; } = new NeverExpires();

    /// <summary>How points are used; null where they are not used on bills.</summary>
    public RedemptionRule? Redemption { get; init; }

    /// <summary>What a return takes back and gives back.</summary>
    public ReturnRule Returns { get; init; } = new();

    /// <summary>Corrections by hand.</summary>
    public AdjustmentRule Adjustments { get; init; } = new();

    /// <summary>Member levels; null for none.</summary>
    public LevelRules? Levels { get; init; }

    /// <summary>Rewards for bringing new members; null for none.</summary>
    public ReferralRule? Referral { get; init; }

    /// <summary>The share of outstanding points that is expected to expire unused, in percent.</summary>
    public decimal ExpectedBreakagePercent { get; init; }

    /// <summary>The names of rules and campaigns by id; of those that have any.</summary>
    public IReadOnlyDictionary<string, RuleNames> NamesOfRules() =>
        EarnRules.Concat<PointRule>(Campaigns).Where(rule => rule.Names is not null).ToDictionary(rule => rule.Id, rule => rule.Names!);
}

/// <summary>What part of a bill earns points.</summary>
public sealed record EarnBase
{
    /// <summary>Whether discounts reduce what earns.</summary>
    public DiscountBase Discount { get; init; }

    /// <summary>Whether the tax contained in the amounts earns.</summary>
    public TaxBase Tax { get; init; }

    /// <summary>Payment methods whose part of the bill does not earn.</summary>
    public IReadOnlyList<string> ExcludePayments { get; init; } = ["points"];
}

/// <summary>Amounts before or after discount.</summary>
public enum DiscountBase
{
    /// <summary>What is left after line and bill discounts.</summary>
    After = 0,

    /// <summary>The price before any discount.</summary>
    Before = 1,
}

/// <summary>Amounts with or without the tax they contain.</summary>
public enum TaxBase
{
    /// <summary>With tax.</summary>
    Included = 0,

    /// <summary>Without tax.</summary>
    Excluded = 1,
}

/// <summary>The one place where points are rounded.</summary>
public sealed record PointRounding
{
    /// <summary>Which way.</summary>
    public RoundingMode Mode { get; init; }

    /// <summary>What is rounded.</summary>
    public RoundedPart Each { get; init; }
}

/// <summary>Which way a part of a point goes.</summary>
public enum RoundingMode
{
    /// <summary>Down.</summary>
    Floor = 0,

    /// <summary>Up.</summary>
    Ceil = 1,

    /// <summary>To the nearest, half up.</summary>
    Half = 2,
}

/// <summary>What is rounded once.</summary>
public enum RoundedPart
{
    /// <summary>The bill's sum.</summary>
    Bill = 0,

    /// <summary>The sum of each line.</summary>
    Line = 1,

    /// <summary>The sum of each rule.</summary>
    Rule = 2,
}

/// <summary>How rules go together that fit the same thing.</summary>
public enum RuleChoice
{
    /// <summary>In order of priority; one that is not stackable applies alone.</summary>
    Priority = 0,

    /// <summary>The single one that gives most.</summary>
    BestSingle = 1,

    /// <summary>What gives most: all stackable ones together, or one that is not stackable alone.</summary>
    Best = 2,
}

/// <summary>When earned points become available.</summary>
public sealed record PendingRule
{
    /// <summary>Days after the day of earning; 0 for at once.</summary>
    public int Days { get; init; }

    /// <summary>Days by channel, instead of <see cref="Days"/>.</summary>
    public IReadOnlyList<ChannelDays> ByChannel { get; init; } = [];

    /// <summary>Whether points of sales wait for the event <c>release</c> instead of a day.</summary>
    public bool UntilReleased { get; init; }
}

/// <summary>Days of a channel.</summary>
public sealed record ChannelDays(string Channel, int Days);

/// <summary>Corrections by hand.</summary>
public sealed record AdjustmentRule
{
    /// <summary>Above this many points another person must approve; null for never.</summary>
    public decimal? SecondPersonAbove { get; init; }
}
