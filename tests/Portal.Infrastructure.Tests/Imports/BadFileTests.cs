using System.IO.Compression;
using System.Text;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Portal.Domain.Imports;
using Portal.Domain.Shared;
using Portal.Infrastructure.Data;
using Portal.Infrastructure.Imports;
using Portal.Infrastructure.Tests.Spreadsheets;

namespace Portal.Infrastructure.Tests.Imports;

/// <summary>Files as people really bring them, by the way that the page takes: upload, start, run.</summary>
public sealed class BadFileTests : IDisposable
{
    private readonly TableFiles _files = new();

    public void Dispose() => _files.Dispose();

    public static TheoryData<string, int, bool> Encodings => new()
    {
        { "utf-8", 65001, false },
        { "utf-8 with a mark", 65001, true },
        { "gb18030", 54936, false },
    };

    [Theory]
    [MemberData(nameof(Encodings))]
    public async Task Chinese_text_is_understood_in_every_usual_encoding(string name, int codePage, bool hasMark)
    {
        Encoding encoding = codePage == 65001 ? new UTF8Encoding(hasMark) : CodePagesEncodingProvider.Instance.GetEncoding(codePage)!;
        byte[] content = [.. encoding.GetPreamble(), .. encoding.GetBytes(ImportBench.Head + "甲1,销售,C1,2026-01-05,1,P1,2,\"1,200.10\",,\n")];
        await using var bench = await ImportBench.CreateAsync(DatabaseProvider.Sqlite);
        Assert.Equal((name, ImportState.Completed), (name, (await bench.ImportAsync(ImportKind.Sales, content, ImportMode.AllOrNothing)).State));
        Assert.Equal(["甲1 Sale 1 2026-01-05 1 120010 2000:120010"], await bench.DocumentsAsync());
    }

    [Fact]
    public async Task A_workbook_with_days_as_numbers_and_text_formulas_and_separators_is_imported()
    {
        var path = _files.Xlsx(Row(1, "document_number", "customer_number", "document_date", "product_number", "quantity", "net_amount")
            + Row(2, "X1", "C1", "<c s=\"1\"><v>46348</v></c>", "P1", "<c><v>2</v></c>", "<c><f>E2*10.5</f><v>21</v></c>")
            + Row(3, "X2", "C1", "2026/11/22", "P1", "1", "1,234.50"));
        await using var bench = await ImportBench.CreateAsync(DatabaseProvider.Sqlite);
        Assert.Equal(ImportState.Completed, (await bench.ImportAsync(ImportKind.Sales, await File.ReadAllBytesAsync(path), ImportMode.AllOrNothing)).State);
        Assert.Equal(["X1 Sale 1 2026-11-22 1 2100 2000:2100", "X2 Sale 1 2026-11-22 1 123450 1000:123450"], await bench.DocumentsAsync());
    }

    [Fact]
    public async Task A_formula_that_could_not_be_computed_is_named()
    {
        var path = _files.Xlsx(Row(1, "document_number", "customer_number", "document_date", "product_number", "quantity", "net_amount")
            + Row(2, "X1", "C1", "2026/11/22", "P1", "1", "<c t=\"e\"><f>1/0</f><v>#DIV/0!</v></c>"));
        await using var bench = await ImportBench.CreateAsync(DatabaseProvider.Sqlite);
        var result = await bench.ImportAsync(ImportKind.Sales, await File.ReadAllBytesAsync(path), ImportMode.AllOrNothing);
        Assert.Equal(["2 net_amount: cell_formula_error(#DIV/0!)"], await bench.ProblemsAsync(result.RunId));
    }

    [Fact]
    public async Task Files_that_are_no_table_are_refused_before_they_wait_in_the_queue()
    {
        byte[] old = [0xD0, 0xCF, 0x11, 0xE0, 0xA1, 0xB1, 0x1A, 0xE1, .. new byte[600]];
        await using var bench = await ImportBench.CreateAsync(DatabaseProvider.Sqlite);
        Assert.Equal("file_old_excel", (await StartAsync(bench, old)).Code);
        Assert.Equal("file_zip_bomb", (await StartAsync(bench, Bomb())).Code);
        Assert.Equal("file_not_excel", (await StartAsync(bench, Zip("readme.txt", "no workbook"u8.ToArray()))).Code);
        await using var context = bench.Portal.NewContext();
        Assert.All(await context.ImportRuns.ToListAsync(), run => Assert.Equal(ImportState.Uploaded, run.State));
    }

    [Fact]
    public async Task A_file_of_two_hundred_megabytes_is_imported_and_a_larger_one_refused()
    {
        const int rows = 25_000;
        var note = new string('x', 8_330);
        var path = _files.Path("large.csv");
        await using (var text = new StreamWriter(path))
        {
            await text.WriteAsync("document_number,customer_number,document_date,product_number,quantity,net_amount,remark\n");
            for (var row = 0; row < rows; row++)
            {
                await text.WriteAsync($"L{row},C1,2026-01-05,P1,1,10,{note}\n");
            }
        }

        var length = new FileInfo(path).Length;
        Assert.InRange(length, 199L << 20, 200L << 20);
        await using var bench = await ImportBench.CreateAsync(DatabaseProvider.Sqlite);
        await using var scope = bench.Portal.AsSystem();
        var upload = scope.ServiceProvider.GetRequiredService<UploadImportFile>();
        await using (var file = File.OpenRead(path))
        {
            var runId = (await upload.RunAsync(ImportKind.Sales, "large.csv", file, default)).Value.RunId;
            await bench.StartAsync(runId, ImportMode.AllOrNothing);
            Assert.Equal((ImportState.Completed, rows), (await bench.RunAsync(runId)) is var result ? (result.State, result.Imported) : default);
        }

        await using var grown = File.Open(path, FileMode.Open);
        grown.SetLength((200L << 20) + 1);
        Assert.Equal("file_too_large", (await upload.RunAsync(ImportKind.Sales, "large.csv", grown, default)).Refusal.Code);
    }

    private static async Task<Refusal> StartAsync(ImportBench bench, byte[] content)
    {
        var runId = await bench.UploadAsync(ImportKind.Sales, content);
        await using var scope = bench.Portal.AsSystem();
        return (await scope.ServiceProvider.GetRequiredService<StartImport>().RunAsync(runId, new ImportSettings(), ImportMode.AllOrNothing, default)).Refusal;
    }

    private static byte[] Bomb() => Zip("xl/worksheets/sheet1.xml", new byte[64 << 20]);

    private static byte[] Zip(string name, byte[] content)
    {
        using var file = new MemoryStream();
        using (var zip = new ZipArchive(file, ZipArchiveMode.Create, leaveOpen: true))
        {
            using var part = zip.CreateEntry(name, CompressionLevel.SmallestSize).Open();
            part.Write(content);
        }

        return file.ToArray();
    }

    /// <summary>A row whose cells are text, or the XML of a cell.</summary>
    private static string Row(int number, params string[] cells) =>
        $"<row r=\"{number}\">{string.Concat(cells.Select(cell => cell.StartsWith('<') ? cell : $"<c t=\"inlineStr\"><is><t>{cell}</t></is></c>"))}</row>";
}
