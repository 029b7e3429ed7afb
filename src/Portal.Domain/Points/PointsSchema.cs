using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Nodes;
using Portal.Domain.Points.Documents;

namespace Portal.Domain.Points;

/// <summary>The published JSON Schema (draft 2020-12) of rules and events.</summary>
public static class PointsSchema
{
    private static readonly JsonSerializerOptions Options = new() { WriteIndented = true, NewLine = "\n", Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    /// <summary>One schema with two definitions: <c>#/$defs/rules</c> and <c>#/$defs/events</c>.</summary>
    public static string ToJson() => new JsonObject
    {
        ["$schema"] = "https://json-schema.org/draft/2020-12/schema",
        ["$id"] = "urn:rebate-portal:points:1",
        ["title"] = "Points programme",
        ["description"] = "The two documents of portal try-points: rules (--rules) and events (--events). Unknown fields are refused. Rules over several fields (rising thresholds, settings that contradict) are checked beyond this schema. Points and money are exact decimals.",
        ["oneOf"] = new JsonArray(new JsonObject { ["$ref"] = "#/$defs/rules" }, new JsonObject { ["$ref"] = "#/$defs/events" }),
        ["$defs"] = new JsonObject { ["rules"] = RulesShape.Document.Schema(), ["events"] = EventsShape.Document.Schema() },
    }.ToJsonString(Options);
}
