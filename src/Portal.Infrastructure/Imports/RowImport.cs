using Portal.Infrastructure.Spreadsheets;

namespace Portal.Infrastructure.Imports;

/// <summary>A kind of file whose every row is a record of its own, named by a key that a file may have once.</summary>
internal abstract class RowImport<TKey>(ColumnMapping mapping, ImportSettings settings) : ImportSource(mapping, settings)
    where TKey : notnull
{
    private readonly Dictionary<TKey, long> _lines = [];

    public override IEnumerable<ImportUnit> Read(TableReader reader)
    {
        _lines.Clear();
        while (reader.Read())
        {
            var unit = new ImportUnit();
            unit.Rows.Add(ImportRow.Of(reader));
            if (reader.RowRefusal is { } refusal)
            {
                unit.Refuse(reader.LineNumber, null, refusal);
            }

            var draft = ReadRow(reader, unit);
            unit.Draft = unit.IsBad ? null : draft;
            yield return unit;
        }
    }

    /// <summary>Makes the record of a row, adding what is wrong to the unit.</summary>
    protected abstract object? ReadRow(TableReader reader, ImportUnit unit);

    /// <summary>Refuses a record that the file has already.</summary>
    protected void Once(TableReader reader, ImportUnit unit, ImportColumn column, TKey key, string shown)
    {
        if (!_lines.TryAdd(key, reader.LineNumber))
        {
            column.Refuse(reader, unit, "import_record_twice", shown, _lines[key]);
        }
    }
}
