using System.Text.Json.Nodes;
using System.Text.RegularExpressions;

namespace Portal.Bench.Circuits;

/// <summary>What a prerendered page tells the script that opens its circuit.</summary>
/// <param name="Operations">The root components to add, as the hub takes them.</param>
/// <param name="State">What the components keep from the first rendering, protected.</param>
internal sealed partial record PrerenderedPage(string Operations, string State)
{
    public static PrerenderedPage Read(string html)
    {
        var operations = new JsonArray();
        foreach (var marker in Markers().Matches(html).Select(match => JsonNode.Parse(match.Groups[1].Value)!).Where(marker => marker["type"] is not null))
        {
            operations.Add(new JsonObject { ["type"] = "add", ["ssrComponentId"] = operations.Count + 1, ["marker"] = marker });
        }

        return operations.Count == 0
            ? throw new InvalidDataException("The page has no component to open a circuit for.")
            : new PrerenderedPage(new JsonObject { ["batchId"] = 1, ["operations"] = operations }.ToJsonString(), KeptState().Match(html).Groups[1].Value);
    }

    [GeneratedRegex("<!--Blazor:(\\{.*?\\})-->", RegexOptions.Singleline)]
    private static partial Regex Markers();

    [GeneratedRegex("<!--Blazor-Server-Component-State:(.*?)-->", RegexOptions.Singleline)]
    private static partial Regex KeptState();
}
