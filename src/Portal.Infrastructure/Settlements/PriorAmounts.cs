using Portal.Domain.Settlements;
using Portal.Domain.Shared;
using Portal.Infrastructure.Data;
using Portal.Infrastructure.Data.BulkRead;

namespace Portal.Infrastructure.Settlements;

/// <summary>What earlier settlements gave to the customers of a partition, read in one query.</summary>
internal sealed class PriorAmounts
{
    private static readonly string[] Properties =
    [
        nameof(SettlementLine.SettlementId), nameof(SettlementLine.CustomerId), nameof(SettlementLine.ProgramId), nameof(SettlementLine.ProgramLineNumber),
        nameof(SettlementLine.PeriodFrom), nameof(SettlementLine.PeriodTo), nameof(SettlementLine.DeltaMinor), nameof(SettlementLine.DueMinor),
        nameof(SettlementLine.CarriedInMinor), nameof(SettlementLine.CarriedOutMinor), nameof(SettlementLine.TierNumber),
    ];

    private readonly Dictionary<long, CustomerPrior> _customers = [];

    /// <summary>Customers who were given something before, in order.</summary>
    public IEnumerable<long> Customers => _customers.Keys.Order();

    /// <summary>Reads the lines of settlements that count.</summary>
    public static async Task<PriorAmounts> ReadAsync(
        PortalDbContext context, SettlementPlan plan, IReadOnlyDictionary<long, GivenSettlement> given, CustomerSelection customers, CancellationToken cancellationToken)
    {
        var prior = new PriorAmounts();
        if (given.Count == 0)
        {
            return prior;
        }

        // A period that an amendment made longer or shorter is the same one: it has the same start.
        var ranges = plan.Periods.ToDictionary(period => (period.ProgramId, period.Range.From), period => period.Range);
        await BulkReader.ReadAsync(context, Sql(context, customers), Take, cancellationToken);
        return prior;

        void Take(IBulkRecord row)
        {
            if (!given.TryGetValue(row.Number(0), out var settlement))
            {
                return;
            }

            var (programId, from) = (row.Number(2), row.Day(4));
            var range = ranges.TryGetValue((programId, from), out var known) ? known : new DateRange(from, row.Day(5));
            var (deltaMinor, carriedMinor) = (row.Number(6), row.Number(9) - row.Number(8));
            prior.Add(
                row.Number(1),
                new SettledKey(programId, (int)row.Number(3), range),
                new SettledBefore(deltaMinor, (int)row.Number(10), settlement.VersionNumber, DroppedMinor: row.Number(7) - deltaMinor + carriedMinor),
                carriedMinor);
        }
    }

    /// <summary>
    /// The query; a test looks at its plan. The settlements are not joined: a database may then read all lines of all of them for
    /// the sake of a few customers. The order is that of the index by customer.
    /// </summary>
    public static BulkQuery Sql(PortalDbContext context, CustomerSelection customers)
    {
        var sql = new BulkSql(context, typeof(SettlementLine), Properties);
        var customer = sql[nameof(SettlementLine.CustomerId)];

        // Either the range or the few: given both, a database may read the whole range for the sake of the few.
        var whose = customers.Ids is { } few
            ? $"{customer} IN ({string.Join(", ", few.Select(BulkSql.Number))})"
            : $"{customer} BETWEEN {BulkSql.Number(customers.From)} AND {BulkSql.Number(customers.To)}";

        // An adjustment by hand comes on top of the rules: what they give is the same with and without it.
        var reason = new BulkSql(context, typeof(SettlementLine), [nameof(SettlementLine.Reason)]);
        var id = new BulkSql(context, typeof(SettlementLine), [nameof(SettlementLine.Id)]);
        return new BulkQuery(
            sql.Columns,
            sql.Table,
            $"{whose} AND {reason.Columns} <> {BulkSql.Number((long)SettlementReason.Manual)}",
            $"{customer}, {sql[nameof(SettlementLine.ProgramId)]}, {sql[nameof(SettlementLine.PeriodFrom)]}, {id.Columns}");
    }

    /// <summary>What a customer was given; whoever settles it may note more in it.</summary>
    public CustomerPrior Of(long customerId) => _customers.TryGetValue(customerId, out var customer) ? customer : new CustomerPrior();

    private void Add(long customerId, SettledKey key, SettledBefore amount, long carriedMinor)
    {
        if (!_customers.TryGetValue(customerId, out var customer))
        {
            _customers.Add(customerId, customer = new CustomerPrior());
        }

        if (customer.Settled.TryGetValue(key, out var before))
        {
            amount = amount with { DeltaMinor = before.DeltaMinor + amount.DeltaMinor, DroppedMinor = before.DroppedMinor + amount.DroppedMinor };
        }

        customer.Settled[key] = amount;
        if (carriedMinor != 0)
        {
            var line = (key.ProgramId, key.LineNumber);
            customer.Carried[line] = customer.Carried.GetValueOrDefault(line) + carriedMinor;
        }
    }
}

/// <summary>What a customer was given before.</summary>
internal sealed class CustomerPrior
{
    /// <summary>By programme, line and period.</summary>
    public Dictionary<SettledKey, SettledBefore> Settled { get; } = [];

    /// <summary>The negative rest by programme and line.</summary>
    public Dictionary<(long ProgramId, int LineNumber), long> Carried { get; } = [];

    /// <summary>The same without some programmes' periods.</summary>
    public CustomerPrior Without(IReadOnlySet<long> programIds)
    {
        var rest = new CustomerPrior();
        foreach (var (key, amount) in Settled.Where(entry => !programIds.Contains(entry.Key.ProgramId)))
        {
            rest.Settled.Add(key, amount);
        }

        foreach (var (key, amount) in Carried)
        {
            rest.Carried.Add(key, amount);
        }

        return rest;
    }
}
