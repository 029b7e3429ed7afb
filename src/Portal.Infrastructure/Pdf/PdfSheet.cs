using System.Globalization;
using System.Text;

namespace Portal.Infrastructure.Pdf;

/// <summary>One page: what is drawn on it, measured in points from its upper left corner.</summary>
internal sealed class PdfSheet(PdfFont font)
{
    /// <summary>The width of A4.</summary>
    public const double Width = 595.28;

    /// <summary>The height of A4.</summary>
    public const double Height = 841.89;

    private readonly StringBuilder _content = new();

    /// <summary>Writes a text; bold is the same text with an edge.</summary>
    /// <param name="text">The text.</param>
    /// <param name="left">Where it begins.</param>
    /// <param name="baseLine">Where its letters stand.</param>
    /// <param name="size">The size of the font.</param>
    /// <param name="isBold">Whether it stands out.</param>
    /// <param name="grey">0 for black, 1 for white.</param>
    public void Text(string text, double left, double baseLine, double size, bool isBold = false, double grey = 0)
    {
        var edge = isBold ? string.Create(CultureInfo.InvariantCulture, $"2 Tr {size * 0.02:0.###} w") : "0 Tr";
        _content.Append(CultureInfo.InvariantCulture, $"BT {grey:0.##} g {grey:0.##} G {edge} /F {size:0.##} Tf {left:0.##} {Height - baseLine:0.##} Td <{font.Encode(text)}> Tj ET\n");
    }

    /// <summary>Draws a thin line across.</summary>
    public void Line(double left, double right, double top) =>
        _content.Append(CultureInfo.InvariantCulture, $"0.8 G 0.6 w {left:0.##} {Height - top:0.##} m {right:0.##} {Height - top:0.##} l S\n");

    /// <summary>Writes the page and returns the number of its object.</summary>
    public int WriteTo(PdfFile file, int pages, int fontObject)
    {
        var content = file.AddStream(Encoding.ASCII.GetBytes(_content.ToString()), "");
        return file.Add(string.Create(
            CultureInfo.InvariantCulture,
            $"<</Type/Page/Parent {pages} 0 R/MediaBox[0 0 {Width} {Height}]/Resources<</Font<</F {fontObject} 0 R>>>>/Contents {content} 0 R>>"));
    }
}
