using System.Diagnostics;
using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Portal.Domain.Customers;
using Portal.Domain.Products;
using Portal.Domain.Programs;
using Portal.Domain.Sales;
using Portal.Infrastructure;
using Portal.Infrastructure.Access;
using Portal.Infrastructure.Data;
using Portal.Infrastructure.Data.BulkWrite;
using Portal.Infrastructure.Settlements;

namespace Portal.Bench;

/// <summary>
/// A whole settlement of twenty programmes, lines written, on SQLite, against adding up the same sales lines in arrays. Every
/// programme is for one of ten groups of customers; every sales line must be read once.
/// </summary>
internal sealed class SettleFigure : IFigure
{
    private const int Groups = 10;
    private const int Programs = 20;
    private const int Products = 5_000;
    private const int Repetitions = 5;
    private static readonly DateOnly First = new(2025, 1, 1);

    public string Name => "settle";

    public string What => "settlement of 20 programmes on SQLite against a fold over arrays (times as long)";

    public async Task<IReadOnlyList<FigureResult>> MeasureAsync(FigureOptions options, CancellationToken cancellationToken)
    {
        var sales = Sales.Make(options.Quick ? 1_000_000 : 10_000_000, options.Quick ? 10_000 : 100_000, options.Seed);
        var folder = Directory.CreateTempSubdirectory("portal-bench-").FullName;
        try
        {
            await using var services = Build(folder);
            await DatabaseSetup.MigrateAsync(services, cancellationToken);
            await FillAsync(services, sales, cancellationToken);
            var expected = Expected(sales);
            var folds = new List<double>();
            var settlements = new List<double>();
            var isCorrect = true;
            long read = 0;
            Console.WriteLine($"{"settle",-8}{"fold ms",10}{"settle ms",12}{"times",8}{"MB",8}");
            for (var repetition = 0; repetition < Repetitions; repetition++)
            {
                folds.Add(TimeFold(sales));
                var (milliseconds, result) = await TimeSettlementAsync(services, cancellationToken);
                settlements.Add(milliseconds);
                read = result.SalesLinesRead;
                isCorrect &= read == sales.Count && await HashAsync(services, result.RunId, cancellationToken) == expected;
                Console.WriteLine(string.Create(
                    CultureInfo.InvariantCulture,
                    $"{repetition + 1,-8}{folds[^1],10:0.0}{milliseconds,12:0.0}{milliseconds / folds[^1],8:0.0}{GC.GetTotalMemory(false) / 1_000_000,8}"));
                await DiscardAsync(services, cancellationToken);
            }

            return
            [
                new FigureResult(Name, Median(settlements) / Median(folds), 20, "x", isCorrect)
                {
                    Details = new Dictionary<string, object> { ["lines"] = sales.Count, ["linesRead"] = read },
                },
            ];
        }
        finally
        {
            Microsoft.Data.Sqlite.SqliteConnection.ClearAllPools();
            Directory.Delete(folder, recursive: true);
        }
    }

    private static ServiceProvider Build(string folder)
    {
        var configuration = new ConfigurationBuilder().AddInMemoryCollection(new Dictionary<string, string?>
        {
            ["Database:ConnectionString"] = "Data Source=" + Path.Combine(folder, "bench.db"),
            ["Storage:Folder"] = folder,
        }).Build();
        var services = new ServiceCollection();
        services.AddSingleton<IConfiguration>(configuration);
        services.AddPortalInfrastructure(configuration);
        services.AddLogging(logging => logging.SetMinimumLevel(LogLevel.Error));
        return services.BuildServiceProvider();
    }

    private static async Task FillAsync(ServiceProvider services, Sales sales, CancellationToken cancellationToken)
    {
        await using var context = await services.GetRequiredService<IDbContextFactory<PortalDbContext>>().CreateDbContextAsync(cancellationToken);
        await using var transaction = await context.Database.BeginTransactionAsync(cancellationToken);
        context.AddRange(Enumerable.Range(0, Groups).Select(group => new CustomerGroup("G" + group, "Group " + group)));
        await context.SaveChangesAsync(cancellationToken);
        var groups = await context.CustomerGroups.OrderBy(group => group.Code).Select(group => group.Id).ToListAsync(cancellationToken);
        await BulkWriter.InsertAsync<Customer, int>(
            context,
            [nameof(Customer.Id), nameof(Customer.Number), nameof(Customer.Name), nameof(Customer.Kind), nameof(Customer.GroupId), nameof(Customer.CreatedAtUtc), nameof(Customer.RowVersion)],
            Enumerable.Range(1, sales.Customers),
            (row, id) =>
            {
                row.Write((long)id);
                row.Write("C" + id.ToString(CultureInfo.InvariantCulture));
                row.Write("Customer");
                row.Write((int)CustomerKind.Distributor);
                row.Write(groups[id % Groups]);
                row.Write(DateTime.UnixEpoch);
                row.Write(1L);
            },
            cancellationToken);
        await BulkWriter.InsertAsync<Product, int>(
            context,
            [nameof(Product.Id), nameof(Product.Number), nameof(Product.Name), nameof(Product.Unit), nameof(Product.IsDiscontinued), nameof(Product.RowVersion)],
            Enumerable.Range(1, Products),
            (row, id) =>
            {
                row.Write((long)id);
                row.Write("P" + id.ToString(CultureInfo.InvariantCulture));
                row.Write("Product");
                row.Write("pcs");
                row.Write(false);
                row.Write(1L);
            },
            cancellationToken);
        await BulkWriter.InsertAsync<SalesDocument, int>(
            context,
            [
                nameof(SalesDocument.Id), nameof(SalesDocument.Source), nameof(SalesDocument.Number), nameof(SalesDocument.Kind), nameof(SalesDocument.CustomerId), nameof(SalesDocument.DocumentOn),
                nameof(SalesDocument.Currency), nameof(SalesDocument.LineCount), nameof(SalesDocument.NetMinor), nameof(SalesDocument.ContentHash), nameof(SalesDocument.RecordedAtUtc),
            ],
            Enumerable.Range(1, sales.Customers),
            (row, id) =>
            {
                row.Write((long)id);
                row.Write("bench");
                row.Write("D" + id.ToString(CultureInfo.InvariantCulture));
                row.Write((int)SalesDocumentKind.Sale);
                row.Write((long)id);
                row.Write(First);
                row.Write("CNY");
                row.Write(0);
                row.Write(0L);
                row.Write("");
                row.Write(DateTime.UnixEpoch);
            },
            cancellationToken);
        await BulkWriter.InsertAsync<SalesLine, int>(
            context,
            [
                nameof(SalesLine.DocumentId), nameof(SalesLine.LineNumber), nameof(SalesLine.CustomerId), nameof(SalesLine.DocumentOn), nameof(SalesLine.ProductId),
                nameof(SalesLine.QuantityMilli), nameof(SalesLine.NetMinor), nameof(SalesLine.DiscountMinor),
            ],
            Enumerable.Range(0, sales.Count),
            (row, index) =>
            {
                row.Write((long)sales.CustomerIds[index]);
                row.Write(index);
                row.Write((long)sales.CustomerIds[index]);
                row.Write(First.AddDays(sales.Days[index]));
                row.Write((long)sales.ProductIds[index]);
                row.Write(1000L);
                row.Write(sales.NetMinor[index]);
                row.Write(0L);
            },
            cancellationToken);
        var approvedAt = TimeProvider.System.GetUtcNow().UtcDateTime.AddDays(-1);
        for (var number = 0; number < Programs; number++)
        {
            var definition = Definition(number);
            var program = new RebateProgram(definition.Code, approvedAt);
            var version = program.Draft(ProgramDocument.Write(definition), definition.Code, definition.Code, definition.ValidFrom, definition.Validity, null, approvedAt);
            version.Submit(null, approvedAt);
            version.Approve(null, null, approvedAt);
            context.Add(program);
        }

        await context.SaveChangesAsync(cancellationToken);
        await transaction.CommitAsync(cancellationToken);
    }

    private static ProgramDefinition Definition(int number) => new()
    {
        Code = "B" + number.ToString("00", CultureInfo.InvariantCulture),
        Name = new ProgramName("B" + number, "B" + number),
        ValidFrom = First,
        ValidTo = new DateOnly(2025, 12, 31),
        Period = new ProgramPeriod(PeriodKind.Year),
        Participants = new ProgramParticipants { Include = [new CustomerSelector(CustomerSelectorKind.Group) { Codes = ["G" + (number % Groups)] }] },
        Lines =
        [
            new ProgramLine
            {
                Number = 1,
                Qualifier = new Qualifier(Measure.NetAmount),
                TierMode = TierMode.WholeVolume,
                Tiers = [new Tier(100) { RatePercent = 1 + (number * 0.05m) }, new Tier(1000) { RatePercent = 3 + (number * 0.05m) }],
            },
        ],
    };

    private static async Task<(double Milliseconds, SettlementRunResult Result)> TimeSettlementAsync(ServiceProvider services, CancellationToken cancellationToken)
    {
        await using var scope = services.CreateAsyncScope();
        scope.ServiceProvider.GetRequiredService<CurrentUser>().BecomeSystem();
        var started = Stopwatch.GetTimestamp();
        var outcome = await scope.ServiceProvider.GetRequiredService<RunSettlement>()
            .RunToEndAsync(new RunSettlementInput(Guid.NewGuid().ToString(), new DateOnly(2026, 1, 1)), cancellationToken);
        return (Stopwatch.GetElapsedTime(started).TotalMilliseconds, outcome.Value);
    }

    private static double TimeFold(Sales sales)
    {
        var started = Stopwatch.GetTimestamp();
        var sums = new long[(sales.Customers + 1) * 12];
        for (var index = 0; index < sales.Count; index++)
        {
            sums[(sales.CustomerIds[index] * 12) + (sales.Days[index] / 31)] += sales.NetMinor[index];
        }

        var elapsed = Stopwatch.GetElapsedTime(started).TotalMilliseconds;
        GC.KeepAlive(sums);
        return elapsed;
    }

    /// <summary>The hash of what a plain reckoning in decimals gives.</summary>
    private static string Expected(Sales sales)
    {
        var sums = new decimal[sales.Customers + 1];
        for (var index = 0; index < sales.Count; index++)
        {
            sums[sales.CustomerIds[index]] += sales.NetMinor[index];
        }

        var text = new List<string>();
        for (var number = 0; number < Programs; number++)
        {
            var tiers = Definition(number).Lines[0].Tiers;
            for (var customer = 1; customer <= sales.Customers; customer++)
            {
                var tier = customer % Groups == number % Groups ? tiers.LastOrDefault(candidate => candidate.From * 100 <= sums[customer]) : null;
#pragma warning disable RS0030 // The oracle rounds by itself, on purpose.
                var due = tier is null ? 0 : decimal.Round(sums[customer] * tier.RatePercent!.Value / 100, 0, MidpointRounding.AwayFromZero);
#pragma warning restore RS0030
                if (due != 0)
                {
                    text.Add(string.Create(CultureInfo.InvariantCulture, $"{number + 1} {customer} {due:0}"));
                }
            }
        }

        return Hash(text);
    }

    private static async Task<string> HashAsync(ServiceProvider services, long runId, CancellationToken cancellationToken)
    {
        await using var context = await services.GetRequiredService<IDbContextFactory<PortalDbContext>>().CreateDbContextAsync(cancellationToken);
        var lines = await context.SettlementLines.Where(line => line.RunId == runId)
            .OrderBy(line => line.ProgramId).ThenBy(line => line.CustomerId)
            .Select(line => new { line.ProgramId, line.CustomerId, line.DueMinor }).ToListAsync(cancellationToken);
        return Hash(lines.ConvertAll(line => string.Create(CultureInfo.InvariantCulture, $"{line.ProgramId} {line.CustomerId} {line.DueMinor}")));
    }

    private static string Hash(List<string> lines) => Convert.ToHexString(SHA256.HashData(Encoding.UTF8.GetBytes(string.Join('\n', lines))));

    private static async Task DiscardAsync(ServiceProvider services, CancellationToken cancellationToken)
    {
        await using var context = await services.GetRequiredService<IDbContextFactory<PortalDbContext>>().CreateDbContextAsync(cancellationToken);
        await context.SettlementLines.ExecuteDeleteAsync(cancellationToken);
        await context.Settlements.ExecuteDeleteAsync(cancellationToken);
        await context.SettlementPartitions.ExecuteDeleteAsync(cancellationToken);
        await context.SettlementRuns.ExecuteDeleteAsync(cancellationToken);
    }

    private static double Median(List<double> values) => values.Order().ElementAt(values.Count / 2);

    /// <summary>Sales lines of a year, the same for a seed on every machine.</summary>
    private sealed record Sales(int Customers, int[] CustomerIds, int[] Days, int[] ProductIds, long[] NetMinor)
    {
        public int Count => CustomerIds.Length;

        public static Sales Make(int count, int customers, int seed)
        {
            var random = new Random(seed);
            var sales = new Sales(customers, new int[count], new int[count], new int[count], new long[count]);
            for (var index = 0; index < count; index++)
            {
                sales.CustomerIds[index] = random.Next(customers) + 1;
                sales.Days[index] = random.Next(365);
                sales.ProductIds[index] = random.Next(Products) + 1;
                sales.NetMinor[index] = random.Next(100) == 0 ? -random.Next(1, 2000) : random.Next(1, 4000);
            }

            return sales;
        }
    }
}
