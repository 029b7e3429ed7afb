using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Portal.Domain.Customers;
using Portal.Domain.Ledger;
using Portal.Domain.Payouts;
using Portal.Domain.Programs;
using Portal.Domain.Settlements;
using Portal.Domain.Shared;
using Portal.Domain.Staff;
using Portal.Infrastructure.Access;
using Portal.Infrastructure.Data;
using Portal.Infrastructure.Payouts;
using Portal.Infrastructure.Tests.Databases;
using Portal.Infrastructure.Tests.Programs;
using Portal.Infrastructure.Tests.Settlements;

namespace Portal.Infrastructure.Tests.Payouts;

/// <summary>Customers C1 and C2 with a parent H1, an agent A1 and a salesperson E1, and short words for paying them as staff would.</summary>
internal sealed class PayeeWorld(SettlementWorld world) : IAsyncDisposable
{
    public static readonly DateOnly January = new(2026, 1, 10);

    public SettlementWorld World { get; } = world;

    public TestPortal Portal => World.Portal;

    public long Buyer => World.Customers[0];

    public long Other => World.Customers[1];

    public long Parent { get; private set; }

    public long Agent { get; private set; }

    public long Employee { get; private set; }

    public static async Task<PayeeWorld> CreateAsync(DatabaseProvider provider)
    {
        var made = new PayeeWorld(await SettlementWorld.CreateAsync(provider, customers: 2));
        await using var context = made.Portal.NewContext();
        var parent = new Customer("H1", "Parent", CustomerKind.Distributor, DateTime.UnixEpoch);
        var agent = new Customer("A1", "Agent", CustomerKind.Distributor, DateTime.UnixEpoch);
        var employee = new Employee("E1", "Salesperson", null);
        context.AddRange(parent, agent, employee);
        await context.SaveChangesAsync();
        var buyers = made.World.Customers;
        foreach (var buyer in await context.Customers.Where(row => buyers.Contains(row.Id)).ToListAsync())
        {
            buyer.PlaceUnder(parent.Id);
            buyer.RepresentBy(agent.Id);
            buyer.AssignOwner(employee.Id, null, DateTime.UnixEpoch);
        }

        await context.SaveChangesAsync();
        (made.Parent, made.Agent, made.Employee) = (parent.Id, agent.Id, employee.Id);
        return made;
    }

    /// <summary>Monthly; from 1,000 1 %, from 5,000 2 %; what comes back is charged back.</summary>
    public static ProgramDefinition Program(Payee? payee, PayTo payTo = PayTo.Balance) => SettlementWorld.Monthly() with
    {
        Payee = payee,
        PayTo = payTo,
        Goods = payTo == PayTo.Goods ? new GoodsRule("P2", 25) : null,
        PointsPerUnit = payTo == PayTo.Points ? 0.33m : null,
        Negative = NegativePolicy.ChargeBack,
    };

    /// <summary>The account on which stands what the payee of a customer's purchases is owed.</summary>
    public LedgerAccountReference PayableOf(Payee? payee, string currency = "CNY") => payee switch
    {
        Payee.Parent => LedgerAccountReference.Customer(LedgerAccountKind.RebatePayable, Parent, currency),
        Payee.Agent => LedgerAccountReference.Customer(LedgerAccountKind.RebatePayable, Agent, currency),
        Payee.Salesperson => LedgerAccountReference.Employee(LedgerAccountKind.EmployeePayable, Employee, currency),
        _ => LedgerAccountReference.Customer(LedgerAccountKind.RebatePayable, Buyer, currency),
    };

    /// <summary>Drafts, submits and approves as staff would.</summary>
    public Task<long> ApproveAsync(ProgramDefinition definition) => Portal.ApprovedAsync(definition);

    public Task SellAsync(long customerId, decimal amount, DateOnly? on = null) =>
        World.SellAsync(customerId, on ?? January, (World.Products[0], amount < 0 ? -1 : 1, amount));

    /// <summary>Settles what is due and approves it; null where nothing is due.</summary>
    public async Task<Settlement?> SettleAsync()
    {
        var run = await World.SettleAsync(new DateOnly(2026, 3, 1));
        if (run.Settlements == 0)
        {
            return null;
        }

        var settlement = (await World.SettlementsAsync())[^1];
        var approved = await World.ApproveSettlementAsync(settlement.Id);
        Assert.True(approved.IsDone, approved.IsDone ? null : approved.Refusal.ToString());
        return settlement;
    }

    /// <summary>Pays a settlement as finance would, by any method.</summary>
    public async Task<long> PayAsync(Settlement settlement, PayoutMethod method)
    {
        var created = await Portal.CreateAsync(settlement, method, "pay-" + settlement.Id);
        Assert.True(created.IsDone, created.IsDone ? null : created.Refusal.ToString());
        switch (method)
        {
            case PayoutMethod.Bank:
                Assert.True((await Portal.ExportAsync(created.Value)).IsDone);
                await ConfirmAllAsync(created.Value);
                break;
            case PayoutMethod.Payroll:
                Assert.True((await ExportPayrollAsync(created.Value)).IsDone);
                await ConfirmAllAsync(created.Value);
                break;
            default:
                var paid = await Portal.PayToBalanceAsync(created.Value);
                Assert.True(paid.IsDone, paid.IsDone ? null : paid.Refusal.ToString());
                break;
        }

        Assert.Equal(PayoutState.Completed, (await Portal.DocumentAsync(created.Value)).State);
        return created.Value;
    }

    public async Task<Outcome<PayrollFile>> ExportPayrollAsync(long documentId)
    {
        await using var scope = Portal.AsStaff(RolePermissions.Finance, userId: 5);
        return await scope.ServiceProvider.GetRequiredService<ExportPayroll>().RunAsync(documentId, ExportPayroll.Columns, CancellationToken.None);
    }

    public Task<long> HouseAsync(LedgerAccountKind kind, string currency = "CNY") => EntriesAsync(LedgerAccountReference.House(kind, currency));

    /// <summary>The sum of an account's entries; accounts of the house keep no balance.</summary>
    public async Task<long> EntriesAsync(LedgerAccountReference account)
    {
        await using var context = Portal.NewContext();
        return await (
            from entry in context.LedgerEntries
            join row in context.LedgerAccounts on entry.AccountId equals row.Id
            where row.Kind == account.Kind && row.OwnerId == account.OwnerId && row.Asset == account.Asset
            select entry.AmountMinor).SumAsync();
    }

    public async ValueTask DisposeAsync() => await World.DisposeAsync();

    private async Task ConfirmAllAsync(long documentId)
    {
        var items = await Portal.ItemsAsync(documentId);
        var confirmed = await Portal.ConfirmAsync(documentId, [.. items.Select(item => new PaymentDecision(item.Id, true))]);
        Assert.True(confirmed.IsDone, confirmed.IsDone ? null : confirmed.Refusal.ToString());
    }
}
