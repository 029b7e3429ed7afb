using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Infrastructure;
using Microsoft.EntityFrameworkCore.Migrations;
using Microsoft.Extensions.DependencyInjection;
using Portal.Domain.Customers;
using Portal.Domain.Sales;
using Portal.Infrastructure.Access;
using Portal.Infrastructure.Dashboard;
using Portal.Infrastructure.Data;
using Portal.Infrastructure.Imports;
using Portal.Infrastructure.SalesSummaries;
using Portal.Infrastructure.Tests.Databases;
using Portal.Infrastructure.Tests.Imports;
using Portal.Infrastructure.Tests.Settlements;

namespace Portal.Infrastructure.Tests.SalesSummaries;

public sealed class SalesSummariesTests
{
    private const string Winter =
        "A1,sale,C1,2026-01-05,1,P1,2,200.10,,E1\nA1,sale,C1,2026-01-05,2,P2,10,12.345,,E1\nR1,return,C1,2026-01-08,1,P1,1,100,A1,\nA3,sale,C2,2026-02-28,1,P1,1,7.00,,\n";

    private const string Spring = "A2,sale,C2,2026-02-06,1,P2,1,1.00,,\nA4,sale,C1,2026-03-31,1,P2,1,1000.00,,\nA5,sale,C1,2026-01-31,1,P2,1,3000.00,,\n";

    [SkippableTheory]
    [MemberData(nameof(Databases.Databases.All), MemberType = typeof(Databases.Databases))]
    public async Task What_is_imported_and_taken_back_is_in_the_sums_of_its_months(DatabaseProvider provider)
    {
        await using var bench = await ImportBench.CreateAsync(provider);
        await bench.SalesAsync(Winter);
        var second = await bench.SalesAsync(Spring);
        Assert.Equal(["C1 2026-01 3 311245", "C1 2026-03 1 100000", "C2 2026-02 2 800"], await SumsAsync(bench.Portal));

        // January was settled, so its documents are taken back by others; the rest goes as if it had never come.
        var world = new SettlementWorld(bench.Portal);
        await world.ApproveAsync(SettlementWorld.Monthly());
        await world.SettleAsync();
        await using (var scope = bench.Portal.AsSystem())
        {
            Assert.True((await scope.ServiceProvider.GetRequiredService<UndoImport>().RunAsync(second.RunId, default)).IsDone);
        }

        Assert.Equal(["C1 2026-01 4 11245", "C1 2026-03 0 0", "C2 2026-02 1 700"], await SumsAsync(bench.Portal));
        Assert.Empty(await DifferencesAsync(bench.Portal));
    }

    [SkippableTheory]
    [MemberData(nameof(Databases.Databases.All), MemberType = typeof(Databases.Databases))]
    public async Task A_wrong_sum_is_found_and_made_right_while_a_right_one_stays(DatabaseProvider provider)
    {
        await using var bench = await ImportBench.CreateAsync(provider);
        await bench.SalesAsync(Winter);
        var right = await SumsAsync(bench.Portal);
        await using (var context = bench.Portal.NewContext())
        {
            var customer = await context.Customers.SingleAsync(row => row.Number == "C1");
            await context.SalesSummaries.Where(part => part.CustomerId != customer.Id).ExecuteDeleteAsync();
            context.Add(new SalesSummary(customer.Id, new DateOnly(2025, 12, 1), "CNY", 1, 5));
            await context.SaveChangesAsync();
        }

        Assert.Equal([(2025, 12, -1L, -5L), (2026, 2, 1L, 700L)], (await DifferencesAsync(bench.Portal)).Select(row => (row.Year, row.Month, row.MissingCount, row.MissingMinor)));
        Assert.Equal(2, await RebuildAsync(bench.Portal));
        Assert.Empty(await DifferencesAsync(bench.Portal));
        Assert.Equal(right, (await SumsAsync(bench.Portal)).Where(line => !line.EndsWith(" 0 0", StringComparison.Ordinal)));
        Assert.Equal(0, await RebuildAsync(bench.Portal));
    }

    [SkippableTheory]
    [MemberData(nameof(Databases.Databases.All), MemberType = typeof(Databases.Databases))]
    public async Task Packed_parts_are_one_for_each_month_and_add_up_to_the_same(DatabaseProvider provider)
    {
        await using var bench = await ImportBench.CreateAsync(provider);
        await bench.SalesAsync(Winter);
        await bench.SalesAsync(Spring);
        await bench.SalesAsync("A6,sale,C2,2026-02-07,1,P2,1,2.00,,\n");
        var sums = await SumsAsync(bench.Portal);
        await using var scope = bench.Portal.AsSystem();
        var merge = scope.ServiceProvider.GetRequiredService<MergeSalesSummaries>();
        Assert.Equal(3, await merge.RunAsync(default));
        Assert.Equal(0, await merge.RunAsync(default));
        await using var context = bench.Portal.NewContext();
        Assert.Equal(sums.Count, await context.SalesSummaries.CountAsync());
        Assert.Equal(sums, await SumsAsync(bench.Portal));
        Assert.Empty(await DifferencesAsync(bench.Portal));
    }

    [SkippableTheory]
    [MemberData(nameof(Databases.Databases.All), MemberType = typeof(Databases.Databases))]
    public async Task The_dashboard_shows_what_the_documents_add_up_to_for_any_days_and_customers(DatabaseProvider provider)
    {
        await using var bench = await ImportBench.CreateAsync(provider);
        await bench.SalesAsync(Winter + Spring);
        await using var context = bench.Portal.NewContext();
        var region = new Region("EAST", "East");
        context.Add(region);
        await context.SaveChangesAsync();
        await context.Customers.Where(row => row.Number == "C2").ExecuteUpdateAsync(row => row.SetProperty(customer => customer.RegionId, region.Id));
        await using var scope = bench.Portal.AsStaff(RolePermissions.Administrator);
        var queries = scope.ServiceProvider.GetRequiredService<DashboardQueries>();
        var documents = await context.SalesDocuments.Join(context.Customers, row => row.CustomerId, row => row.Id, (document, customer) => new { document, customer.RegionId }).ToListAsync();
        foreach (var (from, to) in new[] { ("2026-01-01", "2026-03-31"), ("2026-01-06", "2026-03-30"), ("2026-01-05", "2026-01-30"), ("2026-01-31", "2026-02-28"), ("2026-02-28", "2026-02-28"), ("2026-01-01", "2026-03-30") })
        {
            foreach (var regionId in new long?[] { null, region.Id })
            {
                var (first, last) = (DateOnly.Parse(from, null), DateOnly.Parse(to, null));
                var sold = documents.Where(row => row.document.DocumentOn >= first && row.document.DocumentOn <= last && (regionId is null || row.RegionId == regionId)).ToList();
                var figures = (await queries.FiguresAsync(new DashboardFilter(first, last, regionId), default))!;
                Assert.Equal((from, to, regionId, sold.Sum(row => row.document.NetMinor)), (from, to, regionId, figures.SalesMinor));
                Assert.Equal(
                    sold.GroupBy(row => row.document.CustomerId).Select(group => (group.Key, Sum: group.Sum(row => row.document.NetMinor))).OrderByDescending(row => row.Sum),
                    figures.TopCustomers.Select(row => (row.CustomerId, row.SalesMinor)));
            }
        }
    }

    [SkippableTheory]
    [MemberData(nameof(Databases.Databases.All), MemberType = typeof(Databases.Databases))]
    public async Task What_was_sold_before_the_sums_were_kept_is_in_them_after_the_upgrade(DatabaseProvider provider)
    {
        await using var bench = await ImportBench.CreateAsync(provider);
        await bench.SalesAsync(Winter + Spring);
        var sums = await SumsAsync(bench.Portal);
        await using var context = bench.Portal.NewContext();
        var migrations = context.Database.GetMigrations().ToList();
        var before = migrations[migrations.FindIndex(name => name.EndsWith("_SalesSummaries", StringComparison.Ordinal)) - 1];
        await context.GetService<IMigrator>().MigrateAsync(before);
        await context.GetService<IMigrator>().MigrateAsync();
        Assert.Equal(sums, await SumsAsync(bench.Portal));
    }

    private static async Task<List<string>> SumsAsync(TestPortal portal)
    {
        await using var context = portal.NewContext();
        var parts = await context.SalesSummaries.Join(context.Customers, part => part.CustomerId, customer => customer.Id, (part, customer) => new { part, customer.Number }).ToListAsync();
        return [.. parts
            .GroupBy(row => $"{row.Number} {row.part.Month:yyyy-MM}")
            .Select(month => $"{month.Key} {month.Sum(row => row.part.DocumentCount)} {month.Sum(row => row.part.NetMinor)}")
            .Order(StringComparer.Ordinal)];
    }

    private static async Task<IReadOnlyList<SalesSummaryDifference>> DifferencesAsync(TestPortal portal)
    {
        await using var scope = portal.AsSystem();
        return await scope.ServiceProvider.GetRequiredService<VerifySalesSummaries>().RunAsync(default);
    }

    private static async Task<int> RebuildAsync(TestPortal portal)
    {
        await using var scope = portal.AsSystem();
        return (await scope.ServiceProvider.GetRequiredService<RebuildSalesSummaries>().RunAsync(default)).Value;
    }
}
