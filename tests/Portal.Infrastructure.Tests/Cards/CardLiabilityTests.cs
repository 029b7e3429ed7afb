using Microsoft.EntityFrameworkCore;
using Portal.Domain.Cards;
using Portal.Infrastructure.Access;
using Portal.Infrastructure.Cards;
using Portal.Infrastructure.Data;
using Xunit.Abstractions;

namespace Portal.Infrastructure.Tests.Cards;

public sealed class CardLiabilityTests(ITestOutputHelper output)
{
    private static readonly DateOnly First = new(2026, 3, 1);
    private static readonly DateOnly Last = new(2026, 3, 31);

    [SkippableTheory]
    [MemberData(nameof(Databases.Databases.All), MemberType = typeof(Databases.Databases))]
    public async Task Visits_are_owed_by_number_and_by_what_was_paid(DatabaseProvider provider)
    {
        await using var desk = await CardDesk.OpenAsync(provider);
        var card = await desk.AddCardAsync();
        Assert.True((await SellAsync(desk, card, "Wash", 3, 10_000, new DateOnly(2026, 3, 20))).IsDone);
        Assert.True((await SellAsync(desk, card, "Cut", 10, 50_000, null)).IsDone);
        var first = (await UseAsync(desk, card, "Wash", 1)).Value;
        await UseAsync(desk, card, "Wash", 1);
        await UseAsync(desk, card, "Cut", 4);
        Assert.True((await desk.DoAsync((ReturnVisits use) => use.RunAsync(new ReturnVisitsInput(desk.Key(), card, first.OperationId, "not served"), CancellationToken.None))).IsDone);
        var march = (await ReadAsync(desk, First, Last)).Visits;
        Assert.Equal((new VisitSum(13, 60_000), new VisitSum(-6, -26_666), new VisitSum(1, 3_333)), (march.Sold, march.Used, march.Returned));
        Assert.Equal((default, new VisitSum(8, 36_667), default), (march.Opening, march.Closing, march.Difference));
        Assert.Equal([new VisitServiceSum("Cut", new VisitSum(6, 30_000)), new VisitServiceSum("Wash", new VisitSum(2, 6_667))], march.Services);

        // What is not used in time expires; the rest is paid back when the card is closed.
        desk.Portal.Clock.Now = new DateTimeOffset(2026, 4, 2, 4, 0, 0, TimeSpan.Zero);
        await using (var scope = desk.Portal.AsSystem())
        {
            await ((ExpireCards)scope.ServiceProvider.GetService(typeof(ExpireCards))!).RunAsync(CancellationToken.None);
        }

        await desk.DoAsync((CloseCard use) => use.RunAsync(new CloseCardInput(desk.Key(), card, CardPayMethod.Cash, "moves away"), CancellationToken.None));
        var april = (await ReadAsync(desk, new DateOnly(2026, 4, 1), new DateOnly(2026, 4, 30))).Visits;
        Assert.Equal((march.Closing, new VisitSum(-2, -6_667), new VisitSum(-6, -30_000), default, default), (april.Opening, april.Expired, april.Closed, april.Closing, april.Difference));
        Assert.Equal(march.Closing, (await ReadAsync(desk, First, Last)).Visits.Closing);
        Assert.Equal(default, (await desk.DoAsync((CardLiabilityQueries queries) => queries.ReadAsync(First, Last, CancellationToken.None), RolePermissions.SalesRepresentative)).Visits.Closing);
        await desk.AssertSoundAsync();
    }

    [Fact]
    public async Task Whatever_is_sold_used_and_put_back_the_report_closes_with_the_lots()
    {
        var seed = Environment.TickCount;
        output.WriteLine($"seed {seed}");
        var random = new Random(seed);
        await using var desk = await CardDesk.OpenAsync(DatabaseProvider.Sqlite);
        var card = await desk.AddCardAsync();
        var uses = new List<long>();
        for (var step = 0; step < 60; step++)
        {
            var service = random.Next(2) == 0 ? "Wash" : "Cut";
            switch (random.Next(step < 5 ? 1 : 4))
            {
                case 0:
                    await SellAsync(desk, card, service, random.Next(1, 12), random.Next(0, 20_000), null);
                    break;
                case 1 when uses.Count > 0:
                    await desk.DoAsync((ReturnVisits use) => use.RunAsync(new ReturnVisitsInput(desk.Key(), card, uses[random.Next(uses.Count)], "back"), CancellationToken.None));
                    break;
                default:
                    if (await UseAsync(desk, card, service, random.Next(1, 5)) is { IsDone: true } used)
                    {
                        uses.Add(used.Value.OperationId);
                    }

                    break;
            }
        }

        var visits = (await ReadAsync(desk, First, Last)).Visits;
        await using var context = desk.Portal.NewContext();
        var lots = await context.VisitLots.AsNoTracking().ToListAsync();
        Assert.Equal(new VisitSum(lots.Sum(lot => lot.Left), lots.Sum(lot => lot.LeftValueMinor)), visits.Closing);
        Assert.Equal(default, visits.Difference);
        await desk.AssertSoundAsync();
    }

    private static Task<Domain.Shared.Outcome<CardReceipt>> SellAsync(CardDesk desk, long cardId, string service, int times, long priceMinor, DateOnly? validTo) =>
        desk.DoAsync((SellVisits use) => use.RunAsync(new SellVisitsInput(desk.Key(), cardId, service, times, priceMinor, CardPayMethod.Cash, validTo), CancellationToken.None));

    private static Task<Domain.Shared.Outcome<CardReceipt>> UseAsync(CardDesk desk, long cardId, string service, int times) =>
        desk.DoAsync((UseVisits use) => use.RunAsync(new UseVisitsInput(desk.Key(), cardId, service, times, null, CardDesk.Pin), CancellationToken.None));

    private static Task<CardLiability> ReadAsync(CardDesk desk, DateOnly firstOn, DateOnly lastOn) =>
        desk.DoAsync((CardLiabilityQueries queries) => queries.ReadAsync(firstOn, lastOn, CancellationToken.None));
}
