using Portal.Domain.Shared;
using Portal.Infrastructure.Imports;

namespace Portal.Infrastructure.Settlements;

/// <summary>Documents cannot be counted because something was not entered: an exchange rate, a unit of a product. The run ends and says what.</summary>
internal sealed class SettlementDataMissingException(IReadOnlyList<Refusal> refusals) : Exception("Data that documents need is missing.")
{
    private const int MostLength = 1000;
    private static readonly HashSet<string> Missing = ["calculation_rate_missing", "calculation_unit_missing"];

    /// <summary>What is missing, a line each, as far as there is room for it.</summary>
    public string Text
    {
        get
        {
            var text = "";
            foreach (var line in refusals.Select(ImportArguments.ToText).TakeWhile(line => text.Length + line.Length < MostLength))
            {
                text += text.Length == 0 ? line : "\n" + line;
            }

            return text;
        }
    }

    /// <summary>Ends the computation where the result would be wrong. A line without cost, in contrast, is one that a margin does not count.</summary>
    public static void ThrowIfAny(IReadOnlyList<Refusal> problems)
    {
        var missing = problems.Where(problem => Missing.Contains(problem.Code)).ToList();
        if (missing.Count > 0)
        {
            throw new SettlementDataMissingException(missing);
        }
    }

    /// <summary>What such a text says; nothing for the id of an error.</summary>
    public static IReadOnlyList<Refusal> Read(string? failure) =>
        failure?.Contains('[', StringComparison.Ordinal) == true ? [.. failure.Split('\n').Select(ImportArguments.FromText)] : [];
}
