using System.Globalization;
using System.IO.Compression;
using System.Text;
using System.Xml;
using Portal.Domain.Shared;

namespace Portal.Infrastructure.Spreadsheets;

/// <summary>The parts of an XLSX file beside its sheets: their names, the table of texts, which formats are dates.</summary>
internal sealed class XlsxBook
{
    private readonly List<string> _texts = [];
    private readonly HashSet<string> _dayStyles = [];

    /// <summary>The sheets that are not hidden, in order.</summary>
    public List<(string Name, ZipArchiveEntry Part)> VisibleSheets { get; } = [];

    /// <summary>Whether days are counted from 1904, as old files from a Macintosh do.</summary>
    public bool Starts1904 { get; private set; }

    public static Refusal? Open(ZipArchive zip, TableLimits limits, out XlsxBook? book)
    {
        book = null;
        if (zip.Entries.Any(part => part.FullName.Equals("EncryptedPackage", StringComparison.OrdinalIgnoreCase)))
        {
            return new Refusal("file_encrypted");
        }

        var main = Targets(zip, "_rels/.rels", "").FirstOrDefault(target => target.Type.EndsWith("/officeDocument", StringComparison.Ordinal)).Path
            ?? "xl/workbook.xml";
        if (Part(zip, main) is not { } workbook || !main.EndsWith(".xml", StringComparison.OrdinalIgnoreCase))
        {
            return new Refusal("file_not_excel");
        }

        var folder = main[..(main.LastIndexOf('/') + 1)];
        var targets = Targets(zip, folder + "_rels/" + main[folder.Length..] + ".rels", folder);
        var result = new XlsxBook();
        result.ReadSheets(zip, workbook, targets);
        if (result.VisibleSheets.Count == 0)
        {
            return new Refusal("file_not_excel");
        }

        if (PartOf(zip, targets, "/styles") is { } styles)
        {
            result.ReadStyles(styles);
        }

        if (PartOf(zip, targets, "/sharedStrings") is { } texts && result.ReadTexts(texts, limits) is { } refusal)
        {
            return refusal;
        }

        book = result;
        return null;
    }

    public static XmlReader OpenXml(Stream stream) => XmlReader.Create(stream, new XmlReaderSettings
    {
        DtdProcessing = DtdProcessing.Prohibit,
        XmlResolver = null,
        IgnoreComments = true,
        IgnoreProcessingInstructions = true,
        CheckCharacters = false,
    });

    public bool IsDayStyle(string style) => _dayStyles.Contains(style);

    public string SharedText(string index) =>
        int.TryParse(index, NumberStyles.None, CultureInfo.InvariantCulture, out var number) && number < _texts.Count
            ? _texts[number]
            : throw new InvalidDataException("A cell names a text that the file does not hold.");

    private static ZipArchiveEntry? Part(ZipArchive zip, string path) =>
        zip.GetEntry(path) ?? zip.Entries.FirstOrDefault(part => part.FullName.Replace('\\', '/').Equals(path, StringComparison.OrdinalIgnoreCase));

    private static ZipArchiveEntry? PartOf(ZipArchive zip, List<(string Id, string Type, string Path)> targets, string type) =>
        targets.FirstOrDefault(target => target.Type.EndsWith(type, StringComparison.Ordinal)).Path is { } path ? Part(zip, path) : null;

    private static List<(string Id, string Type, string Path)> Targets(ZipArchive zip, string path, string folder)
    {
        var targets = new List<(string, string, string)>();
        if (Part(zip, path) is not { } part)
        {
            return targets;
        }

        using var xml = OpenXml(part.Open());
        while (xml.Read())
        {
            if (xml.NodeType == XmlNodeType.Element && xml.LocalName == "Relationship")
            {
                var target = xml.GetAttribute("Target") ?? "";
                targets.Add((
                    xml.GetAttribute("Id") ?? "",
                    xml.GetAttribute("Type") ?? "",
                    target.StartsWith('/') ? target[1..] : folder + target));
            }
        }

        return targets;
    }

    private void ReadSheets(ZipArchive zip, ZipArchiveEntry workbook, List<(string Id, string Type, string Path)> targets)
    {
        using var xml = OpenXml(workbook.Open());
        while (xml.Read())
        {
            if (xml.NodeType != XmlNodeType.Element)
            {
                continue;
            }

            if (xml.LocalName == "workbookPr")
            {
                Starts1904 = xml.GetAttribute("date1904") is "1" or "true";
            }
            else if (xml.LocalName == "sheet" && xml.GetAttribute("state") is null or "visible" && RelationId(xml) is { } id
                && targets.FirstOrDefault(target => target.Id == id).Path is { } path && Part(zip, path) is { } part)
            {
                VisibleSheets.Add((xml.GetAttribute("name") ?? "", part));
            }
        }
    }

    private static string? RelationId(XmlReader xml)
    {
        string? id = null;
        if (xml.MoveToFirstAttribute())
        {
            do
            {
                if (xml.LocalName == "id" && xml.NamespaceURI.Length > 0)
                {
                    id = xml.Value;
                }
            }
            while (xml.MoveToNextAttribute());

            xml.MoveToElement();
        }

        return id;
    }

    private void ReadStyles(ZipArchiveEntry part)
    {
        var dayFormats = new HashSet<int>(Enumerable.Range(14, 4).Append(22).Concat(Enumerable.Range(27, 10)).Concat(Enumerable.Range(50, 9)));
        using var xml = OpenXml(part.Open());
        var inCellFormats = false;
        var style = 0;
        while (xml.Read())
        {
            if (xml.NodeType == XmlNodeType.EndElement && xml.LocalName == "cellXfs")
            {
                return;
            }

            if (xml.NodeType != XmlNodeType.Element)
            {
                continue;
            }

            if (xml.LocalName == "numFmt" && Number(xml.GetAttribute("numFmtId")) is { } id && ShowsDay(xml.GetAttribute("formatCode") ?? ""))
            {
                dayFormats.Add(id);
            }
            else if (xml.LocalName == "cellXfs")
            {
                inCellFormats = true;
            }
            else if (inCellFormats && xml.LocalName == "xf")
            {
                if (Number(xml.GetAttribute("numFmtId")) is { } format && dayFormats.Contains(format))
                {
                    _dayStyles.Add(style.ToString(CultureInfo.InvariantCulture));
                }

                style++;
            }
        }
    }

    private static int? Number(string? text) => int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var number) ? number : null;

    /// <summary>Whether a number format shows a day: y or d outside quotes, brackets and escapes.</summary>
    private static bool ShowsDay(string format)
    {
        for (var index = 0; index < format.Length; index++)
        {
            switch (format[index])
            {
                case '"':
                    index = format.IndexOf('"', index + 1) is > 0 and var end ? end : format.Length;
                    break;
                case '[':
                    index = format.IndexOf(']', index + 1) is > 0 and var close ? close : format.Length;
                    break;
                case '\\' or '_' or '*':
                    index++;
                    break;
                case 'y' or 'Y' or 'd' or 'D' or 'e':
                    return true;
            }
        }

        return false;
    }

    private Refusal? ReadTexts(ZipArchiveEntry part, TableLimits limits)
    {
        var most = limits.MaxSharedTextMegabytes * 1024L * 1024L;
        if (part.Length > most * 4)
        {
            return new Refusal("file_zip_bomb", part.Length / (1024 * 1024));
        }

        using var stream = new LimitedStream(part.Open(), part.Length + 1);
        using var xml = OpenXml(stream);
        var chunk = new char[4096];
        var text = new StringBuilder();
        long total = 0;
        while (xml.Read())
        {
            if (xml.NodeType != XmlNodeType.Element || xml.LocalName != "si")
            {
                continue;
            }

            text.Clear();
            if (!xml.IsEmptyElement && !ReadText(xml, text, chunk, limits))
            {
                return new Refusal("file_cell_too_long", 0L, limits.MaxCellLength);
            }

            total += text.Length + 16;
            if (total > most)
            {
                return new Refusal("file_zip_bomb", total / (1024 * 1024));
            }

            _texts.Add(text.ToString());
        }

        return null;
    }

    private static bool ReadText(XmlReader xml, StringBuilder text, char[] chunk, TableLimits limits)
    {
        var depth = xml.Depth;
        var inText = false;
        while (xml.Read() && !(xml.NodeType == XmlNodeType.EndElement && xml.Depth == depth))
        {
            switch (xml.NodeType)
            {
                case XmlNodeType.Element when xml.LocalName == "t":
                    inText = !xml.IsEmptyElement;
                    break;
                case XmlNodeType.Element when xml.LocalName == "rPh" && !xml.IsEmptyElement:
                    SkipPhonetic(xml);
                    break;
                case XmlNodeType.EndElement:
                    inText = false;
                    break;
                case XmlNodeType.Text or XmlNodeType.CDATA or XmlNodeType.SignificantWhitespace or XmlNodeType.Whitespace when inText:
                    int read;
                    while ((read = xml.ReadValueChunk(chunk, 0, chunk.Length)) > 0)
                    {
                        text.Append(chunk, 0, read);
                        if (text.Length > limits.MaxCellLength)
                        {
                            return false;
                        }
                    }

                    break;
            }
        }

        return true;
    }

    public static void SkipPhonetic(XmlReader xml)
    {
        var depth = xml.Depth;
        while (xml.Read() && !(xml.NodeType == XmlNodeType.EndElement && xml.Depth == depth))
        {
            // The reading aid of Chinese and Japanese letters is no part of the text.
        }
    }
}
