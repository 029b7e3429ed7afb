using System.Diagnostics;
using System.Globalization;
using Microsoft.Data.Sqlite;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Portal.Domain.Imports;
using Portal.Domain.Sales;
using Portal.Domain.Shared;
using Portal.Infrastructure;
using Portal.Infrastructure.Access;
using Portal.Infrastructure.Data;
using Portal.Infrastructure.Demo;
using Portal.Infrastructure.Imports;
using Portal.Infrastructure.Sales;
using Portal.Infrastructure.Spreadsheets;

namespace Portal.Bench;

/// <summary>
/// The AdventureWorks sales from their CSV file into a fresh SQLite database, by the product's import (upload, checks and all), by
/// EF SaveChanges in batches of 1,000 lines, and by the raw driver's prepared inserts of rows that lie parsed in memory.
/// </summary>
internal sealed class ImportFigure : IFigure
{
    private const double TimesEf = 8;
    private const double ShareOfRaw = 0.5;
    private const int LinesPerSave = 1000;

    public string Name => "import";

    public string What => "import of the AdventureWorks lines on SQLite: times as fast as EF SaveChanges, share of the raw driver's rate";

    public async Task<FigureResult> MeasureAsync(FigureOptions options, CancellationToken cancellationToken)
    {
        var folder = Directory.CreateTempSubdirectory("portal-bench-").FullName;
        try
        {
            using var data = new DemoData();
            var template = await MakeTemplateAsync(folder, data, cancellationToken);
            var file = data.Sales(new DateOnly(2026, 1, 31));
            var directory = await DirectoryAsync(template, cancellationToken);
            var documents = Parse(file, directory);
            var lines = documents.Sum(document => (long)document.Lines.Count);
            var ways = new (string Name, Func<string, Task> RunAsync)[]
            {
                ("product", path => ImportAsync(path, folder, file, cancellationToken)),
                ("ef", path => SaveAsync(path, file, directory, cancellationToken)),
                ("raw", path => InsertAsync(path, documents, cancellationToken)),
            };
            var times = ways.ToDictionary(way => way.Name, _ => new List<double>());
            var facts = new HashSet<string>();
            Console.WriteLine($"{"import",-10}{"ms",10}{"lines/s",12}");
            for (var repetition = 0; repetition < (options.Quick ? 2 : 5); repetition++)
            {
                foreach (var (name, runAsync) in ways)
                {
                    var path = Path.Combine(folder, string.Create(CultureInfo.InvariantCulture, $"{name}-{repetition}.db"));
                    File.Copy(template, path);
                    GC.Collect();
                    var watch = Stopwatch.StartNew();
                    await runAsync(path);
                    var milliseconds = watch.Elapsed.TotalMilliseconds;
                    times[name].Add(milliseconds);
                    facts.Add(await FactsAsync(path, cancellationToken));
                    SqliteConnection.ClearAllPools();
                    File.Delete(path);
                    Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{name,-10}{milliseconds,10:0}{lines / milliseconds * 1000,12:0}"));
                }
            }

            var times8 = Median(times["ef"]) / Median(times["product"]);
            var share = Median(times["raw"]) / Median(times["product"]);
            Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{times8:0.0} times as fast as EF (bound {TimesEf}), {share:0%} of the raw driver's rate (bound {ShareOfRaw:0%}), stored alike: {facts.Count == 1}"));
            return new FigureResult(Name, times8, TimesEf, "x", facts.Count == 1, lines, lines) { IsAtLeast = true, IsRestWithin = share >= ShareOfRaw };
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }

    private static double Median(List<double> values) => values.Order().ElementAt(values.Count / 2);

    private static ServiceProvider Build(string path, string folder)
    {
        var configuration = new ConfigurationBuilder().AddInMemoryCollection(new Dictionary<string, string?>
        {
            ["Database:ConnectionString"] = "Data Source=" + path,
            ["Storage:Folder"] = folder,
        }).Build();
        var services = new ServiceCollection();
        services.AddSingleton<IConfiguration>(configuration);
        services.AddPortalInfrastructure(configuration);
        return services.BuildServiceProvider();
    }

    /// <summary>A migrated database with the customers, products and employees that the sales name.</summary>
    private static async Task<string> MakeTemplateAsync(string folder, DemoData data, CancellationToken cancellationToken)
    {
        var path = Path.Combine(folder, "template.db");
        await using (var services = Build(path, folder))
        {
            await DatabaseSetup.MigrateAsync(services, cancellationToken);
            await using (var context = Context(services))
            {
                context.AddRange(data.Employees().Select(row => new Portal.Domain.Staff.Employee(row.Number, row.Title, row.Title)));
                await context.SaveChangesAsync(cancellationToken);
            }

            foreach (var (kind, file) in new[] { (ImportKind.Products, data.Products()), (ImportKind.Customers, data.Distributors()), (ImportKind.Customers, data.Members()) })
            {
                await ImportAsync(services, kind, file, cancellationToken);
            }

            await using var last = Context(services);
            await last.Database.ExecuteSqlRawAsync("PRAGMA wal_checkpoint(TRUNCATE)", cancellationToken);
        }

        SqliteConnection.ClearAllPools();
        return path;
    }

    private static PortalDbContext Context(IServiceProvider services) => services.GetRequiredService<IDbContextFactory<PortalDbContext>>().CreateDbContext();

    private static async Task ImportAsync(string path, string folder, string file, CancellationToken cancellationToken)
    {
        await using var services = Build(path, folder);
        await ImportAsync(services, ImportKind.Sales, file, cancellationToken);
    }

    private static async Task ImportAsync(IServiceProvider services, ImportKind kind, string file, CancellationToken cancellationToken)
    {
        await using var scope = services.CreateAsyncScope();
        scope.ServiceProvider.GetRequiredService<CurrentUser>().BecomeSystem();
        await using var content = File.OpenRead(file);
        var uploaded = await scope.ServiceProvider.GetRequiredService<UploadImportFile>().RunAsync(kind, Path.GetFileName(file), content, cancellationToken);
        var started = await scope.ServiceProvider.GetRequiredService<StartImport>()
            .RunAsync(uploaded.Value.RunId, new ImportSettings { CreateMissing = true }, ImportMode.AllOrNothing, cancellationToken);
        if (!started.IsDone)
        {
            throw new InvalidOperationException(started.Refusal.ToString());
        }

        var result = (await scope.ServiceProvider.GetRequiredService<RunImport>().RunAsync(uploaded.Value.RunId, cancellationToken)).Value;
        if (result.State != ImportState.Completed)
        {
            throw new InvalidOperationException($"{file}: {result.State}, {result.BadRows} bad rows");
        }
    }

    private static async Task<SalesDirectory> DirectoryAsync(string template, CancellationToken cancellationToken)
    {
        await using var services = Build(template, Path.GetTempPath());
        await using var context = Context(services);
        return await SalesDirectory.LoadAsync(context, cancellationToken);
    }

    /// <summary>The file as entities, as a straightforward program would read it: no checks.</summary>
    private static List<Row> Parse(string file, SalesDirectory directory)
    {
        var documents = new List<Row>();
        using var reader = TableReader.Open(file).Value;
        while (reader.Read())
        {
            var cells = reader.Cells;
            if (documents.Count == 0 || documents[^1].Number != cells[0].Text)
            {
                documents.Add(new Row(
                    cells[0].Text,
                    cells[1].Text == "return" ? SalesDocumentKind.Return : SalesDocumentKind.Sale,
                    directory.Customers[cells[2].Text],
                    DateOnly.ParseExact(cells[3].Text, "yyyy-MM-dd", CultureInfo.InvariantCulture),
                    cells[11].Text.Length == 0 ? null : directory.Employees[cells[11].Text],
                    cells[12].Text.Length == 0 ? null : cells[12].Text,
                    []));
            }

            var document = documents[^1];
            var sign = document.Kind == SalesDocumentKind.Return ? -1 : 1;
            document.Lines.Add(new Line(
                int.Parse(cells[4].Text, CultureInfo.InvariantCulture),
                directory.Products[cells[5].Text],
                sign * Quantity.FromUnits(decimal.Parse(cells[6].Text, CultureInfo.InvariantCulture)).Milli,
                sign * Minor(cells[8].Text),
                sign * Minor(cells[9].Text),
                sign * Minor(cells[10].Text)));
        }

        return documents;
    }

    private static long Minor(string text) => text.Length == 0 ? 0 : Money.FromAmount(decimal.Parse(text, CultureInfo.InvariantCulture)).Minor;

    private static async Task SaveAsync(string path, string file, SalesDirectory directory, CancellationToken cancellationToken)
    {
        await using var services = Build(path, Path.GetTempPath());
        foreach (var batch in Batches(Parse(file, directory)))
        {
            await using var context = Context(services);
            var pairs = batch.Select(row => (Row: row, Entity: Entity(row))).ToList();
            context.AddRange(pairs.Select(pair => pair.Entity));
            await context.SaveChangesAsync(cancellationToken);
            context.AddRange(pairs.SelectMany(pair => pair.Row.Lines.Select(line => Entity(pair.Entity, line))));
            await context.SaveChangesAsync(cancellationToken);
        }
    }

    private static IEnumerable<List<Row>> Batches(List<Row> documents)
    {
        var batch = new List<Row>();
        var lines = 0;
        foreach (var document in documents)
        {
            batch.Add(document);
            lines += document.Lines.Count;
            if (lines >= LinesPerSave)
            {
                yield return batch;
                batch = [];
                lines = 0;
            }
        }

        yield return batch;
    }

    private static SalesDocument Entity(Row row)
    {
        var document = new SalesDocument("import", row.Number, row.Kind, row.CustomerId, row.On, new string('0', 64), DateTime.UnixEpoch);
        document.Complete(row.SalespersonId, Money.DefaultCurrency, row.OriginalNumber, row.Lines.Count, row.Lines.Sum(line => line.NetMinor), null);
        return document;
    }

    private static SalesLine Entity(SalesDocument document, Line line)
    {
        var entity = new SalesLine(document.Id, line.Number, document.CustomerId, document.DocumentOn, line.ProductId, line.QuantityMilli, line.NetMinor);
        entity.Value(line.DiscountMinor, line.CostMinor);
        return entity;
    }

    /// <summary>Two prepared commands in one transaction, the parameters set by position.</summary>
    private static async Task InsertAsync(string path, List<Row> documents, CancellationToken cancellationToken)
    {
        await using var connection = new SqliteConnection("Data Source=" + path);
        await connection.OpenAsync(cancellationToken);
        await using var transaction = (SqliteTransaction)await connection.BeginTransactionAsync(cancellationToken);
        using var document = Command(
            connection, transaction, "SalesDocuments", "Id", "Source", "Number", "Kind", "CustomerId", "SalespersonId", "DocumentOn", "Currency", "OriginalNumber", "LineCount", "NetMinor", "ContentHash", "RecordedAtUtc");
        using var line = Command(
            connection, transaction, "SalesLines", "DocumentId", "LineNumber", "CustomerId", "DocumentOn", "ProductId", "QuantityMilli", "NetMinor", "DiscountMinor", "CostMinor");
        var hash = new string('0', 64);
        for (var index = 0; index < documents.Count; index++)
        {
            var row = documents[index];
            var on = row.On.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture);
            Set(document, index + 1L, "import", row.Number, (int)row.Kind, row.CustomerId, row.SalespersonId, on, "CNY", row.OriginalNumber, row.Lines.Count, row.Lines.Sum(item => item.NetMinor), hash, "1970-01-01 00:00:00");
            document.ExecuteNonQuery();
            foreach (var item in row.Lines)
            {
                Set(line, index + 1L, item.Number, row.CustomerId, on, item.ProductId, item.QuantityMilli, item.NetMinor, item.DiscountMinor, item.CostMinor);
                line.ExecuteNonQuery();
            }
        }

        await transaction.CommitAsync(cancellationToken);
    }

    private static SqliteCommand Command(SqliteConnection connection, SqliteTransaction transaction, string table, params string[] columns)
    {
        var command = connection.CreateCommand();
        command.Transaction = transaction;
        command.CommandText = $"INSERT INTO {table} ({string.Join(',', columns)}) VALUES ({string.Join(',', columns.Select(column => "$" + column))})";
        foreach (var column in columns)
        {
            command.Parameters.Add(new SqliteParameter { ParameterName = "$" + column });
        }

        command.Prepare();
        return command;
    }

    private static void Set(SqliteCommand command, params object?[] values)
    {
        for (var index = 0; index < values.Length; index++)
        {
            command.Parameters[index].Value = values[index] ?? DBNull.Value;
        }
    }

    /// <summary>Counts and sums by which the three are compared.</summary>
    private static async Task<string> FactsAsync(string path, CancellationToken cancellationToken)
    {
        await using var services = Build(path, Path.GetTempPath());
        await using var context = Context(services);
        return string.Join(
            ' ',
            await context.SalesDocuments.CountAsync(cancellationToken),
            await context.SalesDocuments.SumAsync(row => row.NetMinor, cancellationToken),
            await context.SalesLines.CountAsync(cancellationToken),
            await context.SalesLines.SumAsync(row => row.QuantityMilli, cancellationToken),
            await context.SalesLines.SumAsync(row => row.NetMinor, cancellationToken),
            await context.SalesLines.SumAsync(row => row.CostMinor, cancellationToken));
    }

    private sealed record Row(string Number, SalesDocumentKind Kind, long CustomerId, DateOnly On, long? SalespersonId, string? OriginalNumber, List<Line> Lines);

    private sealed record Line(int Number, long ProductId, long QuantityMilli, long NetMinor, long DiscountMinor, long CostMinor);
}
