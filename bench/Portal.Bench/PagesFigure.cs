using System.Globalization;
using System.Text.RegularExpressions;
using Portal.Bench.Circuits;
using Portal.Bench.Intake;
using Portal.Bench.Pages;
using Portal.Bench.Settle;

namespace Portal.Bench;

/// <summary>
/// Time to the first byte of what a customer looks at most, with millions of sales lines in the database, against an empty page
/// of the framework in a process of its own; one request to each in turns, as many customers as requests.
/// </summary>
internal sealed partial class PagesFigure : IFigure
{
    private const int Repetitions = 5;
    private const int WarmUps = 3;
    private const int Visitors = 40;
    private const int Bound = 3;

    public string Name => "pages";

    public string What => "time to the first byte of the members' pages against an empty page (times as long)";

    public async Task<IReadOnlyList<FigureResult>> MeasureAsync(FigureOptions options, CancellationToken cancellationToken)
    {
        var sales = SalesYear.Make(options.Quick ? 1_000_000 : 10_000_000, options.Quick ? 10_000 : 100_000, options.Seed);
        await using var world = await MemberWorld.CreateAsync(sales, Visitors, cancellationToken);
        await using var server = await PortalServer.StartAsync(world.Database, cancellationToken, "Portal.Member");
        await using var empty = await PortalServer.StartEmptyPageAsync(cancellationToken);
        using var http = Visitor.NewClient(server.Address);
        var visitors = await MemberWorld.SignInAsync(http, Visitors, cancellationToken);
        var statements = new string[Visitors];
        for (var index = 0; index < Visitors; index++)
        {
            statements[index] = Statement().Match(await visitors[index].GetAsync("/statements", cancellationToken)).Value;
        }

        using var pages = new PageReader(server.Address);
        using var emptyPages = new PageReader(empty.Address);
        var results = new List<FigureResult>();
        foreach (var (name, pathOf, expected) in new (string, Func<int, string>, string)[]
        {
            ("home", _ => "/", CircuitsFigure.OnHome),
            ("statements", _ => "/statements", CircuitsFigure.OnStatements),
            ("statement", index => statements[index], "statement-line"),
        })
        {
            results.Add(Measure(name, index => pages.Get(pathOf(index), visitors[index].Cookie), expected, () => emptyPages.Get("/", null), options));
        }

        return results;
    }

    private static FigureResult Measure(
        string page, Func<int, (double Milliseconds, string Text)> get, string expected, Func<(double Milliseconds, string Text)> getEmpty, FigureOptions options)
    {
        var requests = options.Quick ? 120 : 400;
        var (ratios, pages, empties) = (new List<double>(), new List<double>(), new List<double>());
        var isCorrect = true;
        for (var repetition = -WarmUps; repetition < Repetitions; repetition++)
        {
            var (ofPage, ofEmpty) = (new List<double>(), new List<double>());
            for (var index = 0; index < requests; index++)
            {
                ofEmpty.Add(getEmpty().Milliseconds);
                var (milliseconds, text) = get(index % Visitors);
                ofPage.Add(milliseconds);
                isCorrect &= text.Contains(expected, StringComparison.Ordinal);
            }

            if (repetition >= 0)
            {
                pages.Add(Percentile(ofPage));
                empties.Add(Percentile(ofEmpty));
                ratios.Add(pages[^1] / empties[^1]);
                Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{page,-12} first byte, 95 of 100 within {pages[^1]:0.00} ms, empty page {empties[^1]:0.00} ms, {ratios[^1]:0.0}x"));
            }
        }

        return new FigureResult("pages." + page, Median(ratios), Bound, "x", isCorrect)
        {
            Details = new Dictionary<string, object> { ["ms"] = Math.Round(Median(pages), 2), ["emptyMs"] = Math.Round(Median(empties), 2) },
        };
    }

    private static double Percentile(List<double> times) => times.Order().ElementAt((int)(times.Count * 0.95));

    private static double Median(List<double> values) => values.Order().ElementAt(values.Count / 2);

    [GeneratedRegex("/statements/\\d+")]
    private static partial Regex Statement();
}
