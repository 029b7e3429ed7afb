using System.Text.Json;

namespace Portal.Infrastructure.Imports;

/// <summary>How a file is to be read.</summary>
public sealed record ImportSettings
{
    /// <summary>Field → column header as chosen by a person; null or an absent field leaves it to recognition, "" leaves the field out.</summary>
    public IReadOnlyDictionary<string, string>? Columns { get; init; }

    /// <summary>Whether groups, levels, regions, categories and brands that are not known are added.</summary>
    public bool CreateMissing { get; init; }

    /// <summary>Of sales: the source of documents in files that have no such column.</summary>
    public string Source { get; init; } = "import";

    internal string ToJson() => JsonSerializer.Serialize(this, JsonSerializerOptions.Web);

    internal static ImportSettings FromJson(string json) =>
        JsonSerializer.Deserialize<ImportSettings>(json, JsonSerializerOptions.Web) ?? new ImportSettings();
}
