using System.Globalization;
using System.Text.Json;
using System.Text.Json.Nodes;
using Portal.Domain.Shared;

namespace Portal.Domain.Programs.Documents;

/// <summary>What a place in a programme document may hold: one description that both reads and publishes it, so that they cannot disagree.</summary>
internal abstract record Shape
{
    /// <summary>Adds a refusal for everything in the value that does not fit.</summary>
    public abstract void Check(JsonElement value, string path, List<Refusal> refusals);

    /// <summary>The JSON Schema of the place.</summary>
    public abstract JsonObject Schema();

    protected static void Refuse(List<Refusal> refusals, string path, string code, params object?[] arguments) =>
        refusals.Add(new Refusal(code, [path.Length == 0 ? "$" : path, .. arguments]) { Field = path });
}

/// <summary>An object of named fields, and no others.</summary>
internal sealed record ObjectShape(params Field[] Fields) : Shape
{
    public override void Check(JsonElement value, string path, List<Refusal> refusals)
    {
        if (value.ValueKind != JsonValueKind.Object)
        {
            Refuse(refusals, path, "program_field_not_object");
            return;
        }

        var seen = new HashSet<string>(StringComparer.Ordinal);
        foreach (var property in value.EnumerateObject())
        {
            var at = path.Length == 0 ? property.Name : path + "." + property.Name;
            var field = Array.Find(Fields, candidate => candidate.Name == property.Name);
            if (field is null)
            {
                Refuse(refusals, at, "program_field_unknown");
            }
            else if (!seen.Add(property.Name))
            {
                Refuse(refusals, at, "program_field_duplicate");
            }
            else
            {
                field.Shape.Check(property.Value, at, refusals);
            }
        }

        foreach (var field in Fields.Where(field => field.IsRequired && !seen.Contains(field.Name)))
        {
            Refuse(refusals, path.Length == 0 ? field.Name : path + "." + field.Name, "program_field_missing");
        }
    }

    public override JsonObject Schema()
    {
        var properties = new JsonObject();
        foreach (var field in Fields)
        {
            var schema = field.Shape.Schema();
            schema["description"] = field.Description;
            schema["examples"] = new JsonArray(JsonNode.Parse(field.Example));
            if (field.Default is not null)
            {
                schema["default"] = JsonNode.Parse(field.Default);
            }

            properties[field.Name] = schema;
        }

        var result = new JsonObject { ["type"] = "object", ["additionalProperties"] = false, ["properties"] = properties };
        var required = Fields.Where(field => field.IsRequired).Select(field => (JsonNode?)field.Name).ToArray();
        if (required.Length > 0)
        {
            result["required"] = new JsonArray(required);
        }

        return result;
    }
}

/// <summary>A field of an object.</summary>
/// <param name="Name">Its name.</param>
/// <param name="Shape">What it holds.</param>
/// <param name="Description">What it means.</param>
/// <param name="Example">A value, as JSON.</param>
/// <param name="IsRequired">Whether it must be there.</param>
/// <param name="Default">What holds where it is missing, as JSON.</param>
internal sealed record Field(string Name, Shape Shape, string Description, string Example, bool IsRequired = false, string? Default = null);

/// <summary>A list.</summary>
internal sealed record ListShape(Shape Item, int MinItems = 0, int MaxItems = 1000) : Shape
{
    public override void Check(JsonElement value, string path, List<Refusal> refusals)
    {
        if (value.ValueKind != JsonValueKind.Array)
        {
            Refuse(refusals, path, "program_field_not_list");
            return;
        }

        if (value.GetArrayLength() > MaxItems)
        {
            Refuse(refusals, path, "program_list_too_long", MaxItems);
            return;
        }

        var index = 0;
        foreach (var item in value.EnumerateArray())
        {
            Item.Check(item, string.Create(CultureInfo.InvariantCulture, $"{path}[{index++}]"), refusals);
        }
    }

    public override JsonObject Schema()
    {
        var schema = new JsonObject { ["type"] = "array", ["items"] = Item.Schema(), ["maxItems"] = MaxItems };
        if (MinItems > 0)
        {
            schema["minItems"] = MinItems;
        }

        return schema;
    }
}

/// <summary>Text.</summary>
internal sealed record TextShape(int MaxLength, int MinLength = 1, string? Pattern = null) : Shape
{
    public override void Check(JsonElement value, string path, List<Refusal> refusals)
    {
        if (value.ValueKind != JsonValueKind.String)
        {
            Refuse(refusals, path, "program_field_not_text");
        }
    }

    public override JsonObject Schema()
    {
        var schema = new JsonObject { ["type"] = "string", ["minLength"] = MinLength, ["maxLength"] = MaxLength };
        if (Pattern is not null)
        {
            schema["pattern"] = Pattern;
        }

        return schema;
    }
}

/// <summary>A number, exact to the digits that stand there.</summary>
internal sealed record NumberShape(decimal Minimum, decimal Maximum = NumberShape.Largest, bool IsAboveMinimum = false, bool IsWhole = false) : Shape
{
    /// <summary>The largest number that a document may name, so that no computation overflows.</summary>
    public const decimal Largest = 10_000_000_000_000m;

    public override void Check(JsonElement value, string path, List<Refusal> refusals)
    {
        if (value.ValueKind != JsonValueKind.Number || !value.TryGetDecimal(out var number))
        {
            Refuse(refusals, path, value.ValueKind == JsonValueKind.Number ? "program_number_too_large" : "program_field_not_number");
        }
        else if (Math.Abs(number) > Largest)
        {
            Refuse(refusals, path, "program_number_too_large");
        }
        else if (IsWhole && (number != decimal.Truncate(number) || Math.Abs(number) > int.MaxValue))
        {
            Refuse(refusals, path, "program_field_not_whole_number");
        }
    }

    public override JsonObject Schema() => new()
    {
        ["type"] = IsWhole ? "integer" : "number",
        [IsAboveMinimum ? "exclusiveMinimum" : "minimum"] = Minimum,
        ["maximum"] = IsWhole ? Math.Min(Maximum, int.MaxValue) : Maximum,
    };
}

/// <summary>Yes or no.</summary>
internal sealed record FlagShape : Shape
{
    public override void Check(JsonElement value, string path, List<Refusal> refusals)
    {
        if (value.ValueKind is not (JsonValueKind.True or JsonValueKind.False))
        {
            Refuse(refusals, path, "program_field_not_flag");
        }
    }

    public override JsonObject Schema() => new() { ["type"] = "boolean" };
}

/// <summary>A day, as yyyy-MM-dd.</summary>
internal sealed record DayShape : Shape
{
    public override void Check(JsonElement value, string path, List<Refusal> refusals)
    {
        if (value.ValueKind != JsonValueKind.String
            || !DateOnly.TryParseExact(value.GetString(), "yyyy-MM-dd", CultureInfo.InvariantCulture, DateTimeStyles.None, out _))
        {
            Refuse(refusals, path, "program_field_not_day");
        }
    }

    public override JsonObject Schema() => new()
    {
        ["type"] = "string",
        ["format"] = "date",
        ["pattern"] = "^[0-9]{4}-(0[1-9]|1[0-2])-(0[1-9]|[12][0-9]|3[01])$",
    };
}

/// <summary>One of a few words.</summary>
internal sealed record ChoiceShape(params string[] Words) : Shape
{
    public static ChoiceShape Of<TEnum>()
        where TEnum : struct, Enum => new([.. Enum.GetNames<TEnum>().Select(JsonNamingPolicy.CamelCase.ConvertName)]);

    public override void Check(JsonElement value, string path, List<Refusal> refusals)
    {
        if (value.ValueKind != JsonValueKind.String)
        {
            Refuse(refusals, path, "program_field_not_text");
        }
        else if (!Words.Contains(value.GetString()))
        {
            Refuse(refusals, path, "program_choice_unknown", value.GetString(), string.Join(", ", Words));
        }
    }

    public override JsonObject Schema() => new() { ["type"] = "string", ["enum"] = new JsonArray([.. Words.Select(word => (JsonNode?)word)]) };
}
