using Portal.Domain.Imports;
using Portal.Domain.Shared;
using Portal.Infrastructure.Data;
using Portal.Infrastructure.Spreadsheets;

namespace Portal.Infrastructure.Imports;

/// <summary>What differs between kinds of files: how rows become records, and how records are checked and written.</summary>
internal abstract class ImportSource(ColumnMapping mapping, ImportSettings settings)
{
    protected ColumnMapping Mapping { get; } = mapping;

    protected ImportSettings Settings { get; } = settings;

    /// <summary>Why the file cannot be imported at all, found while reading.</summary>
    public Refusal? Failure { get; protected set; }

    /// <summary>Whether rows that belong together were found apart, so that reading must begin anew after <see cref="Scan"/>.</summary>
    public bool MustScan { get; protected set; }

    public static ImportSource Create(ImportKind kind, ColumnMapping mapping, ImportSettings settings) => kind switch
    {
        ImportKind.Customers => new CustomerImport(mapping, settings),
        ImportKind.Products => new ProductImport(mapping, settings),
        ImportKind.Sales => new SalesImport(mapping, settings),
        _ => throw new ArgumentOutOfRangeException(nameof(kind)),
    };

    /// <summary>Reads what rows refer to.</summary>
    public abstract Task LoadAsync(PortalDbContext context, long importRunId, CancellationToken cancellationToken);

    /// <summary>Looks through the file for rows that belong together and stand apart.</summary>
    public virtual void Scan(TableReader reader, CancellationToken cancellationToken)
    {
    }

    /// <summary>Makes records of rows, with everything checked that needs no database.</summary>
    public abstract IEnumerable<ImportUnit> Read(TableReader reader);

    /// <summary>Checks records against the database (in the transaction if there is one), adding problems and marking duplicates.</summary>
    public abstract Task CheckAsync(PortalDbContext context, IReadOnlyList<ImportUnit> units, CancellationToken cancellationToken);

    /// <summary>Writes the records that are good and no duplicates.</summary>
    public abstract Task WriteAsync(PortalDbContext context, IReadOnlyList<ImportUnit> units, DateTime nowUtc, long? byUserId, CancellationToken cancellationToken);

    /// <summary>A column of rows, found once, read in each row.</summary>
    protected Column ColumnOf(string field) => new(Mapping, field);

    /// <summary>The row as the file shows it.</summary>
    protected static ImportRow RowOf(TableReader reader)
    {
        var cells = new string[reader.Cells.Length];
        for (var index = 0; index < cells.Length; index++)
        {
            cells[index] = reader.Cells[index].Kind == CellKind.Text ? reader.Cells[index].Text : CellParsing.Shown(reader.Cells[index]);
        }

        return new ImportRow(reader.LineNumber, cells);
    }

    /// <summary>A column of a field; reading adds what is wrong to the unit.</summary>
    protected sealed class Column(ColumnMapping mapping, string field)
    {
        private readonly int _index = mapping.IndexOf(field);
        private readonly string _header = mapping.HeaderOf(field);

        public bool IsMapped => _index >= 0;

        public string Header => _header;

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

        public void Refuse(TableReader reader, ImportUnit unit, string code, params object?[] arguments) =>
            unit.Refuse(reader.LineNumber, _header, new Refusal(code, arguments));

        private bool Check(TableReader reader, ImportUnit unit, Refusal? refusal, bool isEmpty, bool isRequired)
        {
            if (refusal is null && isEmpty && isRequired)
            {
                refusal = new Refusal("import_value_missing", _header);
            }

            if (refusal is not null)
            {
                unit.Refuse(reader.LineNumber, _header, refusal);
            }

            return refusal is null;
        }
    }
}
