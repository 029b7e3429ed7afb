using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Portal.Domain.Payouts;
using Portal.Domain.Programs;
using Portal.Domain.Settlements;
using Portal.Infrastructure.Access;
using Portal.Infrastructure.Accruals;
using Portal.Infrastructure.Data;
using Portal.Infrastructure.MyRebates;
using Portal.Infrastructure.Payouts;
using Portal.Infrastructure.Settlements;
using Portal.Infrastructure.Shared;
using Portal.Infrastructure.Tests.Databases;
using Portal.Infrastructure.Tests.Programs;

namespace Portal.Infrastructure.Tests.MyRebates;

/// <summary>What a customer sees of its rebates, and that it sees nothing else.</summary>
public sealed class MyRebatesTests
{
    private static readonly GridQuery AllLines = new() { Take = 100 };

    [SkippableTheory]
    [MemberData(nameof(Databases.Databases.All), MemberType = typeof(Databases.Databases))]
    public async Task Shows_a_customer_its_own_approved_statements_only(DatabaseProvider provider)
    {
        await using var portal = await TestPortal.CreateAsync(provider);
        await portal.SeedAsync();
        await portal.ApprovedAsync(ProgramWorld.Quarterly());
        await portal.SellAsync("C-1", "P-1", new DateOnly(2026, 1, 10), 150_000);
        await portal.SellAsync("C-1", "P-2", new DateOnly(2026, 2, 10), -30_000, -1000);
        await portal.SellAsync("C-2", "P-1", new DateOnly(2026, 1, 11), 50_000);
        Move(portal, new DateOnly(2026, 4, 2));
        await SettleAsync(portal);
        var (one, other) = (await CustomerAsync(portal, "C-1"), await CustomerAsync(portal, "C-2"));

        await using var scope = portal.AsCustomer(one);
        var mine = scope.ServiceProvider.GetRequiredService<MyStatements>();
        Assert.Equal(0, (await mine.ListAsync(null, 0, 20, default)).Total);
        var waiting = await LineOfAsync(portal, one);
        Assert.Null(await mine.FindAsync(waiting.SettlementId, default));
        Assert.Null(await mine.LineAsync(waiting.Id, default));
        Assert.Equal(0, (await mine.SalesLinesAsync(waiting.Id, AllLines, default)).Total);

        var settlementId = await ApproveAsync(portal);
        var row = Assert.Single((await mine.ListAsync(null, 0, 20, default)).Rows);
        Assert.Equal((settlementId, 2_400L, MyStatementState.Approved), (row.Id, row.DueMinor, row.State));
        var statement = await mine.FindAsync(settlementId, default);
        var line = Assert.Single(statement!.Lines);
        Assert.Equal(("Metro Bikes", "C-1", 120_000L, 2), (statement.CustomerName, statement.CustomerNumber, line.QualifierValue, line.TierNumber));
        var explained = await mine.LineAsync(line.Id, default);
        Assert.Equal((2, 1, 1), (explained!.Explanation.SalesLines, explained.Explanation.SaleDocuments, explained.Explanation.ReturnDocuments));
        var counted = await mine.SalesLinesAsync(line.Id, AllLines, default);
        Assert.Equal([150_000L, -30_000L], counted.Rows.Select(sale => sale.NetMinor));

        await using var otherScope = portal.AsCustomer(other);
        var others = otherScope.ServiceProvider.GetRequiredService<MyStatements>();
        var othersLine = await LineOfAsync(portal, other);
        Assert.Equal(500, (await others.FindAsync(settlementId, default))!.Row.DueMinor);
        Assert.Null(await others.LineAsync(line.Id, default));
        Assert.Equal(0, (await others.SalesLinesAsync(line.Id, AllLines, default)).Total);
        Assert.Null(await mine.LineAsync(othersLine.Id, default));
        Assert.Equal(0, (await mine.SalesLinesAsync(othersLine.Id, AllLines, default)).Total);

        await using var third = portal.AsCustomer(await CustomerAsync(portal, "C-3"));
        var nothing = third.ServiceProvider.GetRequiredService<MyStatements>();
        Assert.Null(await nothing.FindAsync(settlementId, default));
        Assert.Equal(0, (await nothing.ListAsync(null, 0, 20, default)).Total);

        await using var staff = portal.AsStaff(RolePermissions.Administrator);
        Assert.Null(await staff.ServiceProvider.GetRequiredService<MyStatements>().FindAsync(settlementId, default));
        Assert.Empty(await staff.ServiceProvider.GetRequiredService<MyPrograms>().ListAsync(default));
    }

    [SkippableTheory]
    [MemberData(nameof(Databases.Databases.All), MemberType = typeof(Databases.Databases))]
    public async Task Says_where_the_money_of_a_statement_is(DatabaseProvider provider)
    {
        await using var portal = await TestPortal.CreateAsync(provider);
        await portal.SeedAsync();
        var programId = await portal.ApprovedAsync(ProgramWorld.Quarterly() with { Negative = NegativePolicy.ChargeBack });
        await portal.SellAsync("C-1", "P-1", new DateOnly(2026, 1, 10), 150_000);
        await portal.SellAsync("C-2", "P-1", new DateOnly(2026, 1, 10), 150_000);
        Move(portal, new DateOnly(2026, 4, 2));
        await SettleAsync(portal);
        var first = await ApproveAsync(portal);
        var (one, two) = (await CustomerAsync(portal, "C-1"), await CustomerAsync(portal, "C-2"));

        var document = await PayAsync(portal, first, PayoutMethod.Balance);
        await using (var system = portal.AsSystem())
        {
            Assert.True((await system.ServiceProvider.GetRequiredService<PayDocument>().RunAsync(document, default)).IsDone);
        }

        await portal.SellAsync("C-1", "P-1", new DateOnly(2026, 2, 1), -20_000, -1000);
        await portal.SellAsync("C-2", "P-1", new DateOnly(2026, 2, 1), 50_000);
        Move(portal, new DateOnly(2026, 4, 3));
        await SettleAsync(portal);
        var second = await ApproveAsync(portal);
        await PayAsync(portal, second, PayoutMethod.Bank);

        await using var scope = portal.AsCustomer(one);
        var mine = scope.ServiceProvider.GetRequiredService<MyStatements>();
        var page = await mine.ListAsync(programId, 0, 20, default);
        Assert.Equal((2, new MyStatementTotal("CNY", 2_600L, -400L)), (page.Total, Assert.Single(page.Totals)));
        Assert.Equal(
            [(second, -400L, MyStatementState.TakenBack, SettlementReason.Return), (first, 3_000L, MyStatementState.InBalance, SettlementReason.NewPeriod)],
            page.Rows.Select(row => (row.Id, row.DueMinor, row.State, row.Reason)));
        Assert.Empty((await mine.ListAsync(programId + 1, 0, 20, default)).Rows);
        var why = await mine.LineAsync((await mine.FindAsync(second, default))!.Lines[0].Id, default);
        Assert.Equal(first, Assert.Single(why!.Explanation.Earlier).SettlementId);
        Assert.Equal(-400, (await ProgramAsync(portal, one, programId))!.Periods.Single(period => period.From.Month == 1).Statements[^1].DueMinor);
        Assert.Equal(2_600, (await ProgramAsync(portal, one, programId))!.Periods.Single(period => period.From.Month == 1).DueMinor);

        await using var otherScope = portal.AsCustomer(two);
        var payment = Assert.Single((await otherScope.ServiceProvider.GetRequiredService<MyStatements>().FindAsync(second, default))!.Payments);
        Assert.Equal((1_000L, MyStatementState.BankPending), (payment.AmountMinor, payment.State));
    }

    [SkippableTheory]
    [MemberData(nameof(Databases.Databases.All), MemberType = typeof(Databases.Databases))]
    public async Task Shows_the_programmes_a_customer_takes_part_in_with_its_progress(DatabaseProvider provider)
    {
        await using var portal = await TestPortal.CreateAsync(provider);
        await portal.SeedAsync();
        var bikes = new ProductScope { Include = [new ProductSelector(ProductSelectorKind.Category) { Codes = ["bikes"] }] };
        var quarterly = ProgramWorld.Quarterly();
        var everybody = await portal.ApprovedAsync(quarterly with { Lines = [quarterly.Lines[0] with { Qualifier = new Qualifier(Measure.NetAmount) { Scope = bikes } }] });
        var family = await portal.ApprovedAsync(ProgramWorld.Quarterly("FAMILY") with
        {
            Participants = new ProgramParticipants { Include = [new CustomerSelector(CustomerSelectorKind.Parent) { Codes = ["C-1"] }] },
        });
        await portal.DraftAsync(ProgramWorld.Quarterly("DRAFT"));
        await portal.SellAsync("C-2", "P-1", new DateOnly(2026, 2, 1), 60_000);
        await using (var system = portal.AsSystem())
        {
            await system.ServiceProvider.GetRequiredService<RefreshAccruals>().RunAsync(default);
        }

        await using var child = portal.AsCustomer(await CustomerAsync(portal, "C-2"));
        var cards = await child.ServiceProvider.GetRequiredService<MyPrograms>().ListAsync(default);
        Assert.Equal([family, everybody], cards.Select(card => card.ProgramId));
        var progress = Assert.Single(cards[1].Lines);
        Assert.Equal(
            (60_000L, 1, 100_000L, 40_000L, 600L, 1_400L),
            (progress.Value, progress.TierNumber, progress.NextTierFrom, progress.MissingValue, progress.AccruedMinor, progress.GainMinor));
        Assert.Equal((MyProgramState.Running, 16, new DateOnly(2026, 3, 31)), (cards[1].State, cards[1].DaysLeft, cards[1].PeriodTo));
        Assert.Equal(["自行车"], progress.Products);
        var found = await child.ServiceProvider.GetRequiredService<MyPrograms>().FindAsync(family, default);
        Assert.Equal([CustomerSelectorKind.All], found!.Definition.Participants.Include.Select(selector => selector.Kind));

        await using var stranger = portal.AsCustomer(await CustomerAsync(portal, "C-3"));
        var programs = stranger.ServiceProvider.GetRequiredService<MyPrograms>();
        var untouched = Assert.Single(await programs.ListAsync(default));
        Assert.Equal(everybody, untouched.ProgramId);
        Assert.Null(untouched.AsOfOn);
        Assert.Equal((0L, 100_000L), (untouched.Lines[0].Value, untouched.Lines[0].NextTierFrom));
        Assert.Null(await programs.FindAsync(family, default));
        Assert.NotNull(await programs.FindAsync(everybody, default));
    }

    private static void Move(TestPortal portal, DateOnly day) => portal.Clock.Now = new DateTimeOffset(day.ToDateTime(new TimeOnly(4, 0)), TimeSpan.Zero);

    private static async Task SettleAsync(TestPortal portal)
    {
        await using var scope = portal.AsStaff(RolePermissions.RebateManager, ProgramWorld.Writer);
        var outcome = await scope.ServiceProvider.GetRequiredService<RunSettlement>().RunToEndAsync(new RunSettlementInput(Guid.NewGuid().ToString("N")), default);
        Assert.True(outcome.IsDone, outcome.IsDone ? null : outcome.Refusal.ToString());
    }

    private static async Task<long> ApproveAsync(TestPortal portal)
    {
        await using var context = portal.NewContext();
        var waiting = await context.Settlements.SingleAsync(row => row.State == SettlementState.Calculated);
        await using var scope = portal.AsStaff(RolePermissions.Finance, ProgramWorld.Approver);
        var outcome = await scope.ServiceProvider.GetRequiredService<ApproveSettlement>().RunAsync(new DecideSettlementInput(waiting.Id), default);
        Assert.True(outcome.IsDone, outcome.IsDone ? null : outcome.Refusal.ToString());
        return waiting.Id;
    }

    private static async Task<long> PayAsync(TestPortal portal, long settlementId, PayoutMethod method)
    {
        await using var scope = portal.AsStaff(RolePermissions.Finance, ProgramWorld.Approver);
        var outcome = await scope.ServiceProvider.GetRequiredService<CreatePayout>().RunAsync(new CreatePayoutInput("pay-" + settlementId, settlementId, method), default);
        Assert.True(outcome.IsDone, outcome.IsDone ? null : outcome.Refusal.ToString());
        return outcome.Value;
    }

    private static async Task<MyProgram?> ProgramAsync(TestPortal portal, long customerId, long programId)
    {
        await using var scope = portal.AsCustomer(customerId);
        return await scope.ServiceProvider.GetRequiredService<MyPrograms>().FindAsync(programId, default);
    }

    private static async Task<long> CustomerAsync(TestPortal portal, string number)
    {
        await using var context = portal.NewContext();
        return await context.Customers.Where(row => row.Number == number).Select(row => row.Id).SingleAsync();
    }

    private static async Task<SettlementLine> LineOfAsync(TestPortal portal, long customerId)
    {
        await using var context = portal.NewContext();
        return await context.SettlementLines.OrderBy(line => line.Id).FirstAsync(line => line.CustomerId == customerId);
    }
}
