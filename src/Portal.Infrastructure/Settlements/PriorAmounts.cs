using Microsoft.EntityFrameworkCore;
using Portal.Domain.Settlements;
using Portal.Domain.Shared;
using Portal.Infrastructure.Data;

namespace Portal.Infrastructure.Settlements;

/// <summary>What earlier settlements gave to the customers of a partition, read in one query.</summary>
internal sealed class PriorAmounts
{
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

        // The settlements are not joined: a database may then read all lines of all of them for the sake of a few customers.
        // The order is that of the index by customer.
        var ranges = plan.Periods.ToDictionary(period => (period.ProgramId, period.Range.From), period => period.Range);
        var rows = LinesOf(context, customers)
            .OrderBy(line => line.CustomerId).ThenBy(line => line.ProgramId).ThenBy(line => line.PeriodFrom).ThenBy(line => line.Id)
            .Select(line => new
            {
                line.SettlementId,
                line.CustomerId,
                line.ProgramId,
                line.ProgramLineNumber,
                line.PeriodFrom,
                line.PeriodTo,
                line.DeltaMinor,
                line.DueMinor,
                line.CarriedInMinor,
                line.CarriedOutMinor,
                line.TierNumber,
            })
            .AsAsyncEnumerable();
        await foreach (var row in rows.WithCancellation(cancellationToken))
        {
            if (!given.TryGetValue(row.SettlementId, out var settlement))
            {
                continue;
            }

            // A period that an amendment made longer or shorter is the same one: it has the same start.
            var range = ranges.GetValueOrDefault((row.ProgramId, row.PeriodFrom), new DateRange(row.PeriodFrom, row.PeriodTo));
            prior.Add(
                row.CustomerId,
                new SettledKey(row.ProgramId, row.ProgramLineNumber, range),
                new SettledBefore(
                    row.DeltaMinor, row.TierNumber, settlement.VersionNumber, DroppedMinor: row.DueMinor - row.DeltaMinor - row.CarriedInMinor + row.CarriedOutMinor),
                row.CarriedOutMinor - row.CarriedInMinor);
        }

        return prior;
    }

    /// <summary>What a customer was given; whoever settles it may note more in it.</summary>
    public CustomerPrior Of(long customerId) => _customers.TryGetValue(customerId, out var customer) ? customer : new CustomerPrior();

    // Either the range or the few: given both, a database may read the whole range for the sake of the few.
    private static IQueryable<SettlementLine> LinesOf(PortalDbContext context, CustomerSelection customers)
    {
        // An adjustment by hand comes on top of the rules: what they give is the same with and without it.
        var lines = context.SettlementLines.Where(line => line.Reason != SettlementReason.Manual);
        if (customers.Ids is { } few)
        {
            var ids = few.ToArray();
            return lines.Where(line => EF.Parameter(ids).Contains(line.CustomerId));
        }

        var (from, to) = (customers.From, customers.To);
        return lines.Where(line => line.CustomerId >= from && line.CustomerId <= to);
    }

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
