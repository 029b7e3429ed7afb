using Portal.Domain.Points.Rules;

namespace Portal.Domain.Points.Engine;

/// <summary>What happens by itself at midnight. Each day is worked off once and in order, so that it does not matter how often or how late it is asked for.</summary>
internal static class DayWork
{
    /// <summary>Works off all days of a member up to and with a day.</summary>
    public static void Until(PointsProgram program, PointsMember member, DateOnly day)
    {
        if (member.DoneUntil is null)
        {
            member.DoneUntil = day;
            StartDay(program, member, day);
            return;
        }

        while (member.DoneUntil < day)
        {
            var next = member.DoneUntil.Value.AddDays(1);
            member.Level?.DayEnded(member.DoneUntil.Value, program.Scale.Points(member.Account.Balance));
            member.DoneUntil = next;
            StartDay(program, member, next);
        }
    }

    private static void StartDay(PointsProgram program, PointsMember member, DateOnly day)
    {
        member.Account.Expire(day);
        member.Account.Absorb(day);
        if (member.Person.Birthday is { } birthday && CalendarDays.BirthdayIn(day.Year, birthday) == day && day > birthday)
        {
            GiveBirthdayPoints(program, member, day);
        }
    }

    private static void GiveBirthdayPoints(PointsProgram program, PointsMember member, DateOnly day)
    {
        var at = new Moment(day.ToDateTime(TimeOnly.MinValue), default);
        foreach (var rule in program.Rules.EarnRules.OfType<BirthdayRule>().OrderBy(rule => rule.Priority).ThenBy(rule => rule.Id, StringComparer.Ordinal))
        {
            Activities.Give(program, member, rule, rule.Points, program.Context(member, at, null), "birthday-" + day.Year);
        }
    }
}
