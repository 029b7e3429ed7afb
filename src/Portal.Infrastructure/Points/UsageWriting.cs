using Microsoft.EntityFrameworkCore;
using Portal.Domain.Points.Earning;
using Portal.Domain.Points.Records;
using Portal.Infrastructure.Data;
using Portal.Infrastructure.Data.BulkWrite;

namespace Portal.Infrastructure.Points;

/// <summary>Keeps the sums that limits are measured against.</summary>
internal static class UsageWriting
{
    public static async Task RunAsync(List<WorkingMember> members, PointsRulesByDay rules, PortalDbContext context, CancellationToken cancellationToken)
    {
        var kept = UsageNeeds.Of(rules.Versions.Select(version => version.Rules), DateOnly.MaxValue).Keys.ToHashSet(StringComparer.Ordinal);
        var changes = members.SelectMany(member => Changes(member, kept)).ToDictionary(change => (change.CustomerId, change.Rule, change.On));
        if (changes.Count == 0)
        {
            return;
        }

        var ids = changes.Keys.Select(key => key.CustomerId).Distinct().ToArray();
        var names = changes.Keys.Select(key => key.Rule).Distinct().ToArray();
        var days = changes.Keys.Select(key => key.On).Distinct().ToArray();
        var known = await context.PointsUsages.AsNoTracking()
            .Where(row => EF.Parameter(ids).Contains(row.CustomerId) && EF.Parameter(names).Contains(row.Rule) && EF.Parameter(days).Contains(row.On))
            .ToDictionaryAsync(row => (row.CustomerId, row.Rule, row.On), cancellationToken);
        string[] keys = [nameof(PointsUsageRecord.CustomerId), nameof(PointsUsageRecord.Rule), nameof(PointsUsageRecord.On)];
        string[] values = [nameof(PointsUsageRecord.Units), nameof(PointsUsageRecord.Times), nameof(PointsUsageRecord.Count)];
        var fresh = changes.Values.Where(change => !known.ContainsKey((change.CustomerId, change.Rule, change.On))).ToList();
        if (fresh.Count > 0)
        {
            await BulkWriter.InsertAsync<PointsUsageRecord, PointsUsageRecord>(context, [.. keys, .. values], fresh, Write, cancellationToken);
        }

        var moved = changes.Values.Where(change => known.ContainsKey((change.CustomerId, change.Rule, change.On)))
            .Select(change => Sum(change, known[(change.CustomerId, change.Rule, change.On)])).ToList();
        await BulkUpdate.SetAsync<PointsUsageRecord, PointsUsageRecord>(context, keys, values, moved, Write, cancellationToken);
    }

    private static IEnumerable<PointsUsageRecord> Changes(WorkingMember member, HashSet<string> kept)
    {
        var changes = member.Current.Usage.Select(use => (Use: use, Sign: 1)).Concat(member.Original.Usage.Select(use => (Use: use, Sign: -1)))
            .Where(item => kept.Contains(item.Use.Rule) && item.Use.On != DateOnly.MinValue)
            .GroupBy(item => (item.Use.Rule, item.Use.On))
            .Select(group => Record(member.Row.Id, group.Key.Rule, group.Key.On, group))
            .Where(change => change.Units != 0 || change.Times != 0 || change.Count != 0)
            .ToList();
        return changes.Concat(changes.GroupBy(change => change.Rule).Select(rule => new PointsUsageRecord
        {
            CustomerId = member.Row.Id,
            Rule = rule.Key,
            On = UsageNeeds.AllDays,
            Units = rule.Sum(change => change.Units),
            Times = rule.Sum(change => change.Times),
            Count = rule.Sum(change => change.Count),
        }));
    }

    private static PointsUsageRecord Record(long customerId, string rule, DateOnly on, IEnumerable<(Use Use, int Sign)> uses)
    {
        var list = uses.ToList();
        return new PointsUsageRecord
        {
            CustomerId = customerId,
            Rule = rule,
            On = on,
            Units = list.Sum(item => item.Sign * item.Use.Units),
            Times = list.Sum(item => item.Sign * item.Use.Times),
            Count = list.Sum(item => item.Sign * item.Use.Count),
        };
    }

    private static PointsUsageRecord Sum(PointsUsageRecord change, PointsUsageRecord known) => new()
    {
        CustomerId = change.CustomerId,
        Rule = change.Rule,
        On = change.On,
        Units = known.Units + change.Units,
        Times = known.Times + change.Times,
        Count = known.Count + change.Count,
    };

    private static void Write(IBulkRow row, PointsUsageRecord use)
    {
        row.Write(use.CustomerId);
        row.Write(use.Rule);
        row.Write(use.On);
        row.Write(use.Units);
        row.Write(use.Times);
        row.Write(use.Count);
    }
}
