using System.Globalization;
using Microsoft.Extensions.DependencyInjection;
using Portal.Bench.Intake;
using Portal.Bench.Ledger;
using Portal.Domain.ApiKeys;
using Portal.Infrastructure.ApiKeys;
using Portal.Infrastructure.Data;

namespace Portal.Bench;

/// <summary>
/// Documents sent by sixty-four systems over HTTP to the staff portal, a process of its own on SQLite, against an endpoint
/// that saves once per request. Every acknowledged document is read back afterwards.
/// </summary>
internal sealed class IntakeFigure : IFigure
{
    private const int Repetitions = 5;

    public string Name => "intake";

    public string What => "documents over HTTP on SQLite against one save per request (times as many), and per second";

    public async Task<IReadOnlyList<FigureResult>> MeasureAsync(FigureOptions options, CancellationToken cancellationToken)
    {
        // The baseline's requests hold threads while they wait for the file; the clients shall not wait for those.
        ThreadPool.SetMinThreads(160, 160);
        await using var portalData = await BenchDatabase.CreateAsync(DatabaseProvider.Sqlite, cancellationToken);
        await using var baselineData = await BenchDatabase.CreateAsync(DatabaseProvider.Sqlite, cancellationToken);
        await IntakeDocuments.FillAsync(portalData, cancellationToken);
        await IntakeDocuments.FillAsync(baselineData, cancellationToken);
        await using var portal = await PortalServer.StartAsync(portalData, cancellationToken);
        await using var baseline = await BaselineServer.StartAsync(baselineData, cancellationToken);
        using var toPortal = new IntakeClients(portal.Address, await NewKeyAsync(portalData, cancellationToken), options.Seed);
        using var toBaseline = new IntakeClients(baseline.Address, "none", options.Seed);
        var rates = await RaceAsync(toPortal, toBaseline, options.Quick ? 4_000 : 20_000, options.Quick ? 200 : 500, cancellationToken);
        return await ResultsAsync(rates, toPortal, portalData, cancellationToken);
    }

    private static async Task<string> NewKeyAsync(BenchDatabase database, CancellationToken cancellationToken)
    {
        await using var scope = database.NewScope();
        return (await scope.ServiceProvider.GetRequiredService<CreateApiKey>().RunAsync("bench", ApiScopes.All, cancellationToken)).Value.Key;
    }

    private static async Task<(List<double> Portal, List<double> Baseline)> RaceAsync(
        IntakeClients toPortal, IntakeClients toBaseline, int ofPortal, int ofBaseline, CancellationToken cancellationToken)
    {
        // Once to warm up.
        await toPortal.RunAsync(0, ofPortal / 4, cancellationToken);
        await toBaseline.RunAsync(0, ofBaseline / 4, cancellationToken);
        var rates = (Portal: new List<double>(), Baseline: new List<double>());
        for (var repetition = 1; repetition <= Repetitions; repetition++)
        {
            rates.Portal.Add(ofPortal / (await toPortal.RunAsync(repetition * ofPortal, ofPortal, cancellationToken)).TotalSeconds);
            rates.Baseline.Add(ofBaseline / (await toBaseline.RunAsync(repetition * ofBaseline, ofBaseline, cancellationToken)).TotalSeconds);
            Console.WriteLine(string.Create(
                CultureInfo.InvariantCulture, $"intake {repetition}: one save per request {rates.Baseline[^1],6:0}/s, portal {rates.Portal[^1],6:0}/s, {rates.Portal[^1] / rates.Baseline[^1],5:0.0}x"));
        }

        return rates;
    }

    private static async Task<IReadOnlyList<FigureResult>> ResultsAsync(
        (List<double> Portal, List<double> Baseline) rates, IntakeClients clients, BenchDatabase database, CancellationToken cancellationToken)
    {
        var lost = await clients.CountLostAsync(cancellationToken);
        var (documents, numbers, lines) = await IntakeDocuments.CountAsync(database, cancellationToken);
        var doubled = documents - numbers;
        foreach (var violation in clients.Violations.Take(10))
        {
            Console.WriteLine(violation);
        }

        Console.WriteLine($"intake: {clients.Acknowledged.Count} acknowledged, {documents} there with {lines} lines, {lost} lost, {doubled} doubled, {clients.Cuts} connections cut");
        var isCorrect = clients.Violations.IsEmpty && lost == 0 && doubled == 0 && documents == clients.Acknowledged.Count && lines == documents * IntakeDocuments.Lines;
        var details = new Dictionary<string, object> { ["documents"] = documents, ["lost"] = lost, ["doubled"] = doubled, ["cuts"] = clients.Cuts, ["baselinePerSecond"] = Math.Round(Median(rates.Baseline)) };
        return
        [
            new FigureResult("intake", Median(rates.Portal) / Median(rates.Baseline), 15, "x", isCorrect) { Bounds = Bounds.AtLeast, Details = details },
            new FigureResult("intake.rate", Median(rates.Portal), 1_000, "/s", isCorrect) { Bounds = Bounds.AtLeast },
        ];
    }

    private static double Median(List<double> values) => values.Order().ElementAt(values.Count / 2);
}
