using System.Globalization;
using Microsoft.EntityFrameworkCore;
using Portal.Domain.Points.Documents;
using Portal.Domain.Points.Engine;
using Portal.Domain.Points.Events;
using Portal.Domain.Points.Rules;
using Portal.Domain.Tests.Points;
using Portal.Infrastructure.Data;
using Portal.Infrastructure.Points;
using Portal.Infrastructure.Tests.Databases;

namespace Portal.Infrastructure.Tests.Points;

/// <summary>
/// Random rules and events: the database, one event at a time, comes to what the engine comes to over all of them at once,
/// lot for lot and movement for movement. A failure names its seed; PORTAL_TEST_SEED runs another series.
/// </summary>
public sealed class PointsDatabaseProperties
{
    private static readonly int FirstSeed = int.TryParse(Environment.GetEnvironmentVariable("PORTAL_TEST_SEED"), out var seed) ? seed : 20260401;

    [SkippableTheory]
    [MemberData(nameof(Databases.Databases.All), MemberType = typeof(Databases.Databases))]
    public async Task The_database_comes_to_what_the_engine_comes_to(DatabaseProvider provider)
    {
        await ForAllAsync(provider, async seed =>
        {
            var world = new PointsWorld(seed);
            await CompareAsync(provider, world.RulesJson, world.Run(world.Events), world.AsOf, world.Random);
        });
    }

    [SkippableTheory]
    [MemberData(nameof(Databases.Databases.All), MemberType = typeof(Databases.Databases))]
    public async Task What_limits_streaks_and_referrals_remember_is_the_same(DatabaseProvider provider)
    {
        await ForAllAsync(provider, async seed =>
        {
            var world = new LimitsWorld(seed);
            await CompareAsync(provider, world.RulesJson, world.Run(), world.AsOf, new Random(seed));
        });
    }

    private static async Task ForAllAsync(DatabaseProvider provider, Func<int, Task> compare)
    {
        var cases = provider == DatabaseProvider.Sqlite ? 10 : 4;
        for (var seed = FirstSeed; seed < FirstSeed + cases; seed++)
        {
            try
            {
                await compare(seed);
            }
            catch (Exception exception) when (exception is not SkipException)
            {
                throw new InvalidOperationException($"PORTAL_TEST_SEED={seed}: {exception.Message}", exception);
            }
        }
    }

    private static async Task CompareAsync(DatabaseProvider provider, string rulesJson, PointsRun expected, DateOnly asOf, Random random)
    {
        await using var portal = await TestPortal.CreateAsync(provider);
        var rules = PointsDocuments.ReadRules(rulesJson).Value;
        await portal.ApproveAsync(rulesJson);
        var members = new Dictionary<string, long>();
        foreach (var name in expected.Members.Keys)
        {
            members[name] = await portal.MemberAsync(name);
        }

        var zone = TimeZoneInfo.FindSystemTimeZoneById(rules.TimeZone);
        foreach (var result in expected.Events)
        {
            var at = Moment.Parse(result.Event.At, zone)!.Value;
            portal.Clock.Now = new DateTimeOffset(at.Utc);
            // A job now and then changes nothing.
            if (random.Next(4) == 0)
            {
                await portal.DaysAsync();
            }

            var outcome = await BookAsync(portal, members, result.Event);
            Assert.True(outcome.IsDone == (result.State == EventState.Done), $"{result.Event.Id}: {result.State} {string.Join(",", result.Refusals)} / {string.Join(",", outcome.Refusals)}");
            if (!outcome.IsDone)
            {
                Assert.Equal(result.Refusals.Select(refusal => refusal.Code), outcome.Refusals.Select(refusal => refusal.Code));
            }
            else if (random.Next(5) == 0)
            {
                Assert.False((await BookAsync(portal, members, result.Event)).Value.IsNew);
            }
        }

        portal.Clock.To(asOf);
        await portal.DaysAsync();
        await portal.DaysAsync();
        foreach (var (name, member) in expected.Members)
        {
            Assert.Equal(Show(member, members), await ShowAsync(portal, members[name], rules));
        }

        await portal.ProveAsync();
    }

    private static async Task<Domain.Shared.Outcome<PointsPosted>> BookAsync(TestPortal portal, Dictionary<string, long> members, PointsEvent item) =>
        await portal.InTransactionAsync<PointsBooking>((booking, context) => booking.RunAsync(
            new PointsOrder
            {
                Key = item.Id,
                CustomerId = members[item.Member],
                Content = item.ToString(),
                Event = item is JoinEvent { ReferredBy: { } by } join ? join with { ReferredBy = PointsJson.Name(members.GetValueOrDefault(by)) } : item,
                Needs = new MemberNeeds
                {
                    From = default,
                    To = default,
                    Sales = item is ReturnEvent back ? [back.Sale] : [],
                    Redemptions = item is CancelRedemptionEvent cancel ? [cancel.Redemption] : [],
                },
                At = item.At,
            },
            context,
            CancellationToken.None));

    /// <param name="member">The engine's member.</param>
    /// <param name="members">The keys by which the database calls members: points for a friend name that friend as their source.</param>
    private static string Show(PointsMember member, IReadOnlyDictionary<string, long> members)
    {
        string SourceOf(string source) => members.TryGetValue(source, out var id) ? PointsJson.Name(id) : source;
        var account = member.Account;
        var numbers = account.Lots.Select((lot, index) => (lot.Id, Number: index + 1)).ToDictionary(lot => lot.Id, lot => lot.Number);
        var lots = account.Lots.Select(lot => string.Create(
            CultureInfo.InvariantCulture,
            $"{numbers[lot.Id]} {SourceOf(lot.Source)} {lot.EarnedOn:yyyy-MM-dd} {lot.AvailableOn:yyyy-MM-dd} {(lot.Remaining > 0 ? account.ExpiresOn(lot) : null):yyyy-MM-dd} {lot.Earned} {lot.Remaining} {lot.Redeemed} {lot.Expired} {lot.TakenBack} {lot.TakenForOthers} {lot.Adjusted} {lot.Absorbed} {lot.Covered} {lot.Forgiven}"));
        var entries = account.Entries.Select(entry => string.Create(
            CultureInfo.InvariantCulture,
            $"{entry.On:yyyy-MM-dd} {SourceOf(entry.Source)} {entry.Kind} {entry.Units} {entry.Balance} [{string.Join(",", entry.Lots.Select(lot => $"{numbers[lot.Lot]}:{lot.Units}"))}]"));
        var level = member.Level!;
        var history = level.History.Select(change => string.Create(CultureInfo.InvariantCulture, $"{change.On:yyyy-MM-dd} {change.From}>{change.To} {change.Reason}"));
        return string.Create(CultureInfo.InvariantCulture, $"{account.Balance}/{account.Debt}/{level.Current.Code}\n")
            + string.Join("\n", lots.Concat(entries).Concat(history));
    }

    private static async Task<string> ShowAsync(TestPortal portal, long customerId, PointsRules rules)
    {
        await using var context = portal.NewContext();
        var row = await context.PointsMemberships.SingleOrDefaultAsync(member => member.Id == customerId);
        var lots = (await context.PointsLots.Where(lot => lot.CustomerId == customerId).OrderBy(lot => lot.Number).ToListAsync()).Select(lot => string.Create(
            CultureInfo.InvariantCulture,
            $"{lot.Number} {lot.EventKey} {lot.EarnedOn:yyyy-MM-dd} {lot.AvailableOn:yyyy-MM-dd} {(lot.Remaining > 0 ? lot.ExpiresOn : null):yyyy-MM-dd} {lot.Earned} {lot.Remaining} {lot.Redeemed} {lot.Expired} {lot.TakenBack} {lot.TakenForOthers} {lot.Adjusted} {lot.Absorbed} {lot.Covered} {lot.Forgiven}"));
        var entries = (await context.PointsEntries.Where(entry => entry.CustomerId == customerId).OrderBy(entry => entry.Id).ToListAsync()).Select(entry => string.Create(
            CultureInfo.InvariantCulture,
            $"{entry.On:yyyy-MM-dd} {entry.EventKey} {entry.Kind} {entry.Units} {entry.BalanceUnits} [{string.Join(",", PointsJson.Read<List<PointsLotPart>>(entry.LotsJson).Select(lot => $"{lot.Lot}:{lot.Units}"))}]"));
        var history = (await context.PointsLevelChanges.Where(change => change.CustomerId == customerId).OrderBy(change => change.Id).ToListAsync()).Select(change => string.Create(
            CultureInfo.InvariantCulture, $"{change.On:yyyy-MM-dd} {change.FromCode}>{change.ToCode} {change.Reason}"));
        return string.Create(CultureInfo.InvariantCulture, $"{row?.BalanceUnits ?? 0}/{row?.DebtUnits ?? 0}/{row?.LevelCode ?? rules.Levels!.List[0].Code}\n")
            + string.Join("\n", lots.Concat(entries).Concat(history));
    }
}
