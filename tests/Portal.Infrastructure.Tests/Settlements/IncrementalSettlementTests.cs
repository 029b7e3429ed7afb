using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Portal.Domain.Customers;
using Portal.Domain.Products;
using Portal.Domain.Programs;
using Portal.Domain.Settlements;
using Portal.Infrastructure.Access;
using Portal.Infrastructure.Data;
using Portal.Infrastructure.Settlements;
using DatabaseList = Portal.Infrastructure.Tests.Databases.Databases;

namespace Portal.Infrastructure.Tests.Settlements;

/// <summary>A run settles only customers for whom something changed, and must give what settling everyone gives.</summary>
public sealed class IncrementalSettlementTests
{
    private const int Customers = 32;
    private const int Steps = 14;
    private static readonly DateOnly January = new(2026, 1, 10);

    [SkippableTheory]
    [MemberData(nameof(DatabaseList.All), MemberType = typeof(DatabaseList))]
    public async Task Random_changes_settle_to_the_same_as_settling_everyone(DatabaseProvider provider)
    {
        await using var some = await WorldAsync(provider);
        await using var all = await WorldAsync(provider);
        for (var step = 0; step < Steps; step++)
        {
            foreach (var (world, isFull) in new[] { (some, false), (all, true) })
            {
                await ChangeAsync(world, step, new Random(100 + step));
                await world.SettleAsync(isFull: isFull);
            }

            Assert.Equal(await all.PrintAsync(), await some.PrintAsync());
        }

        await using var context = some.Portal.NewContext();
        var changed = await context.SettlementRuns.OrderBy(run => run.Id).Select(run => run.ChangedCustomers).ToListAsync();
        Assert.Null(changed[0]);
        Assert.True(changed.Count(count => count is > 0 and <= Customers / 4) > Steps / 2, string.Join(',', changed));
        await using var everyone = all.Portal.NewContext();
        Assert.All(await everyone.SettlementRuns.ToListAsync(), run => Assert.Null(run.ChangedCustomers));
    }

    [SkippableTheory]
    [MemberData(nameof(DatabaseList.All), MemberType = typeof(DatabaseList))]
    public async Task Reads_the_sales_of_changed_customers_only(DatabaseProvider provider)
    {
        await using var world = await SettlementWorld.CreateAsync(provider, customers: Customers);
        await world.ApproveAsync(SettlementWorld.Monthly());
        foreach (var customer in world.Customers)
        {
            await world.SellAsync(customer, January, (world.Products[0], 1, 2000), (world.Products[1], 1, 500));
        }

        var first = await world.SettleAsync();
        await world.SellAsync(world.Customers[3], January, (world.Products[0], 1, 300));
        var second = await world.SettleAsync();
        var third = await world.SettleAsync();
        var full = await world.SettleAsync(isFull: true);

        Assert.Equal((2L * Customers, 3L, 0L, (2L * Customers) + 1), (first.SalesLinesRead, second.SalesLinesRead, third.SalesLinesRead, full.SalesLinesRead));
        Assert.Equal((1L, 0L, 0L), (second.Lines, third.Lines, full.Lines));
    }

    [SkippableTheory]
    [MemberData(nameof(DatabaseList.All), MemberType = typeof(DatabaseList))]
    public async Task Marks_that_stayed_the_same_are_handed_on_and_others_written_anew(DatabaseProvider provider)
    {
        await using var world = await SettlementWorld.CreateAsync(provider, customers: Customers);
        await world.ApproveAsync(SettlementWorld.Monthly());
        await world.SellAsync(world.Customers[0], January, (world.Products[0], 1, 2000));
        var first = await BaselineAsync(await world.SettleAsync());
        await world.SellAsync(world.Customers[1], January, (world.Products[0], 1, 300));
        var second = await BaselineAsync(await world.SettleAsync());
        await world.ApproveAsync(SettlementWorld.Monthly("OTHER"));
        var third = await BaselineAsync(await world.SettleAsync());

        Assert.NotEmpty(first);
        Assert.Equal(first, second);
        Assert.NotEqual(second, third);

        async Task<byte[]> BaselineAsync(SettlementRunResult run)
        {
            await using var context = world.Portal.NewContext();
            var baseline = await context.SettlementBaselines.AsNoTracking().SingleAsync();
            Assert.Equal(run.RunId, baseline.RunId);
            return baseline.Marks;
        }
    }

    [SkippableTheory]
    [MemberData(nameof(DatabaseList.All), MemberType = typeof(DatabaseList))]
    public async Task Marks_that_an_earlier_run_left_behind_stop_nobody(DatabaseProvider provider)
    {
        await using var world = await SettlementWorld.CreateAsync(provider, customers: Customers);
        await world.ApproveAsync(SettlementWorld.Monthly());
        var first = await world.SettleAsync();
        await world.SettleAsync();
        await using var context = world.Portal.NewContext();
        var marks = await context.SettlementBaselines.Select(baseline => baseline.Marks).SingleAsync();
        context.Add(new SettlementBaseline(first.RunId, marks));
        await context.SaveChangesAsync();
        await world.SellAsync(world.Customers[0], January, (world.Products[0], 1, 2000));
        var third = await world.SettleAsync();

        Assert.Equal((1L, third.RunId), (third.Lines, await context.SettlementBaselines.MaxAsync(baseline => baseline.RunId)));
    }

    [SkippableTheory]
    [MemberData(nameof(DatabaseList.All), MemberType = typeof(DatabaseList))]
    public async Task A_run_of_some_programmes_is_no_baseline(DatabaseProvider provider)
    {
        await using var world = await SettlementWorld.CreateAsync(provider, customers: Customers);
        await world.ApproveAsync(SettlementWorld.Monthly());
        await world.ApproveAsync(SettlementWorld.Monthly("OTHER"));
        await world.SellAsync(world.Customers[0], January, (world.Products[0], 1, 2000));
        world.Portal.Clock.Now += TimeSpan.FromMinutes(1);
        await using var scope = world.Portal.AsSystem();
        var one = await scope.ServiceProvider.GetRequiredService<RunSettlement>()
            .RunToEndAsync(new RunSettlementInput("one", ProgramCodes: ["OTHER"]), CancellationToken.None);
        var both = await world.SettleAsync();
        Assert.Equal((1L, 1L), (one.Value.Lines, both.Lines));
    }

    [SkippableFact]
    public async Task A_writer_that_has_not_ended_is_noticed()
    {
        await using var world = await SettlementWorld.CreateAsync(DatabaseProvider.Postgres);
        await world.SellAsync(world.Customers[0], January, (world.Products[0], 1, 2000));
        await using var reader = world.Portal.NewContext();
        await using var writer = world.Portal.NewContext();
        await using (await writer.Database.BeginTransactionAsync())
        {
            await writer.SalesLines.Where(line => line.Id == 0).ExecuteDeleteAsync();
            Assert.Single(await WritersInFlight.ListAsync(reader, [typeof(Domain.Sales.SalesPayment), typeof(Domain.Sales.SalesLine)], CancellationToken.None));
        }

        Assert.True(await WritersInFlight.EndAsync(reader, [typeof(Domain.Sales.SalesPayment), typeof(Domain.Sales.SalesLine)], CancellationToken.None));
    }

    private static async Task<SettlementWorld> WorldAsync(DatabaseProvider provider)
    {
        var world = await SettlementWorld.CreateAsync(
            provider, Customers, products: 8, services => services.Configure<SettlementOptions>(options => options.SalesLinesPerPartition = 20));
        await using (var context = world.Portal.NewContext())
        {
            context.AddRange(new CustomerGroup("GOLD", "Gold"), new ProductCategory("BELLS", "Bells", (await context.ProductCategories.FirstAsync(row => row.Code == "PARTS")).Id));
            await context.SaveChangesAsync();
        }

        await world.ApproveAsync(SettlementWorld.Monthly());
        await world.ApproveAsync(SettlementWorld.Monthly("PARTS") with { Lines = [SettlementWorld.OfCategory(SettlementWorld.Line(TierMode.Slab, (100, 1), (900, 2)), "PARTS")] });
        await world.ApproveAsync(SettlementWorld.Monthly("GOLD") with
        {
            PeriodMode = PeriodMode.Cumulative,
            Participants = new ProgramParticipants { Include = [new CustomerSelector(CustomerSelectorKind.Group) { Codes = ["GOLD"] }] },
        });
        await world.ApproveAsync(SettlementWorld.Monthly("FAMILY") with
        {
            CapPerProgram = 60,
            Participants = new ProgramParticipants { Include = [new CustomerSelector(CustomerSelectorKind.Parent) { Codes = ["C1"] }] },
        });
        await using (var context = world.Portal.NewContext())
        {
            (await context.Customers.FindAsync(world.Customers[1]))!.PlaceUnder(world.Customers[0]);
            await context.SaveChangesAsync();
        }

        var random = new Random(1);
        for (var number = 0; number < 3 * Customers; number++)
        {
            await world.SellAsync(world.Customers[number % Customers], January.AddDays(random.Next(45)), (world.Products[random.Next(8)], 1, random.Next(200, 3000)));
        }

        return world;
    }

    private static async Task ChangeAsync(SettlementWorld world, int step, Random random)
    {
        await using var context = world.Portal.NewContext();
        var customer = (await context.Customers.FindAsync(world.Customers[random.Next(Customers)]))!;
        var product = world.Products[random.Next(8)];
        switch (step % 7)
        {
            case 0:
                await world.SellAsync(customer.Id, January.AddDays(random.Next(45)), (product, 1, random.Next(200, 3000)));
                break;
            case 1:
                await world.SellAsync(customer.Id, January, (product, -1, -random.Next(200, 1500)));
                break;
            case 2:
                customer.Classify((await context.CustomerGroups.SingleAsync()).Id, null, null);
                break;
            case 3:
                customer.PlaceUnder(world.Customers[0]);
                break;
            case 4:
                await SendBackAsync(world, context);
                break;
            case 5 when step < 7:
                await world.ApproveAsync(SettlementWorld.Monthly("GOLD") with
                {
                    PeriodMode = PeriodMode.Cumulative,
                    Participants = new ProgramParticipants { Include = [new CustomerSelector(CustomerSelectorKind.Group) { Codes = ["GOLD"] }] },
                    Lines = [SettlementWorld.Line(TierMode.WholeVolume, (500, 4))],
                });
                break;
            case 5:
                (await context.Customers.FindAsync(world.Customers[1]))!.PlaceUnder(null);
                break;
            default:
                // A product that few have bought moves to a category below one that a programme names.
                (await context.Products.FindAsync(await RarestAsync(context)))!.Classify((await context.ProductCategories.SingleAsync(row => row.Code == "BELLS")).Id, null);
                break;
        }

        await context.SaveChangesAsync();
    }

    private static Task<long> RarestAsync(PortalDbContext context) => context.SalesLines.GroupBy(line => line.ProductId)
        .OrderBy(group => group.Count()).ThenBy(group => group.Key).Select(group => group.Key).FirstAsync();

    private static async Task SendBackAsync(SettlementWorld world, PortalDbContext context)
    {
        // The smallest, so that few customers are concerned.
        var settlement = await context.Settlements.Where(row => row.State == SettlementState.Calculated)
            .OrderBy(row => context.SettlementLines.Count(line => line.SettlementId == row.Id)).ThenBy(row => row.Id).FirstAsync();
        await using var scope = world.Portal.AsStaff(RolePermissions.Finance, SettlementWorld.Finance);
        var outcome = await scope.ServiceProvider.GetRequiredService<SendBackSettlement>().RunAsync(new DecideSettlementInput(settlement.Id, Note: "again"), CancellationToken.None);
        Assert.True(outcome.IsDone);
    }
}
