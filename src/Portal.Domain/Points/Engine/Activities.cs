using Portal.Domain.Points.Earning;
using Portal.Domain.Points.Rules;

namespace Portal.Domain.Points.Engine;

/// <summary>Points for what is no bill.</summary>
internal static class Activities
{
    /// <summary>Applies every rule of an activity.</summary>
    public static IReadOnlyList<Booked> Apply(PointsProgram program, PointsMember member, string activity, EarnContext context, string source)
    {
        var booked = new List<Booked>();
        foreach (var rule in program.Rules.EarnRules.OfType<ActivityRule>()
            .Where(rule => string.Equals(rule.Activity, activity, StringComparison.OrdinalIgnoreCase))
            .OrderBy(rule => rule.Priority).ThenBy(rule => rule.Id, StringComparer.Ordinal))
        {
            // Only where the rule holds does a day count for its streak.
            var points = rule.Streak.Count == 0 ? rule.Points : RuleFit.Lines(rule.When, context) is null ? 0 : OfStreak(rule, member, context.At.On);
            if (Give(program, member, rule, points, context, source) is { } one)
            {
                booked.Add(one);
            }
        }

        return booked;
    }

    /// <summary>Gives what one rule gives: points, growth value, or both.</summary>
    public static Booked? Give(PointsProgram program, PointsMember member, EarnRule rule, decimal points, EarnContext context, string source)
    {
        if (points == 0)
        {
            return null;
        }

        // Limits over all rules are limits on points.
        var result = EarnCalculator.OfActivity(rule, points, rule.Gives == RuleGives.Growth ? context with { Rules = context.Rules with { EarnLimits = [] } } : context);
        var value = program.Scale.Points(result.Units);
        if (rule.Gives != RuleGives.Points)
        {
            member.Level?.Add(context.At.On, source, value);
        }

        Booked? booked = null;
        if (rule.Gives == RuleGives.Growth)
        {
            member.Usage.Add(context.At.On, rule.Id, result.Units, source);
        }
        else if (result.Shares.Count > 0)
        {
            booked = program.Book(member, source, context.At, result, [0], context.Channel, isSale: false);
            if (program.Rules.Levels?.Growth == GrowthSource.PointsEarned)
            {
                member.Level?.Add(context.At.On, source, value);
            }
        }

        member.Level?.Climb(context.At.On, program.Scale.Points(member.Account.Balance));
        return booked;
    }

    private static decimal OfStreak(ActivityRule rule, PointsMember member, DateOnly on)
    {
        var before = member.Streaks.GetValueOrDefault(rule.Id);
        if (before?.LastOn == on)
        {
            return 0;
        }

        var days = before?.LastOn == on.AddDays(-1) ? before.Days + 1 : 1;
        member.Streaks[rule.Id] = new Streak(on, days);
        var count = rule.Streak.Count;
        return rule.Streak[rule.AfterStreak == StreakEnd.StartAgain ? (days - 1) % count : Math.Min(days, count) - 1];
    }
}
