using Portal.Infrastructure.Spreadsheets;

namespace Portal.Infrastructure.Tests.Spreadsheets;

public sealed class CellParsingTests
{
    [Theory]
    [InlineData("1234.56", 1234.56)]
    [InlineData("-3", -3)]
    [InlineData("1,234.56", 1234.56)]
    [InlineData("1,234", 1234)]
    [InlineData("12,345,678.9", 12345678.9)]
    [InlineData("1 234,56", 1234.56)]
    [InlineData("1 234.56", 1234.56)]
    [InlineData("1.234,56", 1234.56)]
    [InlineData("1'234.50", 1234.5)]
    [InlineData("１，２３４．５０", 1234.5)]
    [InlineData("¥12.50", 12.5)]
    [InlineData("￥ 1,200", 1200)]
    [InlineData("-¥3.00", -3)]
    [InlineData("¥-3.00", -3)]
    [InlineData("12元", 12)]
    [InlineData("CNY 12", 12)]
    [InlineData("(12.50)", -12.5)]
    [InlineData("（¥12.50）", -12.5)]
    [InlineData("12.50-", -12.5)]
    [InlineData("−0.5", -0.5)]
    [InlineData("'-5", -5)]
    [InlineData(" 7 ", 7)]
    [InlineData(".5", 0.5)]
    public void A_number_with_one_meaning_is_taken(string text, double expected)
    {
        Assert.Null(CellParsing.Number(TableCell.Of(text), out var value));
        Assert.Equal((decimal)expected, value);
    }

    [Theory]
    [InlineData("12,34", "cell_number_ambiguous")]
    [InlineData("1,2345", "cell_number_ambiguous")]
    [InlineData("1,23,456.00", "cell_not_a_number")]
    [InlineData("1.2.3", "cell_not_a_number")]
    [InlineData("abc", "cell_not_a_number")]
    [InlineData("12 pcs", "cell_not_a_number")]
    [InlineData("1e5", "cell_not_a_number")]
    [InlineData("--", "cell_not_a_number")]
    [InlineData("99999999999999", "cell_number_too_large")]
    [InlineData("12%", "cell_not_a_number")]
    public void A_number_with_none_or_several_meanings_is_refused_by_its_value(string text, string code) =>
        Assert.Equal($"{code}({text})", CellParsing.Number(TableCell.Of(text), out _)!.ToString());

    [Theory]
    [InlineData("2026-11-22")]
    [InlineData("2026/11/22")]
    [InlineData("2026.11.22")]
    [InlineData("20261122")]
    [InlineData("2026年11月22日")]
    [InlineData("２０２６-１１-２２")]
    [InlineData("2026-11-22 13:45:00")]
    [InlineData("2026-11-22T00:00:00")]
    [InlineData("22.11.2026")]
    [InlineData("22/11/2026")]
    [InlineData("11/22/2026")]
    [InlineData("46348")]
    [InlineData(" 2026-11-22 ")]
    public void A_day_with_one_meaning_is_taken(string text)
    {
        Assert.Null(CellParsing.Day(TableCell.Of(text), out var value));
        Assert.Equal(new DateOnly(2026, 11, 22), value);
    }

    [Theory]
    [InlineData("2026-1-2", 1, 2)]
    [InlineData("2026/1/2", 1, 2)]
    [InlineData("2026年1月2日", 1, 2)]
    [InlineData("05.05.2026", 5, 5)]
    public void Days_without_leading_zeros_are_taken(string text, int month, int day)
    {
        Assert.Null(CellParsing.Day(TableCell.Of(text), out var value));
        Assert.Equal(new DateOnly(2026, month, day), value);
    }

    [Theory]
    [InlineData("03.04.2026", "cell_date_ambiguous")]
    [InlineData("3/4/2026", "cell_date_ambiguous")]
    [InlineData("2026-02-30", "cell_not_a_date")]
    [InlineData("2026-13-01", "cell_not_a_date")]
    [InlineData("1026-01-01", "cell_not_a_date")]
    [InlineData("26-01-02", "cell_not_a_date")]
    [InlineData("yesterday", "cell_not_a_date")]
    [InlineData("12", "cell_not_a_date")]
    public void A_day_with_none_or_several_meanings_is_refused_by_its_value(string text, string code) =>
        Assert.Equal($"{code}({text})", CellParsing.Day(TableCell.Of(text), out _)!.ToString());

    [Fact]
    public void Cells_of_a_spreadsheet_are_taken_by_kind()
    {
        Assert.Null(CellParsing.Number(new TableCell(CellKind.Number, "1234.5599999999999"), out var number));
        Assert.Equal(1234.56m, number);
        Assert.Null(CellParsing.Day(new TableCell(CellKind.Number, "46348"), out var day));
        Assert.Equal(new DateOnly(2026, 11, 22), day);
        Assert.Null(CellParsing.Text(new TableCell(CellKind.Number, "1001"), 20, out var text));
        Assert.Equal("1001", text);
        Assert.Null(CellParsing.Day(new TableCell(CellKind.Day, "26211"), out var birthday));
        Assert.Equal(new DateOnly(1971, 10, 5), birthday);
        Assert.Equal("cell_not_a_date(26211)", CellParsing.Day(new TableCell(CellKind.Number, "26211"), out _)!.ToString());
        Assert.Equal("cell_formula_error(#REF!)", CellParsing.Number(new TableCell(CellKind.Error, "#REF!"), out _)!.ToString());
        Assert.Equal("cell_not_a_number(2026-11-22)", CellParsing.Number(new TableCell(CellKind.Day, "46348"), out _)!.ToString());
    }

    [Fact]
    public void Text_is_trimmed_and_limited()
    {
        Assert.Null(CellParsing.Text(TableCell.Of("\u3000北京\u00A0"), 20, out var text));
        Assert.Equal("北京", text);
        Assert.Equal("cell_too_long(abcdef, 5)", CellParsing.Text(TableCell.Of("abcdef"), 5, out _)!.ToString());
        Assert.Equal("cell_control_characters", CellParsing.Text(TableCell.Of("a\u0001"), 5, out _)!.Code);
        Assert.Null(CellParsing.Text(TableCell.Of("'=1+1"), 20, out var formula));
        Assert.Equal("=1+1", formula);
    }
}
