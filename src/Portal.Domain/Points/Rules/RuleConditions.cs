namespace Portal.Domain.Points.Rules;

/// <summary>When and on what a rule applies. What is not said does not restrict.</summary>
public sealed record RuleConditions
{
    /// <summary>The first local day.</summary>
    public DateOnly? From { get; init; }

    /// <summary>The last local day.</summary>
    public DateOnly? To { get; init; }

    /// <summary>Days of the week.</summary>
    public IReadOnlyList<DayOfWeek> Weekdays { get; init; } = [];

    /// <summary>The first local time of day, as 18:00.</summary>
    public string? TimeFrom { get; init; }

    /// <summary>The local time of day before which it must be; earlier than <see cref="TimeFrom"/> where it runs over midnight.</summary>
    public string? TimeTo { get; init; }

    /// <summary>How near the member's birthday is.</summary>
    public BirthdayWindow? Birthday { get; init; }

    /// <summary>Codes of the member's level.</summary>
    public IReadOnlyList<string> Levels { get; init; } = [];

    /// <summary>Channels of the bill.</summary>
    public IReadOnlyList<string> Channels { get; init; } = [];

    /// <summary>Tags of the member, any of them.</summary>
    public IReadOnlyList<string> Tags { get; init; } = [];

    /// <summary>The products that count; all where null.</summary>
    public PointProducts? Products { get; init; }

    /// <summary>The least amount of the lines that fit.</summary>
    public decimal? MinimumAmount { get; init; }

    /// <summary>The least quantity of the lines that fit.</summary>
    public decimal? MinimumQuantity { get; init; }

    /// <summary>Only the member's first bill.</summary>
    public bool FirstPurchase { get; init; }

    /// <summary>Only within so many days of joining.</summary>
    public int? JoinedWithinDays { get; init; }

    /// <summary>Further facts of the bill or the activity, all of them.</summary>
    public IReadOnlyList<AttributeCondition> Attributes { get; init; } = [];
}

/// <summary>A fact that must have one of some values.</summary>
public sealed record AttributeCondition(string Name, IReadOnlyList<string> Values);

/// <summary>How near a birthday is.</summary>
public enum BirthdayWindow
{
    /// <summary>On the day; 29 February is kept on 28 February in common years.</summary>
    Day = 0,

    /// <summary>In its week, Monday to Sunday.</summary>
    Week = 1,

    /// <summary>In its month.</summary>
    Month = 2,
}

/// <summary>A set of products; exclusion wins.</summary>
public sealed record PointProducts
{
    /// <summary>What is in; everything where empty.</summary>
    public IReadOnlyList<PointProductSelector> Include { get; init; } = [];

    /// <summary>What is out.</summary>
    public IReadOnlyList<PointProductSelector> Exclude { get; init; } = [];
}

/// <summary>Products of some codes. Upper and lower case are the same.</summary>
public sealed record PointProductSelector(PointProductKind Kind, IReadOnlyList<string> Codes);

/// <summary>By what products are selected.</summary>
public enum PointProductKind
{
    /// <summary>By number.</summary>
    Product = 0,

    /// <summary>By category, any of the line's.</summary>
    Category = 1,

    /// <summary>By brand.</summary>
    Brand = 2,

    /// <summary>By label, any of the line's.</summary>
    Label = 3,
}
