using System.Globalization;
using Portal.Bench.Circuits;
using Portal.Bench.Intake;
using Portal.Bench.Settle;

namespace Portal.Bench;

/// <summary>
/// Two thousand customers, each signed in with the first page open, on the member portal as a process of its own: its memory, by
/// how much it grows when pages are closed and opened, and how long a click takes while all sales lines are settled.
/// </summary>
internal sealed class CircuitsFigure : IFigure
{
    /// <summary>Rendered on the first page only: the link to a programme.</summary>
    public const string OnHome = "/programs/";

    /// <summary>Rendered where statements are listed: the link to one.</summary>
    public const string OnStatements = "/statements/";

    private const int FullCount = 2_000;
    private const double FullMegabytes = 1024;
    private const int Cycles = 10;
    private const int Repetitions = 5;

    /// <summary>One page in so many is not closed, its connection breaks.</summary>
    private const int BrokenOf = 10;
    private static readonly TimeSpan Phase = TimeSpan.FromSeconds(6);

    public string Name => "circuits";

    public string What => "2,000 open pages of signed-in customers: memory, growth, a click while sales are settled against idle";

    public async Task<IReadOnlyList<FigureResult>> MeasureAsync(FigureOptions options, CancellationToken cancellationToken)
    {
        var count = options.Quick ? 300 : FullCount;
        var sales = SalesYear.Make(options.Quick ? 1_000_000 : 10_000_000, options.Quick ? 10_000 : 100_000, options.Seed);
        await using var world = await MemberWorld.CreateAsync(sales, count, cancellationToken);
        await using var server = await PortalServer.StartAsync(world.Database, cancellationToken, "Portal.Member");
        using var http = Visitor.NewClient(server.Address);
        var visitors = await MemberWorld.SignInAsync(http, count, cancellationToken);
        var tenth = visitors[..(count / 10)];
        await LeaveAsync(await OpenAsync(tenth, cancellationToken), cancellationToken);
        var empty = await ServerMemory.HeldAsync(server.ProcessId, cancellationToken);

        var circuits = await OpenAsync(visitors, cancellationToken);
        var full = ServerMemory.Of(server.ProcessId);

        // Pages whose connection broke are kept for minutes, up to a number: as many before the cycles as after them.
        await BreakAsync(await OpenAsync(tenth, cancellationToken));
        var held = await ServerMemory.HeldAsync(server.ProcessId, cancellationToken);
        Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{count} circuits: empty {empty:0} MiB, full {full:0} MiB, {(held - empty) * 1024 / count:0} KiB a circuit after a collection"));
        await CycleAsync(visitors, circuits, cancellationToken);
        var after = await ServerMemory.HeldAsync(server.ProcessId, cancellationToken);
        Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"after {Cycles} cycles of a tenth: {held:0} MiB, then {after:0} MiB"));
        var (idle, busy) = await ClickAsync(world, circuits, cancellationToken);
        var failures = circuits.Select(circuit => circuit.Failure).OfType<string>().ToList();
        failures.Take(5).ToList().ForEach(Console.WriteLine);
        await BreakAsync(circuits);

        // Fewer circuits may take the same share of what two thousand may take above the empty server.
        var bound = empty + ((FullMegabytes - empty) * count / FullCount);
        var isCorrect = failures.Count == 0;
        var details = new Dictionary<string, object> { ["circuits"] = count, ["emptyMiB"] = Math.Round(empty), ["heldMiB"] = Math.Round(held), ["failures"] = failures.Count };
        return
        [
            new FigureResult("circuits.memory", full, Math.Round(bound), "MiB", isCorrect) { Details = details },
            new FigureResult("circuits.growth", after / held, 1.1, "x", isCorrect),
            new FigureResult("circuits.click", busy / idle, 2, "x", isCorrect)
            {
                Details = new Dictionary<string, object> { ["idleMs"] = Math.Round(idle, 1), ["busyMs"] = Math.Round(busy, 1) },
            },
        ];
    }

    private static async Task<Circuit[]> OpenAsync(Visitor[] visitors, CancellationToken cancellationToken)
    {
        var circuits = new Circuit[visitors.Length];
        await Parallel.ForEachAsync(Enumerable.Range(0, visitors.Length), new ParallelOptions { MaxDegreeOfParallelism = 8, CancellationToken = cancellationToken }, async (index, ct) =>
            circuits[index] = await Circuit.OpenAsync(visitors[index], "/", OnStatements, ct));
        return circuits;
    }

    private static async Task BreakAsync(IReadOnlyList<Circuit> circuits)
    {
        foreach (var circuit in circuits)
        {
            await circuit.DisposeAsync();
        }
    }

    private static async Task LeaveAsync(IReadOnlyList<Circuit> circuits, CancellationToken cancellationToken)
    {
        for (var index = 0; index < circuits.Count; index++)
        {
            await (index % BrokenOf == 0 ? circuits[index].DisposeAsync().AsTask() : circuits[index].LeaveAsync(cancellationToken));
        }
    }

    /// <summary>Closes and opens a tenth of the pages, then the next tenth, until each was once.</summary>
    private static async Task CycleAsync(Visitor[] visitors, Circuit[] circuits, CancellationToken cancellationToken)
    {
        var tenth = visitors.Length / Cycles;
        for (var cycle = 0; cycle < Cycles; cycle++)
        {
            var range = (cycle * tenth)..((cycle + 1) * tenth);
            await LeaveAsync(circuits[range], cancellationToken);
            (await OpenAsync(visitors[range], cancellationToken)).CopyTo(circuits, cycle * tenth);
        }
    }

    /// <summary>The 95th percentile of a click's milliseconds while nothing else runs, and while sales are settled, in turns.</summary>
    private static async Task<(double Idle, double Busy)> ClickAsync(MemberWorld world, Circuit[] circuits, CancellationToken cancellationToken)
    {
        var clicks = new Clicks(circuits);
        var (idle, busy) = (new List<double>(), new List<double>());
        // Once to warm up.
        await WhileAsync(clicks, Task.Delay(Phase, cancellationToken));
        for (var repetition = 0; repetition < Repetitions; repetition++)
        {
            idle.Add(Percentile(await WhileAsync(clicks, Task.Delay(Phase, cancellationToken))));
            var times = await WhileAsync(clicks, world.SettleAsync(cancellationToken));
            busy.Add(Percentile(times));
            Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"click, 95 of 100 within: idle {idle[^1]:0.0} ms, settling {busy[^1]:0.0} ms ({times.Count} clicks)"));
        }

        return (Median(idle), Median(busy));
    }

    private static async Task<IReadOnlyCollection<double>> WhileAsync(Clicks clicks, Task work)
    {
        using var stop = new CancellationTokenSource();
        var clicking = clicks.RunAsync(stop.Token);
        try
        {
            await work;
        }
        finally
        {
            await stop.CancelAsync();
        }

        return await clicking;
    }

    private static double Percentile(IReadOnlyCollection<double> times) => times.Order().ElementAt((int)(times.Count * 0.95));

    private static double Median(List<double> values) => values.Order().ElementAt(values.Count / 2);
}
