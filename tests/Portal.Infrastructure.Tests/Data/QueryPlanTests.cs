using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Portal.Domain.Ledger;
using Portal.Domain.Payouts;
using Portal.Domain.Sales;
using Portal.Infrastructure.Access;
using Portal.Infrastructure.Customers;
using Portal.Infrastructure.Data;
using Portal.Infrastructure.Ledger;
using Portal.Infrastructure.MyRebates;
using Portal.Infrastructure.Payouts;
using Portal.Infrastructure.Sales;
using Portal.Infrastructure.Settlements;
using Portal.Infrastructure.Shared;
using Portal.Infrastructure.Tests.Databases;
using Portal.Infrastructure.Tests.Settlements;
using Portal.Infrastructure.Withdrawals;

namespace Portal.Infrastructure.Tests.Data;

/// <summary>The pages that people open most find their rows by an index: nothing reads a table that grows with the business whole.</summary>
public sealed class QueryPlanTests
{
    private const int CustomerCount = 40;
    private static readonly string[] GrowingTables = ["SalesDocuments", "SalesLines", "SalesPacks", "SettlementLines", "LedgerEntries", "LedgerTransfers", "LedgerAccounts", "PayoutItems", "Customers"];

    [SkippableTheory]
    [InlineData(DatabaseProvider.Sqlite)]
    [InlineData(DatabaseProvider.Postgres)]
    public async Task The_most_used_queries_read_no_growing_table_whole(DatabaseProvider provider)
    {
        await using var world = await WorldAsync(provider);
        var line = (await world.LinesAsync())[^1];
        await using var member = world.Portal.AsCustomer(line.CustomerId);
        await using var staff = world.Portal.AsStaff(RolePermissions.Finance);
        using var plans = new QueryPlans();
        var bad = new List<string>();
        foreach (var (name, call) in MostUsed(member.ServiceProvider, staff.ServiceProvider, line))
        {
            await using var context = world.Portal.NewContext();
            var queries = await QueryPlans.OfAsync(call);
            Assert.True(queries.Count > 0, name + " read nothing.");
            foreach (var query in queries)
            {
                var whole = (await QueryPlans.ReadWholeAsync(context, query)).Intersect(GrowingTables).ToList();
                if (whole.Count > 0)
                {
                    bad.Add($"{name} reads {string.Join(", ", whole)} whole: {query.CommandText}");
                }
            }
        }

        Assert.True(bad.Count == 0, string.Join("\n\n", bad));
    }

    [SkippableTheory]
    [InlineData(DatabaseProvider.Sqlite)]
    [InlineData(DatabaseProvider.Postgres)]
    public async Task A_query_that_does_is_noticed(DatabaseProvider provider)
    {
        await using var portal = await TestPortal.CreateAsync(provider);
        using var plans = new QueryPlans();
        await using var context = portal.NewContext();
        var queries = await QueryPlans.OfAsync(() => context.SalesLines.Where(line => line.CostMinor == 7).ToListAsync());
        Assert.Equal(["SalesLines"], await QueryPlans.ReadWholeAsync(context, Assert.Single(queries)));
    }

    private static IEnumerable<(string Name, Func<Task> Call)> MostUsed(IServiceProvider member, IServiceProvider staff, Domain.Settlements.SettlementLine line)
    {
        var page = new GridQuery();
        yield return ("member: programmes", () => member.GetRequiredService<MyPrograms>().ListAsync(default));
        yield return ("member: one programme", () => member.GetRequiredService<MyPrograms>().FindAsync(line.ProgramId, default));
        yield return ("member: statements", () => member.GetRequiredService<MyStatements>().ListAsync(null, 0, 20, default));
        yield return ("member: one statement", () => member.GetRequiredService<MyStatements>().FindAsync(line.SettlementId, default));
        yield return ("member: sales of a line", () => member.GetRequiredService<MyStatements>().SalesLinesAsync(line.Id, page, default));
        yield return ("member: balance", () => member.GetRequiredService<MyBalanceQueries>().SummaryAsync(default));
        yield return ("member: entries", () => member.GetRequiredService<MyBalanceQueries>().EntriesAsync(LedgerAccountKind.RebatePayable, null, 20, default));
        yield return ("member: withdrawals", () => member.GetRequiredService<MyWithdrawalQueries>().ListAsync(null, 20, default));
        yield return ("staff: lines of a settlement", () => staff.GetRequiredService<SettlementQueries>().LinesAsync(line.SettlementId, page, default));
        yield return ("staff: why of a line", () => staff.GetRequiredService<SettlementQueries>().LineAsync(line.Id, default));
        yield return ("staff: sales of a line", () => staff.GetRequiredService<SettlementQueries>().SalesLinesAsync(line.Id, page, default));
        yield return ("staff: lines of a customer", () => staff.GetRequiredService<SettlementQueries>().LinesOfCustomerAsync(line.CustomerId, page, default));
        yield return ("staff: a customer", () => staff.GetRequiredService<CustomerQueries>().FindAsync(line.CustomerId, default));
        yield return ("staff: months of a customer", () => staff.GetRequiredService<CustomerQueries>().MonthsAsync(line.CustomerId, default));
        yield return ("staff: rebates of a customer", () => staff.GetRequiredService<CustomerQueries>().RebatesAsync(line.CustomerId, page, default));
        yield return ("staff: accounts of a customer", () => staff.GetRequiredService<LedgerQueries>().CustomerAsync(line.CustomerId, default));
        yield return ("staff: entries of a customer", () => staff.GetRequiredService<LedgerQueries>().EntriesAsync(line.CustomerId, page, default));
        yield return ("intake: a document by its number", () => staff.GetRequiredService<SalesQueries>().FindByNumberAsync("test", "N7", default));
        yield return ("staff: a document", () => staff.GetRequiredService<SalesQueries>().FindAsync(1, default));
    }

    /// <summary>Two months of sales of every customer, settled and posted.</summary>
    private static async Task<SettlementWorld> WorldAsync(DatabaseProvider provider)
    {
        var world = await SettlementWorld.CreateAsync(provider, customers: CustomerCount);
        await world.ApproveAsync(SettlementWorld.Monthly());
        await using var context = world.Portal.NewContext();
        var documents = new List<SalesDocument>();
        for (var day = new DateOnly(2026, 1, 1); day < new DateOnly(2026, 3, 1); day = day.AddDays(3))
        {
            foreach (var customer in world.Customers)
            {
                var number = "N" + documents.Count;
                var document = new SalesDocument("test", number, SalesDocumentKind.Sale, customer, day, number, DateTime.UnixEpoch);
                document.Complete(null, "CNY", null, 1, 20_000, null);
                documents.Add(document);
            }
        }

        context.AddRange(documents);
        await context.SaveChangesAsync();
        var lines = documents.ConvertAll(document => new SalesLine(document.Id, 1, document.CustomerId, document.DocumentOn, world.Products[0], 1000, 20_000));
        context.AddRange(lines);
        await context.SaveChangesAsync();
        context.AddRange(SalesPack.Of(lines));
        await context.SaveChangesAsync();
        Assert.Equal(2 * CustomerCount, (await world.SettleAsync()).Lines);
        foreach (var settlement in await world.SettlementsAsync())
        {
            await PayAsync(world, settlement.Id);
        }

        await GrowAsync(world);
        return world;
    }

    private static async Task PayAsync(SettlementWorld world, long settlementId)
    {
        Assert.True((await world.ApproveSettlementAsync(settlementId)).IsDone);
        await using var finance = world.Portal.AsStaff(RolePermissions.Finance, SettlementWorld.Finance);
        var input = new CreatePayoutInput("pay" + settlementId, settlementId, PayoutMethod.Balance);
        var document = await finance.ServiceProvider.GetRequiredService<CreatePayout>().RunAsync(input, default);
        Assert.True((await finance.ServiceProvider.GetRequiredService<PayDocument>().RunAsync(document.Value, default)).IsDone);
    }

    /// <summary>As after some years, so that an index is worth its use: children of parents, transfers of others, some of them mirrored.</summary>
    private static async Task GrowAsync(SettlementWorld world)
    {
        await using var context = world.Portal.NewContext();
        foreach (var (customer, index) in (await context.Customers.OrderBy(row => row.Id).ToListAsync()).Select((customer, index) => (customer, index)).Skip(CustomerCount / 2))
        {
            customer.PlaceUnder(world.Customers[index - (CustomerCount / 2)]);
        }

        var first = await context.LedgerTransfers.MinAsync(transfer => transfer.Id);
        context.AddRange(Enumerable.Range(0, 3000).Select(number => new LedgerTransfer(
            "other" + number, "", LedgerTransferKind.SettlementPosted, "S", new DateOnly(2026, 1, 1), null, DateTime.UnixEpoch)
        {
            ReversesTransferId = first + (number % 80),
        }));
        await context.SaveChangesAsync();
        await context.Database.ExecuteSqlRawAsync("ANALYZE");
    }
}
