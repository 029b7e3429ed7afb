using Portal.Domain.Shared;

namespace Portal.Domain.Settlements;

/// <summary>The cap per programme and period: paid up to the cap, shared exactly in proportion to what each customer and line would get.</summary>
public static class ProgramCap
{
    /// <summary>Cuts amounts so that they add up to no more than the cap.</summary>
    /// <param name="capMinor">The cap in minor units.</param>
    /// <param name="amounts">Amounts in minor units, none negative, in an order that does not depend on the run (by customer, then line).</param>
    /// <returns>As many amounts, each at most what it was.</returns>
    public static long[] Apply(long capMinor, IReadOnlyList<long> amounts)
    {
        ArgumentNullException.ThrowIfNull(amounts);
        ArgumentOutOfRangeException.ThrowIfNegative(capMinor);
        return amounts.Aggregate(0m, (sum, amount) => sum + amount) <= capMinor ? [.. amounts] : Rounding.Share(capMinor, amounts);
    }

    /// <summary>Whether a version has a cap; its customers must then all be known before any of them can be settled.</summary>
    public static bool Limits(PlannedVersion version)
    {
        ArgumentNullException.ThrowIfNull(version);
        return version.Definition.CapPerProgram is not null;
    }

    /// <summary>Applies the caps of a plan to what all customers earned.</summary>
    /// <param name="plan">The plan.</param>
    /// <param name="earned">By customer, in customer order.</param>
    public static IReadOnlyList<IReadOnlyList<EarnedLine>> Apply(ProgramPlan plan, IReadOnlyList<IReadOnlyList<EarnedLine>> earned)
    {
        ArgumentNullException.ThrowIfNull(plan);
        ArgumentNullException.ThrowIfNull(earned);
        if (!plan.Versions.Any(Limits))
        {
            return earned;
        }

        var result = earned.Select(lines => lines.ToArray()).ToArray();
        var groups = result
            .SelectMany((lines, customer) => lines.Select((line, position) => (customer, position, line)))
            .Where(entry => Limits(plan.Versions[entry.line.VersionIndex]))
            .GroupBy(entry => (entry.line.VersionIndex, entry.line.PeriodIndex));
        foreach (var group in groups)
        {
            var entries = group.OrderBy(entry => entry.customer).ThenBy(entry => entry.line.LineIndex).ToList();
            var cap = Rounding.HalfAwayFromZero(plan.Versions[group.Key.VersionIndex].Definition.CapPerProgram!.Value * Money.MinorPerUnit);
            var shares = Apply(cap, [.. entries.Select(entry => entry.line.RoundedMinor)]);
            for (var index = 0; index < entries.Count; index++)
            {
                var entry = entries[index];
                result[entry.customer][entry.position] = entry.line with { ProgramCapMinor = entry.line.RoundedMinor - shares[index] };
            }
        }

        return result;
    }
}
