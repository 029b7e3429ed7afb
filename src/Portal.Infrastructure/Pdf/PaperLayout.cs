namespace Portal.Infrastructure.Pdf;

/// <summary>Places the parts of a document from top to bottom, page after page.</summary>
internal sealed class PaperLayout
{
    private const double Margin = 48;
    private const double Width = PdfSheet.Width - (2 * Margin);
    private const double Bottom = PdfSheet.Height - Margin - 6;
    private const double TextSize = 10;
    private const double CellSize = 8.5;
    private const double FootSize = 8;
    private const double Leading = 1.45;
    private const double CellLeading = 1.35;
    private const double CellGap = 6;
    private const double Indent = 20;
    private const double Grey = 0.4;
    private readonly PdfFont _font;
    private readonly List<PdfSheet> _sheets = [];
    private double _top;

    public PaperLayout(PdfFont font)
    {
        _font = font;
        NextPage();
    }

    /// <summary>The pages.</summary>
    public IReadOnlyList<PdfSheet> Sheets => _sheets;

    /// <summary>Writes what stands at the foot of a page.</summary>
    public static void Foot(PdfSheet sheet, PaperDocument document, string number)
    {
        const double Top = PdfSheet.Height - Margin + 8;
        sheet.Line(Margin, Margin + Width, Top);
        sheet.Text(string.Join(" · ", new[] { document.Company, document.Number, document.Foot }.Where(text => !string.IsNullOrEmpty(text))), Margin, Top + FootSize + 4, FootSize, grey: Grey);
        sheet.Text(number, Margin + Width - PdfFont.WidthOf(number, FootSize), Top + FootSize + 4, FootSize, grey: Grey);
    }

    /// <summary>Writes who issues the document, what it is, and whom it is for.</summary>
    public void Head(PaperDocument document)
    {
        Lines([new PaperSpan(document.Company)], TextSize, Margin, Grey);
        Lines([new PaperSpan(document.Title, true)], 18, Margin);
        foreach (var text in new[] { document.Party, document.Number }.OfType<string>())
        {
            Lines([new PaperSpan(text)], TextSize, Margin);
        }

        _top += 6;
        _sheets[^1].Line(Margin, Margin + Width, _top);
        _top += 8;
    }

    /// <summary>Places the next part.</summary>
    public void Draw(PaperBlock block)
    {
        switch (block)
        {
            case PaperHeading heading:
                // A heading does not stand alone at the foot of a page.
                Need(TextSize * Leading * 4);
                _top += 10;
                Lines([new PaperSpan(heading.Text, true)], 12, Margin);
                _top += 2;
                break;
            case PaperParagraph paragraph:
                Need(TextSize * Leading);
                if (paragraph.Marker is { } marker)
                {
                    _sheets[^1].Text(marker, Margin, _top + TextSize, TextSize, grey: Grey);
                }

                Lines(paragraph.Spans, TextSize, paragraph.Marker is null ? Margin : Margin + Indent);
                _top += 4;
                break;
            case PaperTable table:
                Table(table);
                break;
            default:
                throw new InvalidOperationException("Unknown block " + block.GetType().Name);
        }
    }

    private void Lines(IReadOnlyList<PaperSpan> spans, double size, double left, double grey = 0)
    {
        foreach (var line in PdfLines.Break(spans, Width - (left - Margin), size))
        {
            Need(size * Leading);
            var at = left;
            foreach (var run in line)
            {
                _sheets[^1].Text(run.Text, at, _top + size, size, run.IsBold, grey);
                at += PdfFont.WidthOf(run.Text, size);
            }

            _top += size * Leading;
        }
    }

    private void Table(PaperTable table)
    {
        var shares = table.Columns.Sum(column => column.Share);
        var widths = table.Columns.Select(column => Width * column.Share / shares).ToArray();
        HeadRow(table, widths);
        foreach (var row in table.Rows)
        {
            Row(table, widths, row, isHead: false);
        }

        _top += 6;
    }

    private void HeadRow(PaperTable table, double[] widths) => Row(table, widths, [.. table.Columns.Select(column => column.Title)], isHead: true);

    private void Row(PaperTable table, double[] widths, IReadOnlyList<string> cells, bool isHead)
    {
        var broken = cells.Select((cell, index) => PdfLines.Break([new PaperSpan(cell, isHead)], widths[index] - CellGap, CellSize)).ToArray();
        var height = (broken.Max(lines => lines.Count) * CellSize * CellLeading) + 4;
        if (_top + height > Bottom)
        {
            NextPage();
            if (!isHead)
            {
                HeadRow(table, widths);
            }
        }

        var left = Margin;
        for (var index = 0; index < broken.Length; index++)
        {
            Cell(broken[index], left, widths[index] - CellGap, table.Columns[index].IsNumber, isHead ? Grey : 0);
            left += widths[index];
        }

        _top += height;
        _sheets[^1].Line(Margin, Margin + Width, _top - 2);
    }

    private void Cell(List<List<PaperSpan>> lines, double left, double width, bool isNumber, double grey)
    {
        var baseLine = _top + CellSize;
        foreach (var run in lines.Select(line => line.FirstOrDefault()))
        {
            if (run is not null)
            {
                var text = run.Text.TrimEnd();
                _sheets[^1].Text(text, isNumber ? left + width - PdfFont.WidthOf(text, CellSize) : left, baseLine, CellSize, run.IsBold, grey);
            }

            baseLine += CellSize * CellLeading;
        }
    }

    private void Need(double height)
    {
        if (_top + height > Bottom)
        {
            NextPage();
        }
    }

    private void NextPage()
    {
        _sheets.Add(new PdfSheet(_font));
        _top = Margin;
    }
}
