using System.Text.Json;
using Microsoft.EntityFrameworkCore;
using Portal.Domain.Settlements;
using Portal.Infrastructure.Data;

namespace Portal.Infrastructure.Settlements;

/// <summary>
/// Adds up what lines come to by settlement. Each partition keeps its own sums, because its lines are at hand when it is saved;
/// to read all lines again at the end of a run would take as long as a good part of writing them.
/// </summary>
internal static class SettlementTotals
{
    /// <summary>The sums of lines. Their customers have no lines elsewhere, except those of other settlements.</summary>
    public static IReadOnlyList<SettlementTotal> Of(IReadOnlyList<SettlementLine> lines)
    {
        var sums = new Dictionary<long, Sum>();
        foreach (var line in lines)
        {
            if (!sums.TryGetValue(line.SettlementId, out var sum))
            {
                sums.Add(line.SettlementId, sum = new Sum());
            }

            sum.Add(line);
        }

        return [.. sums.Select(sum => sum.Value.Of(sum.Key))];
    }

    /// <summary>The sums of a run by settlement; those of programmes with a cap come from the lines, which changed since.</summary>
    public static async Task<Dictionary<long, SettlementTotal>> ReadAsync(
        PortalDbContext context, long runId, IReadOnlyCollection<long> cappedSettlements, CancellationToken cancellationToken)
    {
        var partitions = await context.SettlementPartitions.Where(partition => partition.RunId == runId && partition.TotalsJson != null)
            .Select(partition => partition.TotalsJson!).ToListAsync(cancellationToken);
        var totals = partitions.SelectMany(json => JsonSerializer.Deserialize<List<SettlementTotal>>(json)!)
            .Where(total => !cappedSettlements.Contains(total.SettlementId))
            .Concat(await OfLinesAsync(context, cappedSettlements, cancellationToken));
        return totals.GroupBy(total => total.SettlementId).ToDictionary(
            group => group.Key,
            group => new SettlementTotal(
                group.Key, group.Sum(total => total.Customers), group.Sum(total => total.Lines), group.Sum(total => total.DueMinor), group.Sum(total => total.CorrectionsMinor)));
    }

    private static async Task<List<SettlementTotal>> OfLinesAsync(PortalDbContext context, IReadOnlyCollection<long> settlements, CancellationToken cancellationToken) =>
        settlements.Count == 0
            ? []
            : await context.SettlementLines.Where(line => settlements.Contains(line.SettlementId))
                .GroupBy(line => line.SettlementId)
                .Select(group => new SettlementTotal(
                    group.Key,
                    group.Select(line => line.CustomerId).Distinct().Count(),
                    group.Count(),
                    group.Sum(line => line.DueMinor),
                    group.Sum(line => line.DeltaMinor < 0 ? line.DeltaMinor : 0)))
                .ToListAsync(cancellationToken);

    private sealed class Sum
    {
        private readonly HashSet<long> _customers = [];
        private int _lines;
        private long _dueMinor;
        private long _correctionsMinor;

        public void Add(SettlementLine line)
        {
            _customers.Add(line.CustomerId);
            _lines++;
            _dueMinor += line.DueMinor;
            _correctionsMinor += Math.Min(0, line.DeltaMinor);
        }

        public SettlementTotal Of(long settlementId) => new(settlementId, _customers.Count, _lines, _dueMinor, _correctionsMinor);
    }
}
