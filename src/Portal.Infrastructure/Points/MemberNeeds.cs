using Portal.Domain.Points.Earning;
using Portal.Domain.Points.Levels;
using Portal.Domain.Points.Rules;

namespace Portal.Infrastructure.Points;

/// <summary>What has to be read of a member for some events.</summary>
internal sealed record MemberNeeds
{
    /// <summary>The earliest local day of the events.</summary>
    public required DateOnly From { get; init; }

    /// <summary>The latest.</summary>
    public required DateOnly To { get; init; }

    /// <summary>Sales that they name.</summary>
    public IReadOnlyList<string> Sales { get; init; } = [];

    /// <summary>Uses of points that they name.</summary>
    public IReadOnlyList<string> Redemptions { get; init; } = [];

    /// <summary>Lots that they name, by number.</summary>
    public IReadOnlyList<int> Lots { get; init; } = [];

    /// <summary>What both need.</summary>
    public MemberNeeds With(MemberNeeds other) => new()
    {
        From = From < other.From ? From : other.From,
        To = To > other.To ? To : other.To,
        Sales = [.. Sales.Union(other.Sales)],
        Redemptions = [.. Redemptions.Union(other.Redemptions)],
        Lots = [.. Lots.Union(other.Lots)],
    };
}

/// <summary>Which sums of use the limits of some rules look at.</summary>
internal static class UsageNeeds
{
    /// <summary>The day that stands for all days together.</summary>
    public static readonly DateOnly AllDays = new(1900, 1, 1);

    /// <summary>The rules whose use is kept, and from which day the limits look at it by day.</summary>
    public static IReadOnlyDictionary<string, DateOnly> Of(IEnumerable<PointsRules> versions, DateOnly day)
    {
        var needs = new Dictionary<string, DateOnly>(StringComparer.Ordinal);
        foreach (var rules in versions)
        {
            foreach (var rule in rules.EarnRules.Concat<PointRule>(rules.Campaigns))
            {
                if (rule.Limits.Count > 0 || rule is VisitRule { Every: > 1 })
                {
                    Need(rule.Id, rule.Limits);
                }
            }

            if (rules.EarnLimits.Count > 0)
            {
                Need(RuleUsage.AllRules, rules.EarnLimits);
            }

            if (rules.Referral is { Limits.Count: > 0 } referral)
            {
                Need("referral", referral.Limits);
            }
        }

        return needs;

        void Need(string rule, IReadOnlyList<EarnLimit> limits)
        {
            var from = limits.Select(limit => FirstDay(limit.Per, day)).Append(day).Min();
            needs[rule] = needs.TryGetValue(rule, out var known) && known < from ? known : from;
        }
    }

    /// <summary>The first day of the growth value that levels look at on a day.</summary>
    public static DateOnly GrowthFrom(IEnumerable<PointsRules> versions, DateOnly day) => versions
        .Select(rules => rules.Levels is null or { Window: GrowthWindow.Lifetime } ? day : LevelWindow.Of(rules.Levels, day).From)
        .Append(day).Min();

    private static DateOnly FirstDay(LimitPeriod period, DateOnly day) => period switch
    {
        // The sum of all days is kept beside the days.
        LimitPeriod.Bill or LimitPeriod.Day or LimitPeriod.Ever => day,
        LimitPeriod.Week => day.AddDays(-6),
        LimitPeriod.Month => new DateOnly(day.Year, day.Month, 1),
        LimitPeriod.Quarter => new DateOnly(day.Year, (((day.Month - 1) / 3) * 3) + 1, 1),
        LimitPeriod.Year => new DateOnly(day.Year, 1, 1),
        _ => throw new InvalidOperationException("Unknown period " + period),
    };
}
