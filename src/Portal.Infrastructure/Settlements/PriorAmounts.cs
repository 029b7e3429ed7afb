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

    /// <summary>Reads the lines of settlements that count: not those of this run, nor those sent back or taken back.</summary>
    public static async Task<PriorAmounts> ReadAsync(
        PortalDbContext context, long runId, SettlementPlan plan, IReadOnlyCollection<long> programIds, CustomerSelection customers,
        CancellationToken cancellationToken)
    {
        var prior = new PriorAmounts();
        if (programIds.Count == 0)
        {
            return prior;
        }

        var ranges = plan.Periods.ToDictionary(period => (period.ProgramId, period.Range.From), period => period.Range);
        var (from, to) = (customers.From, customers.To);
        var lines = context.SettlementLines
            .Where(line => line.CustomerId >= from && line.CustomerId <= to && line.RunId != runId && programIds.Contains(line.ProgramId)

                // An adjustment by hand comes on top of the rules: what they give is the same with and without it.
                && line.Reason != SettlementReason.Manual);
        if (customers.Ids is { } few)
        {
            var ids = few.ToArray();
            lines = lines.Where(line => EF.Parameter(ids).Contains(line.CustomerId));
        }

        var rows = lines
            .Join(
                context.Settlements.Where(settlement => settlement.State == SettlementState.Calculated
                    || settlement.State == SettlementState.Approved || settlement.State == SettlementState.Posted),
                line => line.SettlementId,
                settlement => settlement.Id,
                (line, settlement) => new { line, settlement.ProgramVersionId })
            .Join(context.RebateProgramVersions, row => row.ProgramVersionId, version => version.Id, (row, version) => new { row.line, version.Number })
            .OrderBy(row => row.line.Id)
            .Select(row => new
            {
                row.line.CustomerId,
                row.line.ProgramId,
                row.line.ProgramLineNumber,
                row.line.PeriodFrom,
                row.line.PeriodTo,
                row.line.DeltaMinor,
                row.line.DueMinor,
                row.line.CarriedInMinor,
                row.line.CarriedOutMinor,
                row.line.TierNumber,
                VersionNumber = row.Number,
            })
            .AsAsyncEnumerable();
        await foreach (var row in rows.WithCancellation(cancellationToken))
        {
            // A period that an amendment made longer or shorter is the same one: it has the same start.
            var range = ranges.GetValueOrDefault((row.ProgramId, row.PeriodFrom), new DateRange(row.PeriodFrom, row.PeriodTo));
            prior.Add(
                row.CustomerId,
                new SettledKey(row.ProgramId, row.ProgramLineNumber, range),
                new SettledBefore(
                    row.DeltaMinor, row.TierNumber, row.VersionNumber, DroppedMinor: row.DueMinor - row.DeltaMinor - row.CarriedInMinor + row.CarriedOutMinor),
                row.CarriedOutMinor - row.CarriedInMinor);
        }

        return prior;
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
