using Portal.Domain.Shared;
using Portal.Infrastructure.Spreadsheets;

namespace Portal.Infrastructure.Imports;

/// <summary>A column of a field, found once, read in each row; reading adds what is wrong to the unit.</summary>
internal sealed class ImportColumn(ColumnMapping mapping, string field)
{
    private readonly int _index = mapping.IndexOf(field);

    public bool IsMapped => _index >= 0;

    public string Header { get; } = mapping.HeaderOf(field);

    public TableCell Cell(TableReader reader) => ColumnMapping.Cell(reader.Cells, _index);

    public string? Text(TableReader reader, ImportUnit unit, int maxLength, bool isRequired = false)
    {
        var refusal = CellParsing.Text(Cell(reader), maxLength, out var value);
        return Check(reader, unit, refusal, value is null, isRequired) ? value : null;
    }

    public decimal? Number(TableReader reader, ImportUnit unit, bool isRequired = false)
    {
        var refusal = CellParsing.Number(Cell(reader), out var value);
        return Check(reader, unit, refusal, value is null, isRequired) ? value : null;
    }

    public DateOnly? Day(TableReader reader, ImportUnit unit, bool isRequired = false)
    {
        var refusal = CellParsing.Day(Cell(reader), out var value);
        return Check(reader, unit, refusal, value is null, isRequired) ? value : null;
    }

    /// <summary>Yes or no; an empty cell is no.</summary>
    public bool Flag(TableReader reader, ImportUnit unit)
    {
        switch (CellParsing.Shown(Cell(reader)).ToLowerInvariant())
        {
            case "" or "0" or "no" or "n" or "false" or "否":
                return false;
            case "1" or "yes" or "y" or "true" or "x" or "是":
                return true;
            default:
                Refuse(reader, unit, "import_yes_or_no", CellParsing.Shown(Cell(reader)));
                return false;
        }
    }

    public void Refuse(TableReader reader, ImportUnit unit, string code, params object?[] arguments) =>
        unit.Refuse(reader.LineNumber, Header, new Refusal(code, arguments));

    private bool Check(TableReader reader, ImportUnit unit, Refusal? refusal, bool isEmpty, bool isRequired)
    {
        if (refusal is null && isEmpty && isRequired)
        {
            refusal = new Refusal("import_value_missing", Header);
        }

        if (refusal is not null)
        {
            unit.Refuse(reader.LineNumber, Header, refusal);
        }

        return refusal is null;
    }
}
