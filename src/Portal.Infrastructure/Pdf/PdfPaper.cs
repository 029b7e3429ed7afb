using System.Globalization;

namespace Portal.Infrastructure.Pdf;

/// <summary>Draws a <see cref="PaperDocument"/> as PDF, A4 upright. Nothing else in the product knows how such a file is made.</summary>
public static class PdfPaper
{
    /// <summary>The media type.</summary>
    public const string MediaType = "application/pdf";

    /// <summary>Writes the document.</summary>
    public static void Write(PaperDocument document, Stream stream)
    {
        ArgumentNullException.ThrowIfNull(document);
        var font = new PdfFont();
        var layout = new PaperLayout(font);
        layout.Head(document);
        foreach (var block in document.Blocks)
        {
            layout.Draw(block);
        }

        for (var index = 0; index < layout.Sheets.Count; index++)
        {
            PaperLayout.Foot(layout.Sheets[index], document, string.Create(CultureInfo.InvariantCulture, $"{index + 1} / {layout.Sheets.Count}"));
        }

        var file = new PdfFile();
        var pages = file.Reserve();
        var fontObject = font.WriteTo(file);
        var numbers = layout.Sheets.Select(sheet => sheet.WriteTo(file, pages, fontObject)).ToArray();
        file.Set(pages, string.Create(CultureInfo.InvariantCulture, $"<</Type/Pages/Count {numbers.Length}/Kids[{string.Join(' ', numbers.Select(number => $"{number} 0 R"))}]>>"));
        var root = file.Add(string.Create(CultureInfo.InvariantCulture, $"<</Type/Catalog/Pages {pages} 0 R>>"));
        file.WriteTo(stream, root, file.Add($"<</Title{PdfFile.Text(document.Title)}/Author{PdfFile.Text(document.Company)}>>"));
    }
}
