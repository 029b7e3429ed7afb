using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using Portal.Domain.Programs.Documents;
using Portal.Domain.Shared;

namespace Portal.Domain.Points.Documents;

/// <summary>A number within its bounds.</summary>
internal sealed record BoundedNumber(decimal Minimum, decimal Maximum = NumberShape.Largest, bool IsAboveMinimum = false, bool IsWhole = false) : Shape
{
    private readonly NumberShape _number = new(Minimum, Maximum, IsAboveMinimum, IsWhole);

    public override void Check(JsonElement value, string path, List<Refusal> refusals)
    {
        var before = refusals.Count;
        _number.Check(value, path, refusals);
        if (refusals.Count == before && value.GetDecimal() is var number && (number < Minimum || number > Maximum || (IsAboveMinimum && number == Minimum)))
        {
            Refuse(refusals, path, IsAboveMinimum ? "points_number_not_between" : "points_number_not_within", Minimum, Maximum);
        }
    }

    public override JsonObject Schema() => _number.Schema();
}

/// <summary>Text of a length and a form.</summary>
internal sealed record BoundedText(int MaxLength, string? Pattern = null) : Shape
{
    private readonly TextShape _text = new(MaxLength, 1, Pattern);

    public override void Check(JsonElement value, string path, List<Refusal> refusals)
    {
        var before = refusals.Count;
        _text.Check(value, path, refusals);
        if (refusals.Count > before)
        {
            return;
        }

        var text = value.GetString()!;
        if (text.Length == 0 || text.Length > MaxLength)
        {
            Refuse(refusals, path, "points_text_length", MaxLength);
        }
        else if (Pattern is not null && !Regex.IsMatch(text, Pattern))
        {
            Refuse(refusals, path, "points_text_form", text, Pattern);
        }
    }

    public override JsonObject Schema() => _text.Schema();
}

/// <summary>A list that is not empty.</summary>
internal sealed record FilledList(Shape Item, int MaxItems = 1000) : Shape
{
    private readonly ListShape _list = new(Item, 1, MaxItems);

    public override void Check(JsonElement value, string path, List<Refusal> refusals)
    {
        _list.Check(value, path, refusals);
        if (value.ValueKind == JsonValueKind.Array && value.GetArrayLength() == 0)
        {
            Refuse(refusals, path, "points_list_empty");
        }
    }

    public override JsonObject Schema() => _list.Schema();
}

/// <summary>Names with texts.</summary>
internal sealed record TextMap : Shape
{
    public override void Check(JsonElement value, string path, List<Refusal> refusals)
    {
        if (value.ValueKind != JsonValueKind.Object)
        {
            Refuse(refusals, path, "program_field_not_object");
            return;
        }

        var names = new HashSet<string>(StringComparer.Ordinal);
        foreach (var property in value.EnumerateObject())
        {
            if (!names.Add(property.Name))
            {
                Refuse(refusals, path + "." + property.Name, "program_field_duplicate");
            }
            else if (property.Value.ValueKind != JsonValueKind.String)
            {
                Refuse(refusals, path + "." + property.Name, "program_field_not_text");
            }
        }
    }

    public override JsonObject Schema() => new() { ["type"] = "object", ["additionalProperties"] = new JsonObject { ["type"] = "string" } };
}

/// <summary>One of several objects, told apart by a word; each has the fields of its own kind and no others.</summary>
internal sealed record VariantShape(string Discriminator, params Variant[] Variants) : Shape
{
    public override void Check(JsonElement value, string path, List<Refusal> refusals)
    {
        if (value.ValueKind != JsonValueKind.Object)
        {
            Refuse(refusals, path, "program_field_not_object");
            return;
        }

        var at = path.Length == 0 ? Discriminator : path + "." + Discriminator;
        if (!value.TryGetProperty(Discriminator, out var word))
        {
            Refuse(refusals, at, "program_field_missing");
        }
        else if (word.ValueKind == JsonValueKind.String && Array.Find(Variants, variant => variant.Word == word.GetString()) is { } chosen)
        {
            WithWord(chosen).Check(value, path, refusals);
        }
        else
        {
            new ChoiceShape([.. Variants.Select(variant => variant.Word)]).Check(word, at, refusals);
        }
    }

    public override JsonObject Schema()
    {
        var variants = Variants.Select(variant =>
        {
            var schema = WithWord(variant).Schema();
            schema.Insert(0, "title", variant.Word);
            schema.Insert(1, "description", variant.Description);
            return (JsonNode?)schema;
        });
        return new JsonObject { ["type"] = "object", ["oneOf"] = new JsonArray([.. variants]) };
    }

    private ObjectShape WithWord(Variant variant) => new(
        [new Field(Discriminator, new ChoiceShape(variant.Word), variant.Description, $"\"{variant.Word}\"", IsRequired: true), .. variant.Fields]);
}

/// <summary>One of the objects of a <see cref="VariantShape"/>.</summary>
internal sealed record Variant(string Word, string Description, params Field[] Fields);
