using System.Globalization;
using Portal.Domain.Shared;

namespace Portal.Domain.Points.Documents;

/// <summary>What is wrong with a document, all of it.</summary>
internal sealed class Findings
{
    private readonly List<Refusal> _refusals = [];

    public IReadOnlyList<Refusal> Refusals => _refusals;

    /// <summary>A place in a list.</summary>
    public static string At(string list, int index) => string.Create(CultureInfo.InvariantCulture, $"{list}[{index}]");

    public void Add(string field, string code, params object?[] arguments) => _refusals.Add(new Refusal(code, arguments) { Field = field });

    public void AddIf(bool isWrong, string field, string code, params object?[] arguments)
    {
        if (isWrong)
        {
            Add(field, code, arguments);
        }
    }

    /// <summary>Two settings that cannot both hold: the first is refused, naming the other.</summary>
    public void Contradiction(bool isWrong, string field, string other) => AddIf(isWrong, field, "points_contradiction", field, other);
}
