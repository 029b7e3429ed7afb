using System.Text.Json.Serialization;

namespace Portal.Domain.Points.Rules;

/// <summary>How long points last. They can be used through the end of the local day it names.</summary>
[JsonPolymorphic(TypeDiscriminatorPropertyName = "kind")]
[JsonDerivedType(typeof(NeverExpires), "never")]
[JsonDerivedType(typeof(ExpiresAfterDays), "days")]
[JsonDerivedType(typeof(ExpiresAfterMonths), "months")]
[JsonDerivedType(typeof(ExpiresYearly), "yearly")]
[JsonDerivedType(typeof(ExpiresOnDay), "onDay")]
[JsonDerivedType(typeof(ExpiresAfterInactivity), "inactivity")]
public abstract record ExpiryRule
{
    /// <summary>From which day the time runs.</summary>
    public ExpiryStart Start { get; init; }
}

/// <summary>From which day the time runs.</summary>
public enum ExpiryStart
{
    /// <summary>The day of earning.</summary>
    Earned = 0,

    /// <summary>The day from which the points can be used.</summary>
    Available = 1,
}

/// <summary>Points that last for ever.</summary>
public sealed record NeverExpires : ExpiryRule;

/// <summary>So many days later.</summary>
public sealed record ExpiresAfterDays : ExpiryRule
{
    /// <summary>How many.</summary>
    public int Days { get; init; } = 1;

    /// <summary>The calendar period to whose end it is moved.</summary>
    public ExpiryRoundTo RoundTo { get; init; }
}

/// <summary>So many months later, on the same day of the month or the month's last.</summary>
public sealed record ExpiresAfterMonths : ExpiryRule
{
    /// <summary>How many.</summary>
    public int Months { get; init; } = 1;

    /// <summary>The calendar period to whose end it is moved.</summary>
    public ExpiryRoundTo RoundTo { get; init; }
}

/// <summary>The calendar period whose last day it becomes.</summary>
public enum ExpiryRoundTo
{
    /// <summary>None: the very day.</summary>
    None = 0,

    /// <summary>The month.</summary>
    Month = 1,

    /// <summary>The quarter.</summary>
    Quarter = 2,

    /// <summary>The half-year.</summary>
    HalfYear = 3,

    /// <summary>The year.</summary>
    Year = 4,
}

/// <summary>The same day each year, by default 31 December.</summary>
public sealed record ExpiresYearly : ExpiryRule
{
    /// <summary>The month.</summary>
    public int Month { get; init; } = 12;

    /// <summary>The day of the month; in a shorter month its last.</summary>
    public int Day { get; init; } = 31;

    /// <summary>Whole years more.</summary>
    public int MoreYears { get; init; }

    /// <summary>Points earned in this month or later of the calendar year last a year longer.</summary>
    public int? LateFromMonth { get; init; }
}

/// <summary>A fixed day.</summary>
public sealed record ExpiresOnDay : ExpiryRule
{
    /// <summary>The last day.</summary>
    public DateOnly On { get; init; }
}

/// <summary>So long after the member's last activity; each activity prolongs all of them.</summary>
public sealed record ExpiresAfterInactivity : ExpiryRule
{
    /// <summary>Months, where not days.</summary>
    public int? Months { get; init; }

    /// <summary>Days, where not months.</summary>
    public int? Days { get; init; }

    /// <summary>What counts as activity.</summary>
    public IReadOnlyList<ActivityKind> Activities { get; init; } = [ActivityKind.Sale, ActivityKind.Redeem];

    /// <summary>Whether the last day is moved to the end of its month.</summary>
    public bool ToMonthEnd { get; init; }
}

/// <summary>What counts as activity of a member.</summary>
public enum ActivityKind
{
    /// <summary>A bill.</summary>
    Sale = 0,

    /// <summary>Use of points.</summary>
    Redeem = 1,

    /// <summary>Any activity event.</summary>
    Activity = 2,
}
