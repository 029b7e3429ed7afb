using Portal.Domain.Programs;
using Portal.Domain.Shared;

namespace Portal.Domain.Settlements.Rules;

/// <summary>What limits a customer's lines of a programme together: the best of several, the cap over all of them, advances.</summary>
internal static class LineLimits
{
    /// <summary>Applies them to the lines of one period.</summary>
    public static IReadOnlyList<EarnedLine> Apply(ProgramDefinition definition, IReadOnlyList<EarnedLine> lines)
    {
        var result = lines.ToArray();
        foreach (var group in Enumerable.Range(0, result.Length)
            .Where(index => definition.Lines[result[index].LineIndex].BestOfGroup is not null)
            .GroupBy(index => definition.Lines[result[index].LineIndex].BestOfGroup!, StringComparer.OrdinalIgnoreCase))
        {
            foreach (var outdone in group.OrderByDescending(index => result[index].RoundedMinor).ThenBy(index => result[index].LineIndex).Skip(1))
            {
                result[outdone] = Outdo(result[outdone]);
            }
        }

        if (definition.CapPerCustomer is { } cap)
        {
            var shares = ProgramCap.Apply(Rounding.HalfAwayFromZero(cap * Money.MinorPerUnit), [.. result.Select(line => line.RoundedMinor)]);
            for (var index = 0; index < result.Length; index++)
            {
                result[index] = result[index] with { CustomerCapMinor = result[index].CustomerCapMinor + result[index].RoundedMinor - shares[index] };
            }
        }

        return result;
    }

    /// <summary>Only the programme of a group that pays most for a period pays; of equal ones the first by priority, then by code.</summary>
    public static void KeepBestPrograms(ProgramPlan plan, List<EarnedLine> earned)
    {
        var groups = Enumerable.Range(0, earned.Count)
            .Where(index => DefinitionOf(index).BestOfGroup is not null)
            .GroupBy(index => (DefinitionOf(index).BestOfGroup!.ToUpperInvariant(), earned[index].Period));
        foreach (var group in groups)
        {
            var programs = group
                .GroupBy(index => earned[index].VersionIndex)
                .OrderByDescending(lines => lines.Sum(index => earned[index].RoundedMinor))
                .ThenBy(lines => plan.Versions[lines.Key].Definition.Priority)
                .ThenBy(lines => plan.Versions[lines.Key].Definition.Code, StringComparer.Ordinal);
            foreach (var outdone in programs.Skip(1).SelectMany(lines => lines))
            {
                earned[outdone] = Outdo(earned[outdone]);
            }
        }

        ProgramDefinition DefinitionOf(int index) => plan.Versions[earned[index].VersionIndex].Definition;
    }

    private static EarnedLine Outdo(EarnedLine line) =>
        line with { Details = (line.Details ?? new EarnedDetails()) with { OutdoneMinor = (line.Details?.OutdoneMinor ?? 0) + line.RoundedMinor } };
}
