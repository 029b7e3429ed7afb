using Portal.Domain.Shared;

namespace Portal.Infrastructure.Spreadsheets;

/// <summary>Reads the rows of a CSV or XLSX file one after another, in constant memory.</summary>
public abstract class TableReader : IDisposable
{
    private protected TableReader(TableLimits limits) => Limits = limits;

    /// <summary>The names of the columns, trimmed; a column without a name is empty.</summary>
    public IReadOnlyList<string> Header { get; private set; } = [];

    /// <summary>What the file was found to be: "UTF-8", "GB18030", or the name of the sheet.</summary>
    public abstract string Description { get; }

    /// <summary>The line of the current row as an editor or a spreadsheet counts it.</summary>
    public long LineNumber { get; private protected set; }

    /// <summary>The cells of the current row, as many as there are columns; the array is used again for the next row.</summary>
    public TableCell[] Cells { get; private set; } = [];

    /// <summary>What is wrong with the form of the current row, or null.</summary>
    public Refusal? RowRefusal { get; private protected set; }

    /// <summary>Why reading stopped before the end of the file, or null.</summary>
    public Refusal? Failure { get; private protected set; }

    /// <summary>How much of the file has been read, from 0 to 1.</summary>
    public abstract double Progress { get; }

    private protected TableLimits Limits { get; }

    /// <summary>The cells of the record just read; more than columns where the row is too long.</summary>
    private protected List<TableCell> Record { get; } = [];

    /// <summary>Opens a file by its content, not by its name, and reads its header.</summary>
    /// <returns>The reader before its first row, or why the file cannot be read.</returns>
    public static Outcome<TableReader> Open(string path, TableLimits? limits = null)
    {
        limits ??= TableLimits.Default;
        var length = new FileInfo(path).Length;
        if (length == 0)
        {
            return new Refusal("file_empty");
        }

        if (length > limits.MaxFileMegabytes * 1024L * 1024L)
        {
            return new Refusal("file_too_large", length / (1024 * 1024), limits.MaxFileMegabytes);
        }

        var opened = FileSignature.Of(path) switch
        {
            FileKind.Zip => XlsxTable.OpenFile(path, limits),
            FileKind.OldExcel => new Refusal("file_old_excel"),
            FileKind.Encrypted => new Refusal("file_encrypted"),
            FileKind.Binary => new Refusal("file_not_a_table"),
            _ => CsvTable.OpenFile(path, limits),
        };
        if (!opened.IsDone)
        {
            return opened;
        }

        if (opened.Value.ReadHeader() is { } refusal)
        {
            opened.Value.Dispose();
            return refusal;
        }

        return opened;
    }

    /// <summary>Goes to the next row that is not blank.</summary>
    /// <returns>False at the end of the file, or where <see cref="Failure"/> says that it cannot be read further.</returns>
    public bool Read()
    {
        while (Failure is null && ReadGuarded())
        {
            var filled = Record.Count;
            while (filled > 0 && IsBlank(Record[filled - 1]))
            {
                filled--;
            }

            if (filled == 0)
            {
                continue;
            }

            if (filled > Header.Count)
            {
                RowRefusal ??= new Refusal("row_too_long", filled, Header.Count);
            }

            for (var index = 0; index < Cells.Length; index++)
            {
                Cells[index] = index < Record.Count ? Record[index] : TableCell.Empty;
            }

            return true;
        }

        return false;
    }

    /// <inheritdoc />
    public void Dispose()
    {
        Dispose(true);
        GC.SuppressFinalize(this);
    }

    /// <summary>Reads the next record into <see cref="Record"/>, sets the line and what is wrong with it.</summary>
    private protected abstract bool ReadRecord();

    /// <summary>Closes the file.</summary>
    protected abstract void Dispose(bool disposing);

    private static bool IsBlank(TableCell cell) =>
        cell.Kind == CellKind.Empty || (cell.Kind == CellKind.Text && string.IsNullOrWhiteSpace(cell.Text));

    private bool ReadGuarded()
    {
        try
        {
            RowRefusal = null;
            return ReadRecord();
        }
        catch (Exception exception) when (exception is System.Xml.XmlException or InvalidDataException or System.Text.DecoderFallbackException or FormatException or EndOfStreamException)
        {
            // The file itself is broken: nothing that we could have done better.
            Failure = new Refusal("file_damaged", LineNumber);
            return false;
        }
    }

    private Refusal? ReadHeader()
    {
        var names = new List<string>();
        while (ReadGuarded())
        {
            names = [.. Record.Select(CellParsing.Shown)];
            while (names.Count > 0 && names[^1].Length == 0)
            {
                names.RemoveAt(names.Count - 1);
            }

            if (names.Count > 0)
            {
                break;
            }
        }

        if (Failure is not null)
        {
            return Failure;
        }

        if (names.Count > Limits.MaxColumns)
        {
            return new Refusal("file_too_many_columns", names.Count, Limits.MaxColumns);
        }

        if (names.Count == 0 || names.All(name => name.Length == 0 || !name.Any(char.IsLetter)))
        {
            return new Refusal("file_no_header");
        }

        var twice = names.Where(name => name.Length > 0).GroupBy(name => name, StringComparer.OrdinalIgnoreCase).FirstOrDefault(group => group.Count() > 1);
        if (twice is not null)
        {
            return new Refusal("file_column_twice", twice.Key);
        }

        Header = names;
        Cells = new TableCell[names.Count];
        return null;
    }
}
