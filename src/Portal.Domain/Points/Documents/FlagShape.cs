using System.Text.Json;
using System.Text.Json.Nodes;
using Portal.Domain.Programs.Documents;
using Portal.Domain.Shared;

namespace Portal.Domain.Points.Documents;

/// <summary>true or false.</summary>
internal sealed record FlagShape : Shape
{
    public override void Check(JsonElement value, string path, List<Refusal> refusals)
    {
        if (value.ValueKind is not (JsonValueKind.True or JsonValueKind.False))
        {
            Refuse(refusals, path, "points_field_not_flag");
        }
    }

    public override JsonObject Schema() => new() { ["type"] = "boolean" };
}
