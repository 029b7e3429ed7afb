using Portal.Domain.Shared;

namespace Portal.Domain.Points.Rules;

/// <summary>Questions about local calendar days.</summary>
internal static class CalendarDays
{
    public static DateOnly EndOfMonth(DateOnly day) => new(day.Year, day.Month, DateTime.DaysInMonth(day.Year, day.Month));

    /// <summary>The period that contains a day.</summary>
    public static DateRange Period(LimitPeriod period, DateOnly day) => period switch
    {
        LimitPeriod.Bill or LimitPeriod.Day => new DateRange(day, day),
        LimitPeriod.Week => new DateRange(Monday(day), Monday(day).AddDays(6)),
        LimitPeriod.Month => Months(day, 1),
        LimitPeriod.Quarter => Months(day, 3),
        LimitPeriod.Year => Months(day, 12),
        LimitPeriod.Ever => new DateRange(DateOnly.MinValue, DateOnly.MaxValue),
        _ => throw new InvalidOperationException("Unknown period " + period),
    };

    /// <summary>The last day of the period of some months, counted from January.</summary>
    public static DateOnly EndOfMonths(DateOnly day, int months) => Months(day, months).To;

    /// <summary>The birthday in a year: 29 February is kept on the 28th in common years.</summary>
    public static DateOnly BirthdayIn(int year, DateOnly birthday) =>
        new(year, birthday.Month, Math.Min(birthday.Day, DateTime.DaysInMonth(year, birthday.Month)));

    public static bool IsNearBirthday(DateOnly day, DateOnly birthday, BirthdayWindow window) => window switch
    {
        BirthdayWindow.Day => BirthdayIn(day.Year, birthday) == day,
        // The week may reach into another year.
        BirthdayWindow.Week => new[] { day.Year - 1, day.Year, day.Year + 1 }.Any(year => year is > 0 and < 10000 && Monday(BirthdayIn(year, birthday)) == Monday(day)),
        BirthdayWindow.Month => day.Month == birthday.Month,
        _ => throw new InvalidOperationException("Unknown window " + window),
    };

    private static DateOnly Monday(DateOnly day) => day.AddDays(-(((int)day.DayOfWeek + 6) % 7));

    private static DateRange Months(DateOnly day, int count)
    {
        var first = new DateOnly(day.Year, (((day.Month - 1) / count) * count) + 1, 1);
        return new DateRange(first, EndOfMonth(new DateOnly(day.Year, first.Month + count - 1, 1)));
    }
}
