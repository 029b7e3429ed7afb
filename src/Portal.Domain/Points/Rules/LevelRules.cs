namespace Portal.Domain.Points.Rules;

/// <summary>Levels by growth value, which is a ledger of its own: using points never costs a level.</summary>
public sealed record LevelRules
{
    /// <summary>What growth value comes from.</summary>
    public GrowthSource Growth { get; init; }

    /// <summary>The time whose growth value counts.</summary>
    public GrowthWindow Window { get; init; }

    /// <summary>The months of a rolling window.</summary>
    public int? WindowMonths { get; init; }

    /// <summary>The levels, with rising thresholds; the first from 0.</summary>
    public IReadOnlyList<MemberLevel> List { get; init; } = [];

    /// <summary>When members are looked at for going down: at the end of each.</summary>
    public LevelCheck CheckAtEndOf { get; init; }

    /// <summary>How far down.</summary>
    public LevelDown Down { get; init; }

    /// <summary>Days a member has after the check to reach the threshold still.</summary>
    public int GraceDays { get; init; }

    /// <summary>Months that a level once reached is kept at least.</summary>
    public int? HoldMonths { get; init; }

    /// <summary>Whether a check that is passed after those months begins them anew.</summary>
    public bool HoldRenews { get; init; }

    /// <summary>Whether a return takes the level down at once, or at the next check.</summary>
    public LevelReturn OnReturn { get; init; }

    /// <summary>The level at whose rates the bill earns that reaches a new one.</summary>
    public LevelOfBill BillEarnsAt { get; init; }
}

/// <summary>A level.</summary>
public sealed record MemberLevel
{
    /// <summary>Its code.</summary>
    public string Code { get; init; } = "";

    /// <summary>The growth value that reaches it.</summary>
    public decimal From { get; init; }

    /// <summary>The growth value that keeps it, where less than <see cref="From"/>.</summary>
    public decimal? KeepFrom { get; init; }

    /// <summary>What its members' points are multiplied with.</summary>
    public decimal Factor { get; init; } = 1;
}

/// <summary>What growth value comes from.</summary>
public enum GrowthSource
{
    /// <summary>The part of bills that earns, in money.</summary>
    Spend = 0,

    /// <summary>Points earned, used or not.</summary>
    PointsEarned = 1,

    /// <summary>Bills.</summary>
    Visits = 2,

    /// <summary>Rules that give growth value.</summary>
    Rules = 3,

    /// <summary>The points balance; using points costs the level.</summary>
    Balance = 4,
}

/// <summary>The time whose growth value counts.</summary>
public enum GrowthWindow
{
    /// <summary>All of it.</summary>
    Lifetime = 0,

    /// <summary>The calendar year.</summary>
    CalendarYear = 1,

    /// <summary>The last months up to the day.</summary>
    RollingMonths = 2,
}

/// <summary>At the end of what members are looked at for going down.</summary>
public enum LevelCheck
{
    /// <summary>The year.</summary>
    Year = 0,

    /// <summary>The quarter.</summary>
    Quarter = 1,

    /// <summary>The month.</summary>
    Month = 2,

    /// <summary>The day.</summary>
    Day = 3,
}

/// <summary>How far down.</summary>
public enum LevelDown
{
    /// <summary>To the level that the growth value reaches.</summary>
    ByGrowth = 0,

    /// <summary>One level.</summary>
    OneLevel = 1,

    /// <summary>Not at all.</summary>
    Never = 2,
}

/// <summary>When a return changes the level.</summary>
public enum LevelReturn
{
    /// <summary>At once.</summary>
    AtOnce = 0,

    /// <summary>At the next check.</summary>
    AtCheck = 1,
}

/// <summary>At which level's rates a bill earns that reaches a new one.</summary>
public enum LevelOfBill
{
    /// <summary>The level before it.</summary>
    Before = 0,

    /// <summary>The level it reaches.</summary>
    Reached = 1,
}
