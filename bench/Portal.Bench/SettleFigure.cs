using System.Diagnostics;
using System.Globalization;
using Microsoft.EntityFrameworkCore;
using Portal.Bench.Ledger;
using Portal.Bench.Settle;
using Portal.Domain.Programs;
using Portal.Infrastructure.Data;

namespace Portal.Bench;

/// <summary>
/// A whole settlement of twenty programmes, lines written, against adding up the same sales lines in an array, against a plain
/// GROUP BY of the same file, and against a settlement of one programme with as many results. Every sales line must be read once.
/// </summary>
internal sealed class SettleFigure : IFigure
{
    private const int Repetitions = 5;
    private const int OracleLines = 100_000;

    public string Name => "settle";

    public string What => "settlement of 20 programmes against a fold over an array (times as long), a GROUP BY, one programme; memory";

    public async Task<IReadOnlyList<FigureResult>> MeasureAsync(FigureOptions options, CancellationToken cancellationToken)
    {
        var sales = SalesYear.Make(options.Quick ? 1_000_000 : 10_000_000, options.Quick ? 10_000 : 100_000, options.Seed);
        var expected = PayoutOracle.Hash(sales);
        var isSmallRight = true;
        foreach (var provider in BenchDatabase.Providers)
        {
            isSmallRight &= await AgreesAsync(provider, options.Seed, cancellationToken);
        }

        var results = new List<FigureResult>();
        foreach (var provider in BenchDatabase.Providers)
        {
            await using var world = await SettleWorld.CreateAsync(provider, sales, BenchPrograms.Twenty, cancellationToken);
            var times = new Times();
            var isCorrect = isSmallRight;
            Console.WriteLine($"{"settle " + provider,-18}{"fold ms",10}{"settle ms",12}{"times",8}{"MB more",9}");
            for (var repetition = 0; repetition < Repetitions; repetition++)
            {
                isCorrect &= await RepeatAsync(world, sales, expected, times, cancellationToken);
            }

            results.AddRange(Results(provider, sales, times, isCorrect));
            if (provider == DatabaseProvider.Sqlite)
            {
                results.Add(await AgainstGroupByAsync(world, sales, times, isCorrect, cancellationToken));
            }

            results.Add(await AgainstOneAsync(provider, world, times, isCorrect, cancellationToken));
        }

        return results;
    }

    private static async Task<bool> RepeatAsync(SettleWorld world, SalesYear sales, string expected, Times times, CancellationToken cancellationToken)
    {
        times.Folds.Add(TimeFold(sales));
        var memory = new PeakMemory();
        var (milliseconds, result) = await world.SettleAsync(isFull: false, cancellationToken);
        times.Growths.Add(memory.GrowthMegabytes);
        times.Settlements.Add(milliseconds);
        var isCorrect = result.SalesLinesRead == sales.Count && await world.HashAsync(result.RunId, cancellationToken) == expected;
        Console.WriteLine(string.Create(
            CultureInfo.InvariantCulture,
            $"{times.Folds.Count,-18}{times.Folds[^1],10:0.0}{milliseconds,12:0.0}{milliseconds / times.Folds[^1],8:0.0}{times.Growths[^1],9:0}{(isCorrect ? "" : "  wrong")}"));
        await world.DiscardAsync(result.RunId, cancellationToken);
        return isCorrect;
    }

    private static IEnumerable<FigureResult> Results(DatabaseProvider provider, SalesYear sales, Times times, bool isCorrect)
    {
        var seconds = Math.Round(times.Settlement / 1000, 3);
        yield return new FigureResult(NameOf("settle", provider), times.Settlement / times.Fold, provider == DatabaseProvider.Sqlite ? 20 : 25, "x", isCorrect)
        {
            Details = new Dictionary<string, object> { ["lines"] = sales.Count, ["seconds"] = seconds, ["foldSeconds"] = Math.Round(times.Fold / 1000, 4) },
        };
        yield return new FigureResult(NameOf("settle.memory", provider), times.Growths.Max(), 300, "MB", isCorrect);
    }

    /// <summary>As much as one would ask of SQL itself: net amounts per customer and month.</summary>
    private static async Task<FigureResult> AgainstGroupByAsync(SettleWorld world, SalesYear sales, Times times, bool isCorrect, CancellationToken cancellationToken)
    {
        var fold = sales.Fold();
        await using var context = world.NewContext();
        await context.Database.OpenConnectionAsync(cancellationToken);
        var started = Stopwatch.GetTimestamp();
        await using var command = context.Database.GetDbConnection().CreateCommand();
        command.CommandText = """SELECT "CustomerId", substr("DocumentOn", 1, 7) AS "Month", SUM("NetMinor") FROM "SalesLines" GROUP BY "CustomerId", "Month" """;
        await using var reader = await command.ExecuteReaderAsync(cancellationToken);
        var isSame = true;
        while (await reader.ReadAsync(cancellationToken))
        {
            var month = int.Parse(reader.GetString(1).AsSpan(5), CultureInfo.InvariantCulture) - 1;
            isSame &= fold[(reader.GetInt32(0) * SalesYear.Months) + month] == reader.GetInt64(2);
        }

        var milliseconds = Stopwatch.GetElapsedTime(started).TotalMilliseconds;
        Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"GROUP BY per customer and month {milliseconds:0} ms"));
        return new FigureResult("settle.groupby", times.Settlement / milliseconds, Math.Round(1 / 3d, 4), "x", isCorrect && isSame)
        {
            Details = new Dictionary<string, object> { ["groupBySeconds"] = Math.Round(milliseconds / 1000, 3) },
        };
    }

    /// <summary>
    /// Against one programme that gives as many results as the twenty, which is what evaluating many costs; the detail tells the time
    /// against one that gives half as many.
    /// </summary>
    private static async Task<FigureResult> AgainstOneAsync(DatabaseProvider provider, SettleWorld world, Times times, bool isCorrect, CancellationToken cancellationToken)
    {
        var (half, isHalfRight) = await TimeOneAsync(world, BenchPrograms.SingleOnEverything, cancellationToken);
        var (whole, isWholeRight) = await TimeOneAsync(world, BenchPrograms.Single, cancellationToken);
        Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"one programme for everybody {whole:0} ms, with half the results {half:0} ms"));
        return new FigureResult(NameOf("settle.programmes", provider), times.Settlement / whole, 1.5, "x", isCorrect && isHalfRight && isWholeRight)
        {
            Details = new Dictionary<string, object> { ["againstHalfTheResults"] = Math.Round(times.Settlement / half, 3) },
        };
    }

    private static async Task<(double Milliseconds, bool IsRight)> TimeOneAsync(SettleWorld world, ProgramDefinition program, CancellationToken cancellationToken)
    {
        await world.ReplaceProgramsAsync([program], cancellationToken);
        var times = new List<double>();
        var isRight = true;
        for (var repetition = 0; repetition < Repetitions; repetition++)
        {
            var (milliseconds, result) = await world.SettleAsync(isFull: false, cancellationToken);
            times.Add(milliseconds);
            isRight &= result.Lines > 0;
            await world.DiscardAsync(result.RunId, cancellationToken);
        }

        return (Times.Median(times), isRight);
    }

    /// <summary>Whether a small settlement gives what a plain reckoning in decimals gives.</summary>
    private static async Task<bool> AgreesAsync(DatabaseProvider provider, int seed, CancellationToken cancellationToken)
    {
        var sales = SalesYear.Make(OracleLines, 1_000, seed + 1);
        await using var world = await SettleWorld.CreateAsync(provider, sales, BenchPrograms.Twenty, cancellationToken);
        var (_, result) = await world.SettleAsync(isFull: false, cancellationToken);
        return await world.HashAsync(result.RunId, cancellationToken) == PayoutOracle.Hash(sales);
    }

    private static double TimeFold(SalesYear sales)
    {
        var started = Stopwatch.GetTimestamp();
        var sums = sales.Fold();
        var elapsed = Stopwatch.GetElapsedTime(started).TotalMilliseconds;
        GC.KeepAlive(sums);
        return elapsed;
    }

    private static string NameOf(string figure, DatabaseProvider provider) => provider == DatabaseProvider.Sqlite ? figure : figure + ".postgres";

    private sealed class Times
    {
        public List<double> Folds { get; } = [];

        public List<double> Settlements { get; } = [];

        public List<double> Growths { get; } = [];

        public double Fold => Median(Folds);

        public double Settlement => Median(Settlements);

        public static double Median(List<double> values) => values.Order().ElementAt(values.Count / 2);
    }
}
