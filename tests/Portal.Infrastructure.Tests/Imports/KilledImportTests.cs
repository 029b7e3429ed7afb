using System.Diagnostics;
using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using Microsoft.EntityFrameworkCore;
using Portal.Domain.Imports;
using Portal.Infrastructure.Data;

namespace Portal.Infrastructure.Tests.Imports;

/// <summary>A real process that is killed in the middle of an import, when it has reported so many batches.</summary>
public sealed class KilledImportTests
{
    private const int Lines = 120_000;
    private const int LinesPerDocument = 3;
    private const int Kills = 2;
    private const int Seed = 20261122;

    /// <summary>Twelve batches are reported: the process has most of its work before it when it is killed.</summary>
    private const int LastBatchToKillAt = 4;

    [SkippableTheory]
    [MemberData(nameof(Databases.Databases.All), MemberType = typeof(Databases.Databases))]
    public async Task A_killed_import_goes_on_and_ends_as_if_nothing_had_happened(DatabaseProvider provider)
    {
        var random = new Random(Seed);
        foreach (var mode in Enum.GetValues<ImportMode>())
        {
            var expected = await RunAsync(provider, mode, killAfter: null);
            for (var kill = 0; kill < Kills; kill++)
            {
                Assert.Equal(expected, await RunAsync(provider, mode, random.Next(1, LastBatchToKillAt + 1)));
            }
        }
    }

    private static async Task<string> RunAsync(DatabaseProvider provider, ImportMode mode, int? killAfter)
    {
        await using var bench = await ImportBench.CreateAsync(provider);
        var file = Path.Combine(bench.Portal.Folder, "sales.csv");
        await File.WriteAllTextAsync(file, Text());
        using var process = Start(bench, file, mode);
        await Task.Factory.StartNew(() => KillAfter(process, killAfter), TaskCreationOptions.LongRunning);
        await process.WaitForExitAsync();
        await using var context = bench.Portal.NewContext();
        var run = await context.ImportRuns.AsNoTracking().SingleAsync();
        Assert.Equal(killAfter is null ? ImportState.Completed : ImportState.Running, run.State);
        if (killAfter is { } reported)
        {
            await CheckNothingIsHalfAsync(context, mode, reported);

            // As the staff app does when it looks for what a process left behind.
            var resumed = await bench.RunAsync(run.Id);
            Assert.Equal((ImportState.Completed, Lines / LinesPerDocument, 0), (resumed.State, resumed.Imported, resumed.Duplicates));
        }

        return await HashAsync(context);
    }

    /// <summary>On a thread of its own: one that waits for the pool would come when the process has long ended.</summary>
    private static void KillAfter(Process process, int? batches)
    {
        for (var reported = 0; reported != batches && process.StandardOutput.ReadLine() is not null;)
        {
            reported++;
        }

        if (batches is not null)
        {
            process.Kill();
        }
    }

    private static async Task CheckNothingIsHalfAsync(PortalDbContext context, ImportMode mode, int batches)
    {
        var documents = await context.SalesDocuments.CountAsync();
        Assert.Equal(documents * LinesPerDocument, await context.SalesLines.CountAsync());
        Assert.True(mode == ImportMode.AllOrNothing ? documents == 0 : documents * LinesPerDocument >= batches * 10_000);
    }

    private static string Text()
    {
        var text = new StringBuilder(ImportBench.Head);
        for (var line = 0; line < Lines; line++)
        {
            var document = line / LinesPerDocument;
            text.Append(CultureInfo.InvariantCulture, $"K{document},sale,C{1 + (document % 2)},2026-01-{1 + (document % 28):00},{1 + (line % LinesPerDocument)},P{1 + (line % 2)},{1 + (line % 7)},{line}.{line % 100:00},,\n");
        }

        return text.ToString();
    }

    private static async Task<string> HashAsync(PortalDbContext context)
    {
        var rows = await (
            from line in context.SalesLines
            join document in context.SalesDocuments on line.DocumentId equals document.Id
            select new { document.Number, document.ContentHash, document.LineCount, document.NetMinor, line.LineNumber, line.ProductId, line.QuantityMilli, Net = line.NetMinor, line.CustomerId, line.DocumentOn })
            .ToListAsync();
        var sorted = rows.ConvertAll(row => row.ToString()!);
        sorted.Sort(StringComparer.Ordinal);
        return Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(string.Join('\n', sorted))));
    }

    private static Process Start(ImportBench bench, string file, ImportMode mode)
    {
        string[] choice = mode == ImportMode.SkipBad ? ["--skip-bad"] : [];
        var start = new ProcessStartInfo("dotnet", [Path.Combine(AppContext.BaseDirectory, "portal.dll"), "import", "sales", file, "--progress", .. choice])
        {
            RedirectStandardOutput = true,
            WorkingDirectory = bench.Portal.Folder,
        };
        start.Environment["Database__Provider"] = bench.Portal.Provider.ToString();
        start.Environment["Database__ConnectionString"] = bench.Portal.ConnectionString;
        start.Environment["Storage__Folder"] = bench.Portal.Folder;
        return Process.Start(start)!;
    }
}
