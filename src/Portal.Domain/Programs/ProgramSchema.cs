using System.Text.Encodings.Web;
using System.Text.Json;
using Portal.Domain.Programs.Documents;

namespace Portal.Domain.Programs;

/// <summary>The published JSON Schema (draft 2020-12) of a programme document.</summary>
public static class ProgramSchema
{
    private static readonly JsonSerializerOptions Options = new() { WriteIndented = true, NewLine = "\n", Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    /// <summary>The schema as JSON text.</summary>
    public static string ToJson()
    {
        var schema = ProgramShape.Document.Schema();
        schema.Insert(0, "$schema", "https://json-schema.org/draft/2020-12/schema");
        schema.Insert(1, "$id", "urn:rebate-portal:program:1");
        schema.Insert(2, "title", "Rebate programme");
        schema.Insert(3, "description", "A rebate programme as it is exported, imported, simulated and settled. Unknown fields are refused. Rules over several fields (rising tiers, the values a tier mode needs, periods within the validity) are checked beyond this schema.");
        return schema.ToJsonString(Options);
    }
}
