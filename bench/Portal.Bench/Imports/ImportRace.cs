using System.Diagnostics;
using System.Globalization;
using Portal.Infrastructure.Sales;

namespace Portal.Bench.Imports;

/// <summary>One file by the three ways in turn, each time into a fresh copy of the database.</summary>
/// <param name="store">The database.</param>
/// <param name="directory">Its customers and products.</param>
/// <param name="timesEf">How many times EF's rate is asked for, by how many times EF's rate the raw driver reaches.</param>
internal sealed class ImportRace(ImportStore store, SalesDirectory directory, Func<double, double> timesEf)
{
    public static double Median(List<double> values) => values.Order().ElementAt(values.Count / 2);

    /// <returns>The product's rate against EF's and against the raw driver's.</returns>
    public async Task<IReadOnlyList<FigureResult>> MeasureAsync(string name, string file, int repetitions, CancellationToken cancellationToken)
    {
        var documents = ParsedSales.Read(file, directory).ToList();
        var lines = documents.Sum(document => (long)document.Lines.Count);
        var ways = new (string Name, Func<string, Task> RunAsync)[]
        {
            ("product", database => PortalImport.RunAsync(store, database, file, cancellationToken)),
            ("raw", database => store.InsertAsync(database, documents, cancellationToken)),
            ("ef", database => EfSave.RunAsync(store, database, file, directory, cancellationToken)),
        };
        var rates = ways.ToDictionary(way => way.Name, _ => new List<double>());
        var facts = new HashSet<string>();
        for (var repetition = 0; repetition < repetitions; repetition++)
        {
            foreach (var way in ways)
            {
                var (milliseconds, fact) = await TimeAsync(way.RunAsync, cancellationToken);
                rates[way.Name].Add(lines / milliseconds * 1000);
                facts.Add(fact);
                Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{store.Name,-9}{name,-15}{way.Name,-8}{milliseconds,9:0} ms{rates[way.Name][^1],12:0} lines/s"));
            }
        }

        var (product, isCorrect) = (Median(rates["product"]), facts.Count == 1);
        var rawTimesEf = Median(rates["raw"]) / Median(rates["ef"]);
        return
        [
            Result($"import.{store.Name}.{name}.ef", product / Median(rates["ef"]), Math.Round(timesEf(rawTimesEf), 2), "x", isCorrect),
            Result($"import.{store.Name}.{name}.raw", 100 * product / Median(rates["raw"]), 50, "%", isCorrect),
        ];

        FigureResult Result(string figure, double value, double bound, string unit, bool correct) => new(figure, value, bound, unit, correct)
        {
            Bounds = Bounds.AtLeast,
            Details = new Dictionary<string, object> { ["lines"] = lines, ["linesPerSecond"] = (long)product, ["rawTimesEf"] = Math.Round(rawTimesEf, 1) },
        };
    }

    private async Task<(double Milliseconds, string Facts)> TimeAsync(Func<string, Task> runAsync, CancellationToken cancellationToken)
    {
        var database = await store.CopyAsync(cancellationToken);
        GC.Collect();
        var watch = Stopwatch.StartNew();
        await runAsync(database);
        var milliseconds = watch.Elapsed.TotalMilliseconds;
        var facts = await store.FactsAsync(database, cancellationToken);
        await store.DropAsync(database);
        return (milliseconds, facts);
    }
}
