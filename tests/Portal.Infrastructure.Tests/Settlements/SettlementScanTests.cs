using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Portal.Domain.Settlements;
using Portal.Domain.Shared;
using Portal.Infrastructure.Accruals;
using Portal.Infrastructure.Data;
using Portal.Infrastructure.Settlements;
using DatabaseList = Portal.Infrastructure.Tests.Databases.Databases;

namespace Portal.Infrastructure.Tests.Settlements;

/// <summary>How a run reads, and which periods are due.</summary>
public sealed class SettlementScanTests
{
    private static readonly DateRange Year = new(new DateOnly(2026, 1, 1), new DateOnly(2026, 12, 31));

    [SkippableTheory]
    [MemberData(nameof(DatabaseList.All), MemberType = typeof(DatabaseList))]
    public async Task Lines_come_whole_and_in_the_order_of_customers_and_days(DatabaseProvider provider)
    {
        await using var world = await SettlementWorld.CreateAsync(provider);
        await world.SellAsync(world.Customers[1], new DateOnly(2026, 12, 31), (world.Products[0], 1.5m, 0.01m));
        await world.SellAsync(world.Customers[0], new DateOnly(2026, 2, 28), (world.Products[3], -2, -99_999_999.99m));
        await world.SellAsync(world.Customers[0], new DateOnly(2026, 1, 1), (world.Products[2], 3, 7));
        await world.SellAsync(world.Customers[2], new DateOnly(2025, 12, 31), (world.Products[2], 3, 7));
        var facts = new List<SalesFact>();
        await using var context = world.Portal.NewContext();
        await SalesScan.ReadAsync(context, CustomerSelection.Everyone, Year, 1000, (in SalesFact fact) => facts.Add(fact), CancellationToken.None);
        var stored = (await context.SalesLines.AsNoTracking().Where(line => line.DocumentOn.Year == 2026).ToListAsync())
            .OrderBy(line => line.CustomerId).ThenBy(line => line.DocumentOn)
            .Select(line => new SalesFact(line.CustomerId, line.DocumentOn, line.ProductId, line.QuantityMilli, line.NetMinor, line.Id));
        Assert.Equal(stored, facts);
        Assert.Equal(3, facts.Count);
    }

    [Fact]
    public async Task SQLite_reads_the_packs_in_the_order_of_their_key_and_sorts_nothing()
    {
        await using var world = await SettlementWorld.CreateAsync(DatabaseProvider.Sqlite);
        await using var context = world.Portal.NewContext();
        foreach (var customers in new[] { CustomerSelection.Everyone, new CustomerSelection(1, 900, [1, 7, 900]) })
        {
            var plan = await PlanAsync(context, "EXPLAIN QUERY PLAN " + SalesScan.Sql(context, customers, Year), column: 3);
            Assert.Contains("SEARCH SalesPacks USING PRIMARY KEY", plan, StringComparison.Ordinal);
            Assert.DoesNotContain("TEMP B-TREE", plan, StringComparison.Ordinal);
            var prior = await PlanAsync(context, "EXPLAIN QUERY PLAN " + PriorAmounts.Sql(context, customers), column: 3);
            Assert.Contains("USING INDEX IX_SettlementLines_CustomerId_ProgramId_PeriodFrom", prior, StringComparison.Ordinal);
            Assert.DoesNotContain("TEMP B-TREE", prior, StringComparison.Ordinal);
        }
    }

    [SkippableFact]
    public async Task PostgreSQL_reads_the_index_of_the_packs_alone_and_sorts_nothing()
    {
        await using var world = await SettlementWorld.CreateAsync(DatabaseProvider.Postgres);
        await using var context = world.Portal.NewContext();
        await context.Database.OpenConnectionAsync();

        // A table this small would be read whole.
        await context.Database.ExecuteSqlRawAsync("SET enable_seqscan = off; SET enable_bitmapscan = off");
        var plan = await PlanAsync(context, "EXPLAIN " + SalesScan.Sql(context, new CustomerSelection(1, 900), Year), column: 0);
        Assert.Contains("Index Only Scan", plan, StringComparison.Ordinal);
        Assert.DoesNotContain("Sort", plan, StringComparison.Ordinal);
    }

    [SkippableTheory]
    [MemberData(nameof(DatabaseList.All), MemberType = typeof(DatabaseList))]
    public async Task A_period_is_due_from_its_last_day_on_and_open_until_the_day_after(DatabaseProvider provider)
    {
        await using var world = await SettlementWorld.CreateAsync(provider);
        await world.ApproveAsync(SettlementWorld.Monthly());
        await world.SellAsync(world.Customers[0], new DateOnly(2026, 1, 31), (world.Products[0], 1, 2000));
        var lastDay = new DateOnly(2026, 1, 31);
        world.Portal.Clock.Now = new DateTimeOffset(2026, 3, 31, 4, 0, 0, TimeSpan.Zero);
        Assert.Equal(0, (await world.SettleAsync(lastDay.AddDays(-1))).Lines);
        Assert.Equal(1, (await world.SettleAsync(lastDay)).Lines);

        // By itself a run takes yesterday: on the last day the period is still open, and the day after it is due.
        await world.SellAsync(world.Customers[0], new DateOnly(2026, 3, 31), (world.Products[0], 1, 3000));
        Assert.Equal((1, 0L), (await AccruedAsync(world), (await world.SettleAsync()).Lines));
        world.Portal.Clock.Now += TimeSpan.FromDays(1);
        Assert.Equal((0, 1L), (await AccruedAsync(world), (await world.SettleAsync()).Lines));
    }

    private static async Task<int> AccruedAsync(SettlementWorld world)
    {
        await using var scope = world.Portal.AsSystem();
        return (await scope.ServiceProvider.GetRequiredService<RefreshAccruals>().RunAsync(CancellationToken.None)).Rows;
    }

    private static async Task<string> PlanAsync(PortalDbContext context, string sql, int column)
    {
        await context.Database.OpenConnectionAsync();
        await using var command = context.Database.GetDbConnection().CreateCommand();
        command.CommandText = sql;
        await using var reader = await command.ExecuteReaderAsync();
        var steps = new List<string>();
        while (await reader.ReadAsync())
        {
            steps.Add(reader.GetString(column));
        }

        return string.Join('\n', steps);
    }
}
