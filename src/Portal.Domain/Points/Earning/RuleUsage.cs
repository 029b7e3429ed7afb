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
    public void Add(DateOnly on, string rule, long units, string source) => _uses.Add(new Use(on, rule, units, source, units == 0 ? 0 : 1, 1));

    /// <summary>Frees what an event used, when it came back in full.</summary>
    public void Free(string source) => _uses.RemoveAll(use => use.Source == source);

    /// <summary>How often a rule applied at all.</summary>
    public int Times(string rule) => _uses.Where(use => use.Rule == rule).Sum(use => use.Count);

    /// <summary>What is remembered, summed up where it was restored so.</summary>
    internal IReadOnlyList<Use> Uses => _uses;

    /// <summary>Remembers what was stored: one event's use, or the sum of many.</summary>
    internal void Restore(Use use) => _uses.Add(use);

    /// <summary>The units that limits leave to a rule; null where none limits them.</summary>
    public long? Left(string rule, IReadOnlyList<EarnLimit> limits, DateOnly on, PointScale scale)
    {
        ArgumentNullException.ThrowIfNull(limits);
        long? left = null;
        foreach (var limit in limits)
        {
            var used = limit.Per == LimitPeriod.Bill ? [] : Within(rule, limit.Per, on).ToList();
            var open = limit.Times is { } times && used.Sum(use => use.Times) >= times ? 0
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
}

/// <summary>Use of a rule by one event, or summed up over several.</summary>
/// <param name="On">The local day; the first of all days for a sum over days that no limit looks at by itself.</param>
/// <param name="Rule">The rule, or <see cref="RuleUsage.AllRules"/>.</param>
/// <param name="Units">Point units.</param>
/// <param name="Source">The event; empty for a sum.</param>
/// <param name="Times">How often it gave something.</param>
/// <param name="Count">How often it applied.</param>
public sealed record Use(DateOnly On, string Rule, long Units, string Source, int Times, int Count);
