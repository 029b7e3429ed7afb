using System.Globalization;
using Portal.Bench.Ledger;
using Portal.Bench.Settle;
using Portal.Infrastructure.Data;

namespace Portal.Bench;

/// <summary>
/// Re-settlement after ten thousand sales lines came in (documents of ten lines, late and returned ones among them), against
/// the settlement of everything; what it makes due must be what settling everyone anew makes due.
/// </summary>
internal sealed class ResettleFigure : IFigure
{
    private const int Repetitions = 5;
    private const double Bound = 1 / 20d;

    public string Name => "resettle";

    public string What => "re-settlement after 10,000 changed lines against the whole settlement (times as long)";

    public async Task<IReadOnlyList<FigureResult>> MeasureAsync(FigureOptions options, CancellationToken cancellationToken)
    {
        var sales = SalesYear.Make(options.Quick ? 1_000_000 : 10_000_000, options.Quick ? 10_000 : 100_000, options.Seed);
        var changed = options.Quick ? 1_000 : 10_000;
        var results = new List<FigureResult>();
        foreach (var provider in BenchDatabase.Providers)
        {
            results.Add(await MeasureAsync(provider, sales, changed, options.Seed, cancellationToken));
        }

        return results;
    }

    private static async Task<FigureResult> MeasureAsync(DatabaseProvider provider, SalesYear sales, int changed, int seed, CancellationToken cancellationToken)
    {
        await using var world = await SettleWorld.CreateAsync(provider, sales, BenchPrograms.Twenty, cancellationToken);
        var first = await WholeAsync(world, cancellationToken);
        var (again, fulls) = (new List<double>(), new List<double>());
        var isCorrect = true;
        Console.WriteLine($"{"resettle " + provider,-20}{"whole ms",12}{"again ms",12}{"everyone ms",13}{"lines read",12}");
        for (var repetition = 0; repetition < Repetitions; repetition++)
        {
            await ChangeAsync(world, sales, changed, new Random(seed + 100 + repetition), cancellationToken);

            // Settling everyone must find the same; it is taken away again, so that the changes are there for the re-settlement.
            var (full, everyone) = await world.SettleAsync(isFull: true, cancellationToken);
            var expected = await world.HashAsync(everyone.RunId, cancellationToken);
            await world.DiscardAsync(everyone.RunId, cancellationToken, first.Baseline);
            var (milliseconds, some) = await world.SettleAsync(isFull: false, cancellationToken);
            isCorrect &= some.Lines > 0 && some.SalesLinesRead < sales.Count / 10 && await world.HashAsync(some.RunId, cancellationToken) == expected;
            first = first with { Baseline = await world.BaselineAsync(cancellationToken) };
            fulls.Add(full);
            again.Add(milliseconds);
            Console.WriteLine(string.Create(
                CultureInfo.InvariantCulture, $"{repetition + 1,-20}{first.Milliseconds,12:0.0}{milliseconds,12:0.0}{full,13:0.0}{some.SalesLinesRead,12}{(isCorrect ? "" : "  wrong")}"));
        }

        return new FigureResult(provider == DatabaseProvider.Sqlite ? "resettle" : "resettle.postgres", Median(again) / first.Milliseconds, Bound, "x", isCorrect)
        {
            Details = new Dictionary<string, object>
            {
                ["changedLines"] = changed,
                ["seconds"] = Math.Round(Median(again) / 1000, 3),
                ["wholeSeconds"] = Math.Round(first.Milliseconds / 1000, 3),
                ["everyoneAgainSeconds"] = Math.Round(Median(fulls) / 1000, 3),
            },
        };
    }

    /// <summary>The whole settlement of raw sales lines; the last of three stays.</summary>
    private static async Task<Whole> WholeAsync(SettleWorld world, CancellationToken cancellationToken)
    {
        var times = new List<double>();
        for (var repetition = 0; ; repetition++)
        {
            var (milliseconds, result) = await world.SettleAsync(isFull: false, cancellationToken);
            times.Add(milliseconds);
            if (repetition == 2)
            {
                return new Whole(Median(times), await world.BaselineAsync(cancellationToken));
            }

            await world.DiscardAsync(result.RunId, cancellationToken);
        }
    }

    /// <summary>New documents of customers that happen; one in ten is a return.</summary>
    private static async Task ChangeAsync(SettleWorld world, SalesYear sales, int lines, Random random, CancellationToken cancellationToken)
    {
        var items = new List<SoldLine>();
        while (items.Count < lines)
        {
            var (customer, day, sign) = (random.Next(sales.Customers) + 1, random.Next(365), random.Next(10) == 0 ? -1 : 1);
            for (var line = 0; line < SalesYear.LinesPerDocument; line++)
            {
                items.Add(new SoldLine(customer, day, random.Next(SalesYear.Products) + 1, sign * random.Next(1, 4000)));
            }
        }

        await world.AddLinesAsync(items, cancellationToken);
    }

    private static double Median(List<double> values) => values.Order().ElementAt(values.Count / 2);

    private sealed record Whole(double Milliseconds, (long RunId, byte[] Marks) Baseline);
}
