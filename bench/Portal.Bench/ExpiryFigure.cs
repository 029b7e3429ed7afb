using System.Diagnostics;
using System.Globalization;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Portal.Bench.Crash;
using Portal.Bench.Ledger;
using Portal.Bench.Points;
using Portal.Domain.Ledger;
using Portal.Domain.Points.Accounts;
using Portal.Domain.Points.Records;
using Portal.Infrastructure.Data;
using Portal.Infrastructure.Ledger;
using Portal.Infrastructure.Points;

namespace Portal.Bench;

/// <summary>
/// 300,000 lots that expire in one pass of the day's work, against the same by EF, one member after the other; then the pass
/// in a process that is killed several times and started again, proved from the rows.
/// </summary>
internal sealed class ExpiryFigure : IFigure
{
    private const int LotsPerMember = 3;
    private const int Kills = 3;

    /// <summary>By the wall clock of the programme: the pass takes its day from there.</summary>
    private static DateOnly Yesterday => DateOnly.FromDateTime(TimeProvider.System.GetUtcNow().UtcDateTime.AddHours(8)).AddDays(-1);

    public string Name => "expiry";

    public string What => "300,000 lots expired in one pass with bulk writes against one by one (times as fast), and killed and restarted";

    public async Task<IReadOnlyList<FigureResult>> MeasureAsync(FigureOptions options, CancellationToken cancellationToken)
    {
        var members = options.Quick ? 10_000 : 100_000;
        var results = new List<FigureResult>();
        foreach (var provider in BenchDatabase.Providers)
        {
            var oneByOne = await OneByOneAsync(provider, options.Quick ? 300 : 1_500, cancellationToken);
            await using var database = await FilledAsync(provider, members, cancellationToken);
            var started = Stopwatch.GetTimestamp();
            await RunAsync(database, cancellationToken);
            var taken = Stopwatch.GetElapsedTime(started);
            var perSecond = members * LotsPerMember / taken.TotalSeconds;
            var isRight = await IsRightAsync(database, members, cancellationToken) && await SurvivesKillsAsync(provider, members, cancellationToken);
            Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"expiry {provider}: {members * LotsPerMember} lots in {taken.TotalSeconds:0.0} s, {perSecond:0}/s; one by one {oneByOne:0}/s"));
            results.Add(new FigureResult(provider == DatabaseProvider.Sqlite ? "expiry" : "expiry.postgres", perSecond / oneByOne, 3, "x", isRight)
            {
                Bounds = Bounds.AtLeast,
                Details = new Dictionary<string, object>
                {
                    ["lots"] = members * LotsPerMember,
                    ["seconds"] = Math.Round(taken.TotalSeconds, 1),
                    ["perSecond"] = Math.Round(perSecond),
                    ["oneByOnePerSecond"] = Math.Round(oneByOne),
                    ["kills"] = Kills,
                },
            });
        }

        return results;
    }

    private static async Task<BenchDatabase> FilledAsync(DatabaseProvider provider, int members, CancellationToken cancellationToken)
    {
        var database = await BenchDatabase.CreateAsync(provider, cancellationToken);
        await PointsBenchWorld.FillAsync(database, members, LotsPerMember, LotsPerMember, Yesterday, Yesterday, cancellationToken);
        return database;
    }

    private static async Task RunAsync(BenchDatabase database, CancellationToken cancellationToken)
    {
        await using var scope = database.NewScope();
        await scope.ServiceProvider.GetRequiredService<WorkOffPointsDays>().RunAsync(cancellationToken);
    }

    /// <summary>What one would write first: a transaction for each member, rows tracked and saved.</summary>
    private static async Task<double> OneByOneAsync(DatabaseProvider provider, int members, CancellationToken cancellationToken)
    {
        await using var database = await FilledAsync(provider, members, cancellationToken);
        var started = Stopwatch.GetTimestamp();
        for (long id = 1; id <= members; id++)
        {
            await using var scope = database.NewScope();
            var member = id;
            await scope.ServiceProvider.GetRequiredService<WriteTransaction>().RunAsync<Domain.Shared.Outcome>(
                async (context, ct) =>
                {
                    var lots = await context.PointsLots.Where(lot => lot.CustomerId == member && lot.Remaining > 0).ToListAsync(ct);
                    var balance = lots.Sum(lot => lot.Remaining);
                    foreach (var lot in lots)
                    {
                        balance -= lot.Remaining;
                        context.PointsEntries.Add(new PointsEntryRecord
                        {
                            CustomerId = member,
                            EventKey = "expiry",
                            On = Yesterday.AddDays(1),
                            PostedOn = Yesterday.AddDays(1),
                            Kind = PointEntryKind.Expired,
                            Units = -lot.Remaining,
                            BalanceUnits = balance,
                            LotsJson = "[]",
                        });
                        context.Entry(lot).Property(row => row.Expired).CurrentValue = lot.Remaining;
                        context.Entry(lot).Property(row => row.Remaining).CurrentValue = 0;
                    }

                    var row = await context.PointsMemberships.SingleAsync(one => one.Id == member, ct);
                    context.Entry(row).Property(one => one.BalanceUnits).CurrentValue = 0;
                    context.Entry(row).Property(one => one.NextDueOn).CurrentValue = null;
                    await context.SaveChangesAsync(ct);
                    var posted = await scope.ServiceProvider.GetRequiredService<PostTransfer>().RunAsync(
                        TransferRequest.Move(
                            string.Create(CultureInfo.InvariantCulture, $"one:{member}"),
                            LedgerTransferKind.PointsExpired,
                            "expiry",
                            Yesterday.AddDays(1),
                            LedgerAccountReference.Customer(LedgerAccountKind.PointsBalance, member, LedgerAssets.Points),
                            LedgerAccountReference.House(LedgerAccountKind.PointsIssued, LedgerAssets.Points),
                            lots.Sum(lot => lot.Earned)),
                        context,
                        ct);
                    return posted.IsDone ? Domain.Shared.Outcome.Done : posted.Refusal;
                },
                cancellationToken);
        }

        return members * LotsPerMember / Stopwatch.GetElapsedTime(started).TotalSeconds;
    }

    /// <summary>Kills the pass in the middle, again and again, and lets it end.</summary>
    private static async Task<bool> SurvivesKillsAsync(DatabaseProvider provider, int members, CancellationToken cancellationToken)
    {
        await using var database = await FilledAsync(provider, members, cancellationToken);
        var left = members;
        for (var kill = 0; kill < Kills; kill++)
        {
            await using var worker = WorkerProcess.Start(database.Settings, PointsDaysWorker.Verb);
            var before = left;
            do
            {
                await Task.Delay(50, cancellationToken);
                await using var context = database.NewContext();
                left = await context.PointsMemberships.CountAsync(row => row.NextDueOn != null, cancellationToken);
            }
            while (left == before && left > 0);
        }

        Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"expiry {provider}: killed {Kills} times, {left} of {members} members left"));
        await RunAsync(database, cancellationToken);
        return left > 0 && left < members && await IsRightAsync(database, members, cancellationToken);
    }

    private static async Task<bool> IsRightAsync(BenchDatabase database, int members, CancellationToken cancellationToken)
    {
        await using var scope = database.NewScope();
        var check = await scope.ServiceProvider.GetRequiredService<VerifyPoints>().RunAsync(cancellationToken);
        var ledger = await scope.ServiceProvider.GetRequiredService<VerifyLedger>().RunAsync(cancellationToken);
        await using var context = database.NewContext();
        return check.Findings.Count == 0 && ledger.IsProven
            && await context.PointsEntries.LongCountAsync(entry => entry.Kind == PointEntryKind.Expired, cancellationToken) == (long)members * LotsPerMember
            && !await context.PointsLots.AnyAsync(lot => lot.Remaining > 0, cancellationToken);
    }
}
