using Portal.Domain.Programs;
using Portal.Domain.Shared;

namespace Portal.Domain.Settlements.Rules;

/// <summary>Computes the programmes of a plan whose rules look at every sales line, for one customer.</summary>
internal static class DetailedCalculator
{
    /// <summary>Adds what the customer earns for every period in force.</summary>
    public static void Earn(ProgramPlan plan, CustomerMeasures measures, IReadOnlyList<CustomerMeasures> relatives, CalculationProblems problems, List<EarnedLine> earned)
    {
        if (plan.CustomerOf(measures.CustomerId) is not { } customer || plan.ParticipationOf(customer.Id) is not { } participation)
        {
            return;
        }

        var rebates = new Rebates();
        foreach (var version in participation.Versions.Where(version => plan.Calculators[version] is not null).OrderBy(version => plan.Versions[version].Definition.Stacking?.Order ?? 0).ThenBy(version => version))
        {
            Earn(plan, version, customer, measures, relatives, rebates, problems, earned);
        }

        LineLimits.KeepBestPrograms(plan, earned);
    }

    /// <summary>What the customer earns by one version, as if there were no other programme.</summary>
    public static List<EarnedLine> EarnAlone(ProgramPlan plan, int versionIndex, CustomerMeasures measures, IReadOnlyList<CustomerMeasures> relatives)
    {
        var earned = new List<EarnedLine>();
        if (plan.CustomerOf(measures.CustomerId) is { } customer && plan.Calculators[versionIndex] is not null)
        {
            Earn(plan, versionIndex, customer, measures, relatives, new Rebates(), new CalculationProblems(), earned);
        }

        return earned;
    }

    private static void Earn(
        ProgramPlan plan, int versionIndex, PlanCustomer customer, CustomerMeasures measures, IReadOnlyList<CustomerMeasures> relatives, Rebates rebates, CalculationProblems problems, List<EarnedLine> earned)
    {
        var version = plan.Versions[versionIndex];
        var definition = version.Definition;
        var calculator = plan.Calculators[versionIndex]!;
        var members = definition.RollUp is null ? [customer] : plan.MembersOf(versionIndex, customer);
        var isHead = members[0].Id == customer.Id;
        if (definition.RollUp is { PayTo: RollUpPayTo.Parent } && !isHead)
        {
            return;
        }

        var sold = relatives.Append(measures).Where(entry => members.Any(member => member.Id == entry.CustomerId)).SelectMany(entry => entry.Sales ?? []);
        var lines = calculator.Count(sold, problems).ToList();
        for (var period = 0; period < version.Periods.Count; period++)
        {
            if (!version.Periods[period].IsInForce)
            {
                continue;
            }

            var range = version.Periods[period].Range;
            var earlier = definition.Stacking is { } stacking ? rebates.Before(stacking.Group, stacking.Order, range.To).ToList() : [];
            var result = calculator.Earn(period, members, lines, earlier, problems);
            if (definition.Stacking is { } own)
            {
                rebates.Add(own.Group, own.Order, versionIndex, range, definition.PeriodMode == PeriodMode.Cumulative, result.ByLine);
            }

            foreach (var line in result.Lines)
            {
                var share = definition.RollUp is { PayTo: RollUpPayTo.Children } ? ShareOf(calculator, line, period, customer, members, lines, problems) : line;
                earned.Add(share with { VersionIndex = versionIndex });
            }
        }
    }

    /// <summary>A member's part of what a family earned: floors, and what is left over to the largest remainders, so that the parts add up exactly.</summary>
    private static EarnedLine ShareOf(
        VersionCalculator calculator, EarnedLine line, int period, PlanCustomer customer, IReadOnlyList<PlanCustomer> members, List<CountedLine> lines, CalculationProblems problems)
    {
        var shares = Rounding.Share(line.RoundedMinor, calculator.PartsOf(line.LineIndex, period, members, lines, problems));
        var own = shares[members.ToList().FindIndex(member => member.Id == customer.Id)];
        return line with { Details = (line.Details ?? new EarnedDetails()) with { OthersMinor = line.RoundedMinor - own } };
    }
}
