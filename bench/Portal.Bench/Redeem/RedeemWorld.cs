using System.Globalization;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;
using Portal.Bench.Ledger;
using Portal.Domain.Cards;
using Portal.Domain.Customers;
using Portal.Domain.Ledger;
using Portal.Domain.Rewards;
using Portal.Infrastructure.Cards;
using Portal.Infrastructure.Data;
using Portal.Infrastructure.Ledger;
using Portal.Infrastructure.Points;
using Portal.Infrastructure.Rewards;

namespace Portal.Bench.Redeem;

/// <summary>Members with cards, PINs and points, and rewards with rules; and the proof that everything agrees.</summary>
internal static class RedeemWorld
{
    public const int Members = 500;
    public const int Rewards = 40;
    public const int HotStock = 100;
    public const string Hot = "HOT";
    public const string Pin = "183927";

    /// <summary>Each member can pay for everything that the figure asks.</summary>
    private const long PointsEach = 10_000_000;

    private const string Rules = """{"earnRules":[{"kind":"amount","id":"base","points":1}]}""";

    public static string CardOf(int member) => "N" + member.ToString(CultureInfo.InvariantCulture);

    public static string RewardOf(int reward) => "R" + reward.ToString(CultureInfo.InvariantCulture);

    /// <param name="database">The database.</param>
    /// <param name="pinIterations">How slow the PINs' hash is; the time at full strength is told apart.</param>
    /// <param name="cancellationToken">Stops.</param>
    public static async Task FillAsync(BenchDatabase database, int pinIterations, CancellationToken cancellationToken)
    {
        await using var scope = database.NewScope();
        var services = scope.ServiceProvider;
        await using var context = database.NewContext();
        var nowUtc = TimeProvider.System.GetUtcNow().UtcDateTime;
        var type = new CardType("BENCH", "卡", "Card", new CardTypeRules());
        var members = Enumerable.Range(0, Members).Select(number => new Customer("M" + number.ToString(CultureInfo.InvariantCulture), "Member", CustomerKind.Member, nowUtc)).ToList();
        context.Add(type);
        context.AddRange(members);
        await context.SaveChangesAsync(cancellationToken);
        var accounts = members.ConvertAll(member => new CardAccount(type.Id, member.Id, nowUtc));
        context.AddRange(accounts);
        await context.SaveChangesAsync(cancellationToken);
        var pinHash = new CardPinHashes(Options.Create(new CardOptions { PinIterations = pinIterations })).Hash(Pin);
        for (var number = 0; number < Members; number++)
        {
            var card = new Card(CardOf(number), type.Id, null, nowUtc);
            card.Activate(accounts[number].Id, null, DateOnly.FromDateTime(nowUtc), nowUtc);
            card.SetPin(pinHash);
            context.Add(card);
        }

        await context.SaveChangesAsync(cancellationToken);
        await ApproveAsync(services, cancellationToken);
        await GrantAsync(services, members, cancellationToken);
        await OfferAsync(services, cancellationToken);
    }

    /// <summary>What does not agree: stock with movements and orders, held points with orders, the ledger with itself.</summary>
    public static async Task<IReadOnlyList<string>> FindDifferencesAsync(BenchDatabase database, CancellationToken cancellationToken)
    {
        var found = new List<string>();
        await using var scope = database.NewScope();
        var check = await scope.ServiceProvider.GetRequiredService<VerifyLedger>().RunAsync(cancellationToken);
        found.AddRange(check.Findings.Take(3).Select(finding => "ledger: " + finding));
        await using var context = database.NewContext();
        var orders = await context.RewardOrders.AsNoTracking().Select(row => new { row.Id, row.CustomerId, row.RewardId, row.Quantity, row.PricePoints, row.OperationKey }).ToListAsync(cancellationToken);
        var moved = await context.RewardStockMovements.GroupBy(row => row.RewardId).Select(group => new { group.Key, Sum = group.Sum(row => row.ReservedDelta) }).ToDictionaryAsync(row => row.Key, row => row.Sum, cancellationToken);
        foreach (var stock in await context.RewardStocks.AsNoTracking().ToListAsync(cancellationToken))
        {
            var ordered = orders.Where(row => row.RewardId == stock.RewardId).Sum(row => (long)row.Quantity);
            if (stock.Reserved != ordered || moved.GetValueOrDefault(stock.RewardId) != ordered || stock.OnHand < stock.Reserved)
            {
                found.Add($"stock of reward {stock.RewardId}: {stock.OnHand} on hand, {stock.Reserved} reserved, {ordered} ordered");
            }
        }

        var held = await context.LedgerAccounts.Where(row => row.Kind == LedgerAccountKind.PointsHeld).ToDictionaryAsync(row => row.OwnerId, row => row.BalanceMinor, cancellationToken);
        var owed = orders.GroupBy(row => row.CustomerId).ToDictionary(group => group.Key, group => group.Sum(row => row.PricePoints));
        found.AddRange(owed.Where(row => held.GetValueOrDefault(row.Key) != row.Value).Take(3).Select(row => $"held points of member {row.Key}: {held.GetValueOrDefault(row.Key)}, ordered {row.Value}"));
        found.AddRange(orders.GroupBy(row => row.OperationKey).Where(group => group.Count() > 1).Take(3).Select(group => $"key {group.Key}: {group.Count()} orders"));
        return found;
    }

    private static async Task ApproveAsync(IServiceProvider services, CancellationToken cancellationToken)
    {
        var version = await services.GetRequiredService<SavePointsVersion>().RunAsync(new PointsVersionInput(null, 0, Rules, new DateOnly(2025, 1, 1), "bench"), cancellationToken);
        var decide = services.GetRequiredService<DecidePointsVersion>();
        await decide.SubmitAsync(version.Value, cancellationToken);
        await decide.ApproveAsync(version.Value, cancellationToken);
    }

    private static async Task GrantAsync(IServiceProvider services, List<Customer> members, CancellationToken cancellationToken)
    {
        var grant = services.GetRequiredService<GrantPoints>();
        var writes = services.GetRequiredService<WriteTransaction>();
        foreach (var member in members)
        {
            var given = await writes.RunAsync(
                (context, ct) => grant.RunAsync(new GrantPointsInput("bench:" + member.Number, member.Id, PointsEach, "bench"), context, ct), cancellationToken);
            if (!given.IsDone)
            {
                throw new InvalidOperationException(given.Refusal.ToString());
            }
        }
    }

    private static async Task OfferAsync(IServiceProvider services, CancellationToken cancellationToken)
    {
        var save = services.GetRequiredService<SaveReward>();
        var terms = new RewardTerms { NameZhCn = "杯子", NameEn = "Mug", Kind = RewardKind.Goods, PricePoints = 100, LimitPerMember = 10_000, LimitWindowDays = 30 };
        for (var number = 0; number < Rewards; number++)
        {
            await save.RunAsync(new RewardInput { Number = RewardOf(number), Terms = terms, IsOffered = true, OpeningStock = 1_000_000 }, cancellationToken);
        }

        await save.RunAsync(new RewardInput { Number = Hot, Terms = terms, IsOffered = true, OpeningStock = HotStock }, cancellationToken);
    }
}
