using System.Globalization;
using System.Text.Json;
using System.Text.Json.Serialization;
using Portal.Domain.Points.Events;

namespace Portal.Domain.Points.Engine;

/// <summary>An event's content as text: equal contents have equal text, however they were written.</summary>
internal static class EventContent
{
    private static readonly JsonSerializerOptions Options = new() { Converters = { new PlainNumbers() } };

    public static string Of(PointsEvent item) => JsonSerializer.Serialize(item, Options);

    /// <summary>196 and 196.00 are the same.</summary>
    private sealed class PlainNumbers : JsonConverter<decimal>
    {
        public override decimal Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options) => reader.GetDecimal();

        public override void Write(Utf8JsonWriter writer, decimal value, JsonSerializerOptions options) =>
            writer.WriteStringValue(value.ToString("0.############################", CultureInfo.InvariantCulture));
    }
}
