using System.Diagnostics;
using System.Globalization;
using Portal.Bench.Crash;
using Portal.Bench.Ledger;
using Portal.Infrastructure.Data;

namespace Portal.Bench;

/// <summary>
/// Settlements whose process is killed at random points and started again, on a SQLite file; and two processes on PostgreSQL
/// of which one is killed, or stands still for longer than its lease and then wakes up.
/// </summary>
internal sealed class CrashFigure : IFigure
{
    private const int QuickLeaseSeconds = 5;

    private const int LinesToKill = 100_000;

    /// <summary>So many that the second process joins in long before the first has done all.</summary>
    private const int LinesToShare = 1_000_000;
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(3);
    private static readonly TimeSpan Sleep = TimeSpan.FromSeconds(60);

    public string Name => "crash";

    public string What => "settlements killed at random points: not ended right, % done twice; takeover by another node; writes of one that wakes up late";

    public async Task<IReadOnlyList<FigureResult>> MeasureAsync(FigureOptions options, CancellationToken cancellationToken)
    {
        var results = new List<FigureResult>(await KillAsync(options, cancellationToken));
        if (BenchDatabase.Server is not null)
        {
            await using var world = await CrashWorld.CreateAsync(DatabaseProvider.Postgres, LinesToShare, options.Seed, cancellationToken);
            int? lease = options.Quick ? QuickLeaseSeconds : null;
            results.Add(await LoseOneAsync("crash.takeover", world, lease, worker => worker.KillAsync(), cancellationToken));
            results.AddRange(await StopOneAsync(world, lease, cancellationToken));
        }

        return results;
    }

    private static async Task<IReadOnlyList<FigureResult>> KillAsync(FigureOptions options, CancellationToken cancellationToken)
    {
        await using var world = await CrashWorld.CreateAsync(DatabaseProvider.Sqlite, LinesToKill, options.Seed, cancellationToken);
        var random = new Random(options.Seed);
        var points = options.Quick ? 15 : 100;
        var (wrong, redone, partitions) = (0, 0L, 0L);
        for (var point = 1; point <= points; point++)
        {
            var runId = await world.RequestAsync(cancellationToken);
            var doneAtKill = await KillAtAsync(world, runId, random, cancellationToken);
            await using var second = world.StartWorker();
            var isRight = await second.EndAsync(Patience) && await world.IsRightAsync(runId, cancellationToken);
            var all = await world.PartitionsAsync(runId, cancellationToken);
            var again = all.Sum(partition => partition.Token - 1);
            (wrong, redone, partitions) = (wrong + (isRight ? 0 : 1), redone + again, partitions + all.Count);
            Console.WriteLine($"kill {point}: after {doneAtKill} of {all.Count} partitions, {again} done twice{(isRight ? "" : ", WRONG")}");
            await world.DiscardAsync(runId, cancellationToken);
        }

        return
        [
            new FigureResult("crash", wrong, 0, "wrong", partitions > 0) { Details = new Dictionary<string, object> { ["kills"] = points } },
            new FigureResult("crash.redone", 100d * redone / Math.Max(1, partitions), 2, "%", wrong == 0),
        ];
    }

    /// <summary>Starts a worker and kills it at a point that happens: while it plans, between two partitions, within one, or while it ends the run.</summary>
    private static async Task<int> KillAtAsync(CrashWorld world, long runId, Random random, CancellationToken cancellationToken)
    {
        await using var worker = world.StartWorker();
        var share = random.NextDouble();
        while (!worker.HasEnded)
        {
            var partitions = await world.PartitionsAsync(runId, cancellationToken);
            var done = partitions.Count(partition => partition.DoneAtUtc is not null);
            if (partitions.Count > 0 && done >= share * partitions.Count)
            {
                // Somewhere in the next partition.
                await Task.Delay(random.Next(10), cancellationToken);
                break;
            }
        }

        await worker.KillAsync();
        return (await world.PartitionsAsync(runId, cancellationToken)).Count(partition => partition.DoneAtUtc is not null);
    }

    /// <summary>Two workers share a run, until one is lost; the time until the other one has taken all over that it held.</summary>
    private static async Task<FigureResult> LoseOneAsync(
        string name, CrashWorld world, int? leaseSeconds, Func<WorkerProcess, Task> lose, CancellationToken cancellationToken)
    {
        var runId = await world.RequestAsync(cancellationToken);
        await using var lost = world.StartWorker(leaseSeconds);
        await using var other = world.StartWorker(leaseSeconds);
        await BothAsync(world, runId, cancellationToken);
        await lose(lost);
        var seconds = await TakeoverAsync(world, runId, lost, cancellationToken);
        var isRight = await other.EndAsync(Patience) && await world.IsRightAsync(runId, cancellationToken);
        Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{name}: {seconds:0.0} s{(isRight ? "" : ", WRONG")}"));
        await world.DiscardAsync(runId, cancellationToken);
        return new FigureResult(name, seconds, 30, "s", isRight);
    }

    /// <summary>One that stands still holds its partitions until the lease is over; when it wakes up, all is done and it must write nothing.</summary>
    private static async Task<IReadOnlyList<FigureResult>> StopOneAsync(CrashWorld world, int? leaseSeconds, CancellationToken cancellationToken)
    {
        var runId = await world.RequestAsync(cancellationToken);
        await using var sleeper = world.StartWorker(leaseSeconds);
        await using var other = world.StartWorker(leaseSeconds);
        await BothAsync(world, runId, cancellationToken);
        await sleeper.StopAsync();
        var stopped = Stopwatch.GetTimestamp();
        var seconds = await TakeoverAsync(world, runId, sleeper, cancellationToken);
        var isRight = await other.EndAsync(Patience) && await world.IsRightAsync(runId, cancellationToken);
        var before = await world.PartitionsAsync(runId, cancellationToken);
        if (leaseSeconds is null && Sleep - Stopwatch.GetElapsedTime(stopped) is { Ticks: > 0 } rest)
        {
            await Task.Delay(rest, cancellationToken);
        }

        await sleeper.ContinueAsync();
        isRight &= await sleeper.EndAsync(Patience) && await world.IsRightAsync(runId, cancellationToken);
        var after = await world.PartitionsAsync(runId, cancellationToken);
        var written = after.Count(partition => !before.Exists(old => old.Id == partition.Id && old.Token == partition.Token && old.DoneAtUtc == partition.DoneAtUtc));
        Console.WriteLine(string.Create(
            CultureInfo.InvariantCulture, $"stopped: taken over after {seconds:0.0} s, {before.Count(partition => partition.Token > 1)} partitions done twice, {written} written late{(isRight ? "" : ", WRONG")}"));
        await world.DiscardAsync(runId, cancellationToken);
        return [new FigureResult("crash.stopped", seconds, 30, "s", isRight), new FigureResult("crash.late", written, 0, "writes", isRight)];
    }

    private static async Task BothAsync(CrashWorld world, long runId, CancellationToken cancellationToken)
    {
        while (true)
        {
            var partitions = await world.PartitionsAsync(runId, cancellationToken);
            var done = partitions.FindAll(partition => partition.DoneAtUtc is not null);
            if (done.Select(partition => partition.LeasedBy).Distinct().Count() > 1)
            {
                return;
            }

            if (partitions.Count > 0 && done.Count == partitions.Count)
            {
                throw new InvalidOperationException("One process has done all before the other joined in.");
            }

            await Task.Delay(50, cancellationToken);
        }
    }

    /// <returns>Seconds until what the lost one held has been claimed anew.</returns>
    private static async Task<double> TakeoverAsync(CrashWorld world, long runId, WorkerProcess lost, CancellationToken cancellationToken)
    {
        var started = Stopwatch.GetTimestamp();
        var held = (await world.PartitionsAsync(runId, cancellationToken)).FindAll(partition => partition.DoneAtUtc is null && lost.Holds(partition.LeasedBy));
        while (Stopwatch.GetElapsedTime(started) < Patience)
        {
            var now = await world.PartitionsAsync(runId, cancellationToken);
            if (held.TrueForAll(partition => now.Exists(later => later.Id == partition.Id && later.Token > partition.Token)))
            {
                break;
            }

            await Task.Delay(20, cancellationToken);
        }

        return Stopwatch.GetElapsedTime(started).TotalSeconds;
    }
}
