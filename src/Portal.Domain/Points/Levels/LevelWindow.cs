using Portal.Domain.Points.Rules;
using Portal.Domain.Shared;

namespace Portal.Domain.Points.Levels;

/// <summary>Which days' growth value counts, and on which days is looked.</summary>
public static class LevelWindow
{
    /// <summary>The days whose growth value counts on a day.</summary>
    public static DateRange Of(LevelRules rules, DateOnly day)
    {
        ArgumentNullException.ThrowIfNull(rules);
        return rules.Window switch
        {
            GrowthWindow.Lifetime => new DateRange(DateOnly.MinValue, day),
            GrowthWindow.CalendarYear => new DateRange(new DateOnly(day.Year, 1, 1), day),

            // A year up to 31 March begins on 1 April; up to 28 February 2025 on 29 February 2024.
            GrowthWindow.RollingMonths => new DateRange(day.AddMonths(-(rules.WindowMonths ?? 12)).AddDays(1), day),
            _ => throw new InvalidOperationException("Unknown window " + rules.Window),
        };
    }

    /// <summary>Whether members are looked at for going down at the end of a day.</summary>
    public static bool IsCheckDay(LevelCheck check, DateOnly day)
    {
        var next = day.AddDays(1);
        return check switch
        {
            LevelCheck.Day => true,
            LevelCheck.Month => next.Day == 1,
            LevelCheck.Quarter => next.Day == 1 && next.Month % 3 == 1,
            LevelCheck.Year => next.Day == 1 && next.Month == 1,
            _ => throw new InvalidOperationException("Unknown check " + check),
        };
    }
}
