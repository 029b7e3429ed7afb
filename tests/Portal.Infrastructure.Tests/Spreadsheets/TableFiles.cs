using System.IO.Compression;
using System.Text;
using Portal.Domain.Shared;
using Portal.Infrastructure.Spreadsheets;

namespace Portal.Infrastructure.Tests.Spreadsheets;

/// <summary>Files made for one test, deleted with it.</summary>
internal sealed class TableFiles : IDisposable
{
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("tables");

    public string Path(string name) => System.IO.Path.Combine(_folder.FullName, name);

    public string Text(string content, Encoding? encoding = null, string name = "table.csv")
    {
        encoding ??= new UTF8Encoding(false);
        return Bytes([.. encoding.GetPreamble(), .. encoding.GetBytes(content)], name);
    }

    public string Bytes(byte[] content, string name = "table.csv")
    {
        File.WriteAllBytes(Path(name), content);
        return Path(name);
    }

    /// <summary>An XLSX whose one sheet has the given XML inside sheetData.</summary>
    public string Xlsx(string sheetData, string sharedStrings = "", string workbookProperties = "")
    {
        var path = Path("table.xlsx");
        using var zip = new ZipArchive(File.Create(path), ZipArchiveMode.Create);
        Part(zip, "[Content_Types].xml", "<Types xmlns=\"http://schemas.openxmlformats.org/package/2006/content-types\"/>");
        Part(zip, "_rels/.rels", "<Relationships xmlns=\"http://schemas.openxmlformats.org/package/2006/relationships\"><Relationship Id=\"a\" Type=\"http://schemas.openxmlformats.org/officeDocument/2006/relationships/officeDocument\" Target=\"/xl/workbook.xml\"/></Relationships>");
        Part(zip, "xl/workbook.xml", $"<workbook xmlns=\"http://schemas.openxmlformats.org/spreadsheetml/2006/main\" xmlns:r=\"http://schemas.openxmlformats.org/officeDocument/2006/relationships\">{workbookProperties}<sheets><sheet name=\"Hidden\" sheetId=\"2\" state=\"hidden\" r:id=\"h\"/><sheet name=\"销售\" sheetId=\"1\" r:id=\"s\"/></sheets></workbook>");
        Part(zip, "xl/_rels/workbook.xml.rels", "<Relationships xmlns=\"http://schemas.openxmlformats.org/package/2006/relationships\"><Relationship Id=\"h\" Type=\"x/worksheet\" Target=\"worksheets/hidden.xml\"/><Relationship Id=\"s\" Type=\"x/worksheet\" Target=\"worksheets/sheet1.xml\"/><Relationship Id=\"t\" Type=\"x/sharedStrings\" Target=\"sharedStrings.xml\"/><Relationship Id=\"y\" Type=\"x/styles\" Target=\"styles.xml\"/></Relationships>");
        Part(zip, "xl/styles.xml", "<styleSheet xmlns=\"http://schemas.openxmlformats.org/spreadsheetml/2006/main\"><numFmts><numFmt numFmtId=\"170\" formatCode=\"yyyy&quot;年&quot;m&quot;月&quot;d&quot;日&quot;\"/><numFmt numFmtId=\"171\" formatCode=\"&quot;day&quot; 0\"/></numFmts><cellStyleXfs><xf numFmtId=\"14\"/></cellStyleXfs><cellXfs><xf numFmtId=\"0\"/><xf numFmtId=\"14\"/><xf numFmtId=\"170\"/><xf numFmtId=\"171\"/></cellXfs></styleSheet>");
        Part(zip, "xl/sharedStrings.xml", $"<sst xmlns=\"http://schemas.openxmlformats.org/spreadsheetml/2006/main\">{sharedStrings}</sst>");
        Part(zip, "xl/worksheets/hidden.xml", "<worksheet xmlns=\"http://schemas.openxmlformats.org/spreadsheetml/2006/main\"><sheetData><row r=\"1\"><c r=\"A1\" t=\"inlineStr\"><is><t>hidden</t></is></c></row></sheetData></worksheet>");
        Part(zip, "xl/worksheets/sheet1.xml", $"<worksheet xmlns=\"http://schemas.openxmlformats.org/spreadsheetml/2006/main\"><sheetData>{sheetData}</sheetData></worksheet>");
        return path;
    }

    public static void Part(ZipArchive zip, string name, string content)
    {
        using var writer = new StreamWriter(zip.CreateEntry(name).Open());
        writer.Write(content);
    }

    /// <summary>All rows as text, each preceded by its line number; the header as line 0.</summary>
    public static List<string> Rows(string path, TableLimits? limits = null)
    {
        using var reader = TableReader.Open(path, limits).Value;
        var rows = new List<string> { "0:" + string.Join('|', reader.Header) };
        while (reader.Read())
        {
            rows.Add(reader.LineNumber + ":" + string.Join('|', reader.Cells.Select(CellParsing.Shown)) + (reader.RowRefusal is { } refusal ? " !" + refusal.Code : ""));
        }

        if (reader.Failure is { } failure)
        {
            rows.Add("failed: " + failure.Code);
        }

        return rows;
    }

    public static Refusal RefusalOf(string path, TableLimits? limits = null) => TableReader.Open(path, limits).Refusal;

    public void Dispose() => _folder.Delete(recursive: true);
}
