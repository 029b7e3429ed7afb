using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.Unicode;
using Portal.Ui;

namespace Portal.Admin.Points;

/// <summary>
/// The common rules as fields over the rules document: a field changes its place in the document and nothing else, so what the
/// form does not show stays as it is written.
/// </summary>
public sealed class PointsForm
{
    private static readonly JsonSerializerOptions Written = new() { WriteIndented = true, Encoder = JavaScriptEncoder.Create(UnicodeRanges.All) };
    private JsonObject _document;

    private PointsForm(JsonObject document) => _document = document;

    /// <summary>The rules of a new programme: a point for each yuan, a year, three levels.</summary>
    public const string Start = """
        {
          "earnRules": [{ "kind": "amount", "id": "base", "per": 1, "points": 1, "step": "fullMultiple" }],
          "pending": { "days": 7 },
          "expiry": { "kind": "months", "months": 12, "roundTo": "month" },
          "redemption": { "points": 100, "money": 1 },
          "returns": { "alreadySpent": "negative", "expiredGraceDays": 7 },
          "adjustments": { "secondPersonAbove": 1000 },
          "levels": {
            "window": "rollingMonths", "windowMonths": 12, "checkAtEndOf": "month", "graceDays": 30,
            "list": [{ "code": "basic", "from": 0 }, { "code": "silver", "from": 2000, "factor": 1.2 }, { "code": "gold", "from": 10000, "factor": 1.5 }]
          }
        }
        """;

    /// <summary>The document as text.</summary>
    public string Text => _document.ToJsonString(Written);

    /// <summary>Reads a document; null where it is no JSON object.</summary>
    public static PointsForm? Of(string json)
    {
        try
        {
            return JsonNode.Parse(json) is JsonObject document ? new PointsForm(document) : null;
        }
        catch (JsonException)
        {
            return null;
        }
    }

    /// <summary>A number at a path; null where there is none.</summary>
    public decimal? Number(params string[] path) => Find(path) is JsonValue value && value.TryGetValue<decimal>(out var number) ? number : null;

    /// <summary>A word at a path; null where there is none.</summary>
    public string? Word(params string[] path) => Find(path) is JsonValue value && value.TryGetValue<string>(out var word) ? word : null;

    /// <summary>Sets a number, or takes it out.</summary>
    public void Set(decimal? value, params string[] path) => Put(value is { } number ? JsonValue.Create(number) : null, path);

    /// <summary>Sets a word, or takes it out.</summary>
    public void Set(string? value, params string[] path) => Put(string.IsNullOrEmpty(value) ? null : JsonValue.Create(value), path);

    /// <summary>The first rule that gives points for money.</summary>
    public JsonObject? AmountRule => (_document["earnRules"] as JsonArray)?.OfType<JsonObject>().FirstOrDefault(rule => (rule["kind"] as JsonValue)?.ToString() == "amount");

    /// <summary>A rule's name in a language; null where it has none.</summary>
    public static string? NameOf(JsonObject rule, string language)
    {
        ArgumentNullException.ThrowIfNull(rule);
        return (rule["names"] as JsonObject)?[language] is JsonValue value && value.TryGetValue<string>(out var name) ? name : null;
    }

    /// <summary>Sets a rule's name in a language, or takes it out.</summary>
    public static void SetName(JsonObject rule, string language, string? name)
    {
        ArgumentNullException.ThrowIfNull(rule);
        if (rule["names"] is not JsonObject names)
        {
            rule["names"] = names = [];
        }

        if (string.IsNullOrWhiteSpace(name))
        {
            names.Remove(language);
        }
        else
        {
            names[language] = name.Trim();
        }

        if (names.Count == 0)
        {
            rule.Remove("names");
        }
    }

    /// <summary>The levels.</summary>
    public IReadOnlyList<JsonObject> Levels => [.. ((_document["levels"] as JsonObject)?["list"] as JsonArray)?.OfType<JsonObject>() ?? []];

    /// <summary>Adds a level above the others.</summary>
    public void AddLevel()
    {
        if (_document["levels"] is not JsonObject levels)
        {
            _document["levels"] = levels = new JsonObject { ["window"] = "rollingMonths", ["windowMonths"] = 12, ["checkAtEndOf"] = "month" };
        }

        if (levels["list"] is not JsonArray list)
        {
            levels["list"] = list = [];
        }

        list.Add(new JsonObject { ["code"] = "level" + (list.Count + 1), ["from"] = list.Count * 1000 });
    }

    /// <summary>Takes a level out.</summary>
    public void RemoveLevel(JsonObject level)
    {
        ((JsonArray)((JsonObject)_document["levels"]!)["list"]!).Remove(level);
        if (Levels.Count == 0)
        {
            _document.Remove("levels");
        }
    }

    /// <summary>Points rates of levels on categories: multipliers whose ids begin with "rate-".</summary>
    public IReadOnlyList<JsonObject> Rates => [.. (_document["campaigns"] as JsonArray)?.OfType<JsonObject>().Where(campaign => campaign["id"]?.ToString().StartsWith("rate-", StringComparison.Ordinal) == true) ?? []];

    /// <summary>Adds a points rate of a level on a category.</summary>
    /// <param name="level">The level's code.</param>
    /// <param name="levelName">What its members call it.</param>
    /// <param name="category">The category's code.</param>
    /// <param name="factor">1.5 for half as many points more.</param>
    public void AddRate(string level, string levelName, string category, decimal factor)
    {
        if (_document["campaigns"] is not JsonArray campaigns)
        {
            _document["campaigns"] = campaigns = [];
        }

        campaigns.Add(new JsonObject
        {
            ["kind"] = "multiplier",
            ["id"] = $"rate-{level}-{category}",
            ["names"] = new JsonObject { [Texts.Chinese] = $"{levelName} · {category}" },
            ["factor"] = factor,
            ["when"] = new JsonObject
            {
                ["levels"] = new JsonArray(level),
                ["products"] = new JsonObject { ["include"] = new JsonArray(new JsonObject { ["kind"] = "category", ["codes"] = new JsonArray(category) }) },
            },
        });
    }

    /// <summary>Takes a points rate out.</summary>
    public void RemoveRate(JsonObject rate) => ((JsonArray)_document["campaigns"]!).Remove(rate);

    private JsonNode? Find(string[] path)
    {
        JsonNode? node = _document;
        foreach (var part in path)
        {
            node = (node as JsonObject)?[part];
        }

        return node;
    }

    private void Put(JsonNode? value, string[] path)
    {
        var node = _document;
        foreach (var part in path[..^1])
        {
            if (node[part] is not JsonObject inner)
            {
                node[part] = inner = [];
            }

            node = inner;
        }

        if (value is null)
        {
            node.Remove(path[^1]);
        }
        else
        {
            node[path[^1]] = value;
        }
    }
}
