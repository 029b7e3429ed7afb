using System.Globalization;
using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Serialization;
using System.Text.Unicode;
using Portal.Domain.Programs.Documents;
using Portal.Domain.Shared;

namespace Portal.Domain.Programs;

/// <summary>A programme as JSON text. Reading refuses everything it does not know by its path; writing gives equal definitions equal text.</summary>
public static class ProgramDocument
{
    /// <summary>The longest document that is read, in characters.</summary>
    public const int MaxLength = 1_000_000;

    private static readonly JsonSerializerOptions Options = new()
    {
        PropertyNamingPolicy = JsonNamingPolicy.CamelCase,
        WriteIndented = true,
        NewLine = "\n",
        DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull,
        IgnoreReadOnlyProperties = true,
        Encoder = JavaScriptEncoder.Create(UnicodeRanges.All),
        Converters = { new JsonStringEnumConverter(JsonNamingPolicy.CamelCase, allowIntegerValues: false), new ExactNumbers(), new WholeNumbers() },
    };

    /// <summary>Reads a document. What it says may still be wrong: ask <see cref="ProgramValidation"/>.</summary>
    public static Outcome<ProgramDefinition> Read(string json)
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
            ProgramShape.Document.Check(document.RootElement, "", refusals);
            return refusals.Count > 0
                ? Outcome<ProgramDefinition>.Refused(refusals)
                : document.RootElement.Deserialize<ProgramDefinition>(Options)!;
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

    /// <summary>Reads a document and checks what it says.</summary>
    public static Outcome<ProgramDefinition> ReadValid(string json)
    {
        var read = Read(json);
        return read.IsDone && ProgramValidation.Check(read.Value) is { Count: > 0 } refusals ? Outcome<ProgramDefinition>.Refused(refusals) : read;
    }

    /// <summary>The currency that a document names; the usual one where it names none.</summary>
    public static string CurrencyOf(string json)
    {
        using var document = JsonDocument.Parse(json, new JsonDocumentOptions { MaxDepth = 32 });
        return document.RootElement.ValueKind == JsonValueKind.Object
            && document.RootElement.TryGetProperty("currency", out var currency) && currency.ValueKind == JsonValueKind.String
            ? currency.GetString()!
            : Money.DefaultCurrency;
    }

    /// <summary>Writes the canonical text: every field that has a value, in the schema's order, numbers without needless zeros.</summary>
    public static string Write(ProgramDefinition definition) => JsonSerializer.Serialize(definition, Options);

    private sealed class ExactNumbers : JsonConverter<decimal>
    {
        public override decimal Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options) => reader.GetDecimal();

        public override void Write(Utf8JsonWriter writer, decimal value, JsonSerializerOptions options) =>
            writer.WriteRawValue(value.ToString("0.############################", CultureInfo.InvariantCulture), skipInputValidation: true);
    }

    /// <summary>Takes 2.0 and 2e0 for 2, as JSON Schema does.</summary>
    private sealed class WholeNumbers : JsonConverter<int>
    {
        public override int Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options) => decimal.ToInt32(reader.GetDecimal());

        public override void Write(Utf8JsonWriter writer, int value, JsonSerializerOptions options) => writer.WriteNumberValue(value);
    }
}
