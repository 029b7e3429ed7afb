using System.Globalization;
using System.Text.Encodings.Web;
using System.Text.Json;
using Portal.Domain.Shared;

namespace Portal.Infrastructure.Imports;

/// <summary>Keeps the arguments of refusals as text.</summary>
internal static class ImportArguments
{
    private const int MaxLength = 1000;
    private static readonly JsonSerializerOptions Plain = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    public static string ToJson(Refusal refusal)
    {
        var texts = refusal.Arguments.Select(Text).ToArray();
        var json = JsonSerializer.Serialize(texts, Plain);
        for (var most = 200; json.Length > MaxLength; most /= 2)
        {
            json = JsonSerializer.Serialize(texts.Select(text => text.Length <= most ? text : text[..most] + "…").ToArray(), Plain);
        }

        return json;
    }

    public static Refusal FromJson(string code, string json) => new(code, [.. JsonSerializer.Deserialize<string[]>(json) ?? []]);

    /// <summary>Code and arguments in one text: "file_damaged [\"12\"]".</summary>
    public static string ToText(Refusal refusal) => refusal.Code + " " + ToJson(refusal);

    /// <summary>The refusal in such a text; a text of another form is an error's id.</summary>
    public static Refusal FromText(string text)
    {
        var cut = text.IndexOf(' ', StringComparison.Ordinal);
        return cut > 0 && text[(cut + 1)..].StartsWith('[') ? FromJson(text[..cut], text[(cut + 1)..]) : new Refusal("import_failed", text);
    }

    private static string Text(object? argument) => argument switch
    {
        null => "",
        DateOnly day => day.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture),
        IFormattable value => value.ToString(null, CultureInfo.InvariantCulture),
        _ => argument.ToString() ?? "",
    };
}
