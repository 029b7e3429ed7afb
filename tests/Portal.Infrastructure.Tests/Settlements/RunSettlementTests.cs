using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Portal.Domain.Programs;
using Portal.Domain.Settlements;
using Portal.Infrastructure.Access;
using Portal.Infrastructure.Data;
using Portal.Infrastructure.Settlements;
using Portal.Infrastructure.Shared;
using DatabaseList = Portal.Infrastructure.Tests.Databases.Databases;

namespace Portal.Infrastructure.Tests.Settlements;

public sealed class RunSettlementTests
{
    private static readonly DateOnly January = new(2026, 1, 10);
    private static readonly DateOnly February = new(2026, 2, 10);

    [SkippableTheory]
    [MemberData(nameof(DatabaseList.All), MemberType = typeof(DatabaseList))]
    public async Task Gives_the_lines_of_a_naive_reckoning_and_reads_each_sales_line_once(DatabaseProvider provider)
    {
        await using var world = await SettlementWorld.CreateAsync(provider, customers: 12, products: 6, RandomSales.Small(40));
        var monthly = SettlementWorld.Monthly();
        var slabs = SettlementWorld.Monthly("SLABS") with
        {
            Period = new ProgramPeriod(PeriodKind.Quarter),
            ValidFrom = new DateOnly(2025, 7, 1),
            Lines = [SettlementWorld.OfCategory(SettlementWorld.Line(TierMode.Slab, (500, 1.25m), (2000, 2.5m), (4000, 4)), "BIKES")],
        };
        var year = SettlementWorld.Monthly("YEAR") with
        {
            ValidFrom = new DateOnly(2025, 7, 1),
            PeriodMode = PeriodMode.Cumulative,
            Lines = [SettlementWorld.Line(TierMode.WholeVolume, (3000, 1), (9000, 3))],
        };
        var ids = new List<long>();
        foreach (var definition in new[] { monthly, slabs, year })
        {
            ids.Add(await world.ApproveAsync(definition));
        }

        var sales = await RandomSales.AddAsync(world, 300, seed: 7);
        var result = await world.SettleAsync();

        Assert.Equal(SettlementRunState.Completed, result.State);
        Assert.Equal(sales.Count(sale => sale.On < new DateOnly(2026, 3, 1)), result.SalesLinesRead);
        var oracle = new List<string>();
        Expect(oracle, ids[0], world, sales, monthly, (tiers, value) => Whole(tiers, value), _ => true);
        Expect(oracle, ids[1], world, sales, slabs, (tiers, value) => Slabs(tiers, value), product => world.Products.IndexOf(product) % 2 == 0);
        Expect(oracle, ids[2], world, sales, year, (tiers, value) => Whole(tiers, value), _ => true);
        var lines = (await world.LinesAsync()).Select(line => $"{line.ProgramId} {line.CustomerId} {line.PeriodFrom:yyyy-MM-dd} {line.DeltaMinor}");
        Assert.Equal(oracle.Order(StringComparer.Ordinal), lines.Order(StringComparer.Ordinal));
        Assert.True((await world.SettlementsAsync()).TrueForAll(settlement => settlement.Number.StartsWith("S-2026-", StringComparison.Ordinal)));
        await using var context = world.Portal.NewContext();
        Assert.True(await context.SettlementPartitions.CountAsync() > 3);
    }

    [SkippableTheory]
    [MemberData(nameof(DatabaseList.All), MemberType = typeof(DatabaseList))]
    public async Task Reads_no_line_twice_whatever_the_number_of_programmes(DatabaseProvider provider)
    {
        await using var world = await SettlementWorld.CreateAsync(provider);
        await RandomSales.AddAsync(world, 60, seed: 3);
        await world.ApproveAsync(SettlementWorld.Monthly() with { ValidFrom = new DateOnly(2025, 7, 1) });
        var one = await world.SettleAsync();
        for (var number = 0; number < 9; number++)
        {
            await world.ApproveAsync(SettlementWorld.Monthly("M" + number) with { ValidFrom = new DateOnly(2025, 7, 1) });
        }

        var ten = await world.SettleAsync();
        Assert.True(one.SalesLinesRead > 0);
        Assert.Equal(one.SalesLinesRead, ten.SalesLinesRead);
    }

    [SkippableTheory]
    [MemberData(nameof(DatabaseList.All), MemberType = typeof(DatabaseList))]
    public async Task A_second_run_finds_nothing(DatabaseProvider provider)
    {
        await using var world = await SettlementWorld.CreateAsync(provider);
        await world.ApproveAsync(SettlementWorld.Monthly());
        await world.SellAsync(world.Customers[0], January, (world.Products[0], 1, 2000));
        var first = await world.SettleAsync();
        var before = await world.PrintAsync();

        var second = await world.SettleAsync();

        Assert.Equal((1, 1L, 2000L), (first.Settlements, first.Lines, first.DueMinor));
        Assert.Equal((0, 0L, 0L), (second.Settlements, second.Lines, second.DueMinor));
        Assert.Equal(before, await world.PrintAsync());
        Assert.Equal("S-2026-0001", Assert.Single(await world.SettlementsAsync()).Number);
    }

    [SkippableTheory]
    [MemberData(nameof(DatabaseList.All), MemberType = typeof(DatabaseList))]
    public async Task Late_documents_and_returns_come_as_the_exact_difference_with_their_reason(DatabaseProvider provider)
    {
        await using var world = await SettlementWorld.CreateAsync(provider);
        await world.ApproveAsync(SettlementWorld.Monthly());
        var (late, back, crossed, fresh) = (world.Customers[0], world.Customers[1], world.Customers[2], world.Products[0]);
        foreach (var customer in world.Customers)
        {
            await world.SellAsync(customer, January, (fresh, 1, 2000));
        }

        await world.SettleAsync();
        await world.SellAsync(late, January.AddDays(3), (fresh, 1, 500));
        await world.SellAsync(back, January.AddDays(3), (fresh, -1, -400));
        await world.SellAsync(crossed, January.AddDays(3), (fresh, 1, 3000));
        var run = await world.SettleAsync();

        var lines = (await world.LinesAsync(run.RunId)).ToDictionary(line => line.CustomerId);
        Assert.Equal((2500L, 2000L, 500L, 500L, SettlementReason.LateDocument), Figures(lines[late]));
        Assert.Equal((1600L, 2000L, -400L, 0L, SettlementReason.Return), Figures(lines[back]));
        Assert.Equal(-400, lines[back].CarriedOutMinor);
        Assert.Equal((10000L, 2000L, 8000L, 8000L, SettlementReason.TierCrossed), Figures(lines[crossed]));

        // The negative rest is set off against what February gives.
        await world.SellAsync(back, February, (fresh, 1, 1000));
        var next = await world.SettleAsync();
        var line = Assert.Single(await world.LinesAsync(next.RunId));
        Assert.Equal((1000L, -400L, 600L, SettlementReason.TierCrossed), (line.DeltaMinor, line.CarriedInMinor, line.DueMinor, line.Reason));
        Assert.Equal(0, (await world.SettleAsync()).Lines);
    }

    [SkippableTheory]
    [MemberData(nameof(DatabaseList.All), MemberType = typeof(DatabaseList))]
    public async Task Documents_that_arrive_while_a_run_is_planned_wait_for_the_next(DatabaseProvider provider)
    {
        await using var world = await SettlementWorld.CreateAsync(provider);
        await world.ApproveAsync(SettlementWorld.Monthly());
        await world.SellAsync(world.Customers[0], January, (world.Products[0], 1, 2000));
        world.Portal.Clock.Now += TimeSpan.FromMinutes(1);
        await using var scope = world.Portal.AsSystem();
        var requested = await scope.ServiceProvider.GetRequiredService<RunSettlement>().RunAsync(new RunSettlementInput("k"), CancellationToken.None);
        await world.SellAsync(world.Customers[0], January, (world.Products[0], 1, 1000));
        var first = await scope.ServiceProvider.GetRequiredService<ExecuteSettlementRun>().RunAsync(requested.Value, CancellationToken.None);
        var second = await world.SettleAsync();
        Assert.Equal(2000, first.Value.DueMinor);
        Assert.Equal(1000, second.DueMinor);
        Assert.Equal(SettlementReason.LateDocument, Assert.Single(await world.LinesAsync(second.RunId)).Reason);
    }

    [SkippableTheory]
    [MemberData(nameof(DatabaseList.All), MemberType = typeof(DatabaseList))]
    public async Task An_amendment_comes_as_a_difference(DatabaseProvider provider)
    {
        await using var world = await SettlementWorld.CreateAsync(provider);
        await world.ApproveAsync(SettlementWorld.Monthly());
        await world.SellAsync(world.Customers[0], January, (world.Products[0], 1, 2000));
        await world.SettleAsync();
        await world.ApproveAsync(SettlementWorld.Monthly() with { Lines = [SettlementWorld.Line(TierMode.WholeVolume, (1000, 3))] });
        var run = await world.SettleAsync();
        var line = Assert.Single(await world.LinesAsync(run.RunId));
        Assert.Equal((6000L, 2000L, 4000L, 4000L, SettlementReason.Amendment), Figures(line));
    }

    [SkippableTheory]
    [MemberData(nameof(DatabaseList.All), MemberType = typeof(DatabaseList))]
    public async Task A_period_that_an_amendment_abolishes_is_taken_back(DatabaseProvider provider)
    {
        await using var world = await SettlementWorld.CreateAsync(provider);
        await world.ApproveAsync(SettlementWorld.Monthly() with { Negative = NegativePolicy.ChargeBack });
        await world.SellAsync(world.Customers[0], January, (world.Products[0], 1, 2000));
        await world.SellAsync(world.Customers[0], February, (world.Products[0], 1, 1000));
        Assert.Equal(3000, (await world.SettleAsync()).DueMinor);
        await world.ApproveAsync(SettlementWorld.Monthly() with
        {
            Negative = NegativePolicy.ChargeBack,
            Period = new ProgramPeriod(PeriodKind.Custom) { Custom = [new CustomPeriod(new DateOnly(2026, 1, 1), new DateOnly(2026, 2, 28))] },
        });
        var run = await world.SettleAsync();
        var lines = await world.LinesAsync(run.RunId);

        // January's start now stands for both months: 3,000 at 1 % less the 20 given; February's 10 are taken back.
        Assert.Equal([(1000L, new DateOnly(2026, 1, 1)), (-1000L, new DateOnly(2026, 2, 1))], lines.Select(line => (line.DueMinor, line.PeriodFrom)));
        Assert.Equal(0, (await world.SettleAsync()).Lines);
    }

    [SkippableTheory]
    [MemberData(nameof(DatabaseList.All), MemberType = typeof(DatabaseList))]
    public async Task A_cap_over_the_programme_is_shared_and_stays_shared(DatabaseProvider provider)
    {
        await using var world = await SettlementWorld.CreateAsync(provider, configure: RandomSales.Small(1));
        await world.ApproveAsync(SettlementWorld.Monthly() with { CapPerProgram = 50, Negative = NegativePolicy.ChargeBack });
        await world.ApproveAsync(SettlementWorld.Monthly("FREE"));
        foreach (var (customer, amount) in world.Customers.Zip([1000m, 2000m, 3000m]))
        {
            await world.SellAsync(customer, January, (world.Products[0], 1, amount));
        }

        var first = await world.SettleAsync();
        Assert.Equal(5000 + 6000, first.DueMinor);
        Assert.Equal([833L, 1667L, 2500L], (await world.LinesAsync()).Take(3).Select(line => line.DueMinor));
        Assert.Equal(0, (await world.SettleAsync()).Lines);

        await world.SellAsync(world.Customers[0], January, (world.Products[0], 1, 3000));
        var second = await world.SettleAsync();
        var capped = (await world.LinesAsync(second.RunId)).Where(line => line.ProgramId == 1).ToList();
        Assert.Equal(0, capped.Sum(line => line.DueMinor));
        Assert.Equal(3, capped.Count);
    }

    [SkippableTheory]
    [MemberData(nameof(DatabaseList.All), MemberType = typeof(DatabaseList))]
    public async Task A_line_opens_into_the_very_sales_lines_it_counted(DatabaseProvider provider)
    {
        await using var world = await SettlementWorld.CreateAsync(provider);
        await world.ApproveAsync(SettlementWorld.Monthly() with { Lines = [SettlementWorld.OfCategory(SettlementWorld.Line(TierMode.WholeVolume, (100, 1)), "BIKES")] });
        await world.SellAsync(world.Customers[0], January, (world.Products[0], 1, 2000), (world.Products[1], 1, 700));
        await world.SellAsync(world.Customers[0], January.AddDays(1), (world.Products[2], -1, -100));
        await world.SellAsync(world.Customers[1], January, (world.Products[0], 1, 300));
        var run = await world.SettleAsync();
        await world.SellAsync(world.Customers[0], January, (world.Products[0], 1, 50));
        var line = (await world.LinesAsync(run.RunId))[0];

        await using var scope = world.Portal.AsStaff(RolePermissions.Auditor);
        var queries = scope.ServiceProvider.GetRequiredService<SettlementQueries>();
        var why = (await queries.LineAsync(line.Id, CancellationToken.None))!;
        var sales = await queries.SalesLinesAsync(line.Id, new GridQuery(), CancellationToken.None);
        Assert.Equal((1, 1, 2, -10000L), (why.SaleDocuments, why.ReturnDocuments, why.SalesLines, why.ReturnsMinor));
        Assert.Equal(line.QualifierValue, sales.Rows.Sum(row => row.NetMinor));
        Assert.Equal(["P1", "P3"], sales.Rows.Select(row => row.ProductNumber));
        Assert.Equal(("Bikes", 190000L), (Assert.Single(why.Categories).Name, why.Categories[0].NetMinor));

        await using var stranger = world.Portal.AsStaff(RolePermissions.SalesRepresentative, 5, employeeId: 99);
        var theirs = stranger.ServiceProvider.GetRequiredService<SettlementQueries>();
        Assert.Null(await theirs.LineAsync(line.Id, CancellationToken.None));
        Assert.Empty((await theirs.SalesLinesAsync(line.Id, new GridQuery(), CancellationToken.None)).Rows);
        Assert.Empty((await theirs.ListAsync(new GridQuery(), CancellationToken.None)).Rows);
    }

    private static (long Rounded, long Already, long Delta, long Due, SettlementReason Reason) Figures(SettlementLine line) =>
        (line.RoundedMinor, line.AlreadySettledMinor, line.DeltaMinor, line.DueMinor, line.Reason);

    private static void Expect(
        List<string> expected, long programId, SettlementWorld world, List<(long CustomerId, DateOnly On, long ProductId, decimal Amount)> sales,
        ProgramDefinition definition, Func<IReadOnlyList<Tier>, decimal, decimal> rebate, Func<long, bool> inScope)
    {
        foreach (var customer in world.Customers)
        {
            var before = 0m;
            foreach (var period in ProgramPeriods.EndedBefore(definition, new DateOnly(2026, 3, 15)))
            {
                var from = definition.PeriodMode == PeriodMode.Cumulative ? definition.ValidFrom : period.From;
                var sum = sales.Where(sale => sale.CustomerId == customer && sale.On >= from && sale.On <= period.To && inScope(sale.ProductId)).Sum(sale => sale.Amount);
                var earned = decimal.Round(rebate(definition.Lines[0].Tiers, sum), 2, MidpointRounding.AwayFromZero);
                var delta = earned - (definition.PeriodMode == PeriodMode.Cumulative ? before : 0);
                before = earned;
                if (delta != 0)
                {
                    expected.Add($"{programId} {customer} {period.From:yyyy-MM-dd} {(long)(delta * 100)}");
                }
            }
        }
    }

    private static decimal Whole(IReadOnlyList<Tier> tiers, decimal value) =>
        value * (tiers.LastOrDefault(tier => tier.From <= value && value > 0)?.RatePercent ?? 0) / 100;

    private static decimal Slabs(IReadOnlyList<Tier> tiers, decimal value) => tiers
        .Select((tier, index) => Math.Max(0, Math.Min(value, index + 1 < tiers.Count ? tiers[index + 1].From : value) - tier.From) * tier.RatePercent!.Value / 100)
        .Sum();
}
