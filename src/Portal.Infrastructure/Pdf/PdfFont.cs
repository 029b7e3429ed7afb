using System.Globalization;
using System.IO.Compression;
using System.Text;

namespace Portal.Infrastructure.Pdf;

/// <summary>The one font of PDF documents, with what one document uses of it. It has Latin and Chinese and comes with the product, so that paper looks the same on every machine.</summary>
internal sealed class PdfFont
{
    private const string Name = "PORTAL+WenQuanYiMicroHei";
    private static readonly Lazy<TrueTypeFont> Shared = new(() => new TrueTypeFont(Read()));
    private readonly SortedDictionary<int, Rune> _used = [];

    /// <summary>The width of a text in points.</summary>
    public static double WidthOf(string text, double size) =>
        text.EnumerateRunes().Sum(rune => Shared.Value.AdvanceOf(Shared.Value.GlyphOf(rune))) * size / Shared.Value.UnitsPerEm;

    /// <summary>A text as the numbers of its glyphs, which are then part of the document.</summary>
    public string Encode(string text)
    {
        var code = new StringBuilder();
        foreach (var rune in text.EnumerateRunes())
        {
            var glyph = Shared.Value.GlyphOf(rune);
            _used.TryAdd(glyph, rune);
            code.Append(glyph.ToString("X4", CultureInfo.InvariantCulture));
        }

        return code.ToString();
    }

    /// <summary>Writes the font and returns the number of its object.</summary>
    public int WriteTo(PdfFile file)
    {
        var font = Shared.Value;
        var subset = font.Subset(_used.Keys);
        var content = file.AddStream(subset, string.Create(CultureInfo.InvariantCulture, $"/Length1 {subset.Length}"));
        var box = string.Join(' ', font.Box.Select(Milli));
        var descriptor = file.Add(string.Create(
            CultureInfo.InvariantCulture,
            $"<</Type/FontDescriptor/FontName/{Name}/Flags 4/FontBBox[{box}]/ItalicAngle 0/Ascent {Milli(font.Ascent)}/Descent {Milli(font.Descent)}/CapHeight {Milli(font.Ascent)}/StemV 80/FontFile2 {content} 0 R>>"));
        var widths = string.Concat(_used.Keys.Select(glyph => string.Create(CultureInfo.InvariantCulture, $"{glyph}[{Milli(font.AdvanceOf(glyph))}]")));
        var glyphs = file.Add(string.Create(
            CultureInfo.InvariantCulture,
            $"<</Type/Font/Subtype/CIDFontType2/BaseFont/{Name}/CIDSystemInfo<</Registry(Adobe)/Ordering(Identity)/Supplement 0>>/FontDescriptor {descriptor} 0 R/W[{widths}]/CIDToGIDMap/Identity>>"));
        var characters = file.AddStream(Encoding.ASCII.GetBytes(Characters()), "");
        return file.Add(string.Create(
            CultureInfo.InvariantCulture,
            $"<</Type/Font/Subtype/Type0/BaseFont/{Name}/Encoding/Identity-H/DescendantFonts[{glyphs} 0 R]/ToUnicode {characters} 0 R>>"));
    }

    /// <summary>Which character each glyph is, so that text can be searched and copied.</summary>
    private string Characters()
    {
        // A list may have a hundred entries.
        const int MostEntries = 100;
        var map = new StringBuilder("/CIDInit /ProcSet findresource begin 12 dict begin begincmap /CMapName /Portal def /CMapType 2 def\n1 begincodespacerange <0000> <FFFF> endcodespacerange\n");
        foreach (var part in _used.Chunk(MostEntries))
        {
            map.Append(CultureInfo.InvariantCulture, $"{part.Length} beginbfchar\n");
            foreach (var (glyph, rune) in part)
            {
                map.Append(CultureInfo.InvariantCulture, $"<{glyph:X4}> <{Convert.ToHexString(Encoding.BigEndianUnicode.GetBytes(rune.ToString()))}>\n");
            }

            map.Append("endbfchar\n");
        }

        return map.Append("endcmap CMapName currentdict /CMap defineresource pop end end").ToString();
    }

    private static int Milli(int units) => (int)Math.Round(units * 1000.0 / Shared.Value.UnitsPerEm, MidpointRounding.AwayFromZero);

    private static byte[] Read()
    {
        using var packed = typeof(PdfFont).Assembly.GetManifestResourceStream("Portal.Infrastructure.Pdf.Fonts.wqy-microhei.ttf.gz")!;
        using var unpacked = new GZipStream(packed, CompressionMode.Decompress);
        using var content = new MemoryStream();
        unpacked.CopyTo(content);
        return content.ToArray();
    }
}
