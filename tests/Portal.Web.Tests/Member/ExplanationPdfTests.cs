using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;
using Portal.Infrastructure.Access;
using Portal.Infrastructure.Pdf;
using Portal.Infrastructure.Settlements;
using Portal.Infrastructure.Shared;
using Portal.Ui.Explanations;

namespace Portal.Web.Tests.Member;

/// <summary>The PDF file says what the screen says.</summary>
public sealed class ExplanationPdfTests : UiContext
{
    [Fact]
    public void It_holds_the_amount_every_sentence_what_was_settled_before_and_the_sales()
    {
        var line = WhyLineTests.Explanation();
        var business = Options.Create(new BusinessOptions { CompanyName = "Northwind" });
        var pdf = new ExplanationPdf(Services.GetRequiredService<Portal.Ui.Texts>(), null!, Services.GetRequiredService<CurrentUser>(), new BusinessClock(TimeProvider.System, business), business);
        var sales = new GridPage<CountedSalesLine>([new CountedSalesLine(1, 1, "D-77", new DateOnly(2026, 7, 2), 1, "P-1", "Road bike", "pcs", 2000, 123_45, true, true)], 3);
        var paper = pdf.Of(line, null, sales);
        var texts = paper.Blocks.SelectMany(TextsOf).ToList();
        Assert.Contains("5,340.00", string.Join('\n', texts), StringComparison.Ordinal);
        Assert.Contains(texts, text => text.Contains("That reaches the tier from ¥500,000.00; the next one begins at ¥1,000,000.00.", StringComparison.Ordinal));
        Assert.Equal("Due now: ¥5,340.00.", paper.Blocks.OfType<PaperParagraph>().Last(block => block.Marker is not null).Spans.Aggregate("", (said, span) => said + span.Text));
        Assert.Contains(texts, text => text.Contains("came back", StringComparison.Ordinal));
        Assert.Contains("D-77", texts);
        Assert.Contains("¥123.45", texts);
        Assert.Contains(texts, text => text.Contains('3', StringComparison.Ordinal) && text.Contains("first", StringComparison.OrdinalIgnoreCase));
        Assert.Equal("Northwind", paper.Company);
        using var file = new MemoryStream();
        PdfPaper.Write(paper, file);
        Assert.True(file.Length > 5_000);
    }

    private static IEnumerable<string> TextsOf(PaperBlock block) => block switch
    {
        PaperHeading heading => [heading.Text],
        PaperParagraph paragraph => [string.Concat(paragraph.Spans.Select(span => span.Text))],
        PaperTable table => table.Rows.SelectMany(row => row),
        _ => [],
    };
}
