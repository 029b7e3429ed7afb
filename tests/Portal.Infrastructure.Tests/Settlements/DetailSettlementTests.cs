using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Portal.Domain.ExchangeRates;
using Portal.Domain.Figures;
using Portal.Domain.Programs;
using Portal.Domain.Sales;
using Portal.Domain.Shared;
using Portal.Infrastructure.Data;
using Portal.Infrastructure.Settlements;
using DatabaseList = Portal.Infrastructure.Tests.Databases.Databases;

namespace Portal.Infrastructure.Tests.Settlements;

/// <summary>Settlements of rules that look beyond amounts and quantities: at payments, deliveries, rates, figures, families.</summary>
public sealed class DetailSettlementTests
{
    private const int Customers = 24;
    private const int Steps = 18;
    private static readonly DateOnly January = new(2026, 1, 10);

    [SkippableTheory]
    [MemberData(nameof(DatabaseList.All), MemberType = typeof(DatabaseList))]
    public async Task Payments_rates_figures_and_units_that_come_late_settle_to_the_same_as_settling_everyone(DatabaseProvider provider)
    {
        await using var some = await WorldAsync(provider);
        await using var all = await WorldAsync(provider);
        for (var step = 0; step < Steps; step++)
        {
            foreach (var (world, isFull) in new[] { (some, false), (all, true) })
            {
                await ChangeAsync(world, step, new Random(200 + step));
                await world.SettleAsync(isFull: isFull);
            }

            Assert.Equal(await all.PrintAsync(), await some.PrintAsync());
        }

        await using var context = some.Portal.NewContext();
        var runs = await context.SettlementRuns.OrderBy(run => run.Id).ToListAsync();
        Assert.All(runs.Skip(1), run => Assert.InRange(run.ChangedCustomers ?? 0, 1, Customers / 4));
        Assert.True(await context.Settlements.Select(row => row.RunId).Distinct().CountAsync() >= Steps / 3);

        // Each document says what its lines add up to.
        var lines = (await context.SettlementLines.Select(line => new { line.SettlementId, line.DueMinor }).ToListAsync()).ToLookup(line => line.SettlementId, line => line.DueMinor);
        Assert.All(await context.Settlements.ToListAsync(), settlement => Assert.Equal((lines[settlement.Id].Count(), lines[settlement.Id].Sum()), (settlement.LineCount, settlement.DueMinor)));
    }

    [SkippableTheory]
    [MemberData(nameof(DatabaseList.All), MemberType = typeof(DatabaseList))]
    public async Task A_document_counts_when_its_payment_has_come_and_no_more_when_it_is_taken_back(DatabaseProvider provider)
    {
        await using var world = await SettlementWorld.CreateAsync(provider);
        await world.ApproveAsync(SettlementWorld.Monthly() with { Documents = new DocumentRule(DocumentCount.Paid), Negative = NegativePolicy.ChargeBack });
        await SellAsync(world, "D1", world.Customers[0], January, 2000);
        await SellAsync(world, "D2", world.Customers[1], January, 2000);
        await PayAsync(world, "Z1", "D1", new DateOnly(2026, 2, 1), 1999);
        Assert.Equal(0, (await world.SettleAsync()).Lines);
        await PayAsync(world, "Z2", "D1", new DateOnly(2026, 2, 3), 1);
        Assert.Equal(2000, (await world.SettleAsync()).DueMinor);
        await PayAsync(world, "Z3", "D1", new DateOnly(2026, 2, 9), -500);
        Assert.Equal(-2000, (await world.SettleAsync()).DueMinor);
        Assert.Equal(0, (await world.SettleAsync()).Lines);
        await using var context = world.Portal.NewContext();
        Assert.Equal([0L, 2L, 3L, 3L], (await context.SettlementRuns.OrderBy(run => run.Id).Select(run => run.PaymentsUpTo).ToListAsync()).Select((upTo, index) => index == 0 ? upTo - 1 : upTo));
    }

    [SkippableTheory]
    [MemberData(nameof(DatabaseList.All), MemberType = typeof(DatabaseList))]
    public async Task Payments_stay_with_a_document_that_is_issued_anew_and_what_was_taken_back_counts_for_nothing(DatabaseProvider provider)
    {
        await using var world = await SettlementWorld.CreateAsync(provider);
        await world.ApproveAsync(SettlementWorld.Monthly() with { Documents = new DocumentRule(DocumentCount.Paid) });
        await SellAsync(world, "D1", world.Customers[0], January, 5000);
        await SellAsync(world, "D1", world.Customers[0], January, -5000, version: -1);
        await SellAsync(world, "D1", world.Customers[0], January.AddDays(1), 2000, version: 2);
        await PayAsync(world, "Z1", "D1", new DateOnly(2026, 2, 1), 2000);
        Assert.Equal(2000, (await world.SettleAsync()).DueMinor);
    }

    [SkippableTheory]
    [MemberData(nameof(DatabaseList.All), MemberType = typeof(DatabaseList))]
    public async Task A_line_that_is_not_for_rebate_counts_for_no_programme_that_adds_up_lines(DatabaseProvider provider)
    {
        await using var world = await SettlementWorld.CreateAsync(provider);
        await world.ApproveAsync(SettlementWorld.Monthly());
        await SellAsync(world, "D1", world.Customers[0], January, 2000);
        await SellAsync(world, "D2", world.Customers[0], January, 700, isNotForRebate: true);
        await SellAsync(world, "D3", world.Customers[1], January, 9000, isNotForRebate: true);
        Assert.Equal(2000, (await world.SettleAsync()).DueMinor);
    }

    [SkippableTheory]
    [MemberData(nameof(DatabaseList.All), MemberType = typeof(DatabaseList))]
    public async Task A_missing_rate_ends_the_run_and_is_named(DatabaseProvider provider)
    {
        await using var world = await SettlementWorld.CreateAsync(provider);
        await world.ApproveAsync(SettlementWorld.Monthly());
        await SellAsync(world, "D1", world.Customers[0], January, 2000, "USD");
        await RateAsync(world, January.AddDays(1), 7m);
        world.Portal.Clock.Now += TimeSpan.FromMinutes(1);
        await using (var scope = world.Portal.AsSystem())
        {
            var outcome = await scope.ServiceProvider.GetRequiredService<RunSettlement>().RunToEndAsync(new RunSettlementInput("run"), CancellationToken.None);
            Assert.Equal("settlement_run_failed", outcome.Refusal.Code);
        }

        await using var context = world.Portal.NewContext();
        var missing = Assert.Single(SettlementDataMissingException.Read((await context.SettlementRuns.SingleAsync()).Failure));
        Assert.Equal(("calculation_rate_missing", "D1"), (missing.Code, (string)missing.Arguments[0]!));
        Assert.Empty(await world.LinesAsync());
        await RateAsync(world, January, 7.5m);
        Assert.Equal(30_000, (await world.SettleAsync()).DueMinor);
    }

    private static async Task<SettlementWorld> WorldAsync(DatabaseProvider provider)
    {
        var world = await SettlementWorld.CreateAsync(
            provider, Customers, products: 4, services => services.Configure<SettlementOptions>(options => options.SalesLinesPerPartition = 20));
        await world.ApproveAsync(SettlementWorld.Monthly("PAID") with { Documents = new DocumentRule(DocumentCount.PaidShare) });
        await world.ApproveAsync(SettlementWorld.Monthly("DELIVERED") with { Documents = new DocumentRule(DocumentCount.Posted) { Date = DocumentDate.Delivery } });
        var line = SettlementWorld.Line(TierMode.WholeVolume, (50, 1), (100, 2));
        var compare = new Comparison(ComparisonAgainst.Figures, ComparisonAs.RatioPercent) { List = "TARGETS", WithoutBase = WithoutBase.Skip };
        await world.ApproveAsync(SettlementWorld.Monthly("TARGET") with
        {
            Lines = [line with { Qualifier = line.Qualifier with { Compare = compare }, Base = new PayerBase(Measure.NetAmount) }],
        });
        await world.ApproveAsync(SettlementWorld.Monthly("FAMILY") with { RollUp = new RollUpRule(RollUpPayTo.Children) });
        await using (var context = world.Portal.NewContext())
        {
            (await context.Customers.FindAsync(world.Customers[1]))!.PlaceUnder(world.Customers[^1]);
            (await context.Customers.FindAsync(world.Customers[^2]))!.PlaceUnder(world.Customers[^1]);
            await context.SaveChangesAsync();
        }

        for (var day = 0; day < 60; day++)
        {
            await RateAsync(world, January.AddDays(day), 7m + (day * 0.01m));
        }

        var random = new Random(5);
        for (var number = 0; number < 2 * Customers; number++)
        {
            var isForeign = number % 5 == 0;
            await SellAsync(world, "D" + number, world.Customers[number % Customers], January.AddDays(random.Next(45)), random.Next(isForeign ? 50 : 400, isForeign ? 500 : 3000), isForeign ? "USD" : "CNY", delivered: random.Next(40));
            await PayAsync(world, "Z" + number, "D" + number, January.AddDays(50), random.Next(50, 200));
        }

        foreach (var customer in world.Customers)
        {
            await FigureAsync(world, customer, 3000);
        }

        return world;
    }

    private static async Task ChangeAsync(SettlementWorld world, int step, Random random)
    {
        if (step == 0)
        {
            return;
        }

        var number = random.Next(2 * Customers);
        var customer = world.Customers[number % Customers];
        switch (step % 6)
        {
            case 0:
                await PayAsync(world, "S" + step, "D" + number, new DateOnly(2026, 3, 1), random.Next(100, 300));
                break;
            case 1:
                await PayAsync(world, "S" + step, "D" + number, new DateOnly(2026, 3, 2), -40);
                break;
            case 2:
                await FigureAsync(world, customer, random.Next(100, 900));
                break;
            case 3:
                await RateAsync(world, await ForeignDayAsync(world, random), 9m + step);
                break;
            case 4:
                await SellAsync(world, "L" + step, customer, January, 5000, delivered: 20, isNotForRebate: step > 8);
                break;
            default:
                await SellAsync(world, "L" + step, world.Customers[1], January, 4000, delivered: 35);
                break;
        }
    }

    private static async Task<DateOnly> ForeignDayAsync(SettlementWorld world, Random random)
    {
        await using var context = world.Portal.NewContext();
        var days = await context.SalesDocuments.Where(document => document.Currency == "USD").OrderBy(document => document.Id).Select(document => document.DocumentOn).ToListAsync();
        return days[random.Next(days.Count)];
    }

    private static async Task SellAsync(
        SettlementWorld world, string number, long customerId, DateOnly on, decimal amount, string currency = "CNY", int? delivered = null, bool isNotForRebate = false, int version = 1)
    {
        await using var context = world.Portal.NewContext();
        var minor = Money.FromAmount(amount).Minor;
        var document = new SalesDocument("test", number, amount < 0 ? SalesDocumentKind.Return : SalesDocumentKind.Sale, customerId, on, number, world.Portal.Clock.GetUtcNow().UtcDateTime) { Version = version };
        document.Complete(null, currency, null, 1, minor, null);
        context.Add(document);
        await context.SaveChangesAsync();
        var line = new SalesLine(document.Id, 1, customerId, on, world.Products[0], 1000, minor);
        line.Detail(delivered is { } days ? on.AddDays(days) : null, isNotForRebate, null, null);
        context.Add(line);
        await context.SaveChangesAsync();
        context.AddRange(SalesPack.Of([line]));
        await context.SaveChangesAsync();
    }

    private static async Task PayAsync(SettlementWorld world, string number, string document, DateOnly on, decimal amount)
    {
        await using var context = world.Portal.NewContext();
        context.Add(new SalesPayment("test", number, "test", document, on, Money.FromAmount(amount).Minor, world.Portal.Clock.GetUtcNow().UtcDateTime, null));
        await context.SaveChangesAsync();
    }

    private static async Task RateAsync(SettlementWorld world, DateOnly on, decimal rate)
    {
        await using var context = world.Portal.NewContext();
        var stored = await context.ExchangeRates.SingleOrDefaultAsync(row => row.Currency == "USD" && row.RateOn == on);
        if (stored is null)
        {
            context.Add(new ExchangeRate("USD", on, ExchangeRate.Scaled(rate)));
        }

        stored?.Enter(ExchangeRate.Scaled(rate), null, DateTime.UnixEpoch);
        await context.SaveChangesAsync();
    }

    private static async Task FigureAsync(SettlementWorld world, long customerId, decimal value)
    {
        await using var context = world.Portal.NewContext();
        var stored = await context.CustomerFigures.SingleOrDefaultAsync(row => row.CustomerId == customerId);
        if (stored is null)
        {
            context.Add(new CustomerFigure("TARGETS", customerId, new DateOnly(2026, 1, 1), new DateOnly(2026, 1, 31), Quantity.FromUnits(value).Milli));
        }

        stored?.Enter(Quantity.FromUnits(value).Milli, null, DateTime.UnixEpoch);
        await context.SaveChangesAsync();
    }
}
