using System.Globalization;
using System.Text.Json;
using Portal.Domain.Shared;

namespace Portal.Infrastructure.Messages;

/// <summary>What fills a template, kept as JSON with its kind, so that the language decides how it is written only when it is sent.</summary>
internal static class MessageArguments
{
    public static string Write(IReadOnlyDictionary<string, object?> arguments) =>
        JsonSerializer.Serialize(arguments.ToDictionary(argument => argument.Key, argument => Pack(argument.Value)));

    public static Dictionary<string, object?> Read(string json) => json.Length == 0
        ? []
        : JsonSerializer.Deserialize<Dictionary<string, JsonElement>>(json)!.ToDictionary(argument => argument.Key, argument => Unpack(argument.Value));

    private static object? Pack(object? value) => value switch
    {
        null or string => value,
        Money money => new Dictionary<string, object> { ["money"] = money.Minor },
        DateOnly day => new Dictionary<string, object> { ["day"] = day.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture) },
        DateTime instant => new Dictionary<string, object> { ["instant"] = instant.ToString("yyyy-MM-ddTHH:mm:ssZ", CultureInfo.InvariantCulture) },
        long or int or short => Convert.ToInt64(value, CultureInfo.InvariantCulture),
        IFormattable other => other.ToString(null, CultureInfo.InvariantCulture),
        _ => value.ToString(),
    };

    private static object? Unpack(JsonElement value) => value.ValueKind switch
    {
        JsonValueKind.String => value.GetString(),
        JsonValueKind.Number => value.GetInt64(),
        JsonValueKind.Object => Unpack(value.EnumerateObject().First()),
        _ => null,
    };

    private static object Unpack(JsonProperty value) => value.Name switch
    {
        "money" => new Money(value.Value.GetInt64()),
        "day" => DateOnly.ParseExact(value.Value.GetString()!, "yyyy-MM-dd", CultureInfo.InvariantCulture),
        _ => DateTime.Parse(value.Value.GetString()!, CultureInfo.InvariantCulture, DateTimeStyles.AdjustToUniversal | DateTimeStyles.AssumeUniversal),
    };
}
