namespace Portal.Infrastructure.Imports;

/// <summary>A small table that files name by code or by name: groups, levels, regions, categories, brands.</summary>
internal sealed class CodeTable
{
    private readonly Dictionary<string, long> _byCode = new(StringComparer.OrdinalIgnoreCase);
    private readonly Dictionary<string, long> _byName = new(StringComparer.OrdinalIgnoreCase);

    public CodeTable(IEnumerable<CodeRow> rows)
    {
        foreach (var row in rows)
        {
            Add(row);
        }
    }

    public void Add(CodeRow row)
    {
        _byCode[row.Code] = row.Id;
        _byName.TryAdd(row.Name, row.Id);
    }

    public long? Find(string? text) => text is not null && (_byCode.TryGetValue(text, out var id) || _byName.TryGetValue(text, out id)) ? id : null;

    /// <summary>The texts that are not known, each once.</summary>
    public IEnumerable<string> Missing(IEnumerable<string?> texts) =>
        texts.Where(text => text is not null && Find(text) is null).Select(text => text!).Distinct(StringComparer.OrdinalIgnoreCase);
}

internal sealed record CodeRow(long Id, string Code, string Name);
