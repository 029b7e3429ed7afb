using System.Text.Json.Serialization;

namespace Portal.Domain.Points.Rules;

/// <summary>A rule of either kind: one that gives points, or a campaign that changes what the others give.</summary>
public abstract record PointRule
{
    /// <summary>What it is known by in every breakdown; unique.</summary>
    public string Id { get; init; } = "";

    /// <summary>What members read instead of <see cref="Id"/>.</summary>
    public RuleNames? Names { get; init; }

    /// <summary>The order: the lowest number first, equal ones by id.</summary>
    public int Priority { get; init; } = 100;

    /// <summary>Whether it applies together with others.</summary>
    public bool Stackable { get; init; } = true;

    /// <summary>When and on what it applies.</summary>
    public RuleConditions When { get; init; } = new();

    /// <summary>Limits per member.</summary>
    public IReadOnlyList<EarnLimit> Limits { get; init; } = [];

    /// <summary>How long its points last, where not as the programme says.</summary>
    public ExpiryRule? Expiry { get; init; }

    /// <summary>Days until its points are available, where not as the programme says.</summary>
    public int? PendingDays { get; init; }
}

/// <summary>The names of a rule.</summary>
public sealed record RuleNames
{
    /// <summary>In Chinese.</summary>
    [JsonPropertyName("zh-CN")]
    public string? ZhCn { get; init; }

    /// <summary>In English.</summary>
    public string? En { get; init; }
}

/// <summary>A rule that gives points.</summary>
[JsonPolymorphic(TypeDiscriminatorPropertyName = "kind")]
[JsonDerivedType(typeof(AmountRule), "amount")]
[JsonDerivedType(typeof(QuantityRule), "quantity")]
[JsonDerivedType(typeof(VisitRule), "visit")]
[JsonDerivedType(typeof(ActivityRule), "activity")]
[JsonDerivedType(typeof(BirthdayRule), "birthday")]
public abstract record EarnRule : PointRule
{
    /// <summary>Whether it gives points, growth value, or both.</summary>
    public RuleGives Gives { get; init; }
}

/// <summary>What a rule gives.</summary>
public enum RuleGives
{
    /// <summary>Points.</summary>
    Points = 0,

    /// <summary>Growth value, which decides the level.</summary>
    Growth = 1,

    /// <summary>As many of both.</summary>
    Both = 2,
}

/// <summary>Points for every so much money.</summary>
public sealed record AmountRule : EarnRule
{
    /// <summary>The amount that earns <see cref="Points"/>.</summary>
    public decimal Per { get; init; } = 1;

    /// <summary>Points for each <see cref="Per"/>.</summary>
    public decimal Points { get; init; }

    /// <summary>Whether a part of <see cref="Per"/> earns its part.</summary>
    public RuleStep Step { get; init; }

    /// <summary>Whether the lines that fit are measured together or each by itself.</summary>
    public RuleMeasure Measure { get; init; }
}

/// <summary>Points for every so many pieces.</summary>
public sealed record QuantityRule : EarnRule
{
    /// <summary>The quantity that earns <see cref="Points"/>.</summary>
    public decimal Per { get; init; } = 1;

    /// <summary>Points for each <see cref="Per"/>.</summary>
    public decimal Points { get; init; }

    /// <summary>Whether a part of <see cref="Per"/> earns its part.</summary>
    public RuleStep Step { get; init; }

    /// <summary>Whether the lines that fit are measured together or each by itself.</summary>
    public RuleMeasure Measure { get; init; }
}

/// <summary>Points for a bill, whatever its amount.</summary>
public sealed record VisitRule : EarnRule
{
    /// <summary>Points for the visit.</summary>
    public decimal Points { get; init; }

    /// <summary>Only every so manieth bill that fits: 10 for a stamp card of ten.</summary>
    public int Every { get; init; } = 1;
}

/// <summary>Points for something other than a bill: signing in, a survey, joining.</summary>
public sealed record ActivityRule : EarnRule
{
    /// <summary>The activity's name, as events carry it.</summary>
    public string Activity { get; init; } = "";

    /// <summary>Points for it.</summary>
    public decimal Points { get; init; }

    /// <summary>Points by consecutive day instead of <see cref="Points"/>: the first for the first day.</summary>
    public IReadOnlyList<decimal> Streak { get; init; } = [];

    /// <summary>What follows the streak's last day.</summary>
    public StreakEnd AfterStreak { get; init; }
}

/// <summary>Points given by themselves on each birthday.</summary>
public sealed record BirthdayRule : EarnRule
{
    /// <summary>Points for the day.</summary>
    public decimal Points { get; init; }
}

/// <summary>Whether parts earn.</summary>
public enum RuleStep
{
    /// <summary>A part earns its part.</summary>
    Proportional = 0,

    /// <summary>Only full multiples earn.</summary>
    FullMultiple = 1,
}

/// <summary>What is measured.</summary>
public enum RuleMeasure
{
    /// <summary>The lines that fit, together.</summary>
    Bill = 0,

    /// <summary>Each line by itself.</summary>
    Line = 1,
}

/// <summary>What follows the last day of a streak.</summary>
public enum StreakEnd
{
    /// <summary>The last day's points each day.</summary>
    RepeatLast = 0,

    /// <summary>The first day again.</summary>
    StartAgain = 1,
}

/// <summary>Something that changes what the rules give on a bill.</summary>
[JsonPolymorphic(TypeDiscriminatorPropertyName = "kind")]
[JsonDerivedType(typeof(MultiplierCampaign), "multiplier")]
[JsonDerivedType(typeof(BonusCampaign), "bonus")]
public abstract record Campaign : PointRule;

/// <summary>So many times the points.</summary>
public sealed record MultiplierCampaign : Campaign
{
    /// <summary>2 for double points.</summary>
    public decimal Factor { get; init; } = 1;

    /// <summary>What is multiplied.</summary>
    public MultiplierBase On { get; init; }

    /// <summary>The rules whose points are multiplied; all where empty.</summary>
    public IReadOnlyList<string> Rules { get; init; } = [];
}

/// <summary>So many points more on a bill.</summary>
public sealed record BonusCampaign : Campaign
{
    /// <summary>Points more.</summary>
    public decimal Points { get; init; }
}

/// <summary>What a multiplier multiplies.</summary>
public enum MultiplierBase
{
    /// <summary>What the rules and the campaigns before it gave.</summary>
    Running = 0,

    /// <summary>What the rules gave, without campaigns: ×2 and ×3 together make ×4.</summary>
    Base = 1,
}

/// <summary>The most that is earned in a time.</summary>
public sealed record EarnLimit
{
    /// <summary>The time.</summary>
    public LimitPeriod Per { get; init; }

    /// <summary>The most points; what would go over is cut.</summary>
    public decimal? Points { get; init; }

    /// <summary>The most bills or activities; one more earns nothing.</summary>
    public int? Times { get; init; }
}

/// <summary>The time of a limit, in local calendar days.</summary>
public enum LimitPeriod
{
    /// <summary>One bill or activity.</summary>
    Bill = 0,

    /// <summary>A day.</summary>
    Day = 1,

    /// <summary>A week from Monday.</summary>
    Week = 2,

    /// <summary>A month.</summary>
    Month = 3,

    /// <summary>A quarter.</summary>
    Quarter = 4,

    /// <summary>A calendar year.</summary>
    Year = 5,

    /// <summary>As long as the rule exists.</summary>
    Ever = 6,
}
