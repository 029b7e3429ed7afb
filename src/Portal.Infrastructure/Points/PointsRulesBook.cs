using System.Collections.Concurrent;
using Microsoft.EntityFrameworkCore;
using Portal.Domain.Points.Documents;
using Portal.Domain.Points.Records;
using Portal.Domain.Points.Rules;
using Portal.Infrastructure.Data;

namespace Portal.Infrastructure.Points;

/// <summary>The rules by day, from the approved versions. An approved version never changes, so each is read and checked once.</summary>
internal sealed class PointsRulesBook
{
    private readonly ConcurrentDictionary<(string Database, long Id), PointsRules> _rules = new();

    /// <summary>All approved versions, the oldest first.</summary>
    public async Task<PointsRulesByDay> ReadAsync(PortalDbContext context, CancellationToken cancellationToken)
    {
        var database = context.Database.GetConnectionString() ?? "";
        var versions = await context.PointsProgramVersions.AsNoTracking()
            .Where(row => row.State == PointsVersionState.Approved)
            .OrderBy(row => row.EffectiveOn).ThenBy(row => row.Number)
            .Select(row => new { row.Id, row.Number, row.EffectiveOn })
            .ToListAsync(cancellationToken);
        var missing = versions.Where(row => !_rules.ContainsKey((database, row.Id))).Select(row => row.Id).ToArray();
        if (missing.Length > 0)
        {
            foreach (var row in await context.PointsProgramVersions.AsNoTracking().Where(row => EF.Parameter(missing).Contains(row.Id)).ToListAsync(cancellationToken))
            {
                _rules[(database, row.Id)] = PointsDocuments.ReadRules(row.RulesJson).Value;
            }
        }

        return new PointsRulesByDay([.. versions.Select(row => new PointsRulesInForce(row.Number, row.EffectiveOn, _rules[(database, row.Id)]))]);
    }
}

/// <summary>Rules and since when they hold.</summary>
/// <param name="Number">The version.</param>
/// <param name="From">The first local day.</param>
/// <param name="Rules">The rules.</param>
internal sealed record PointsRulesInForce(int Number, DateOnly From, PointsRules Rules);

/// <summary>The approved versions.</summary>
/// <param name="Versions">The oldest first.</param>
internal sealed record PointsRulesByDay(IReadOnlyList<PointsRulesInForce> Versions)
{
    /// <summary>The rules of a day; those of the first version before it holds; null where there is none.</summary>
    public PointsRules? On(DateOnly day) => (Versions.LastOrDefault(version => version.From <= day) ?? (Versions.Count > 0 ? Versions[0] : null))?.Rules;

    /// <summary>The day from which anything is counted; null where there is no programme.</summary>
    public DateOnly? FirstDay => Versions.Count == 0 ? null : Versions.Min(version => version.From);

    /// <summary>The names of rules and campaigns by id, as the newest version that names them has them.</summary>
    public IReadOnlyDictionary<string, RuleNames> RuleNames => Versions
        .SelectMany(version => version.Rules.NamesOfRules())
        .GroupBy(rule => rule.Key)
        .ToDictionary(rule => rule.Key, rule => rule.Last().Value);

    /// <summary>The stretches of days, each under its own rules, that end with a day.</summary>
    public IEnumerable<(PointsRules Rules, DateOnly Until)> Stretches(DateOnly after, DateOnly until)
    {
        foreach (var from in Versions.Select(version => version.From).Distinct().Where(from => from > after && from <= until).Order())
        {
            // The day before the change ends under the old rules; its midnight belongs to the new ones.
            yield return (On(from.AddDays(-1))!, from.AddDays(-1));
        }

        yield return (On(until)!, until);
    }
}
