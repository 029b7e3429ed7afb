using System.Globalization;
using System.Text.Json;
using Portal.Bench;

IFigure[] figures = [new SettleFigure()];
var name = args.FirstOrDefault(argument => !argument.StartsWith("--", StringComparison.Ordinal));
var quick = args.Contains("--quick");
var seedAt = Array.IndexOf(args, "--seed");
if (name is null || (seedAt >= 0 && (seedAt + 1 >= args.Length || !int.TryParse(args[seedAt + 1], CultureInfo.InvariantCulture, out _))))
{
    Console.Error.WriteLine("usage: bench.sh list | all | NAME [--quick] [--seed N]");
    return 2;
}

var seed = seedAt < 0 ? 1 : int.Parse(args[seedAt + 1], CultureInfo.InvariantCulture);
if (name == "list")
{
    foreach (var figure in figures)
    {
        Console.WriteLine($"{figure.Name,-12} {figure.What}");
    }

    return 0;
}

var chosen = figures.Where(figure => name == "all" || figure.Name == name).ToArray();
if (chosen.Length == 0)
{
    Console.Error.WriteLine($"There is no figure {name}; see: bench.sh list");
    return 2;
}

var results = new List<FigureResult>();
foreach (var figure in chosen)
{
    results.Add(await figure.MeasureAsync(new FigureOptions(quick, seed), CancellationToken.None));
}

var load = File.Exists("/proc/loadavg") ? decimal.Parse(File.ReadAllText("/proc/loadavg").Split(' ')[0], CultureInfo.InvariantCulture) : 0;
foreach (var result in results)
{
    Console.WriteLine(JsonSerializer.Serialize(new
    {
        figure = result.Figure,
        value = Math.Round(result.Value, 2),
        bound = result.Bound,
        unit = result.Unit,
        ok = result.IsWithin,
        correct = result.IsCorrect,
        seed,
        commit = Environment.GetEnvironmentVariable("PORTAL_BENCH_COMMIT") ?? "unknown",
        load,
        lines = result.Lines,
        linesRead = result.LinesRead,
        quick,
    }));
}

return results.TrueForAll(result => result.IsWithin && result.IsCorrect) ? 0 : 1;
