using Portal.Domain.Programs;
using Portal.Domain.Shared;

namespace Portal.Domain.Settlements.Rules;

/// <summary>Which days' documents rules look at beyond the periods themselves: base periods, and documents delivered or paid on another day than their own.</summary>
internal static class DetailDays
{
    // A document that is delivered or paid later than this is not looked for any more.
    private const int LongestWaitDays = 730;

    /// <summary>The days of the plan, extended.</summary>
    public static DateRange? Of(IReadOnlyList<PlannedVersion> versions, bool[] isDetailed, DateRange? days)
    {
        var ranges = days is { } own ? [own] : new List<DateRange>();
        for (var index = 0; index < versions.Count; index++)
        {
            var definition = versions[index].Definition;
            if (!isDetailed[index] || versions[index].Periods.Count == 0)
            {
                continue;
            }

            var measured = versions[index].Periods.Select(period => period.Range).ToList();
            measured.AddRange(definition.Lines.Select(line => line.Qualifier.Compare).OfType<Comparison>().SelectMany(compare => ComparisonRules.BaseDays(compare, versions[index].Periods.Select(period => period.Range))).ToList());
            ranges.AddRange(definition.Documents?.Date is null or DocumentDate.Document
                ? measured
                : measured.Select(range => new DateRange(range.From.AddDays(-LongestWaitDays), range.To.AddDays(LongestWaitDays))));
        }

        return ranges.Count == 0 ? null : new DateRange(ranges.Min(range => range.From), ranges.Max(range => range.To));
    }
}
