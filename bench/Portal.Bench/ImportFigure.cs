using System.Diagnostics;
using System.Globalization;
using Portal.Bench.Imports;
using Portal.Infrastructure.Demo;
using Portal.Infrastructure.Sales;
using Portal.Infrastructure.Spreadsheets;

namespace Portal.Bench;

/// <summary>
/// Sales from a file into a fresh database by the product's import (upload, checks and all), by EF SaveChanges in batches of 1,000
/// lines, and by the raw driver's prepared inserts or COPY of rows that lie parsed in memory: the AdventureWorks lines, and a
/// million generated ones (a quarter of that when quick).
/// </summary>
internal sealed class ImportFigure : IFigure
{
    private const int GeneratedLines = 1_000_000;
    private const int GeneratedLinesQuick = 250_000;
    private const int Repetitions = 2;
    private const double TimesEfOnSqlite = 8;
    private const double TimesEfOnPostgres = 15;

    public string Name => "import";

    public string What => "import of sales: times as fast as EF SaveChanges, share of the raw driver's rate, memory, share of reading XLSX";

    public async Task<IReadOnlyList<FigureResult>> MeasureAsync(FigureOptions options, CancellationToken cancellationToken)
    {
        var folder = Directory.CreateTempSubdirectory("portal-bench-").FullName;
        try
        {
            using var data = new DemoData();
            var results = new List<FigureResult>();
            results.AddRange(await MeasureAsync(new SqliteStore(folder), data, _ => TimesEfOnSqlite, options, folder, cancellationToken));
            if (Environment.GetEnvironmentVariable("PORTAL_TEST_POSTGRES") is { } server)
            {
                await using var store = new PostgresStore(server, folder);
                await store.CreateAsync();

                // As in docs/decisions/0019-imports-on-postgresql.md.
                results.AddRange(await MeasureAsync(store, data, raw => Math.Min(TimesEfOnPostgres, raw / 2), options, folder, cancellationToken));
            }

            return results;
        }
        finally
        {
            Microsoft.Data.Sqlite.SqliteConnection.ClearAllPools();
            Directory.Delete(folder, recursive: true);
        }
    }

    private static async Task<List<FigureResult>> MeasureAsync(
        ImportStore store, DemoData data, Func<double, double> timesEf, FigureOptions options, string folder, CancellationToken cancellationToken)
    {
        var directory = await store.PrepareAsync(data, cancellationToken);
        var lines = options.Quick ? GeneratedLinesQuick : GeneratedLines;
        var generated = new GeneratedSales(directory, lines, options.Seed).WriteCsv(Path.Combine(folder, $"{store.Name}.csv"));
        var results = new List<FigureResult> { await MemoryAsync(store, generated, lines, cancellationToken) };
        var run = new ImportRace(store, directory, timesEf);
        results.AddRange(await run.MeasureAsync("adventureworks", data.Sales(new DateOnly(2026, 1, 31)), options.Quick ? 1 : 5, cancellationToken));
        results.AddRange(await run.MeasureAsync("generated", generated, options.Quick ? 1 : 5, cancellationToken));
        if (store is SqliteStore)
        {
            results.Add(await XlsxAsync(store, directory, lines, folder, cancellationToken));
        }

        return results;
    }

    private static async Task<FigureResult> MemoryAsync(ImportStore store, string file, int lines, CancellationToken cancellationToken)
    {
        var database = await store.CopyAsync(cancellationToken);
        using var memory = new PeakMemory();
        await PortalImport.RunAsync(store, database, file, cancellationToken);
        var grown = memory.GrownMegabytes;
        var facts = await store.FactsAsync(database, cancellationToken);
        await store.DropAsync(database);
        return new FigureResult($"import.{store.Name}.memory", grown, 200, "MB", facts.Contains($" {lines} ", StringComparison.Ordinal));
    }

    /// <summary>The same rows as XLSX: reading them and nothing else, against importing them.</summary>
    private static async Task<FigureResult> XlsxAsync(
        ImportStore store, SalesDirectory directory, int lines, string folder, CancellationToken cancellationToken)
    {
        var file = await new GeneratedSales(directory, lines, seed: 1).WriteXlsxAsync(Path.Combine(folder, "sales.xlsx"), cancellationToken);
        var (readings, imports) = (new List<double>(), new List<double>());
        var isCorrect = true;
        for (var repetition = 0; repetition < Repetitions; repetition++)
        {
            var watch = Stopwatch.StartNew();
            var rows = 0;
            using (var reader = TableReader.Open(file).Value)
            {
                while (reader.Read())
                {
                    rows++;
                }
            }

            readings.Add(watch.Elapsed.TotalMilliseconds);
            var database = await store.CopyAsync(cancellationToken);
            watch.Restart();
            await PortalImport.RunAsync(store, database, file, cancellationToken);
            imports.Add(watch.Elapsed.TotalMilliseconds);
            isCorrect &= rows == lines && (await store.FactsAsync(database, cancellationToken)).Contains($" {lines} ", StringComparison.Ordinal);
            await store.DropAsync(database);
            Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"xlsx {lines} lines: read {readings[^1]:0} ms, imported {imports[^1]:0} ms"));
        }

        return new FigureResult("import.xlsx", 100 * ImportRace.Median(readings) / ImportRace.Median(imports), 40, "%", isCorrect) { Bounds = Bounds.AtLeast };
    }
}
