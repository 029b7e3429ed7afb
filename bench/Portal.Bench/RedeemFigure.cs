using System.Diagnostics;
using System.Globalization;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;
using Portal.Bench.Intake;
using Portal.Bench.Ledger;
using Portal.Bench.Redeem;
using Portal.Domain.ApiKeys;
using Portal.Infrastructure.ApiKeys;
using Portal.Infrastructure.Cards;
using Portal.Infrastructure.Data;

namespace Portal.Bench;

/// <summary>
/// Redemptions with PIN and rules over HTTP to the staff portal, a process of its own on SQLite with full durability, offered
/// at 200 in a second. The PIN's slow hash is told apart: at full strength it takes a core for itself.
/// </summary>
internal sealed class RedeemFigure : IFigure
{
    private const int PerSecond = 200;
    private const int FastIterations = 1_000;

    public string Name => "redeem";

    public string What => "redemption with PIN over HTTP on SQLite at 200/s (server's 95th percentile), identical requests, a hot reward";

    public async Task<IReadOnlyList<FigureResult>> MeasureAsync(FigureOptions options, CancellationToken cancellationToken)
    {
        ThreadPool.SetMinThreads(160, 160);
        await using var database = await BenchDatabase.CreateAsync(DatabaseProvider.Sqlite, cancellationToken);
        await RedeemWorld.FillAsync(database, FastIterations, cancellationToken);
        await using var portal = await PortalServer.StartAsync(database, cancellationToken);
        using var clients = new RedeemClients(portal.Address, await NewKeyAsync(database, cancellationToken), options.Seed);

        // Code and pages of the file are to be warm.
        await clients.OfferAsync("warm", PerSecond / 2, options.Quick ? 400 : 1_000, cancellationToken);
        var (server, hashing, took) = await clients.OfferAsync("offered", PerSecond, PerSecond * (options.Quick ? 10 : 30), cancellationToken);
        await clients.SendAlikeAsync(options.Quick ? 5 : 20, cancellationToken);
        var got = await clients.RushAsync(cancellationToken);
        var differences = await RedeemWorld.FindDifferencesAsync(database, cancellationToken);
        foreach (var line in clients.Violations.Concat(differences).Take(10))
        {
            Console.WriteLine("redeem: " + line);
        }

        var isCorrect = clients.Violations.IsEmpty && differences.Count == 0 && got == RedeemWorld.HotStock;
        var p95 = Percentile(server, 0.95);
        var details = new Dictionary<string, object>
        {
            ["perSecond"] = Math.Round(server.Count / took.TotalSeconds, 1),
            ["p50"] = Math.Round(Percentile(server, 0.5), 2),
            ["p99"] = Math.Round(Percentile(server, 0.99), 2),
            ["pinP95"] = Math.Round(Percentile(hashing, 0.95), 2),
            ["pinIterations"] = FastIterations,
            ["pinAtFullStrengthMs"] = Math.Round(MillisecondsOfAPin(), 1),
            ["hotGot"] = got,
        };
        Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"redeem: {server.Count} redeemed at {server.Count / took.TotalSeconds:0}/s, p50 {Percentile(server, 0.5):0.0} ms, p95 {p95:0.0} ms; the hot reward went to {got} of {RedeemWorld.HotStock}"));
        return [new FigureResult("redeem", p95, 35, "ms", isCorrect) { Details = details }];
    }

    private static async Task<string> NewKeyAsync(BenchDatabase database, CancellationToken cancellationToken)
    {
        await using var scope = database.NewScope();
        return (await scope.ServiceProvider.GetRequiredService<CreateApiKey>().RunAsync("bench", ApiScopes.All, cancellationToken)).Value.Key;
    }

    private static double MillisecondsOfAPin()
    {
        var hashes = new CardPinHashes(Options.Create(new CardOptions()));
        hashes.Hash(RedeemWorld.Pin);
        var begun = Stopwatch.GetTimestamp();
        hashes.Hash(RedeemWorld.Pin);
        return Stopwatch.GetElapsedTime(begun).TotalMilliseconds;
    }

    private static double Percentile(List<double> values, double part) =>
        values.Count == 0 ? double.PositiveInfinity : values.Order().ElementAt(Math.Min(values.Count - 1, (int)(values.Count * part)));
}
