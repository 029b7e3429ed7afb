using DocumentFormat.OpenXml.Packaging;
using DocumentFormat.OpenXml.Validation;
using ExcelDataReader;
using Portal.Domain.Shared;
using Portal.Infrastructure.Spreadsheets;

namespace Portal.Infrastructure.Tests.Spreadsheets;

public sealed class SpreadsheetWriterTests : IDisposable
{
    private static readonly string[] Headers = ["单据号", "amount", "quantity", "rate", "day", "at", "paid", "note"];
    private readonly TableFiles _files = new();

    public SpreadsheetWriterTests() => System.Text.Encoding.RegisterProvider(System.Text.CodePagesEncodingProvider.Instance);

    public void Dispose() => _files.Dispose();

    private static async IAsyncEnumerable<IReadOnlyList<object?>> Rows()
    {
        await Task.Yield();
        yield return ["=A1", new Money(-123456), new Quantity(1500), Rate.FromPercent(2.5m), new DateOnly(2026, 11, 22), new DateTime(2026, 11, 22, 13, 45, 0), true, "a,\"b\"\n<&>\u0001😀"];
        yield return ["+86", null, 3, 1.25m, null, null, false, "-"];
    }

    [Fact]
    public async Task A_written_workbook_is_valid_and_reads_back()
    {
        var path = _files.Path("out.xlsx");
        await using (var file = File.Create(path))
        {
            Assert.Equal(2, await SpreadsheetWriter.WriteXlsxAsync(file, "销售/2026", Headers, Rows(), default));
        }

        using (var document = SpreadsheetDocument.Open(path, false))
        {
            Assert.Empty(new OpenXmlValidator().Validate(document).Select(error => error.Path?.XPath + ": " + error.Description));
        }

        Assert.Equal(
            ["0:单据号|amount|quantity|rate|day|at|paid|note", "2:=A1|-1234.56|1.5|0.025|2026-11-22|2026-11-22|TRUE|a,\"b\"\n<&>�😀", "3:+86||3|1.25|||FALSE|-"],
            TableFiles.Rows(path));

        await using var again = File.OpenRead(path);
        using var other = ExcelReaderFactory.CreateReader(again);
        Assert.True(other.Read() && other.Read());
        Assert.Equal("=A1", other.GetValue(0));
        Assert.Equal(-1234.56, other.GetValue(1));
        Assert.Equal(new DateTime(2026, 11, 22), other.GetValue(4));
    }

    [Fact]
    public async Task A_written_CSV_has_a_mark_quotes_and_no_formulas()
    {
        using var memory = new MemoryStream();
        await SpreadsheetWriter.WriteCsvAsync(memory, "x", Headers, Rows(), default);
        var bytes = memory.ToArray();
        Assert.Equal([0xEF, 0xBB, 0xBF], bytes[..3]);
        var text = System.Text.Encoding.UTF8.GetString(bytes[3..]);
        Assert.Contains("'=A1,-1234.56,1.5,2.50%,2026-11-22,2026-11-22 13:45:00,true,\"a,\"\"b\"\"\n", text, StringComparison.Ordinal);
        Assert.Contains("\r\n'+86,,3,1.25,,,false,'-\r\n", text, StringComparison.Ordinal);
        Assert.Equal("2:=A1|-1234.56", TableFiles.Rows(_files.Bytes(bytes))[1][..14]);
    }
}
