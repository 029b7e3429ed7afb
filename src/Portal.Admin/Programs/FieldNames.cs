using System.Globalization;
using System.Text.RegularExpressions;
using Portal.Domain.Programs;
using Portal.Domain.Shared;
using Portal.Ui;

namespace Portal.Admin.Programs;

/// <summary>Says where a refusal belongs, for the list on top of the editor.</summary>
internal static partial class FieldNames
{
    /// <summary>The refusal with its place in front: "Tier 2: …"; as it is where the sentence itself says it.</summary>
    public static Refusal Locate(Refusal refusal, Texts texts, ProgramDefinition definition) =>
        refusal.Field is { } field && PlaceOf(field, texts, definition) is { } place
            ? new Refusal("program_at", place, texts.Refusal(refusal)) { Field = field }
            : refusal;

    [GeneratedRegex(@"^lines\[(?<line>\d+)\](\.tiers\[(?<tier>\d+)\])?")]
    private static partial Regex LinePath();

    private static string? PlaceOf(string field, Texts texts, ProgramDefinition definition)
    {
        var match = LinePath().Match(field);
        if (!match.Success)
        {
            return field switch
            {
                "name.zhCN" => texts["programPage.nameZh"],
                "name.en" => texts["programPage.nameEn"],
                _ when field.StartsWith("participants", StringComparison.Ordinal) => texts["programPage.participants"],
                _ => null,
            };
        }

        var index = Number(match.Groups["line"]);
        var line = definition.Lines.Count > 1 && index < definition.Lines.Count ? texts["programPage.lineN", definition.Lines[index].Number] : null;
        var tier = match.Groups["tier"].Success ? texts["programPage.tierPlace", Number(match.Groups["tier"]) + 1] : null;
        return string.Join(" · ", new[] { line, tier }.Where(part => part is not null)) is { Length: > 0 } place ? place : null;
    }

    private static int Number(Group group) => int.Parse(group.Value, CultureInfo.InvariantCulture);
}
