using System.Globalization;
using System.IO.Compression;
using System.Xml;
using Portal.Domain.Shared;

namespace Portal.Infrastructure.Spreadsheets;

/// <summary>
/// The first visible sheet of an XLSX file that has rows, read once and forwards. Readers that first pass over the whole
/// sheet to measure it take twice the time, and cannot stop a file that unpacks without end.
/// </summary>
internal sealed class XlsxTable : TableReader
{
    private readonly ZipArchive _zip;
    private readonly XlsxBook _book;
    private readonly LimitedStream _sheet;
    private readonly XmlReader _xml;
    private readonly TextCache _texts = new();
    private readonly char[] _value;
    private readonly long _sheetLength;

    private XlsxTable(ZipArchive zip, XlsxBook book, string sheetName, ZipArchiveEntry sheet, TableLimits limits)
        : base(limits)
    {
        _zip = zip;
        _book = book;
        Description = sheetName;
        _sheetLength = Math.Max(1, sheet.Length);
        _sheet = new LimitedStream(sheet.Open(), limits.MaxUnpackedMegabytes * 1024L * 1024L);
        _xml = XlsxBook.OpenXml(_sheet);
        _value = new char[limits.MaxCellLength + 1];
    }

    /// <inheritdoc />
    public override string Description { get; }

    /// <inheritdoc />
    public override double Progress => Math.Min(1, (double)_sheet.BytesRead / _sheetLength);

    public static Outcome<TableReader> OpenFile(string path, TableLimits limits)
    {
        ZipArchive? zip = null;
        try
        {
            zip = new ZipArchive(new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.Read, 1 << 16));
            var opened = Open(zip, new FileInfo(path).Length, limits);
            if (!opened.IsDone)
            {
                zip.Dispose();
            }

            return opened;
        }
        catch (Exception exception) when (exception is InvalidDataException or XmlException or FormatException or EndOfStreamException)
        {
            zip?.Dispose();
            return new Refusal("file_damaged", 0L);
        }
    }

    /// <inheritdoc />
    private protected override bool ReadRecord()
    {
        Record.Clear();
        while (_xml.Read())
        {
            if (_xml.NodeType == XmlNodeType.Element && _xml.LocalName == "row")
            {
                LineNumber = long.TryParse(_xml.GetAttribute("r"), NumberStyles.None, CultureInfo.InvariantCulture, out var line) ? line : LineNumber + 1;
                ReadRow();
                return Failure is null;
            }

            if (_xml.NodeType == XmlNodeType.EndElement && _xml.LocalName == "sheetData")
            {
                return false;
            }
        }

        return false;
    }

    /// <inheritdoc />
    protected override void Dispose(bool disposing)
    {
        _xml.Dispose();
        _sheet.Dispose();
        _zip.Dispose();
    }

    private static Outcome<TableReader> Open(ZipArchive zip, long fileLength, TableLimits limits)
    {
        if (CheckSizes(zip, fileLength, limits) is { } bomb)
        {
            return bomb;
        }

        if (XlsxBook.Open(zip, limits, out var book) is { } refusal)
        {
            return refusal;
        }

        foreach (var (name, sheet) in book!.VisibleSheets)
        {
            if (HasRows(sheet, limits))
            {
                return new XlsxTable(zip, book, name, sheet, limits);
            }
        }

        return new Refusal("file_no_header");
    }

    /// <summary>What the zip directory says; the framework never unpacks a part beyond the size given there.</summary>
    private static Refusal? CheckSizes(ZipArchive zip, long fileLength, TableLimits limits)
    {
        const long harmlessBytes = 20L * 1024 * 1024;
        if (zip.Entries.Count > limits.MaxParts)
        {
            return new Refusal("file_zip_bomb", zip.Entries.Count);
        }

        var unpacked = 0m;
        foreach (var part in zip.Entries)
        {
            unpacked += part.Length;
        }

        var tooLarge = unpacked > limits.MaxUnpackedMegabytes * 1024L * 1024L
            || (unpacked > harmlessBytes && unpacked > (decimal)fileLength * limits.MaxUnpackedRatio);
        return tooLarge ? new Refusal("file_zip_bomb", (long)(unpacked / (1024 * 1024))) : null;
    }

    private static bool HasRows(ZipArchiveEntry sheet, TableLimits limits)
    {
        using var stream = new LimitedStream(sheet.Open(), limits.MaxUnpackedMegabytes * 1024L * 1024L);
        using var xml = XlsxBook.OpenXml(stream);
        while (xml.Read())
        {
            if (xml.NodeType == XmlNodeType.Element && xml.LocalName == "c")
            {
                return true;
            }

            if (xml.NodeType == XmlNodeType.EndElement && xml.LocalName == "sheetData")
            {
                return false;
            }
        }

        return false;
    }

    private void ReadRow()
    {
        if (_xml.IsEmptyElement)
        {
            return;
        }

        while (_xml.Read() && Failure is null)
        {
            if (_xml.NodeType == XmlNodeType.EndElement && _xml.LocalName == "row")
            {
                return;
            }

            if (_xml.NodeType == XmlNodeType.Element && _xml.LocalName == "c")
            {
                ReadCell();
            }
        }
    }

    private void ReadCell()
    {
        var column = ColumnOf(_xml.GetAttribute("r")) ?? Record.Count;
        var type = _xml.GetAttribute("t");
        var isDay = _xml.GetAttribute("s") is { } style && _book.IsDayStyle(style);
        var text = _xml.IsEmptyElement ? "" : ReadValue();
        if (text.Length == 0 || column > Limits.MaxColumns || column < Record.Count)
        {
            return;
        }

        while (Record.Count < column)
        {
            Record.Add(TableCell.Empty);
        }

        Record.Add(type switch
        {
            "s" => TableCell.Of(_book.SharedText(text)),
            "str" or "inlineStr" or "d" => TableCell.Of(text),
            "b" => new TableCell(CellKind.Flag, text),
            "e" => new TableCell(CellKind.Error, text),
            _ when isDay => new TableCell(CellKind.Day, _book.Starts1904 ? From1904(text) : text),
            _ => new TableCell(CellKind.Number, text),
        });
    }

    /// <summary>The text of v (a value or the stored result of a formula) or of is/t; formulas themselves are passed over.</summary>
    private string ReadValue()
    {
        var length = 0;
        var depth = _xml.Depth;
        var inText = false;
        while (_xml.Read() && !(_xml.NodeType == XmlNodeType.EndElement && _xml.Depth == depth))
        {
            switch (_xml.NodeType)
            {
                case XmlNodeType.Element when _xml.LocalName is "v" or "t":
                    inText = !_xml.IsEmptyElement;
                    break;
                case XmlNodeType.Element when _xml.LocalName is "rPh" && !_xml.IsEmptyElement:
                    XlsxBook.SkipPhonetic(_xml);
                    break;
                case XmlNodeType.EndElement:
                    inText = false;
                    break;
                case XmlNodeType.Text or XmlNodeType.CDATA or XmlNodeType.SignificantWhitespace or XmlNodeType.Whitespace when inText:
                    int read;
                    while ((read = _xml.ReadValueChunk(_value, length, _value.Length - length)) > 0)
                    {
                        length += read;
                        if (length > Limits.MaxCellLength)
                        {
                            Failure = new Refusal("file_cell_too_long", LineNumber, Limits.MaxCellLength);
                            return "";
                        }
                    }

                    break;
            }
        }

        return _texts.Get(_value.AsSpan(0, length));
    }

    private static int? ColumnOf(string? reference)
    {
        if (reference is null)
        {
            return null;
        }

        var column = 0;
        foreach (var letter in reference)
        {
            if (letter is < 'A' or > 'Z')
            {
                break;
            }

            column = (column * 26) + (letter - 'A' + 1);
            if (column > 1 << 20)
            {
                break;
            }
        }

        return column == 0 ? null : column - 1;
    }

    private static string From1904(string serial) =>
        double.TryParse(serial, NumberStyles.Float, CultureInfo.InvariantCulture, out var days)
            ? (days + 1462).ToString(CultureInfo.InvariantCulture)
            : serial;
}
