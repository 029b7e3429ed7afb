using System.Globalization;
using System.Text.Json;
using System.Text.RegularExpressions;

namespace Portal.Domain.Tests.Programs;

/// <summary>Checks a document against a JSON Schema with the keywords that ours uses; any other keyword is an error.</summary>
internal static class SchemaChecker
{
    public static bool Fits(JsonElement schema, JsonElement value) => schema.EnumerateObject().All(keyword => Holds(schema, keyword, value));

    private static bool Holds(JsonElement schema, JsonProperty keyword, JsonElement value)
    {
        var rule = keyword.Value;
        switch (keyword.Name)
        {
            case "$schema" or "$id" or "title" or "description" or "examples" or "default":
                return true;
            case "type":
                return rule.GetString() switch
                {
                    "object" => value.ValueKind == JsonValueKind.Object,
                    "array" => value.ValueKind == JsonValueKind.Array,
                    "string" => value.ValueKind == JsonValueKind.String,
                    "number" => value.ValueKind == JsonValueKind.Number,
                    "boolean" => value.ValueKind is JsonValueKind.True or JsonValueKind.False,
                    "integer" => value.ValueKind == JsonValueKind.Number && value.GetDouble() % 1 == 0,
                    var other => throw new NotSupportedException(other),
                };
            case "enum":
                return rule.EnumerateArray().Any(choice => JsonElement.DeepEquals(choice, value));
            case "minimum":
                return value.ValueKind != JsonValueKind.Number || value.GetDouble() >= rule.GetDouble();
            case "exclusiveMinimum":
                return value.ValueKind != JsonValueKind.Number || value.GetDouble() > rule.GetDouble();
            case "maximum":
                return value.ValueKind != JsonValueKind.Number || value.GetDouble() <= rule.GetDouble();
            case "minLength":
                return value.ValueKind != JsonValueKind.String || value.GetString()!.Length >= rule.GetInt32();
            case "maxLength":
                return value.ValueKind != JsonValueKind.String || value.GetString()!.Length <= rule.GetInt32();
            case "pattern":
                return value.ValueKind != JsonValueKind.String || Regex.IsMatch(value.GetString()!, rule.GetString()!);
            case "format" when rule.GetString() == "date":
                return value.ValueKind != JsonValueKind.String || DateOnly.TryParseExact(value.GetString(), "yyyy-MM-dd", CultureInfo.InvariantCulture, DateTimeStyles.None, out _);
            case "minItems":
                return value.ValueKind != JsonValueKind.Array || value.GetArrayLength() >= rule.GetInt32();
            case "maxItems":
                return value.ValueKind != JsonValueKind.Array || value.GetArrayLength() <= rule.GetInt32();
            case "items":
                return value.ValueKind != JsonValueKind.Array || value.EnumerateArray().All(item => Fits(rule, item));
            case "required":
                return value.ValueKind != JsonValueKind.Object || rule.EnumerateArray().All(name => value.TryGetProperty(name.GetString()!, out _));
            case "additionalProperties" when rule.ValueKind == JsonValueKind.False:
                return value.ValueKind != JsonValueKind.Object || value.EnumerateObject().All(property => schema.GetProperty("properties").TryGetProperty(property.Name, out _));
            case "additionalProperties" when rule.ValueKind == JsonValueKind.Object:
                return value.ValueKind != JsonValueKind.Object || value.EnumerateObject().All(property => Fits(rule, property.Value));
            case "oneOf":
                return rule.EnumerateArray().Count(one => Fits(one, value)) == 1;
            case "properties":
                return value.ValueKind != JsonValueKind.Object || rule.EnumerateObject().All(property => !value.TryGetProperty(property.Name, out var found) || Fits(property.Value, found));
            default:
                throw new NotSupportedException(keyword.Name);
        }
    }
}
