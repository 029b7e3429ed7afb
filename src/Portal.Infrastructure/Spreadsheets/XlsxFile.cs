using System.Globalization;
using System.IO.Compression;
using System.Text;
using Portal.Domain.Shared;

namespace Portal.Infrastructure.Spreadsheets;

/// <summary>
/// An XLSX file being written. Written as a forward-only zip: the OpenXML package class keeps each part in memory
/// until it is closed, which a million rows do not allow.
/// </summary>
internal sealed class XlsxFile : IDisposable
{
    /// <summary>The last row that Excel shows.</summary>
    private const int MaxRowsPerSheet = 1_048_576;

    private const int MaxTextLength = 32_767;
    private const int MaxSheetNameLength = 28;

    private readonly ZipArchive _zip;
    private readonly string _sheetName;
    private readonly IReadOnlyList<string> _headers;
    private StreamWriter? _sheet;
    private int _sheets;
    private int _row;

    public XlsxFile(Stream file, string sheetName, IReadOnlyList<string> headers)
    {
        _zip = new ZipArchive(file, ZipArchiveMode.Create, leaveOpen: true);
        _sheetName = SheetName(sheetName);
        _headers = headers;
        StartSheet();
    }

    private enum Style
    {
        General = 0,
        Header = 1,
        Money = 2,
        Quantity = 3,
        Day = 4,
        Instant = 5,
        Percent = 6,
        LiteralText = 7,
        Number = 8,
    }

    public void Write(IReadOnlyList<object?> cells)
    {
        if (_row == MaxRowsPerSheet)
        {
            EndSheet();
            StartSheet();
        }

        WriteRow(cells, header: false);
    }

    public void Dispose()
    {
        EndSheet();
        WritePart("xl/workbook.xml", Workbook());
        WritePart("xl/_rels/workbook.xml.rels", WorkbookRelations());
        WritePart("xl/styles.xml", Styles);
        WritePart("_rels/.rels", Relations);
        WritePart("[Content_Types].xml", ContentTypes());
        _zip.Dispose();
    }

    private void StartSheet()
    {
        _sheets++;
        _row = 0;
        var entry = _zip.CreateEntry(string.Create(CultureInfo.InvariantCulture, $"xl/worksheets/sheet{_sheets}.xml"), CompressionLevel.Fastest);
        _sheet = new StreamWriter(entry.Open(), new UTF8Encoding(false), 1 << 15);
        _sheet.Write("""
            <?xml version="1.0" encoding="UTF-8" standalone="yes"?>
            <worksheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"><sheetViews><sheetView workbookViewId="0"><pane ySplit="1" topLeftCell="A2" activePane="bottomLeft" state="frozen"/></sheetView></sheetViews><cols>
            """);
        for (var index = 0; index < _headers.Count; index++)
        {
            var width = Math.Clamp(_headers[index].Sum(letter => letter < 0x1100 ? 1 : 2) + 4, 12, 40);
            _sheet.Write(string.Create(CultureInfo.InvariantCulture, $"<col min=\"{index + 1}\" max=\"{index + 1}\" width=\"{width}\" customWidth=\"1\"/>"));
        }

        _sheet.Write("</cols><sheetData>");
        WriteRow(_headers, header: true);
    }

    private void EndSheet()
    {
        _sheet!.Write("</sheetData></worksheet>");
        _sheet.Dispose();
    }

    private void WriteRow(IReadOnlyList<object?> cells, bool header)
    {
        _row++;
        var sheet = _sheet!;
        sheet.Write("<row r=\"");
        sheet.Write(_row);
        sheet.Write("\">");
        for (var index = 0; index < cells.Count; index++)
        {
            WriteCell(sheet, index, cells[index], header);
        }

        sheet.Write("</row>");
    }

    private void WriteCell(StreamWriter sheet, int column, object? cell, bool header)
    {
        switch (cell)
        {
            case null:
                return;
            case string text:
                WriteText(sheet, column, text, header ? Style.Header : SpreadsheetWriter.LooksLikeFormula(text) ? Style.LiteralText : Style.General);
                return;
            case CurrencyMoney money:
                WriteNumber(sheet, column, money.Money.Amount, Style.Money);
                break;
            case Money money:
                WriteNumber(sheet, column, money.Amount, Style.Money);
                return;
            case Quantity quantity:
                WriteNumber(sheet, column, quantity.Units, Style.Quantity);
                return;
            case Rate rate:
                WriteNumber(sheet, column, rate.Fraction, Style.Percent);
                return;
            case decimal number:
                WriteNumber(sheet, column, number, Style.Number);
                return;
            case int or long or short or byte:
                WriteNumber(sheet, column, Convert.ToDecimal(cell, CultureInfo.InvariantCulture), Style.General);
                return;
            case double number:
                WriteNumber(sheet, column, (decimal)number, Style.Number);
                return;
            case DateOnly day:
                WriteNumber(sheet, column, (decimal)day.ToDateTime(TimeOnly.MinValue).ToOADate(), Style.Day);
                return;
            case DateTime instant:
                WriteNumber(sheet, column, (decimal)instant.ToOADate(), Style.Instant);
                return;
            case bool flag:
                StartCell(sheet, column, Style.General, " t=\"b\"");
                sheet.Write(flag ? "<v>1</v></c>" : "<v>0</v></c>");
                return;
            default:
                WriteText(sheet, column, cell.ToString() ?? "", Style.General);
                return;
        }
    }

    private void WriteNumber(StreamWriter sheet, int column, decimal number, Style style)
    {
        StartCell(sheet, column, style, "");
        sheet.Write("<v>");
        sheet.Write(number.ToString("0.##################", CultureInfo.InvariantCulture));
        sheet.Write("</v></c>");
    }

    private void WriteText(StreamWriter sheet, int column, string text, Style style)
    {
        StartCell(sheet, column, style, " t=\"inlineStr\"");
        sheet.Write("<is><t xml:space=\"preserve\">");
        WriteEscaped(sheet, text.Length <= MaxTextLength ? text : text[..MaxTextLength]);
        sheet.Write("</t></is></c>");
    }

    private void StartCell(StreamWriter sheet, int column, Style style, string type)
    {
        sheet.Write("<c r=\"");
        WriteColumnLetters(sheet, column);
        sheet.Write(_row);
        sheet.Write('"');
        if (style != Style.General)
        {
            sheet.Write(" s=\"");
            sheet.Write((int)style);
            sheet.Write('"');
        }

        sheet.Write(type);
        sheet.Write('>');
    }

    private static void WriteColumnLetters(StreamWriter sheet, int column)
    {
        if (column >= 26)
        {
            WriteColumnLetters(sheet, (column / 26) - 1);
        }

        sheet.Write((char)('A' + (column % 26)));
    }

    private static void WriteEscaped(TextWriter writer, string text)
    {
        for (var index = 0; index < text.Length; index++)
        {
            var letter = text[index];
            switch (letter)
            {
                case '&':
                    writer.Write("&amp;");
                    break;
                case '<':
                    writer.Write("&lt;");
                    break;
                case '>':
                    writer.Write("&gt;");
                    break;
                case '"':
                    writer.Write("&quot;");
                    break;
                case '\r':
                    writer.Write("&#13;");
                    break;
                case var _ when char.IsHighSurrogate(letter) && index + 1 < text.Length && char.IsLowSurrogate(text[index + 1]):
                    writer.Write(letter);
                    writer.Write(text[++index]);
                    break;
                case < ' ' and not ('\t' or '\n') or '\uFFFE' or '\uFFFF':
                case var _ when char.IsSurrogate(letter):
                    writer.Write('\uFFFD');
                    break;
                default:
                    writer.Write(letter);
                    break;
            }
        }
    }

    private static string Escaped(string text)
    {
        using var writer = new StringWriter(CultureInfo.InvariantCulture);
        WriteEscaped(writer, text);
        return writer.ToString();
    }

    private static string SheetName(string name)
    {
        var clean = string.Concat(name.Select(letter => letter is '\\' or '/' or '?' or '*' or '[' or ']' or ':' or '\'' ? ' ' : letter)).Trim();
        return clean.Length == 0 ? "Sheet" : clean.Length <= MaxSheetNameLength ? clean : clean[..MaxSheetNameLength];
    }

    private void WritePart(string path, string content)
    {
        using var writer = new StreamWriter(_zip.CreateEntry(path, CompressionLevel.Fastest).Open(), new UTF8Encoding(false));
        writer.Write("<?xml version=\"1.0\" encoding=\"UTF-8\" standalone=\"yes\"?>\n");
        writer.Write(content);
    }

    private string Workbook()
    {
        var sheets = string.Concat(Enumerable.Range(1, _sheets).Select(number => string.Create(
            CultureInfo.InvariantCulture,
            $"<sheet name=\"{Escaped(number == 1 ? _sheetName : _sheetName + " " + number)}\" sheetId=\"{number}\" r:id=\"rId{number}\"/>")));
        return $"<workbook xmlns=\"http://schemas.openxmlformats.org/spreadsheetml/2006/main\" xmlns:r=\"http://schemas.openxmlformats.org/officeDocument/2006/relationships\"><sheets>{sheets}</sheets></workbook>";
    }

    private string WorkbookRelations()
    {
        var sheets = string.Concat(Enumerable.Range(1, _sheets).Select(number => string.Create(
            CultureInfo.InvariantCulture,
            $"<Relationship Id=\"rId{number}\" Type=\"http://schemas.openxmlformats.org/officeDocument/2006/relationships/worksheet\" Target=\"worksheets/sheet{number}.xml\"/>")));
        return $"<Relationships xmlns=\"http://schemas.openxmlformats.org/package/2006/relationships\">{sheets}<Relationship Id=\"styles\" Type=\"http://schemas.openxmlformats.org/officeDocument/2006/relationships/styles\" Target=\"styles.xml\"/></Relationships>";
    }

    private string ContentTypes()
    {
        var sheets = string.Concat(Enumerable.Range(1, _sheets).Select(number => string.Create(
            CultureInfo.InvariantCulture,
            $"<Override PartName=\"/xl/worksheets/sheet{number}.xml\" ContentType=\"application/vnd.openxmlformats-officedocument.spreadsheetml.worksheet+xml\"/>")));
        return $"<Types xmlns=\"http://schemas.openxmlformats.org/package/2006/content-types\"><Default Extension=\"rels\" ContentType=\"application/vnd.openxmlformats-package.relationships+xml\"/><Default Extension=\"xml\" ContentType=\"application/xml\"/><Override PartName=\"/xl/workbook.xml\" ContentType=\"application/vnd.openxmlformats-officedocument.spreadsheetml.sheet.main+xml\"/><Override PartName=\"/xl/styles.xml\" ContentType=\"application/vnd.openxmlformats-officedocument.spreadsheetml.styles+xml\"/>{sheets}</Types>";
    }

    private const string Relations =
        "<Relationships xmlns=\"http://schemas.openxmlformats.org/package/2006/relationships\"><Relationship Id=\"rId1\" Type=\"http://schemas.openxmlformats.org/officeDocument/2006/relationships/officeDocument\" Target=\"xl/workbook.xml\"/></Relationships>";

    /// <summary>The cell formats, in the order of <see cref="Style"/>.</summary>
    private const string Styles = """
        <styleSheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main">
        <numFmts count="5"><numFmt numFmtId="164" formatCode="#,##0.###"/><numFmt numFmtId="165" formatCode="yyyy\-mm\-dd"/><numFmt numFmtId="166" formatCode="yyyy\-mm\-dd\ hh:mm:ss"/><numFmt numFmtId="167" formatCode="0.00##%"/><numFmt numFmtId="168" formatCode="#,##0.00####"/></numFmts>
        <fonts count="2"><font><sz val="11"/><name val="Calibri"/></font><font><b/><sz val="11"/><name val="Calibri"/></font></fonts>
        <fills count="2"><fill><patternFill patternType="none"/></fill><fill><patternFill patternType="gray125"/></fill></fills>
        <borders count="1"><border><left/><right/><top/><bottom/><diagonal/></border></borders>
        <cellStyleXfs count="1"><xf numFmtId="0" fontId="0" fillId="0" borderId="0"/></cellStyleXfs>
        <cellXfs count="9">
        <xf numFmtId="0" fontId="0" fillId="0" borderId="0" xfId="0"/>
        <xf numFmtId="0" fontId="1" fillId="0" borderId="0" xfId="0" applyFont="1"/>
        <xf numFmtId="4" fontId="0" fillId="0" borderId="0" xfId="0" applyNumberFormat="1"/>
        <xf numFmtId="164" fontId="0" fillId="0" borderId="0" xfId="0" applyNumberFormat="1"/>
        <xf numFmtId="165" fontId="0" fillId="0" borderId="0" xfId="0" applyNumberFormat="1"/>
        <xf numFmtId="166" fontId="0" fillId="0" borderId="0" xfId="0" applyNumberFormat="1"/>
        <xf numFmtId="167" fontId="0" fillId="0" borderId="0" xfId="0" applyNumberFormat="1"/>
        <xf numFmtId="49" fontId="0" fillId="0" borderId="0" xfId="0" quotePrefix="1" applyNumberFormat="1"/>
        <xf numFmtId="168" fontId="0" fillId="0" borderId="0" xfId="0" applyNumberFormat="1"/>
        </cellXfs>
        <cellStyles count="1"><cellStyle name="Normal" xfId="0" builtinId="0"/></cellStyles>
        </styleSheet>
        """;
}
