using System.Globalization;
using System.Text.Json;
using System.Text.Json.Nodes;
using Portal.Domain.Programs;

namespace Portal.Web.Tests.Programs;

/// <summary>Documents drawn from the published schema: whatever it allows may come, also what makes no sense together.</summary>
internal sealed class RandomDocuments(int seed)
{
    private static readonly JsonElement Schema = JsonDocument.Parse(ProgramSchema.ToJson()).RootElement;

    private readonly Random _random = new(seed);

    /// <summary>A definition as it is read from such a document.</summary>
    public ProgramDefinition Next()
    {
        var text = Make(Schema)!.ToJsonString();
        var read = ProgramDocument.Read(text);
        Assert.True(read.IsDone, $"seed {seed}: {string.Join("; ", read.Refusals)}\n{text}");
        return read.Value;
    }

    private JsonNode? Make(JsonElement schema) => schema.GetProperty("type").GetString() switch
    {
        "object" => Object(schema),
        "array" => Array(schema),
        "string" => Text(schema),
        "boolean" => _random.Next(2) == 0,
        "integer" => Whole(schema),
        _ => Decimal(schema),
    };

    private JsonArray Array(JsonElement schema)
    {
        // Lists of words hold one at least: an empty one stands for a selector that is not there.
        var items = schema.GetProperty("items");
        var least = items.GetProperty("type").GetString() == "string" ? 1 : Number(schema, "minItems") ?? 0;
        return new JsonArray([.. Enumerable.Range(0, least + _random.Next(3)).Select(_ => Make(items))]);
    }

    private JsonObject Object(JsonElement schema)
    {
        var required = schema.TryGetProperty("required", out var names) ? names.EnumerateArray().Select(name => name.GetString()).ToHashSet() : [];
        var made = new JsonObject();
        foreach (var property in schema.GetProperty("properties").EnumerateObject())
        {
            // A selector without codes selects nothing; pickers have nothing to show of it.
            if (required.Contains(property.Name) || property.Name == "codes" || _random.Next(2) == 0)
            {
                made[property.Name] = Make(property.Value);
            }
        }

        return made;
    }

    private JsonNode Text(JsonElement schema)
    {
        if (schema.TryGetProperty("enum", out var words))
        {
            return words[_random.Next(words.GetArrayLength())].GetString()!;
        }

        return schema.TryGetProperty("format", out _)
            ? new DateOnly(2025, 1, 1).AddDays(_random.Next(900)).ToString("yyyy-MM-dd", CultureInfo.InvariantCulture)
            : schema.TryGetProperty("maxLength", out var longest) && longest.GetInt32() == 3 ? new[] { "CNY", "EUR", "USD" }[_random.Next(3)]
            : "w" + _random.Next(1000).ToString(CultureInfo.InvariantCulture);
    }

    private JsonNode Whole(JsonElement schema) => (Number(schema, "minimum") ?? 0) + _random.Next(1, 20);

    private JsonNode Decimal(JsonElement schema)
    {
        var least = schema.TryGetProperty("minimum", out var minimum) ? Math.Max(-1_000, minimum.GetDecimal()) : 0;
        return least + (_random.Next(1, 1_000_000) / new[] { 1m, 100m, 10_000m }[_random.Next(3)]);
    }

    private static int? Number(JsonElement schema, string name) => schema.TryGetProperty(name, out var value) ? value.GetInt32() : null;
}
