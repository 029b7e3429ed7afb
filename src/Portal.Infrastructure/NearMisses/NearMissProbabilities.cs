using Microsoft.EntityFrameworkCore;
using Portal.Domain.NearMisses;
using Portal.Domain.Programs;
using Portal.Domain.Settlements;
using Portal.Domain.Shared;
using Portal.Infrastructure.Data;
using Portal.Infrastructure.Settlements;

namespace Portal.Infrastructure.NearMisses;

/// <summary>
/// Draws the probability of each row from the customer's purchases of the past half year. What is missing is in the unit of the
/// measure also where a rule compares: the bound of the next tier is worked out from a figure that no longer moves.
/// </summary>
internal sealed class NearMissProbabilities(PortalDbContext context)
{
    /// <summary>So many customers' purchases are held at a time.</summary>
    private const int CustomersAtOnce = 500;

    private readonly Dictionary<(long Version, int Line), Counting?> _counting = [];
    private Dictionary<long, ProgramDefinition> _definitions = [];
    private PlanMasterData _master = new([], [], []);
    private SelectorSets _sets = new(new PlanMasterData([], [], []));

    /// <summary>The rows with their probabilities, in the same order.</summary>
    public async Task<IReadOnlyList<NearMissRow>> ApplyAsync(IReadOnlyList<NearMissRow> rows, CancellationToken cancellationToken)
    {
        if (rows.Count == 0)
        {
            return rows;
        }

        await PrepareAsync(rows, cancellationToken);
        var done = new Dictionary<long, double?>(rows.Count);
        foreach (var customers in rows.GroupBy(row => row.CustomerId).Chunk(CustomersAtOnce))
        {
            await ReckonAsync([.. customers.SelectMany(customer => customer)], done, cancellationToken);
        }

        return [.. rows.Select(row => row with { Probability = done[row.Id] })];
    }

    private async Task PrepareAsync(IReadOnlyList<NearMissRow> rows, CancellationToken cancellationToken)
    {
        var versions = rows.Select(row => row.VersionId).Distinct().ToArray();
        _definitions = await context.RebateProgramVersions.Where(version => EF.Parameter(versions).Contains(version.Id))
            .ToDictionaryAsync(version => version.Id, version => ProgramDocument.Read(version.DefinitionJson).Value, cancellationToken);
        _master = await MasterDataReading.ReadProductsAsync(context, cancellationToken);
        _sets = new SelectorSets(_master);
    }

    private async Task ReckonAsync(IReadOnlyList<NearMissRow> rows, Dictionary<long, double?> done, CancellationToken cancellationToken)
    {
        var lastOn = rows.Max(row => row.AsOfOn);
        var firstOn = lastOn.AddDays(1 - NearMissQueries.PastDays);
        var customers = rows.Select(row => row.CustomerId).Distinct().ToArray();
        var purchases = (await context.SalesDocuments
            .Where(document => EF.Parameter(customers).Contains(document.CustomerId) && document.DocumentOn >= firstOn && document.DocumentOn <= lastOn)
            .Join(context.SalesLines, document => document.Id, line => line.DocumentId, (_, line) => new Purchase(line.CustomerId, line.ProductId, line.DocumentOn, line.NetMinor, line.QuantityMilli, line.DiscountMinor, line.CostMinor, line.IsNotForRebate))
            .ToListAsync(cancellationToken)).ToLookup(line => line.CustomerId);
        foreach (var row in rows)
        {
            done[row.Id] = CountingOf(row) is { } counting ? ReachProbability.Of(DaysOf(purchases[row.CustomerId], counting, firstOn), row.DaysLeft, row.MissingValue) : null;
        }
    }

    private static long[] DaysOf(IEnumerable<Purchase> purchases, Counting counting, DateOnly firstOn)
    {
        var days = new long[NearMissQueries.PastDays];
        foreach (var line in purchases.Where(counting.Counts))
        {
            days[line.On.DayNumber - firstOn.DayNumber] += counting.Of(line);
        }

        return days;
    }

    /// <summary>
    /// What of a purchase counts. Only what adds up from day to day tells something: numbers of orders or products do not, a share of all
    /// purchases moves with them, and what is paid later or bought by others of a family is not in the customer's own purchases.
    /// </summary>
    private Counting? CountingOf(NearMissRow row)
    {
        if (_counting.TryGetValue((row.VersionId, row.LineNumber), out var known))
        {
            return known;
        }

        var definition = _definitions[row.VersionId];
        var qualifier = definition.Lines.First(line => line.Number == row.LineNumber).Qualifier;
        var adds = qualifier.Measure is Measure.NetAmount or Measure.GrossAmount or Measure.Margin or Measure.Quantity
            && qualifier.Compare?.Against != ComparisonAgainst.Total
            && qualifier.Scope.Sales is null
            && definition is { RollUp: null, Documents: null, Currency: Money.DefaultCurrency };
        var contains = _sets.Contains(qualifier.Scope);
        var counting = adds
            ? new Counting(
                qualifier.Measure,
                _master.Products.Where(contains).Select(product => (product.Id, Factor: FactorOf(product, qualifier.Unit))).Where(product => product.Factor > 0).ToDictionary(product => product.Id, product => product.Factor),
                qualifier.CountsNotForRebate == true)
            : null;
        _counting.Add((row.VersionId, row.LineNumber), counting);
        return counting;
    }

    private static decimal FactorOf(PlanProduct product, string? unit) => unit is null ? 1 : product.UnitFactors.GetValueOrDefault(unit);

    private sealed record Purchase(long CustomerId, long ProductId, DateOnly On, long NetMinor, long QuantityMilli, long DiscountMinor, long? CostMinor, bool IsNotForRebate);

    private sealed record Counting(Measure Measure, Dictionary<long, decimal> Factors, bool CountsNotForRebate)
    {
        public bool Counts(Purchase line) => Factors.ContainsKey(line.ProductId) && (CountsNotForRebate || !line.IsNotForRebate);

        public long Of(Purchase line) => Measure switch
        {
            Measure.Quantity => Rounding.HalfAwayFromZero(line.QuantityMilli / Factors[line.ProductId]),
            Measure.GrossAmount => line.NetMinor + line.DiscountMinor,
            Measure.Margin => line.CostMinor is { } cost ? line.NetMinor - cost : 0,
            _ => line.NetMinor,
        };
    }
}
