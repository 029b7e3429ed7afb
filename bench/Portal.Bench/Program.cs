using System.Globalization;
using System.Text.Json;
using System.Text.Json.Nodes;
using Portal.Bench;
using Portal.Bench.Crash;
using Portal.Bench.Ledger;
using Portal.Bench.Pages;
using Portal.Bench.Points;

if (args is [CrashWorker.Verb])
{
    return await CrashWorker.RunAsync();
}

if (args is [PointsDaysWorker.Verb])
{
    return await PointsDaysWorker.RunAsync();
}

if (args is [EmptyPage.Verb, var address])
{
    await EmptyPage.ServeAsync(address);
    return 0;
}

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
    foreach (var figure in Figures.All)
    {
        Console.WriteLine($"{figure.Name,-12} {figure.What}");
    }

    return 0;
}

var chosen = Figures.All.Where(figure => name == "all" || figure.Name == name).ToArray();
if (chosen.Length == 0)
{
    Console.Error.WriteLine($"There is no figure {name}; see: bench.sh list");
    return 2;
}

if (BenchDatabase.Server is null)
{
    Console.Error.WriteLine("PostgreSQL is not measured: PORTAL_BENCH_POSTGRES names no server.");
}

var isFine = true;
var lines = new List<string>();
foreach (var figure in chosen)
{
    var load = Load();
    foreach (var result in await figure.MeasureAsync(new FigureOptions(quick, seed), CancellationToken.None))
    {
        isFine &= result.IsWithin && result.IsCorrect;
        lines.Add(Line(result, load));
    }
}

lines.ForEach(Console.WriteLine);
return isFine ? 0 : 1;

// Of the machine before the measurement: what else was running.
static decimal Load() =>
    File.Exists("/proc/loadavg") ? decimal.Parse(File.ReadAllText("/proc/loadavg").Split(' ')[0], CultureInfo.InvariantCulture) : 0;

string Line(FigureResult result, decimal load)
{
    var line = new JsonObject
    {
        ["figure"] = result.Figure,
        ["value"] = Math.Round(result.Value, 3),
        ["bound"] = result.Bound,
        ["unit"] = result.Unit,
        ["ok"] = result.IsWithin,
        ["correct"] = result.IsCorrect,
        ["seed"] = seed,
        ["commit"] = Environment.GetEnvironmentVariable("PORTAL_BENCH_COMMIT") ?? "unknown",
        ["load"] = load,
        ["quick"] = quick,
    };
    foreach (var (key, value) in result.Details)
    {
        line[key] = JsonSerializer.SerializeToNode(value);
    }

    return line.ToJsonString();
}
