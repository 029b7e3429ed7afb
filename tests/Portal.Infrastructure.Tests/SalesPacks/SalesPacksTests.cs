using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Infrastructure;
using Microsoft.EntityFrameworkCore.Migrations;
using Microsoft.Extensions.DependencyInjection;
using Portal.Domain.Sales;
using Portal.Infrastructure.Data;
using Portal.Infrastructure.Imports;
using Portal.Infrastructure.SalesPacks;
using Portal.Infrastructure.Tests.Databases;
using Portal.Infrastructure.Tests.Imports;
using Portal.Infrastructure.Tests.Settlements;

namespace Portal.Infrastructure.Tests.SalesPacks;

public sealed class SalesPacksTests
{
    private const string Winter =
        "A1,sale,C1,2026-01-05,1,P1,2,200.10,,E1\nA1,sale,C1,2026-01-05,2,P2,10,12.345,,E1\nR1,return,C1,2026-01-08,1,P1,1,100,A1,\nA3,sale,C2,2026-02-28,1,P1,1,7.00,,\n";

    private const string Spring = "A2,sale,C2,2026-02-06,1,P2,1,1.00,,\nA4,sale,C1,2026-03-31,1,P2,1,1000.00,,\nA5,sale,C1,2026-01-31,1,P2,1,3000.00,,\n";

    [SkippableTheory]
    [MemberData(nameof(Databases.Databases.All), MemberType = typeof(Databases.Databases))]
    public async Task Packs_follow_what_is_imported_and_taken_back(DatabaseProvider provider)
    {
        await using var bench = await ImportBench.CreateAsync(provider);
        await bench.SalesAsync(Winter);
        var second = await bench.SalesAsync(Spring);
        Assert.Equal(6, (await PacksAsync(bench.Portal)).Count);
        Assert.Empty(await DifferencesAsync(bench.Portal));

        // January was settled, so its document is taken back by another; the packs of the rest go with their documents.
        var world = new SettlementWorld(bench.Portal);
        await world.ApproveAsync(SettlementWorld.Monthly());
        await world.SettleAsync();
        await using (var scope = bench.Portal.AsSystem())
        {
            Assert.True((await scope.ServiceProvider.GetRequiredService<UndoImport>().RunAsync(second.RunId, default)).IsDone);
        }

        Assert.Empty(await DifferencesAsync(bench.Portal));
        await using var context = bench.Portal.NewContext();
        Assert.Equal(await context.SalesDocuments.Select(document => document.Id).Order().ToListAsync(), await context.SalesPacks.Select(pack => pack.DocumentId).Order().ToListAsync());
    }

    [SkippableTheory]
    [MemberData(nameof(Databases.Databases.All), MemberType = typeof(Databases.Databases))]
    public async Task What_differs_is_found_and_packed_anew(DatabaseProvider provider)
    {
        await using var bench = await ImportBench.CreateAsync(provider);
        await bench.SalesAsync(Winter + Spring);
        var right = await PacksAsync(bench.Portal);
        await using (var context = bench.Portal.NewContext())
        {
            var last = await context.SalesPacks.OrderByDescending(pack => pack.CustomerId).FirstAsync();
            context.Remove(last);
            context.Add(new SalesPack(99, last.DocumentOn, last.DocumentId, 0, last.LastLineId, last.Lines));
            await context.SaveChangesAsync();
            Assert.Equal([last.CustomerId, 99], await DifferencesAsync(bench.Portal));
        }

        Assert.Equal(2, await RebuildAsync(bench.Portal));
        Assert.Empty(await DifferencesAsync(bench.Portal));
        Assert.Equal(right, await PacksAsync(bench.Portal));
        Assert.Equal(0, await RebuildAsync(bench.Portal));
    }

    [SkippableTheory]
    [MemberData(nameof(Databases.Databases.All), MemberType = typeof(Databases.Databases))]
    public async Task What_was_sold_before_there_were_packs_is_packed_at_the_upgrade(DatabaseProvider provider)
    {
        await using var bench = await ImportBench.CreateAsync(provider);
        await bench.SalesAsync(Winter + Spring);
        var packs = await PacksAsync(bench.Portal);
        await using var context = bench.Portal.NewContext();
        var migrations = context.Database.GetMigrations().ToList();
        await context.GetService<IMigrator>().MigrateAsync(migrations[migrations.FindIndex(name => name.EndsWith("_SalesPacks", StringComparison.Ordinal)) - 1]);
        await context.GetService<IMigrator>().MigrateAsync();
        Assert.Empty(await PacksAsync(bench.Portal));
        for (var start = 0; start < 2; start++)
        {
            await using var scope = bench.Portal.AsSystem();
            await scope.ServiceProvider.GetRequiredService<PackSales>().RunAsync(default);
            Assert.Equal(packs, await PacksAsync(bench.Portal));
        }
    }

    [Fact]
    public async Task On_SQLite_the_key_is_the_whole_table()
    {
        await using var portal = await TestPortal.CreateAsync(DatabaseProvider.Sqlite);
        await using var context = portal.NewContext();
        Assert.EndsWith("WITHOUT ROWID", await context.Database.SqlQueryRaw<string>("SELECT sql AS \"Value\" FROM sqlite_master WHERE name = 'SalesPacks'").SingleAsync(), StringComparison.Ordinal);
    }

    private static async Task<List<string>> PacksAsync(TestPortal portal)
    {
        await using var context = portal.NewContext();
        return [.. (await context.SalesPacks.AsNoTracking().ToListAsync())
            .Select(pack => $"{pack.CustomerId} {pack.DocumentOn:O} {pack.DocumentId} {pack.LastLineId} {Convert.ToHexString(pack.Lines)} {pack.Part}").Order(StringComparer.Ordinal)];
    }

    private static async Task<IReadOnlyList<long>> DifferencesAsync(TestPortal portal)
    {
        await using var scope = portal.AsSystem();
        return await scope.ServiceProvider.GetRequiredService<VerifySalesPacks>().RunAsync(default);
    }

    private static async Task<int> RebuildAsync(TestPortal portal)
    {
        await using var scope = portal.AsSystem();
        return (await scope.ServiceProvider.GetRequiredService<RebuildSalesPacks>().RunAsync(default)).Value;
    }
}
