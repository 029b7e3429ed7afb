using System.Text.Json;
using System.Text.Json.Serialization;
using Portal.Domain.Points.Events;
using Portal.Domain.Points.Rules;
using Portal.Domain.Programs.Documents;
using Portal.Domain.Shared;

namespace Portal.Domain.Points.Documents;

/// <summary>Rules and events as JSON text. Reading refuses everything it does not know, and everything that contradicts, by its path.</summary>
public static class PointsDocuments
{
    /// <summary>The longest document that is read, in characters.</summary>
    public const int MaxLength = 50_000_000;

    private static readonly JsonSerializerOptions Options = new()
    {
        PropertyNamingPolicy = JsonNamingPolicy.CamelCase,
        AllowOutOfOrderMetadataProperties = true,
        Converters = { new JsonStringEnumConverter(JsonNamingPolicy.CamelCase, allowIntegerValues: false), new WholeNumbers() },
    };

    /// <summary>Reads rules; everything that is wrong with them is listed at once.</summary>
    public static Outcome<PointsRules> ReadRules(string json)
    {
        var read = Read<PointsRules>(json, RulesShape.Document);
        return read.IsDone && RulesValidation.Check(read.Value) is { Count: > 0 } refusals ? Outcome<PointsRules>.Refused(refusals) : read;
    }

    /// <summary>Reads events; everything that is wrong with them is listed at once.</summary>
    /// <param name="json">The text.</param>
    /// <param name="rules">The rules, whose decimals and time zone the events must fit; null to check the form only.</param>
    public static Outcome<PointsEvents> ReadEvents(string json, PointsRules? rules)
    {
        var read = Read<PointsEvents>(json, EventsShape.Document);
        return read.IsDone && rules is not null && EventsValidation.Check(read.Value, rules) is { Count: > 0 } refusals ? Outcome<PointsEvents>.Refused(refusals) : read;
    }

    private static Outcome<T> Read<T>(string json, ObjectShape shape)
    {
        ArgumentNullException.ThrowIfNull(json);
        if (json.Length > MaxLength)
        {
            return new Refusal("program_json_too_long", MaxLength);
        }

        try
        {
            using var document = JsonDocument.Parse(json, new JsonDocumentOptions { MaxDepth = 32 });
            var refusals = new List<Refusal>();
            shape.Check(document.RootElement, "", refusals);
            return refusals.Count > 0 ? Outcome<T>.Refused(refusals) : document.RootElement.Deserialize<T>(Options)!;
        }
        catch (JsonException exception)
        {
            return new Refusal("program_json_invalid", (exception.LineNumber ?? 0) + 1, (exception.BytePositionInLine ?? 0) + 1);
        }
        catch (InvalidOperationException)
        {
            // Text with half a surrogate pair.
            return new Refusal("program_json_invalid", 1, 1);
        }
    }

    /// <summary>Takes 2.0 and 2e0 for 2, as JSON Schema does.</summary>
    private sealed class WholeNumbers : JsonConverter<int>
    {
        public override int Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options) => decimal.ToInt32(reader.GetDecimal());

        public override void Write(Utf8JsonWriter writer, int value, JsonSerializerOptions options) => writer.WriteNumberValue(value);
    }
}
