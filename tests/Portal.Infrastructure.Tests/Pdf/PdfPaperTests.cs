using System.Globalization;
using System.Text;
using System.Text.RegularExpressions;
using Portal.Infrastructure.Pdf;

namespace Portal.Infrastructure.Tests.Pdf;

public sealed class PdfPaperTests
{
    [Fact]
    public void A_file_lists_its_objects_where_they_are_and_embeds_only_the_glyphs_it_uses()
    {
        var content = Write(Document(5));
        var text = Encoding.Latin1.GetString(content);
        Assert.StartsWith("%PDF-1.7", text, StringComparison.Ordinal);
        var table = int.Parse(Regex.Match(text, @"startxref\n(\d+)").Groups[1].Value, CultureInfo.InvariantCulture);
        Assert.StartsWith("xref", text[table..], StringComparison.Ordinal);
        var places = Regex.Matches(text[table..], @"(\d{10}) 00000 n").Select(match => int.Parse(match.Groups[1].Value, CultureInfo.InvariantCulture)).ToArray();
        for (var index = 0; index < places.Length; index++)
        {
            Assert.StartsWith($"{index + 1} 0 obj", text[places[index]..], StringComparison.Ordinal);
        }

        Assert.Contains("/Count 1/", text, StringComparison.Ordinal);
        Assert.Contains("<FEFF8FD452298BA17B978BF4660E>", text, StringComparison.Ordinal);
        Assert.True(content.Length is > 5_000 and < 150_000, $"{content.Length} bytes");
    }

    [Fact]
    public void Two_thousand_rows_fill_pages_of_paper()
    {
        var text = Encoding.Latin1.GetString(Write(Document(2000)));
        var pages = int.Parse(Regex.Match(text, @"/Count (\d+)/").Groups[1].Value, CultureInfo.InvariantCulture);
        Assert.True(pages is > 20 and < 60, $"{pages} pages");
        Assert.Equal(pages, Regex.Count(text, "/Type/Page/"));
    }

    [Fact]
    public void The_font_has_what_the_texts_of_both_languages_are_written_with()
    {
        var folder = Path.Combine(Root, "src", "Portal.Ui", "Texts");
        var letters = Directory.GetFiles(folder, "*.json").SelectMany(file => File.ReadAllText(file).EnumerateRunes()).Where(rune => rune.Value > ' ').Distinct();
        Assert.Empty(letters.Where(rune => new PdfFont().Encode(rune.ToString()) == "0000").Select(rune => rune.ToString()));
    }

    [Theory]
    [InlineData("十二个汉字正好要分成几行才对", 60, 3)]
    [InlineData("one two three four five six", 60, 3)]
    [InlineData("Donaudampfschifffahrtsgesellschaft", 60, 1)]
    [InlineData("", 60, 1)]
    public void Lines_break_between_words_and_between_Chinese_characters(string text, double width, int lines)
    {
        Assert.Equal(lines, PdfLines.Break([new PaperSpan(text)], width, 10).Count);
    }

    [Fact]
    public void A_mark_never_begins_a_line()
    {
        foreach (var line in PdfLines.Break([new PaperSpan("返利，返利。返利，返利。返利，返利。")], 31, 10))
        {
            Assert.DoesNotContain(line[0].Text[0], "，。");
        }
    }

    private static string Root
    {
        get
        {
            var folder = new DirectoryInfo(AppContext.BaseDirectory);
            while (!File.Exists(Path.Combine(folder!.FullName, "RebatePortal.sln")))
            {
                folder = folder.Parent;
            }

            return folder.FullName;
        }
    }

    private static byte[] Write(PaperDocument document)
    {
        using var stream = new MemoryStream();
        PdfPaper.Write(document, stream);
        return stream.ToArray();
    }

    private static PaperDocument Document(int rows) => new()
    {
        Company = "RebatePortal",
        Title = "返利计算说明",
        Number = "S-2026-0001",
        Party = "Westside Plaza · AW00000599",
        Foot = "2026-11-22 20:18",
        Blocks =
        [
            new PaperHeading("计算过程"),
            new PaperParagraph([new PaperSpan("2026-07-01 至 2026-09-30 的净额为 "), new PaperSpan("¥123,456.78", true), new PaperSpan("，包含 3 笔退货。")], "1."),
            new PaperTable(
                [new PaperColumn("日期", 2), new PaperColumn("商品", 5), new PaperColumn("金额", 2, true)],
                [.. Enumerable.Range(1, rows).Select(row => (IReadOnlyList<string>)["2026-07-01", $"山地自行车 Mountain-200 Black, 38 ({row})", "−¥1,234.50"])]),
        ],
    };
}
