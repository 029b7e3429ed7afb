using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Portal.Domain.Imports;
using Portal.Domain.Programs;
using Portal.Domain.Settlements;
using Portal.Domain.Shared;
using Portal.Infrastructure.Access;
using Portal.Infrastructure.Data;
using Portal.Infrastructure.Imports;
using Portal.Infrastructure.Tests.Settlements;

namespace Portal.Infrastructure.Tests.Imports;

public sealed class ImportUndoTests
{
    private const string Early = "A1,sale,C1,2026-01-05,1,P1,2,200.10,,E1\nA1,sale,C1,2026-01-05,2,P2,10,12.345,,E1\nR1,return,C1,2026-01-08,1,P1,1,100,A1,\n";
    private const string Late = "A2,sale,C2,2026-02-06,1,P2,1,1.00,,\n";

    [SkippableTheory]
    [MemberData(nameof(Databases.Databases.All), MemberType = typeof(Databases.Databases))]
    public async Task What_no_settlement_counted_is_removed_and_can_be_imported_again(DatabaseProvider provider)
    {
        await using var bench = await ImportBench.CreateAsync(provider);
        await bench.SalesAsync(Late);
        await SettleUpToAsync(bench, new DateOnly(2026, 1, 31));
        var before = await bench.DocumentsAsync();
        var run = await bench.SalesAsync(Early);
        Assert.Equal(new ImportUndo(2, 0), (await UndoAsync(bench, run.RunId)).Value);
        Assert.Equal(before, await bench.DocumentsAsync());
        await using var context = bench.Portal.NewContext();
        Assert.Equal(1, await context.SalesLines.CountAsync());
        var undone = await context.ImportRuns.SingleAsync(row => row.Id == run.RunId);
        Assert.Equal((ImportState.Undone, 7L), (undone.State, undone.UndoneByUserId));

        Assert.Equal("import_undone_already", (await UndoAsync(bench, run.RunId)).Refusal.Code);
        Assert.Equal((ImportState.Completed, 2L), (await bench.SalesAsync(Early)) is var again ? (again.State, again.Imported) : default);
    }

    [SkippableTheory]
    [MemberData(nameof(Databases.Databases.All), MemberType = typeof(Databases.Databases))]
    public async Task What_was_settled_is_taken_back_on_its_own_day_and_its_number_is_free_for_a_next_version(DatabaseProvider provider)
    {
        await using var bench = await ImportBench.CreateAsync(provider);
        var run = await bench.SalesAsync(Early + Late);
        await SettleUpToAsync(bench, new DateOnly(2026, 1, 31));
        Assert.Equal(new ImportUndo(1, 2), (await UndoAsync(bench, run.RunId)).Value);
        await using (var context = bench.Portal.NewContext())
        {
            var january = await context.SalesLines.Where(line => line.DocumentOn < new DateOnly(2026, 2, 1)).ToListAsync();
            Assert.Equal(6, january.Count);
            Assert.All(january.GroupBy(line => (line.DocumentOn, line.ProductId)), day => Assert.Equal((0, 0), (day.Sum(line => line.QuantityMilli), day.Sum(line => line.NetMinor))));
            Assert.Equal([-1, -1, 1, 1], await context.SalesDocuments.Select(row => row.Version).OrderBy(version => version).ToListAsync());
        }

        Assert.Equal((ImportState.Completed, 3L, 0L), (await bench.SalesAsync(Early + Late)) is var again ? (again.State, again.Imported, again.Duplicates) : default);
        Assert.Equal((0L, 3L), (await bench.SalesAsync(Early + Late)) is var third ? (third.Imported, third.Duplicates) : default);
        await using var after = bench.Portal.NewContext();
        Assert.Equal([-1, -1, 1, 1, 1, 2, 2], await after.SalesDocuments.Select(row => row.Version).OrderBy(version => version).ToListAsync());
        Assert.Equal(20010 + 1235 - 10000 + 100, await after.SalesLines.SumAsync(line => line.NetMinor));
    }

    [SkippableTheory]
    [MemberData(nameof(Databases.Databases.All), MemberType = typeof(Databases.Databases))]
    public async Task What_it_had_earned_is_taken_back_by_the_next_settlement_and_given_again_when_it_comes_back(DatabaseProvider provider)
    {
        await using var bench = await ImportBench.CreateAsync(provider);
        var world = new SettlementWorld(bench.Portal);
        await world.ApproveAsync(SettlementWorld.Monthly() with { Negative = NegativePolicy.ChargeBack });
        const string Sold = "S1,sale,C1,2026-01-05,1,P1,2,20000.00,,\n";
        var run = await bench.SalesAsync(Sold + Late);
        var due = new List<long>();
        due.Add((await world.SettleAsync()).DueMinor);
        Assert.True((await UndoAsync(bench, run.RunId)).IsDone);
        due.Add((await world.SettleAsync()).DueMinor);
        due.Add((await world.SettleAsync()).DueMinor);
        await bench.SalesAsync(Sold);
        due.Add((await world.SettleAsync()).DueMinor);
        Assert.Equal([400_00, -400_00, 0, 400_00], due);
    }

    [Fact]
    public async Task A_return_of_another_import_a_running_settlement_and_master_data_stand_against_it()
    {
        await using var bench = await ImportBench.CreateAsync(DatabaseProvider.Sqlite);
        var run = await bench.SalesAsync(Late);
        var other = await bench.SalesAsync("R9,return,C2,2026-02-09,1,P2,1,1.00,A2,\n");
        Assert.Equal("import_undo_returned(A2, R9)", (await UndoAsync(bench, run.RunId)).Refusal.ToString());
        Assert.True((await UndoAsync(bench, other.RunId)).IsDone);
        await using (var context = bench.Portal.NewContext())
        {
            context.Add(new SettlementRun("L-1", "key", new DateOnly(2026, 3, 1), null, 0, null, bench.Portal.Clock.Now.UtcDateTime));
            await context.SaveChangesAsync();
        }

        Assert.Equal("import_undo_settling", (await UndoAsync(bench, run.RunId)).Refusal.Code);
        var customers = await bench.ImportAsync(ImportKind.Customers, "customer_number,name\nC3,Third\n"u8.ToArray(), ImportMode.AllOrNothing);
        Assert.Equal("import_undo_master_data", (await UndoAsync(bench, customers.RunId)).Refusal.Code);
    }

    [Fact]
    public async Task Only_who_may_import_undoes()
    {
        await using var bench = await ImportBench.CreateAsync(DatabaseProvider.Sqlite);
        var run = await bench.SalesAsync(Late);
        await using var scope = bench.Portal.AsStaff(RolePermissions.Auditor);
        Assert.Equal("not_permitted", (await scope.ServiceProvider.GetRequiredService<UndoImport>().RunAsync(run.RunId, default)).Refusal.Code);
        Assert.Single(await bench.DocumentsAsync());
    }

    internal static async Task<Outcome<ImportUndo>> UndoAsync(ImportBench bench, long runId)
    {
        await using var scope = bench.Portal.AsStaff(RolePermissions.RebateManager, userId: 7);
        return await scope.ServiceProvider.GetRequiredService<UndoImport>().RunAsync(runId, default);
    }

    /// <summary>A settlement of what is there now, as far as an undo looks at one.</summary>
    private static async Task SettleUpToAsync(ImportBench bench, DateOnly day)
    {
        await using var context = bench.Portal.NewContext();
        var now = bench.Portal.Clock.Now.UtcDateTime;
        var program = new RebateProgram("PR1", now);
        var version = program.Draft("{}", "一", "One", day, new DateRange(day, day), 1, now);
        var run = new SettlementRun("L-0", "key0", day, null, await context.SalesLines.MaxAsync(line => line.Id), null, now);
        run.End(SettlementRunState.Completed, null, now);
        context.AddRange(program, run);
        await context.SaveChangesAsync();
        context.Add(new Settlement("S-1", run.Id, program.Id, version.Id, new DateOnly(day.Year, day.Month, 1), day, null));
        await context.SaveChangesAsync();
    }
}
