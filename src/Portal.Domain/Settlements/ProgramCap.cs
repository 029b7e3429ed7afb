using Portal.Domain.Programs;
using Portal.Domain.Shared;

namespace Portal.Domain.Settlements;

/// <summary>What all customers of a programme together may get: of a line, of the programme for a period, and over its whole validity. Paid up to the limit, shared exactly in proportion to what each customer and line would get.</summary>
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

    /// <summary>Whether a version has such a limit; its customers must then all be known before any of them can be settled.</summary>
    public static bool Limits(PlannedVersion version)
    {
        ArgumentNullException.ThrowIfNull(version);
        var definition = version.Definition;
        return definition.CapPerProgram is not null || definition.Budget is not null || definition.Lines.Any(line => line.Cap is not null);
    }

    /// <summary>What is left of the amounts of a version: first by the caps of its lines, then by that of the programme, then by its budget, which earlier periods use up first.</summary>
    /// <param name="definition">What the version says.</param>
    /// <param name="amounts">By customer, then line, of all its periods.</param>
    /// <returns>As many amounts, each at most what it was.</returns>
    public static long[] Limit(ProgramDefinition definition, IReadOnlyList<LimitedAmount> amounts)
    {
        ArgumentNullException.ThrowIfNull(definition);
        ArgumentNullException.ThrowIfNull(amounts);
        var left = amounts.Select(amount => amount.Minor).ToArray();
        var budget = definition.Budget is { } most ? Minor(most) : long.MaxValue;
        foreach (var period in Enumerable.Range(0, amounts.Count).GroupBy(index => amounts[index].PeriodFrom).OrderBy(period => period.Key))
        {
            foreach (var line in definition.Lines.Where(line => line.Cap is not null))
            {
                Cut(Minor(line.Cap!.Value), [.. period.Where(index => amounts[index].LineNumber == line.Number)], left);
            }

            var all = period.ToArray();
            if (definition.CapPerProgram is { } cap)
            {
                Cut(Minor(cap), all, left);
            }

            if (definition.Budget is not null)
            {
                Cut(budget, all, left);
                // In cumulative mode every period has all that was earned before in it.
                budget -= definition.PeriodMode == PeriodMode.Cumulative ? 0 : all.Sum(index => left[index]);
            }
        }

        return left;
    }

    /// <summary>Applies the limits of a plan to what all customers earned.</summary>
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
        var versions = result
            .SelectMany((lines, customer) => lines.Select((line, position) => (customer, position, line)))
            .Where(entry => Limits(plan.Versions[entry.line.VersionIndex]))
            .GroupBy(entry => entry.line.VersionIndex);
        foreach (var version in versions)
        {
            var definition = plan.Versions[version.Key].Definition;
            var entries = version.OrderBy(entry => entry.customer).ThenBy(entry => entry.line.LineIndex).ToList();
            var left = Limit(definition, [.. entries.Select(entry => new LimitedAmount(entry.line.Period.From, definition.Lines[entry.line.LineIndex].Number, entry.line.RoundedMinor))]);
            for (var index = 0; index < entries.Count; index++)
            {
                var entry = entries[index];
                result[entry.customer][entry.position] = entry.line with { ProgramCapMinor = entry.line.RoundedMinor - left[index] };
            }
        }

        return result;
    }

    private static void Cut(long capMinor, int[] places, long[] amounts)
    {
        var shares = Apply(Math.Max(0, capMinor), Array.ConvertAll(places, place => amounts[place]));
        for (var index = 0; index < places.Length; index++)
        {
            amounts[places[index]] = shares[index];
        }
    }

    private static long Minor(decimal amount) => Math.Max(0, Rounding.HalfAwayFromZero(amount * Money.MinorPerUnit));
}

/// <summary>What a customer would get from a line for a period.</summary>
/// <param name="PeriodFrom">The first day of the period.</param>
/// <param name="LineNumber">The programme's line.</param>
/// <param name="Minor">The amount in minor units, not negative.</param>
public readonly record struct LimitedAmount(DateOnly PeriodFrom, int LineNumber, long Minor);
