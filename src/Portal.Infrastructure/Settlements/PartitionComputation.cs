using Portal.Domain.Settlements;
using Portal.Infrastructure.Data;

namespace Portal.Infrastructure.Settlements;

/// <summary>Computes the lines of some customers: one scan of their sales lines for all programmes. Several may be computed at once.</summary>
internal sealed class PartitionComputation(SettlementRun run, SettlementPlan plan)
{
    private readonly CustomerSettlement _customers = new(run.Id, plan);

    /// <summary>Reads the sales lines of the customers once and returns their settlement lines.</summary>
    public async Task<PartitionResult> ComputeAsync(PortalDbContext context, CustomerSelection customers, CancellationToken cancellationToken)
    {
        var prior = await PriorAmounts.ReadAsync(context, run.Id, plan, plan.SettledPrograms, customers, cancellationToken);
        var lines = new List<SettlementLine>();
        var seen = new HashSet<long>();
        var read = plan.Programs.Days is { } days
            ? await SalesByCustomer.ReadAsync(context, plan.Programs, customers, days, run.SalesLinesUpTo, Take, cancellationToken)
            : 0;
        foreach (var customerId in prior.Customers.Where(customerId => !seen.Contains(customerId)))
        {
            // Without any sale, but given something before: what is earned is nothing.
            _customers.Add(customerId, [], prior.Of(customerId), lines);
        }

        return new PartitionResult(lines, read);

        void Take(CustomerMeasures measures)
        {
            var before = prior.Of(measures.CustomerId);
            seen.Add(measures.CustomerId);
            _customers.Add(measures.CustomerId, RebateCalculator.Earn(plan.Programs, measures), before, lines);
        }
    }
}

/// <summary>What a partition came to.</summary>
/// <param name="Lines">Its settlement lines.</param>
/// <param name="SalesLinesRead">Sales lines read.</param>
internal sealed record PartitionResult(IReadOnlyList<SettlementLine> Lines, long SalesLinesRead)
{
    /// <summary>What the lines add to each settlement.</summary>
    public IReadOnlyList<SettlementTotal> Totals { get; } = SettlementTotals.Of(Lines);
}
