using System.Globalization;
using Portal.Domain.Shared;
using Portal.Infrastructure.Imports;
using Portal.Infrastructure.Spreadsheets;

namespace Portal.Infrastructure.Programs.Simulation;

/// <summary>Reads a table file of a simulation: the columns of the import, every problem with its file, line and column.</summary>
internal sealed class SimulationTable : IDisposable
{
    private const int MaxRefusals = 100;

    private readonly string _file;
    private readonly TableReader _reader;
    private readonly ColumnMapping _mapping;
    private readonly List<Refusal> _refusals;

    private SimulationTable(string file, TableReader reader, ColumnMapping mapping, List<Refusal> refusals)
    {
        _file = file;
        _reader = reader;
        _mapping = mapping;
        _refusals = refusals;
    }

    /// <summary>Opens a file; null where it cannot be read, with the reasons added.</summary>
    public static SimulationTable? Open(string path, IReadOnlyList<ImportField> fields, List<Refusal> refusals)
    {
        var file = Path.GetFileName(path);
        if (!File.Exists(path))
        {
            refusals.Add(new Refusal("simulate_file_missing", path));
            return null;
        }

        var opened = TableReader.Open(path);
        if (!opened.IsDone)
        {
            refusals.AddRange(opened.Refusals.Select(refusal => refusal with { Field = file }));
            return null;
        }

        var mapping = ColumnMapping.Resolve(fields, opened.Value.Header, null);
        if (mapping.IsDone)
        {
            return new SimulationTable(file, opened.Value, mapping.Value, refusals);
        }

        opened.Value.Dispose();
        refusals.AddRange(mapping.Refusals.Select(refusal => refusal with { Field = file + ", line 1" }));
        return null;
    }

    /// <summary>Goes to the next row.</summary>
    public bool Read()
    {
        if (_refusals.Count >= MaxRefusals || !_reader.Read())
        {
            if (_reader.Failure is { } failure)
            {
                _refusals.Add(failure with { Field = _file });
            }

            return false;
        }

        if (_reader.RowRefusal is { } refusal)
        {
            Refuse(null, refusal);
        }

        return true;
    }

    /// <summary>Whether the file has the column.</summary>
    public bool Has(string field) => _mapping.IndexOf(field) >= 0;

    /// <summary>The text of a field, or null.</summary>
    public string? Text(string field, bool isRequired = false)
    {
        var problem = CellParsing.Text(Cell(field), 200, out var value);
        return Checked(field, problem, value, isRequired);
    }

    /// <summary>The number of a field, or null.</summary>
    public decimal? Number(string field, bool isRequired = false)
    {
        var problem = CellParsing.Number(Cell(field), out var value);
        return Checked(field, problem, value, isRequired);
    }

    /// <summary>The day of a field, or null.</summary>
    public DateOnly? Day(string field, bool isRequired = false)
    {
        var problem = CellParsing.Day(Cell(field), out var value);
        return Checked(field, problem, value, isRequired);
    }

    /// <summary>The answer of a field: yes, no, or where it is empty no.</summary>
    public bool Flag(string field)
    {
        switch (Text(field)?.ToLowerInvariant())
        {
            case "yes" or "y" or "true" or "1" or "x" or "是":
                return true;
            case null or "no" or "n" or "false" or "0" or "否":
                return false;
            case var text:
                Refuse(field, new Refusal("simulate_flag_wrong", text));
                return false;
        }
    }

    /// <summary>The pairs of a field, as "case=24; pallet=960".</summary>
    public IReadOnlyList<(string Name, string Value)> Pairs(string field)
    {
        var pairs = new List<(string, string)>();
        foreach (var text in (Text(field) ?? "").Split([';', '；'], StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries))
        {
            var at = text.IndexOf('=', StringComparison.Ordinal);
            if (at <= 0 || at == text.Length - 1)
            {
                Refuse(field, new Refusal("simulate_pairs_wrong", text));
            }
            else
            {
                pairs.Add((text[..at].Trim(), text[(at + 1)..].Trim()));
            }
        }

        return pairs;
    }

    /// <summary>Refuses the current row.</summary>
    public void Refuse(string? field, Refusal refusal) => _refusals.Add(refusal with
    {
        Field = string.Create(CultureInfo.InvariantCulture, $"{_file}, line {_reader.LineNumber}") + (field is null ? "" : ", " + _mapping.HeaderOf(field)),
    });

    /// <inheritdoc />
    public void Dispose() => _reader.Dispose();

    private TableCell Cell(string field) => ColumnMapping.Cell(_reader.Cells, _mapping.IndexOf(field));

    private TValue? Checked<TValue>(string field, Refusal? problem, TValue? value, bool isRequired)
    {
        if (problem is not null)
        {
            Refuse(field, problem);
        }
        else if (value is null && isRequired)
        {
            Refuse(field, new Refusal("import_value_missing", _mapping.HeaderOf(field)));
        }

        return value;
    }
}
