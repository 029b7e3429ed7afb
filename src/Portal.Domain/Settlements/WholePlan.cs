using Portal.Domain.Settlements.Rules;

namespace Portal.Domain.Settlements;

/// <summary>Computes a plan for all customers at once, where all their sales are at hand: for simulations.</summary>
public static class WholePlan
{
    /// <summary>What everyone earns, before the limits of programmes: the customers that bought, and companies whose family did.</summary>
    /// <param name="plan">The plan.</param>
    /// <param name="measures">What each customer bought.</param>
    /// <param name="problems">Takes what keeps sales lines from counting.</param>
    public static IReadOnlyList<(long CustomerId, IReadOnlyList<EarnedLine> Lines)> Earn(ProgramPlan plan, IReadOnlyList<CustomerMeasures> measures, CalculationProblems problems)
    {
        ArgumentNullException.ThrowIfNull(plan);
        ArgumentNullException.ThrowIfNull(measures);
        if (!plan.AsksForFamilies)
        {
            return [.. measures.Select(own => (own.CustomerId, RebateCalculator.Earn(plan, own, null, problems)))];
        }

        var known = measures.ToDictionary(own => own.CustomerId);
        var everyone = measures.Select(own => own.CustomerId).Concat(measures.SelectMany(own => plan.FamilyOf(own.CustomerId))).Distinct();
        return
        [
            .. everyone.Select(customer => (
                customer,
                RebateCalculator.Earn(
                    plan,
                    known.GetValueOrDefault(customer) ?? new CustomerMeasures(customer, []),
                    [.. plan.FamilyOf(customer).Where(known.ContainsKey).Select(relative => known[relative])],
                    problems))),
        ];
    }
}
