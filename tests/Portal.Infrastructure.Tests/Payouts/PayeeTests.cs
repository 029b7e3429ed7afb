using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Portal.Domain.Ledger;
using Portal.Domain.Payouts;
using Portal.Domain.Programs;
using Portal.Domain.Shared;
using Portal.Infrastructure.Access;
using Portal.Infrastructure.Data;
using Portal.Infrastructure.Disputes;
using Portal.Infrastructure.MyRebates;
using Portal.Infrastructure.Payouts;
using Portal.Infrastructure.Settlements;
using Portal.Infrastructure.Shared;
using Portal.Infrastructure.Tests.Ledger;
using Portal.Infrastructure.Tests.Points;
using DatabaseList = Portal.Infrastructure.Tests.Databases.Databases;

namespace Portal.Infrastructure.Tests.Payouts;

/// <summary>From the draft of a programme to the payment, for everybody who can be paid and by every method.</summary>
public sealed class PayeeTests
{
    private static readonly (Payee? Payee, PayTo PayTo, PayoutMethod Method)[] Ways =
    [
        (null, PayTo.Balance, PayoutMethod.Balance), (null, PayTo.Bank, PayoutMethod.Bank), (null, PayTo.CreditNote, PayoutMethod.CreditNote), (null, PayTo.Goods, PayoutMethod.Goods),
        (Payee.Parent, PayTo.Balance, PayoutMethod.Balance), (Payee.Parent, PayTo.CreditNote, PayoutMethod.CreditNote),
        (Payee.Agent, PayTo.Balance, PayoutMethod.Balance), (Payee.Agent, PayTo.Bank, PayoutMethod.Bank), (Payee.Agent, PayTo.Goods, PayoutMethod.Goods),
        (null, PayTo.Points, PayoutMethod.Points), (Payee.Agent, PayTo.Points, PayoutMethod.Points),
        (Payee.Salesperson, PayTo.Bank, PayoutMethod.Payroll),
    ];

    public static TheoryData<DatabaseProvider, int> All
    {
        get
        {
            var data = new TheoryData<DatabaseProvider, int>();
            foreach (var provider in new[] { DatabaseProvider.Sqlite, DatabaseProvider.Postgres, DatabaseProvider.SqlServer })
            {
                for (var way = 0; way < Ways.Length; way++)
                {
                    data.Add(provider, way);
                }
            }

            return data;
        }
    }

    public static TheoryData<DatabaseProvider, bool> MembersOrNot => new()
    {
        { DatabaseProvider.Sqlite, false }, { DatabaseProvider.Sqlite, true }, { DatabaseProvider.Postgres, false }, { DatabaseProvider.Postgres, true },
        { DatabaseProvider.SqlServer, false }, { DatabaseProvider.SqlServer, true },
    };

    [SkippableTheory]
    [MemberData(nameof(All))]
    public async Task Whoever_is_paid_is_also_the_one_from_whom_is_taken_back(DatabaseProvider provider, int index)
    {
        var (payee, payTo, method) = Ways[index];
        await using var world = await PayeeWorld.CreateAsync(provider);
        await world.Portal.AddBankAccountAsync(await CustomerAsync(world, world.Buyer));
        await world.Portal.AddBankAccountAsync(await CustomerAsync(world, world.Agent), number: "6222 0212 3456 0001");
        await world.Portal.ApproveAsync(PointsScene.OnePerYuan);
        await world.ApproveAsync(PayeeWorld.Program(payee, payTo));
        await world.SellAsync(world.Buyer, 6_000);
        var settlement = (await world.SettleAsync())!;
        Assert.Equal(12_000, await world.Portal.BalanceOfAsync(world.PayableOf(payee)));

        await world.PayAsync(settlement, method);
        Assert.Equal(0, await world.Portal.BalanceOfAsync(world.PayableOf(payee)));
        Assert.Equal(12_000, await ArrivedAsync(world, payee, method));
        Assert.Null(await world.SettleAsync());

        // By now somebody else looks after the customer; what comes back of January still concerns who was paid for it.
        await MoveOnAsync(world);
        await world.SellAsync(world.Buyer, -1_000, new DateOnly(2026, 1, 20));
        Assert.NotNull(await world.SettleAsync());
        Assert.Equal(-2_000, await world.Portal.BalanceOfAsync(world.PayableOf(payee)));
        Assert.Null(await world.SettleAsync());
        await world.Portal.AssertProvenAsync();
    }

    [SkippableTheory]
    [MemberData(nameof(MembersOrNot))]
    public async Task Points_are_given_once_and_only_while_there_is_a_points_programme(DatabaseProvider provider, bool areMembers)
    {
        await using var world = await PayeeWorld.CreateAsync(provider);
        await world.ApproveAsync(PayeeWorld.Program(null, PayTo.Points));
        await world.SellAsync(world.Buyer, 6_000);
        await world.SellAsync(world.Other, 6_000);
        var settlement = (await world.SettleAsync())!;
        await using (var finance = world.Portal.AsStaff(RolePermissions.Finance, userId: 5))
        {
            var payable = Assert.Single(await finance.ServiceProvider.GetRequiredService<PayoutQueries>().PayableAsync(CancellationToken.None));
            Assert.Equal([PayoutMethod.Points, PayoutMethod.Balance, PayoutMethod.Bank, PayoutMethod.CreditNote], payable.Methods);
        }

        var document = (await world.Portal.CreateAsync(settlement, PayoutMethod.Points, "points")).Value;
        Assert.Equal("points_no_program", (await world.Portal.PayToBalanceAsync(document)).Refusal.Code);
        Assert.Equal(12_000, await world.Portal.BalanceOfAsync(world.PayableOf(null)));
        Assert.Equal([PayoutItemState.Pending, PayoutItemState.Pending], await ItemsAsync());

        await world.Portal.ApproveAsync(PointsScene.OnePerYuan);
        if (areMembers)
        {
            await world.Portal.GrantAsync("first", world.Buyer, 1);
            await world.Portal.GrantAsync("other", world.Other, 1);
        }

        Assert.True((await world.Portal.PayToBalanceAsync(document)).IsDone);
        Assert.True((await world.Portal.PayToBalanceAsync(document)).IsDone);
        foreach (var customer in new[] { world.Buyer, world.Other })
        {
            Assert.Equal(areMembers ? 40 : 39, await world.Portal.BalanceOfAsync(LedgerAccountReference.Customer(LedgerAccountKind.PointsBalance, customer, LedgerAssets.Points)));
        }

        Assert.Equal([PayoutItemState.Paid, PayoutItemState.Paid], await ItemsAsync());
        Assert.Equal(0, await world.Portal.BalanceOfAsync(world.PayableOf(null)));
        await world.Portal.AssertProvenAsync();

        async Task<List<PayoutItemState>> ItemsAsync()
        {
            await using var context = world.Portal.NewContext();
            return await context.PayoutItems.Where(item => item.DocumentId == document).Select(item => item.State).ToListAsync();
        }
    }

    [SkippableTheory]
    [MemberData(nameof(DatabaseList.All), MemberType = typeof(DatabaseList))]
    public async Task Without_a_payee_nothing_is_approved_until_one_is_entered(DatabaseProvider provider)
    {
        await using var world = await PayeeWorld.CreateAsync(provider);
        await using (var context = world.Portal.NewContext())
        {
            (await context.Customers.SingleAsync(row => row.Id == world.Other)).RepresentBy(null);
            await context.SaveChangesAsync();
        }

        await world.ApproveAsync(PayeeWorld.Program(Payee.Agent));
        await world.SellAsync(world.Buyer, 6_000);
        await world.SellAsync(world.Other, 6_000);
        await world.World.SettleAsync(new DateOnly(2026, 3, 1));
        var refused = await world.World.ApproveSettlementAsync(1);
        Assert.Equal(("settlement_payee_missing", 1, "C2"), (refused.Refusal.Code, (int)refused.Refusal.Arguments[0]!, (string)refused.Refusal.Arguments[2]!));
        Assert.Equal(0, await world.Portal.CountTransfersAsync());

        await using (var context = world.Portal.NewContext())
        {
            (await context.Customers.SingleAsync(row => row.Id == world.Other)).RepresentBy(world.Agent);
            await context.SaveChangesAsync();
        }

        Assert.True((await world.World.ApproveSettlementAsync(1)).IsDone);
        Assert.Equal(24_000, await world.Portal.BalanceOfAsync(world.PayableOf(Payee.Agent)));
        await world.Portal.AssertProvenAsync();
    }

    [SkippableTheory]
    [MemberData(nameof(DatabaseList.All), MemberType = typeof(DatabaseList))]
    public async Task A_payee_is_paid_no_more_than_the_ledger_owes_it_for_all_its_customers(DatabaseProvider provider)
    {
        await using var world = await PayeeWorld.CreateAsync(provider);
        await world.ApproveAsync(PayeeWorld.Program(Payee.Agent));
        await world.SellAsync(world.Buyer, 6_000);
        await world.SellAsync(world.Other, 1_000);
        var settlement = (await world.SettleAsync())!;
        var payable = world.PayableOf(Payee.Agent);
        await world.Portal.PostAsync(TransferRequest.Move(
            "taken", LedgerTransferKind.SettlementChargedBack, "S-X", LedgerWorld.Today, payable, LedgerWorld.Expense, 12_500, ignoresFloor: true));
        var document = await world.PayAsync(settlement, PayoutMethod.Balance);
        Assert.Equal(500, (await world.Portal.DocumentAsync(document)).TotalMinor);
        Assert.Equal((0, 500), (await world.Portal.BalanceOfAsync(payable), await world.Portal.BalanceOfAsync(LedgerWorld.Balance(world.Agent))));
        await world.Portal.AssertProvenAsync();
    }

    [SkippableTheory]
    [MemberData(nameof(DatabaseList.All), MemberType = typeof(DatabaseList))]
    public async Task Everybody_sees_what_is_his_and_the_customer_only_what_it_is_told(DatabaseProvider provider)
    {
        foreach (var isTold in new[] { false, true })
        {
            await using var world = await PayeeWorld.CreateAsync(provider);
            var program = await world.ApproveAsync(PayeeWorld.Program(Payee.Agent) with { TellCustomer = isTold ? true : null });
            await world.SellAsync(world.Buyer, 6_000);
            var settlement = (await world.SettleAsync())!;
            await world.PayAsync(settlement, PayoutMethod.Balance);

            await using var agent = world.Portal.AsCustomer(world.Agent);
            var mine = agent.ServiceProvider.GetRequiredService<MyStatements>();
            var row = Assert.Single((await mine.ListAsync(null, 0, 20, default)).Rows);
            Assert.Equal((12_000L, MyStatementState.InBalance), (row.DueMinor, row.State));
            var line = Assert.Single((await mine.FindAsync(settlement.Id, default))!.Lines);
            Assert.Equal("Customer 1", line.BoughtBy);
            Assert.NotNull(await mine.LineAsync(line.Id, default));
            Assert.Empty((await mine.SalesLinesAsync(line.Id, new GridQuery { Take = 10 }, default)).Rows);

            await using var buyer = world.Portal.AsCustomer(world.Buyer);
            var theirs = buyer.ServiceProvider.GetRequiredService<MyStatements>();
            var page = await theirs.ListAsync(null, 0, 20, default);
            Assert.Empty(page.Totals);
            Assert.Equal(isTold, await theirs.LineAsync(line.Id, default) is not null);
            Assert.Equal(isTold, await buyer.ServiceProvider.GetRequiredService<MyPrograms>().FindAsync(program, default) is not null);
            if (isTold)
            {
                Assert.Equal((0L, 12_000L, MyStatementState.PaidToOther), (page.Rows[0].DueMinor, page.Rows[0].PaidToOthersMinor, page.Rows[0].State));
                Assert.Equal("Agent", Assert.Single((await theirs.FindAsync(settlement.Id, default))!.Lines).PaidTo);
            }
            else
            {
                Assert.Empty(page.Rows);
            }

            await using var stranger = world.Portal.AsCustomer(world.Other);
            Assert.Empty((await stranger.ServiceProvider.GetRequiredService<MyStatements>().ListAsync(null, 0, 20, default)).Rows);
        }
    }

    [SkippableTheory]
    [MemberData(nameof(DatabaseList.All), MemberType = typeof(DatabaseList))]
    public async Task Only_who_is_paid_may_question_a_line_and_only_that_line_waits(DatabaseProvider provider)
    {
        await using var world = await PayeeWorld.CreateAsync(provider);
        await world.ApproveAsync(PayeeWorld.Program(Payee.Agent) with { TellCustomer = true });
        await world.SellAsync(world.Buyer, 6_000);
        await world.SellAsync(world.Other, 1_000);
        var settlement = (await world.SettleAsync())!;
        var line = (await world.World.LinesAsync()).Single(row => row.CustomerId == world.Buyer);
        await using (var buyer = world.Portal.AsCustomer(world.Buyer))
        {
            var refused = await buyer.ServiceProvider.GetRequiredService<MyOpenDispute>().RunAsync(new MyDisputeInput("d-1", line.Id, "Too little"), default);
            Assert.Equal(Refusal.NotFound, refused.Refusal.Code);
        }

        await using (var agent = world.Portal.AsCustomer(world.Agent))
        {
            Assert.True((await agent.ServiceProvider.GetRequiredService<MyOpenDispute>().RunAsync(new MyDisputeInput("d-2", line.Id, "Too little"), default)).IsDone);
        }

        var document = await world.PayAsync(settlement, PayoutMethod.Balance);
        Assert.Equal((world.Other, 1_000L), Assert.Single((await world.Portal.ItemsAsync(document)).Select(item => (item.CustomerId, item.AmountMinor))));
        Assert.Equal(12_000, await world.Portal.BalanceOfAsync(world.PayableOf(Payee.Agent)));
    }

    [SkippableTheory]
    [MemberData(nameof(DatabaseList.All), MemberType = typeof(DatabaseList))]
    public async Task A_payroll_list_has_one_line_per_employee_and_each_sees_only_its_own(DatabaseProvider provider)
    {
        await using var world = await PayeeWorld.CreateAsync(provider);
        await world.ApproveAsync(PayeeWorld.Program(Payee.Salesperson));
        await world.SellAsync(world.Buyer, 6_000);
        await world.SellAsync(world.Other, 1_000);
        var settlement = (await world.SettleAsync())!;
        Assert.Equal("payout_employees_only", (await world.Portal.CreateAsync(settlement, PayoutMethod.Balance)).Refusal.Code);
        var document = (await world.Portal.CreateAsync(settlement, PayoutMethod.Payroll, "key-2")).Value;
        Assert.Equal("payout_other_method", (await world.Portal.PayToBalanceAsync(document)).Refusal.Code);
        var file = (await world.ExportPayrollAsync(document)).Value;
        Assert.Equal((1, 13_000L), (file.EmployeeCount, file.TotalMinor));
        Assert.Contains("E1,Salesperson,,2,130.00,CNY,", System.Text.Encoding.UTF8.GetString(file.Content.Span), StringComparison.Ordinal);

        await using var own = world.Portal.AsStaff(RolePermissions.SalesRepresentative, 50, world.Employee);
        Assert.Equal(2, (await own.ServiceProvider.GetRequiredService<PayrollQueries>().ListAsync(new GridQuery { Take = 10 }, default)).Total);
        await using var other = world.Portal.AsStaff(RolePermissions.SalesRepresentative, 51, world.Employee + 1);
        Assert.Equal(0, (await other.ServiceProvider.GetRequiredService<PayrollQueries>().ListAsync(new GridQuery { Take = 10 }, default)).Total);
        await using var finance = world.Portal.AsStaff(RolePermissions.Finance, 52);
        Assert.Equal(2, (await finance.ServiceProvider.GetRequiredService<PayrollQueries>().ListAsync(new GridQuery { Take = 10 }, default)).Total);
    }

    [SkippableTheory]
    [MemberData(nameof(DatabaseList.All), MemberType = typeof(DatabaseList))]
    public async Task A_reversed_settlement_is_taken_from_who_was_owed_it(DatabaseProvider provider)
    {
        await using var world = await PayeeWorld.CreateAsync(provider);
        await world.ApproveAsync(PayeeWorld.Program(Payee.Parent));
        await world.SellAsync(world.Buyer, 6_000);
        var settlement = (await world.SettleAsync())!;
        await using (var scope = world.Portal.AsStaff(RolePermissions.Finance, 60))
        {
            Assert.True((await scope.ServiceProvider.GetRequiredService<ReverseSettlement>().RunAsync(new DecideSettlementInput(settlement.Id, Note: "wrong"), default)).IsDone);
        }

        Assert.Equal(0, await world.Portal.BalanceOfAsync(world.PayableOf(Payee.Parent)));
        Assert.NotNull(await world.SettleAsync());
        Assert.Equal(12_000, await world.Portal.BalanceOfAsync(world.PayableOf(Payee.Parent)));
        await world.Portal.AssertProvenAsync();
    }

    /// <summary>Where the money of a payment of ¥120.00 arrived.</summary>
    private static async Task<long> ArrivedAsync(PayeeWorld world, Payee? payee, PayoutMethod method)
    {
        var company = payee switch { Payee.Parent => world.Parent, Payee.Agent => world.Agent, _ => world.Buyer };
        var balance = await world.Portal.BalanceOfAsync(LedgerWorld.Balance(company));
        switch (method)
        {
            case PayoutMethod.Balance:
                return balance;
            case PayoutMethod.Goods:
                // Four of 25.00 each; the twenty that are over are on the rebate balance.
                await using (var context = world.Portal.NewContext())
                {
                    var delivery = await context.GoodsDeliveries.SingleAsync();
                    Assert.Equal((company, 4L, 2_500L), (delivery.CustomerId, delivery.Quantity, delivery.UnitValueMinor));
                }

                Assert.Equal(2_000, balance);
                return balance + await world.HouseAsync(LedgerAccountKind.GoodsClearing);
            case PayoutMethod.Points:
                // 39.6 points at 0.33 for each yuan: 39 of them, and what the rest of a point is worth is on the rebate balance.
                Assert.Equal(39, await world.Portal.BalanceOfAsync(LedgerAccountReference.Customer(LedgerAccountKind.PointsBalance, company, LedgerAssets.Points)));
                Assert.Equal(182, balance);
                return balance + await world.HouseAsync(LedgerAccountKind.PointsClearing);
            default:
                return await world.HouseAsync(method switch
                {
                    PayoutMethod.Bank => LedgerAccountKind.BankClearing,
                    PayoutMethod.Payroll => LedgerAccountKind.PayrollClearing,
                    _ => LedgerAccountKind.CreditNoteClearing,
                });
        }
    }

    private static async Task MoveOnAsync(PayeeWorld world)
    {
        await using var context = world.Portal.NewContext();
        var buyer = await context.Customers.SingleAsync(row => row.Id == world.Buyer);
        var employee = new Domain.Staff.Employee("E2", "Successor", null);
        context.Add(employee);
        await context.SaveChangesAsync();
        buyer.RepresentBy(world.Other);
        buyer.PlaceUnder(world.Other);
        buyer.AssignOwner(employee.Id, null, DateTime.UnixEpoch);
        await context.SaveChangesAsync();
    }

    private static async Task<Domain.Customers.Customer> CustomerAsync(PayeeWorld world, long id)
    {
        await using var context = world.Portal.NewContext();
        return await context.Customers.AsNoTracking().SingleAsync(row => row.Id == id);
    }
}
