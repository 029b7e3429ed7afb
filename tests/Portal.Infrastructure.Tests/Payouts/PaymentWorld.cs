using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Portal.Domain.Customers;
using Portal.Domain.Ledger;
using Portal.Domain.Payouts;
using Portal.Domain.Programs;
using Portal.Domain.Settlements;
using Portal.Domain.Shared;
using Portal.Infrastructure.Access;
using Portal.Infrastructure.Payouts;
using Portal.Infrastructure.Tests.Databases;
using Portal.Infrastructure.Tests.Ledger;

namespace Portal.Infrastructure.Tests.Payouts;

/// <summary>A posted settlement and short words for paying it.</summary>
internal static class PaymentWorld
{
    private static readonly DateRange Period = new(new DateOnly(2026, 1, 1), new DateOnly(2026, 1, 31));

    /// <summary>Writes a settlement with one line per due and posts it, as approval does.</summary>
    public static async Task<Settlement> AddSettlementAsync(this TestPortal portal, string number, params (Customer Customer, long DueMinor)[] dues)
    {
        Settlement settlement;
        await using (var context = portal.NewContext())
        {
            var at = portal.Clock.Now.UtcDateTime;
            var program = await context.RebatePrograms.Include(row => row.Versions).SingleOrDefaultAsync(row => row.Code == "P1");
            if (program is null)
            {
                program = new RebateProgram("P1", at);
                program.Draft("{}", "季度返利", "Quarterly rebate", Period.From, Period, null, at);
                context.Add(program);
            }

            var run = new SettlementRun("R-" + number, "run-" + number, LedgerWorld.Today, null, 0, null, at);
            context.Add(run);
            await context.SaveChangesAsync();
            run.End(SettlementRunState.Completed, null, at);
            settlement = new Settlement(number, run.Id, program.Id, program.Versions[0].Id, Period.From, Period.To, 1);
            context.Add(settlement);
            await context.SaveChangesAsync();
            context.AddRange(dues.Select((due, index) => new SettlementLine(settlement.Id, run.Id, program.Id, index + 1, due.Customer.Id)
            {
                PeriodFrom = Period.From,
                PeriodTo = Period.To,
                DueMinor = due.DueMinor,
                DeltaMinor = due.DueMinor,
                Reason = SettlementReason.NewPeriod,
            }));
            settlement.Complete(number, dues.Length, dues.Length, dues.Sum(due => due.DueMinor), dues.Where(due => due.DueMinor < 0).Sum(due => due.DueMinor), at);
            settlement.Approve(2, null, at);
            settlement.MarkPosted(at);
            await context.SaveChangesAsync();
        }

        foreach (var (customer, due) in dues)
        {
            var posted = await portal.PostAsync(new TransferRequest(
                $"settlement:{number}:{customer.Id}",
                due > 0 ? LedgerTransferKind.SettlementPosted : LedgerTransferKind.SettlementChargedBack,
                number,
                LedgerWorld.Today,
                [new TransferSide(LedgerWorld.Payable(customer.Id), due), new TransferSide(LedgerWorld.Expense, -due)])
            {
                IgnoresFloor = due < 0,
            });
            Assert.True(posted.IsDone);
        }

        return settlement;
    }

    public static async Task<Outcome<long>> CreateAsync(
        this TestPortal portal, Settlement settlement, PayoutMethod method, string key = "key-1", string role = RolePermissions.Finance)
    {
        await using var scope = portal.AsStaff(role, userId: 5);
        return await scope.ServiceProvider.GetRequiredService<CreatePayout>().RunAsync(new CreatePayoutInput(key, settlement.Id, method), CancellationToken.None);
    }

    public static async Task<Outcome> PayToBalanceAsync(this TestPortal portal, long documentId, string role = RolePermissions.Finance)
    {
        await using var scope = portal.AsStaff(role, userId: 5);
        return await scope.ServiceProvider.GetRequiredService<PayDocument>().RunAsync(documentId, CancellationToken.None);
    }

    public static async Task<Outcome<BankFile>> ExportAsync(this TestPortal portal, long documentId, BankFileWords? words = null, string role = RolePermissions.Finance)
    {
        await using var scope = portal.AsStaff(role, userId: 5);
        return await scope.ServiceProvider.GetRequiredService<ExportBankFile>().RunAsync(documentId, words ?? BankFileWords.Codes, CancellationToken.None);
    }

    public static async Task<Outcome> ConfirmAsync(this TestPortal portal, long documentId, params PaymentDecision[] decisions)
    {
        await using var scope = portal.AsStaff(RolePermissions.Finance, userId: 6);
        return await scope.ServiceProvider.GetRequiredService<ConfirmPayments>().RunAsync(new ConfirmPaymentsInput(documentId, decisions), CancellationToken.None);
    }

    public static async Task<Outcome<BankResults>> ImportResultsAsync(this TestPortal portal, long documentId, byte[] content, BankFileWords? words = null)
    {
        var path = Path.Combine(portal.Folder, Path.GetRandomFileName());
        await File.WriteAllBytesAsync(path, content);
        await using var scope = portal.AsStaff(RolePermissions.Finance, userId: 6);
        return await scope.ServiceProvider.GetRequiredService<ImportBankResults>().RunAsync(documentId, path, words ?? BankFileWords.Codes, CancellationToken.None);
    }

    public static async Task<Outcome<long>> AddBankAccountAsync(this TestPortal portal, Customer customer, string number = "6222 0212 3456 7890", string bank = "ICBC", string holder = "Acme Ltd")
    {
        await using var scope = portal.AsCustomer(customer.Id);
        return await scope.ServiceProvider.GetRequiredService<MyAddBankAccount>().RunAsync(new BankAccountInput(bank, holder, number), CancellationToken.None);
    }

    public static async Task<List<PayoutItem>> ItemsAsync(this TestPortal portal, long documentId)
    {
        await using var context = portal.NewContext();
        return await context.PayoutItems.AsNoTracking().Where(item => item.DocumentId == documentId).OrderBy(item => item.CustomerId).ToListAsync();
    }

    public static async Task<PayoutDocument> DocumentAsync(this TestPortal portal, long documentId)
    {
        await using var context = portal.NewContext();
        return await context.PayoutDocuments.AsNoTracking().SingleAsync(row => row.Id == documentId);
    }
}
