using Portal.Domain.Settlements;
using Portal.Domain.Settlements.Rules;
using Portal.Infrastructure.Data;

namespace Portal.Infrastructure.Settlements;

/// <summary>Computes the lines of some customers: one scan of their sales lines for all programmes. Several may be computed at once.</summary>
internal sealed class PartitionComputation(SettlementRun run, SettlementPlan plan)
{
    private readonly CustomerSettlement _customers = new(run.Id, plan);
    private readonly KnownSales _known = new(run.SalesLinesUpTo, run.PaymentsUpTo);

    /// <summary>Reads the sales lines of the customers once and returns their settlement lines.</summary>
    /// <exception cref="SettlementDataMissingException">Something that a document needs to be counted is not entered.</exception>
    public async Task<PartitionResult> ComputeAsync(PortalDbContext context, CustomerSelection customers, CancellationToken cancellationToken)
    {
        var prior = await PriorAmounts.ReadAsync(context, plan, plan.Given, customers, cancellationToken);
        var lines = new List<SettlementLine>();
        var seen = new HashSet<long>();
        var problems = new CalculationProblems();
        var families = new PartitionFamilies(plan);
        var read = plan.Programs.Days is { } days
            ? await SalesByCustomer.ReadAsync(context, plan.Programs, customers, days, _known, Take, cancellationToken)
            : 0;
        foreach (var (measures, relatives) in await families.CompleteAsync(context, customers, _known, cancellationToken))
        {
            Add(measures, relatives);
        }

        foreach (var customerId in prior.Customers.Where(customerId => !seen.Contains(customerId)))
        {
            // Without any sale, but given something before: what is earned is nothing.
            _customers.Add(customerId, [], prior.Of(customerId), lines);
        }

        SettlementDataMissingException.ThrowIfAny(problems.Refusals);
        return new PartitionResult(lines, read);

        void Take(CustomerMeasures measures)
        {
            if (!families.Keep(measures))
            {
                Add(measures, null);
            }
        }

        void Add(CustomerMeasures measures, IReadOnlyList<CustomerMeasures>? relatives)
        {
            var before = prior.Of(measures.CustomerId);
            seen.Add(measures.CustomerId);
            _customers.Add(measures.CustomerId, RebateCalculator.Earn(plan.Programs, measures, relatives, problems), before, lines);
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
