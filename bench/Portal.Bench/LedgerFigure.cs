using System.Globalization;
using Portal.Bench.Ledger;
using Portal.Domain.Ledger;
using Portal.Infrastructure.Data;

namespace Portal.Bench;

/// <summary>
/// Random operations by sixty-four workers at once, proved afterwards from the rows; and the rate at one account that
/// everybody wants against the rate spread over many.
/// </summary>
internal sealed class LedgerFigure : IFigure
{
    private const int Repetitions = 5;
    private const int Customers = 1_000;

    public string Name => "ledger";

    public string What => "random concurrent postings, proved (violations); one hot account against many (%)";

    public async Task<IReadOnlyList<FigureResult>> MeasureAsync(FigureOptions options, CancellationToken cancellationToken)
    {
        var results = new List<FigureResult>();
        foreach (var provider in BenchDatabase.Providers)
        {
            results.Add(await ProveAsync(provider, options, cancellationToken));
            results.Add(await HeatAsync(provider, options, cancellationToken));
        }

        return results;
    }

    private static async Task<FigureResult> ProveAsync(DatabaseProvider provider, FigureOptions options, CancellationToken cancellationToken)
    {
        var count = options.Quick ? 50_000 : 1_000_000;
        var planted = await PlantedRace.CountViolationsAsync(provider, options.Seed, cancellationToken);
        await using var database = await BenchDatabase.CreateAsync(provider, cancellationToken);
        var operations = new LedgerOperations(options.Seed, Customers);
        var answers = new LedgerAnswers();
        var taken = await LedgerLoad.RunAsync(database, count, number => operations[number], answers, cancellationToken);
        var violations = await new LedgerProof(database, operations, answers).FindAsync(cancellationToken);
        foreach (var violation in violations.Take(10))
        {
            Console.WriteLine($"seed {options.Seed}: {violation}");
        }

        var rate = count / taken.TotalSeconds;
        Console.WriteLine(string.Create(
            CultureInfo.InvariantCulture,
            $"ledger {provider}: {count} operations, {answers.Acknowledged.Count} transfers, {rate:0}/s, {violations.Count} violations; planted race: {planted} violations"));
        return new FigureResult(NameOf("ledger", provider), violations.Count, 0, "violations", planted > 0)
        {
            Details = new Dictionary<string, object> { ["operations"] = count, ["transfers"] = answers.Acknowledged.Count, ["perSecond"] = Math.Round(rate), ["plantedViolations"] = planted },
        };
    }

    private static async Task<FigureResult> HeatAsync(DatabaseProvider provider, FigureOptions options, CancellationToken cancellationToken)
    {
        var count = options.Quick ? 6_000 : 30_000;
        await using var database = await BenchDatabase.CreateAsync(provider, cancellationToken);
        var spread = new List<double>();
        var hot = new List<double>();
        var transfers = 0;
        for (var repetition = 0; repetition <= Repetitions; repetition++)
        {
            foreach (var (rates, customers) in new[] { (spread, 10_000), (hot, 1) })
            {
                var answers = new LedgerAnswers();
                var round = repetition;
                var taken = await LedgerLoad.RunAsync(database, count, number => Grant(round, number, customers), answers, cancellationToken);
                transfers += answers.Acknowledged.Count;
                if (repetition > 0)
                {
                    // The first round only warms up and opens the accounts.
                    rates.Add(count / taken.TotalSeconds);
                    Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"ledger {provider}: {customers,6} accounts {rates[^1],8:0}/s"));
                }
            }
        }

        await using var context = database.NewContext();
        var isComplete = transfers == 2 * (Repetitions + 1) * count && context.LedgerTransfers.Count() == transfers;
        return new FigureResult(NameOf("ledger.hot", provider), 100 * Median(hot) / Median(spread), 80, "%", isComplete)
        {
            Bounds = Bounds.AtLeast,
            Details = new Dictionary<string, object> { ["hotPerSecond"] = Math.Round(Median(hot)), ["spreadPerSecond"] = Math.Round(Median(spread)) },
        };
    }

    private static LedgerOperation Grant(int round, int number, int customers)
    {
        var key = string.Create(CultureInfo.InvariantCulture, $"{customers}-{round}-{number}");
        var request = TransferRequest.Move(
            key,
            LedgerTransferKind.SettlementPosted,
            "S-2026-0001",
            new DateOnly(2026, 3, 15),
            LedgerAccountReference.House(LedgerAccountKind.RebateExpense),
            LedgerAccountReference.Customer(LedgerAccountKind.RebateBalance, (customers == 1 ? 20_000 : number % customers) + 1),
            100);
        return new LedgerOperation(number, number, false, false, false, request);
    }

    private static string NameOf(string figure, DatabaseProvider provider) => provider == DatabaseProvider.Sqlite ? figure : figure + "." + provider.ToString().ToLowerInvariant();

    private static double Median(List<double> values) => values.Order().ElementAt(values.Count / 2);
}
