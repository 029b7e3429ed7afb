using Portal.Domain.Points.Rules;

namespace Portal.Domain.Points.Accounts;

/// <summary>The last local day on which points can be used, for each kind of expiry.</summary>
public static class Expiration
{
    /// <summary>The last day; null for never, and for <see cref="ExpiresAfterInactivity"/>, which depends on what the member does.</summary>
    /// <param name="rule">The rule.</param>
    /// <param name="earnedOn">The local day of earning.</param>
    /// <param name="availableOn">The first local day of use; null while it is not known.</param>
    public static DateOnly? LastDay(ExpiryRule rule, DateOnly earnedOn, DateOnly? availableOn)
    {
        ArgumentNullException.ThrowIfNull(rule);
        var start = rule.Start == ExpiryStart.Available ? availableOn ?? earnedOn : earnedOn;
        return rule switch
        {
            NeverExpires or ExpiresAfterInactivity => null,
            ExpiresAfterDays days => RoundTo(start.AddDays(days.Days), days.RoundTo),
            ExpiresAfterMonths months => RoundTo(start.AddMonths(months.Months), months.RoundTo),
            ExpiresYearly yearly => Yearly(yearly, start),
            ExpiresOnDay fixedDay => fixedDay.On,
            _ => throw new InvalidOperationException("Unknown expiry " + rule.GetType().Name),
        };
    }

    /// <summary>The last day of points that activity prolongs.</summary>
    public static DateOnly LastDay(ExpiresAfterInactivity rule, DateOnly lastActivityOn)
    {
        ArgumentNullException.ThrowIfNull(rule);
        var last = rule.Months is { } months ? lastActivityOn.AddMonths(months) : lastActivityOn.AddDays(rule.Days ?? 0);
        return rule.ToMonthEnd ? CalendarDays.EndOfMonth(last) : last;
    }

    private static DateOnly RoundTo(DateOnly day, ExpiryRoundTo period) => period switch
    {
        ExpiryRoundTo.None => day,
        ExpiryRoundTo.Month => CalendarDays.EndOfMonth(day),
        ExpiryRoundTo.Quarter => CalendarDays.EndOfMonths(day, 3),
        ExpiryRoundTo.HalfYear => CalendarDays.EndOfMonths(day, 6),
        ExpiryRoundTo.Year => CalendarDays.EndOfMonths(day, 12),
        _ => throw new InvalidOperationException("Unknown period " + period),
    };

    private static DateOnly Yearly(ExpiresYearly rule, DateOnly start)
    {
        var year = start.Year;
        if (DayIn(year) < start)
        {
            year++;
        }
        else if (start.Month >= rule.LateFromMonth)
        {
            // Points earned shortly before the day get a whole year more.
            year++;
        }

        return DayIn(year + rule.MoreYears);

        DateOnly DayIn(int inYear) => new(inYear, rule.Month, Math.Min(rule.Day, DateTime.DaysInMonth(inYear, rule.Month)));
    }
}
