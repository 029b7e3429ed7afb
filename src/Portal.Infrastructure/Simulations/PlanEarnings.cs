using Portal.Domain.Settlements;
using Portal.Domain.Settlements.Rules;

namespace Portal.Infrastructure.Simulations;

/// <summary>
/// Takes customer by customer what the sales lines of a plan add up to and says what everyone earns after the limits over all
/// customers. Only where companies reach tiers together with those under them must the sales of all be kept until the end.
/// </summary>
internal sealed class PlanEarnings(ProgramPlan plan)
{
    private readonly List<CustomerMeasures> _families = [];

    // What was left out is counted; nobody reads a hundred thousand names of documents.
    private readonly CalculationProblems _problems = new(0);
    private readonly List<(long CustomerId, IReadOnlyList<EarnedLine> Lines)> _earned = [];

    /// <summary>The plan, to be fed by a scan.</summary>
    public ProgramPlan Plan => plan;

    /// <summary>Sales that did not count for want of a cost, a rate or a unit.</summary>
    public IReadOnlyList<LeftOutSales> LeftOut => _problems.LeftOut;

    /// <summary>Takes a customer.</summary>
    public void Take(CustomerMeasures measures)
    {
        if (plan.AsksForFamilies)
        {
            _families.Add(measures);
        }
        else if (RebateCalculator.Earn(plan, measures, null, _problems) is { Count: > 0 } lines)
        {
            _earned.Add((measures.CustomerId, lines));
        }
    }

    /// <summary>All customers are taken: what each earns, in the order of their keys.</summary>
    public IReadOnlyList<(long CustomerId, IReadOnlyList<EarnedLine> Lines)> Finish()
    {
        if (plan.AsksForFamilies)
        {
            _earned.AddRange(WholePlan.Earn(plan, _families, _problems).Where(entry => entry.Lines.Count > 0).OrderBy(entry => entry.CustomerId));
            _families.Clear();
        }

        var limited = ProgramCap.Apply(plan, [.. _earned.Select(entry => entry.Lines)]);
        return [.. _earned.Select((entry, index) => (entry.CustomerId, limited[index]))];
    }
}
