using Portal.Domain.Points.Rules;

namespace Portal.Domain.Points.Earning;

/// <summary>What a member got from each rule and when: what limits are measured against.</summary>
public sealed class RuleUsage
{
    /// <summary>The name under which the sum over all rules is kept.</summary>
    public const string AllRules = "";

    private readonly List<Use> _uses = [];

    /// <summary>Remembers that a rule applied.</summary>
    /// <param name="on">The local day.</param>
    /// <param name="rule">The rule's id.</param>
    /// <param name="units">What it gave, in point units.</param>
    /// <param name="source">The event.</param>
    public void Add(DateOnly on, string rule, long units, string source) => _uses.Add(new Use(on, rule, units, source));

    /// <summary>Frees what an event used, when it came back in full.</summary>
    public void Free(string source) => _uses.RemoveAll(use => use.Source == source);

    /// <summary>How often a rule applied at all.</summary>
    public int Times(string rule) => _uses.Count(use => use.Rule == rule);

    /// <summary>The units that limits leave to a rule; null where none limits them.</summary>
    public long? Left(string rule, IReadOnlyList<EarnLimit> limits, DateOnly on, PointScale scale)
    {
        ArgumentNullException.ThrowIfNull(limits);
        long? left = null;
        foreach (var limit in limits)
        {
            var used = limit.Per == LimitPeriod.Bill ? [] : Within(rule, limit.Per, on).ToList();
            var open = limit.Times is { } times && used.Count(use => use.Units != 0) >= times ? 0
                : limit.Points is { } points ? Math.Max(0, scale.Units(points) - used.Sum(use => use.Units))
                : long.MaxValue;
            left = Math.Min(left ?? long.MaxValue, open);
        }

        return left == long.MaxValue ? null : left;
    }

    private IEnumerable<Use> Within(string rule, LimitPeriod per, DateOnly on)
    {
        var period = CalendarDays.Period(per, on);
        return _uses.Where(use => use.Rule == rule && period.Contains(use.On));
    }

    private sealed record Use(DateOnly On, string Rule, long Units, string Source);
}
