using System.Globalization;
using System.Text;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Portal.Domain.Imports;
using Portal.Infrastructure.Access;
using Portal.Infrastructure.Data;
using Portal.Infrastructure.Imports;
using Portal.Infrastructure.Tests.Spreadsheets;

namespace Portal.Infrastructure.Tests.Imports;

public sealed class SalesImportTests
{
    private const string Good =
        "A1,sale,C1,2026-01-05,1,P1,2,200.10,,E1\nA1,sale,C1,2026-01-05,2,P2,10,12.345,,E1\nA2,销售,C2,2026/1/6,1,P2,1,1.00,,\n";

    [SkippableTheory]
    [MemberData(nameof(Databases.Databases.All), MemberType = typeof(Databases.Databases))]
    public async Task Documents_are_written_and_the_same_file_again_changes_nothing(DatabaseProvider provider)
    {
        await using var bench = await ImportBench.CreateAsync(provider);
        var result = await bench.SalesAsync(Good);
        Assert.Equal((ImportState.Completed, 3L, 2L, 0L, 0L), (result.State, result.Rows, result.Imported, result.Duplicates, result.BadRows));
        string[] expected = ["A1 Sale 1 2026-01-05 2 21245 2000:20010,10000:1235", "A2 Sale 2 2026-01-06 1 100 1000:100"];
        Assert.Equal(expected, await bench.DocumentsAsync());

        foreach (var mode in Enum.GetValues<ImportMode>())
        {
            var again = await bench.SalesAsync(Good, mode);
            Assert.Equal((ImportState.Completed, 0L, 2L), (again.State, again.Imported, again.Duplicates));
        }

        Assert.Equal(expected, await bench.DocumentsAsync());
        await using var context = bench.Portal.NewContext();
        Assert.Equal(1, await context.SalesDocuments.CountAsync(row => row.SalespersonId != null && row.ImportRunId == 1));
    }

    [SkippableTheory]
    [MemberData(nameof(Databases.Databases.All), MemberType = typeof(Databases.Databases))]
    public async Task The_same_number_with_other_content_is_refused_with_both_shown(DatabaseProvider provider)
    {
        await using var bench = await ImportBench.CreateAsync(provider);
        await bench.SalesAsync(Good);
        var result = await bench.SalesAsync("A2,sale,C2,2026-01-06,1,P2,1,2.00,,\n");
        Assert.Equal((ImportState.Refused, 1L), (result.State, result.BadRows));
        Assert.Equal(
            ["2 document_number: import_document_differs(A2, C2 · 2026-01-06 · 1 × · 1.00, C2 · 2026-01-06 · 1 × · 2.00)"],
            await bench.ProblemsAsync(result.RunId));
        Assert.Equal(2, (await bench.DocumentsAsync()).Count);
    }

    [SkippableTheory]
    [MemberData(nameof(Databases.Databases.All), MemberType = typeof(Databases.Databases))]
    public async Task A_bad_row_refuses_all_or_only_its_document(DatabaseProvider provider)
    {
        const string rows = "B1,sale,C1,2026-01-05,1,P1,1,10,,\nB1,sale,C1,2026-01-05,2,NONE,1,10,,\nB2,sale,C1,2026-01-06,1,P1,1,10,,\n";
        await using var bench = await ImportBench.CreateAsync(provider);
        var refused = await bench.SalesAsync(rows);
        Assert.Equal((ImportState.Refused, 3L, 0L, 2L), (refused.State, refused.Rows, refused.Imported, refused.BadRows));
        Assert.Empty(await bench.DocumentsAsync());

        var skipped = await bench.SalesAsync(rows, ImportMode.SkipBad);
        Assert.Equal((ImportState.Completed, 1L, 2L), (skipped.State, skipped.Imported, skipped.BadRows));
        Assert.Equal(["2 : import_document_has_bad_row(B1, 3)", "3 product_number: import_product_unknown(NONE)"], await bench.ProblemsAsync(skipped.RunId));
        Assert.Equal(["B2 Sale 1 2026-01-06 1 1000 1000:1000"], await bench.DocumentsAsync());

        await using var scope = bench.Portal.AsSystem();
        using var file = new MemoryStream();
        var written = await scope.ServiceProvider.GetRequiredService<DownloadImportErrors>()
            .RunAsync(skipped.RunId, false, "problem", refusal => refusal.Code, file, default);
        Assert.Equal(2, written.Value);
        using var files = new TableFiles();
        Assert.Equal(
            ["2:B1|sale|C1|2026-01-05|1|P1|1|10|||import_document_has_bad_row", "3:B1|sale|C1|2026-01-05|2|NONE|1|10|||product_number: import_product_unknown"],
            TableFiles.Rows(files.Bytes(file.ToArray()))[1..]);
    }

    public static TheoryData<string, string> BadRows => new()
    {
        { "X,sale,NONE,2026-01-05,1,P1,1,10,,", "customer_number: import_customer_unknown(NONE)" },
        { "X,sale,C1,2026-01-05,1,P1,-1,10,,", "quantity: import_sale_negative(-1)" },
        { "X,sale,C1,2026-01-05,1,P1,1,-10,,", "net_amount: import_sale_negative(-10)" },
        { "X,return,C1,2026-01-05,1,P1,-1,10,,", "quantity: import_return_negative(-1)" },
        { "X,sale,C1,03.04.2026,1,P1,1,10,,", "document_date: cell_date_ambiguous(03.04.2026)" },
        { "X,sale,C1,,1,P1,1,10,,", "document_date: import_value_missing(document_date)" },
        { "X,sale,C1,2026-01-05,1,P1,one,10,,", "quantity: cell_not_a_number(one)" },
        { "X,sale,C1,2026-01-05,1,P1,1,\"1,00\",,", "net_amount: cell_number_ambiguous(1,00)" },
        { "X,gift,C1,2026-01-05,1,P1,1,10,,", "document_kind: import_kind_unknown(gift)" },
        { "X,sale,C1,2026-01-05,0,P1,1,10,,", "line_number: import_line_number(0)" },
        { "X,sale,C1,2026-01-05,1,P1,1,10,,E9", "salesperson_number: import_salesperson_unknown(E9)" },
        { "X,sale,C1,2026-01-05,1,P1,1,10,A1,", "original_document_number: import_original_of_sale(A1)" },
        { "X,return,C1,2026-01-05,1,P1,1,10,NONE,", "original_document_number: import_original_unknown(NONE)" },
        { "X,return,C2,2026-01-09,1,P1,1,10,A1,", "original_document_number: import_original_of_other(A1, C2)" },
        { "X,return,C1,2026-01-01,1,P1,1,10,A1,", "original_document_number: import_return_before_sale(A1, 2026-01-05)" },
        { ",sale,C1,2026-01-05,1,P1,1,10,,", "document_number: import_value_missing(document_number)" },
        { "X,sale,C1,2026-01-05,1,P1,1,10,,,more", ": row_too_long(11, 10)" },
    };

    [Theory]
    [MemberData(nameof(BadRows))]
    public async Task A_bad_row_is_named_by_line_column_and_value(string row, string problem)
    {
        await using var bench = await ImportBench.CreateAsync(DatabaseProvider.Sqlite);
        await bench.SalesAsync(Good);
        var result = await bench.SalesAsync(row + "\n");
        Assert.Equal(ImportState.Refused, result.State);
        Assert.Contains("2 " + problem, await bench.ProblemsAsync(result.RunId));
    }

    [Fact]
    public async Task Rows_of_a_document_must_agree_and_number_their_lines_once()
    {
        await using var bench = await ImportBench.CreateAsync(DatabaseProvider.Sqlite);
        var result = await bench.SalesAsync(
            "D1,sale,C1,2026-01-05,1,P1,1,10,,\nD1,sale,C2,2026-01-05,2,P1,1,10,,\nD2,sale,C1,2026-01-05,1,P1,1,10,,\nD2,sale,C1,2026-01-05,1,P1,1,10,,\n");
        Assert.Equal(
            [
                "2 : import_document_has_bad_row(D1, 3)", "3 customer_number: import_document_inconsistent(C2, C1)",
                "4 : import_document_has_bad_row(D2, 5)", "5 line_number: import_line_twice(1)",
            ],
            await bench.ProblemsAsync(result.RunId));
    }

    [SkippableTheory]
    [MemberData(nameof(Databases.Databases.All), MemberType = typeof(Databases.Databases))]
    public async Task Returns_are_stored_negative_and_rows_standing_apart_become_one_document(DatabaseProvider provider)
    {
        foreach (var mode in Enum.GetValues<ImportMode>())
        {
            await using var bench = await ImportBench.CreateAsync(provider);
            var result = await bench.SalesAsync(
                "F1,sale,C1,2026-01-05,1,P1,2,200,,\nF2,sale,C1,2026-01-05,1,P1,1,100,,\nF1,sale,C1,2026-01-05,2,P2,3,9,,\nR1,退货,C1,2026-01-08,1,P1,1,100,F2,\n", mode);
            Assert.Equal((ImportState.Completed, 3L), (result.State, result.Imported));
            Assert.Equal(
                ["F1 Sale 1 2026-01-05 2 20900 2000:20000,3000:900", "F2 Sale 1 2026-01-05 1 10000 1000:10000", "R1 Return 1 2026-01-08 1 -10000 -1000:-10000"],
                await bench.DocumentsAsync());
        }
    }

    [Fact]
    public async Task Chinese_headers_other_encodings_and_prices_without_amounts_are_understood()
    {
        await using var bench = await ImportBench.CreateAsync(DatabaseProvider.Sqlite);
        var text = "单据号;客户编号;日期;产品编号;数量;单价;折扣额\nG1;C1;2026年1月5日;P1;2;1,234.50;￥9\n";
        var gb18030 = CodePagesEncodingProvider.Instance.GetEncoding(54936)!.GetBytes(text);
        var result = await bench.ImportAsync(ImportKind.Sales, gb18030, ImportMode.AllOrNothing);
        Assert.Equal(ImportState.Completed, result.State);
        Assert.Equal(["G1 Sale 1 2026-01-05 1 246000 2000:246000"], await bench.DocumentsAsync());
    }

    [Fact]
    public async Task Missing_and_renamed_columns_are_named_and_can_be_mapped()
    {
        await using var bench = await ImportBench.CreateAsync(DatabaseProvider.Sqlite);
        var content = Encoding.UTF8.GetBytes("nr,customer_number,document_date,product_number,quantity,net_amount\nH1,C1,2026-01-05,P1,1,10\n");
        var runId = await bench.UploadAsync(ImportKind.Sales, content);
        await using var scope = bench.Portal.AsSystem();
        var start = scope.ServiceProvider.GetRequiredService<StartImport>();
        var refused = await start.RunAsync(runId, new ImportSettings(), ImportMode.AllOrNothing, default);
        Assert.Equal("document_number: import_column_missing(document_number, nr, customer_number, document_date, product_number, quantity, net_amount)", refused.Refusal.ToString());
        var preview = await scope.ServiceProvider.GetRequiredService<PreviewImport>().RunAsync(runId, new ImportSettings(), default);
        Assert.Equal("customer_number", preview.Value.Columns["customer_number"]);
        Assert.Single(preview.Value.Findings);
        Assert.Equal("H1", preview.Value.Rows[0].Cells[0]);

        await bench.StartAsync(runId, ImportMode.AllOrNothing, new ImportSettings { Columns = new Dictionary<string, string> { ["document_number"] = "nr" } });
        Assert.Equal(ImportState.Completed, (await bench.RunAsync(runId)).State);
    }

    [Fact]
    public async Task A_preview_shows_rows_with_what_is_wrong_and_writes_nothing()
    {
        await using var bench = await ImportBench.CreateAsync(DatabaseProvider.Sqlite);
        await bench.SalesAsync(Good);
        var runId = await bench.UploadAsync(ImportKind.Sales, Encoding.UTF8.GetBytes(ImportBench.Head + Good + "X,sale,C1,2026-01-05,1,P1,x,10,,\n"));
        await using var scope = bench.Portal.AsSystem();
        var preview = (await scope.ServiceProvider.GetRequiredService<PreviewImport>().RunAsync(runId, new ImportSettings(), default)).Value;
        Assert.Equal([true, true, true, false], preview.Rows.Select(row => row.IsDuplicate));
        Assert.Equal("cell_not_a_number", preview.Rows[3].Problems.Single().Refusal.Code);
        var check = (await scope.ServiceProvider.GetRequiredService<CheckImport>().RunAsync(runId, new ImportSettings(), null, default)).Value;
        Assert.Equal((4L, 0L, 2L, 1L), (check.Progress.Rows, check.Progress.Imported, check.Progress.Duplicates, check.Progress.BadRows));
        Assert.Equal(2, (await bench.DocumentsAsync()).Count);
    }

    [SkippableTheory]
    [MemberData(nameof(Databases.Databases.All), MemberType = typeof(Databases.Databases))]
    public async Task An_interrupted_import_goes_on_and_neither_loses_nor_doubles(DatabaseProvider provider)
    {
        var rows = new StringBuilder();
        for (var number = 0; number < 30_000; number++)
        {
            rows.Append(CultureInfo.InvariantCulture, $"K{number / 3},sale,C{1 + (number / 3 % 2)},2026-01-05,{1 + (number % 3)},P1,1,10,,\n");
        }

        foreach (var mode in Enum.GetValues<ImportMode>())
        {
            await using var bench = await ImportBench.CreateAsync(provider);
            var runId = await bench.UploadAsync(ImportKind.Sales, Encoding.UTF8.GetBytes(ImportBench.Head + rows));
            await bench.StartAsync(runId, mode);
            using var stop = new CancellationTokenSource();
            var running = bench.RunAsync(runId, stop.Token);

            // As a crash does: the process is gone without a word, at the first batch.
            var signal = bench.Portal.Services.GetRequiredService<ImportSignal>();
            while (signal.ProgressOf(runId) is null && !running.IsCompleted)
            {
                await Task.Yield();
            }

            await stop.CancelAsync();
            try
            {
                await running;
            }
            catch (OperationCanceledException)
            {
                await using var context = bench.Portal.NewContext();
                var run = await context.ImportRuns.AsNoTracking().SingleAsync(row => row.Id == runId);
                Assert.Equal(ImportState.Running, run.State);
                var written = await context.SalesDocuments.CountAsync();
                Assert.True(mode == ImportMode.SkipBad || written == 0);
                bench.Portal.Clock.Now += TimeSpan.FromHours(2);
                Assert.Equal((ImportState.Completed, 10_000L, 0L), (await bench.RunAsync(runId)) is var result ? (result.State, result.Imported, result.Duplicates) : default);
            }

            await using var after = bench.Portal.NewContext();
            Assert.Equal(10_000, await after.SalesDocuments.CountAsync());
            Assert.Equal(30_000, await after.SalesLines.CountAsync());
            Assert.Equal(30_000_000, await after.SalesLines.SumAsync(line => line.QuantityMilli));
        }
    }

    [Fact]
    public async Task A_running_import_of_another_process_is_left_alone_until_its_lease_ends()
    {
        await using var bench = await ImportBench.CreateAsync(DatabaseProvider.Sqlite);
        var runId = await bench.UploadAsync(ImportKind.Sales, Encoding.UTF8.GetBytes(ImportBench.Head + Good));
        await bench.StartAsync(runId, ImportMode.AllOrNothing);
        await using (var context = bench.Portal.NewContext())
        {
            var run = await context.ImportRuns.SingleAsync();
            run.Start("elsewhere/1/x", bench.Portal.Clock.Now.UtcDateTime, bench.Portal.Clock.Now.UtcDateTime.AddMinutes(5));
            await context.SaveChangesAsync();
        }

        await using var scope = bench.Portal.AsSystem();
        var refused = await scope.ServiceProvider.GetRequiredService<RunImport>().RunAsync(runId, default);
        Assert.Equal("import_not_queued", refused.Refusal.Code);
        bench.Portal.Clock.Now += TimeSpan.FromMinutes(6);
        Assert.Equal(ImportState.Completed, (await bench.RunAsync(runId)).State);
    }

    [Fact]
    public async Task A_cancelled_import_writes_nothing_and_cannot_be_started_again()
    {
        await using var bench = await ImportBench.CreateAsync(DatabaseProvider.Sqlite);
        var runId = await bench.UploadAsync(ImportKind.Sales, Encoding.UTF8.GetBytes(ImportBench.Head + Good));
        await bench.StartAsync(runId, ImportMode.AllOrNothing);
        await using var scope = bench.Portal.AsSystem();
        Assert.True((await scope.ServiceProvider.GetRequiredService<CancelImport>().RunAsync(runId, default)).IsDone);
        Assert.Equal("import_not_queued", (await scope.ServiceProvider.GetRequiredService<RunImport>().RunAsync(runId, default)).Refusal.Code);
        Assert.Equal("import_ended", (await scope.ServiceProvider.GetRequiredService<CancelImport>().RunAsync(runId, default)).Refusal.Code);
        Assert.Empty(await bench.DocumentsAsync());
    }

    [Fact]
    public async Task The_same_file_again_is_noticed_and_files_are_refused_before_they_are_stored()
    {
        await using var bench = await ImportBench.CreateAsync(DatabaseProvider.Sqlite, services => services.Configure<ImportOptions>(options => options.MaxFileMegabytes = 1));
        var first = await bench.SalesAsync(Good);
        await using var scope = bench.Portal.AsSystem();
        var upload = scope.ServiceProvider.GetRequiredService<UploadImportFile>();
        var again = await upload.RunAsync(ImportKind.Sales, "other.csv", new MemoryStream(Encoding.UTF8.GetBytes(ImportBench.Head + Good)), default);
        Assert.Equal(first.RunId, again.Value.EarlierRunId);
        Assert.Equal("file_empty", (await upload.RunAsync(ImportKind.Sales, "a.csv", new MemoryStream(), default)).Refusal.Code);
        Assert.Equal("file_too_large", (await upload.RunAsync(ImportKind.Sales, "a.csv", new MemoryStream(new byte[2 << 20]), default)).Refusal.Code);
        Assert.Equal(2, Directory.GetFiles(Path.Combine(bench.Portal.Folder, "uploads")).Length);
    }

    [Fact]
    public async Task Only_who_may_import_imports()
    {
        await using var bench = await ImportBench.CreateAsync(DatabaseProvider.Sqlite);
        foreach (var role in new[] { RolePermissions.Finance, RolePermissions.SalesRepresentative, RolePermissions.Auditor })
        {
            await using var scope = bench.Portal.AsStaff(role);
            var outcome = await scope.ServiceProvider.GetRequiredService<UploadImportFile>().RunAsync(ImportKind.Sales, "a.csv", new MemoryStream([1]), default);
            Assert.Equal("not_permitted", outcome.Refusal.Code);
        }
    }
}
