using Portal.Domain.Imports;
using Portal.Domain.Shared;
using Portal.Infrastructure.Spreadsheets;

namespace Portal.Infrastructure.Imports;

/// <summary>Which column of a file holds which field.</summary>
public sealed class ColumnMapping
{
    private readonly Dictionary<string, int> _columns;

    private ColumnMapping(IReadOnlyList<string> header, Dictionary<string, int> columns)
    {
        Header = header;
        _columns = columns;
    }

    /// <summary>The file's headers.</summary>
    public IReadOnlyList<string> Header { get; }

    /// <summary>Field → header, for every field that the file has.</summary>
    public IReadOnlyDictionary<string, string> Fields => _columns.ToDictionary(pair => pair.Key, pair => Header[pair.Value]);

    /// <summary>Recognises columns by their headers; what a person chose goes first.</summary>
    /// <returns>The mapping, or the fields that are missing and the chosen columns that do not exist.</returns>
    public static Outcome<ColumnMapping> Resolve(ImportKind kind, IReadOnlyList<string> header, IReadOnlyDictionary<string, string>? chosen) =>
        Resolve(ImportFields.Of(kind), header, chosen);

    /// <summary>Recognises the columns of some fields.</summary>
    internal static Outcome<ColumnMapping> Resolve(IReadOnlyList<ImportField> fields, IReadOnlyList<string> header, IReadOnlyDictionary<string, string>? chosen)
    {
        var columns = new Dictionary<string, int>();
        var taken = new HashSet<int>();
        var refusals = new List<Refusal>();
        foreach (var (field, column) in chosen ?? new Dictionary<string, string>())
        {
            var index = header.ToList().FindIndex(name => name.Equals(column, StringComparison.OrdinalIgnoreCase));
            if (fields.All(known => known.Name != field))
            {
                refusals.Add(new Refusal("import_field_unknown", field));
            }
            else if (column.Length > 0 && index < 0)
            {
                refusals.Add(new Refusal("import_column_unknown", column) { Field = field });
            }
            else if (column.Length > 0 && !taken.Add(index))
            {
                refusals.Add(new Refusal("import_column_taken", column) { Field = field });
            }
            else if (column.Length > 0)
            {
                columns[field] = index;
            }
        }

        foreach (var field in fields.Where(field => !columns.ContainsKey(field.Name) && chosen?.ContainsKey(field.Name) != true))
        {
            if (Recognise(field, header, taken) is { } index)
            {
                columns[field.Name] = index;
                taken.Add(index);
            }
        }

        foreach (var field in fields.Where(field => field.IsRequired && !columns.ContainsKey(field.Name)))
        {
            // A price stands in for the amount.
            if (field.Name != "net_amount" || !columns.ContainsKey("unit_price"))
            {
                refusals.Add(new Refusal("import_column_missing", field.Name, string.Join(", ", header)) { Field = field.Name });
            }
        }

        return refusals.Count > 0 ? Outcome<ColumnMapping>.Refused(refusals) : new ColumnMapping(header, columns);
    }

    /// <summary>The index of a field's column, or −1.</summary>
    internal int IndexOf(string field) => _columns.TryGetValue(field, out var index) ? index : -1;

    /// <summary>The header of a field's column, for naming it to a person; the field itself where the file has none.</summary>
    internal string HeaderOf(string field) => _columns.TryGetValue(field, out var index) ? Header[index] : field;

    /// <summary>The cell of a field in the current row.</summary>
    internal static TableCell Cell(TableCell[] cells, int index) => index < 0 ? TableCell.Empty : cells[index];

    /// <summary>Whether a header is one of the names of a field.</summary>
    internal static bool Recognises(ImportField field, string header) =>
        field.Aliases.Prepend(field.Name).Any(name => Normalised(name) == Normalised(header));

    private static int? Recognise(ImportField field, IReadOnlyList<string> header, HashSet<int> taken)
    {
        foreach (var name in field.Aliases.Prepend(field.Name))
        {
            var wanted = Normalised(name);
            for (var index = 0; index < header.Count; index++)
            {
                if (!taken.Contains(index) && Normalised(header[index]) == wanted)
                {
                    return index;
                }
            }
        }

        return null;
    }

    /// <summary>Letters and digits only, lower case, without what stands in brackets: "Customer No. (ERP)" is customerno.</summary>
    private static string Normalised(string name)
    {
        var cut = name.IndexOfAny(['(', '（', '[']);
        var body = cut > 0 ? name[..cut] : name;
        return string.Concat(body.Where(char.IsLetterOrDigit)).ToLowerInvariant();
    }
}
