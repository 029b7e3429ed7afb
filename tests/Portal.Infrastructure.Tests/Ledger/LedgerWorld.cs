using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Portal.Domain.Customers;
using Portal.Domain.Ledger;
using Portal.Domain.Shared;
using Portal.Infrastructure.Data;
using Portal.Infrastructure.Ledger;
using Portal.Infrastructure.Tests.Databases;

namespace Portal.Infrastructure.Tests.Ledger;

/// <summary>Short words for tests of the ledger.</summary>
internal static class LedgerWorld
{
    public static readonly DateOnly Today = new(2026, 3, 15);

    public static readonly LedgerAccountReference Expense = LedgerAccountReference.House(LedgerAccountKind.RebateExpense);

    public static LedgerAccountReference Payable(long customerId) => LedgerAccountReference.Customer(LedgerAccountKind.RebatePayable, customerId);

    public static LedgerAccountReference Balance(long customerId) => LedgerAccountReference.Customer(LedgerAccountKind.RebateBalance, customerId);

    public static LedgerAccountReference Held(long customerId) => LedgerAccountReference.Customer(LedgerAccountKind.WithdrawalHeld, customerId);

    public static TransferRequest Grant(string key, long customerId, long amountMinor) =>
        TransferRequest.Move(key, LedgerTransferKind.SettlementPosted, "S-2026-0001", Today, Expense, Balance(customerId), amountMinor);

    public static TransferRequest Take(string key, long customerId, long amountMinor) =>
        TransferRequest.Move(key, LedgerTransferKind.WithdrawalRequested, "W-2026-0001", Today, Balance(customerId), Held(customerId), amountMinor);

    public static TransferRequest ChargeBack(string key, long customerId, long amountMinor) =>
        new(key, LedgerTransferKind.SettlementChargedBack, "S-2026-0002", Today, [new(Balance(customerId), -amountMinor), new(Expense, amountMinor)])
        {
            IgnoresFloor = true,
        };

    public static async Task<Outcome<PostedTransfer>> PostAsync(this TestPortal portal, TransferRequest request)
    {
        await using var scope = portal.AsSystem();
        return await scope.ServiceProvider.GetRequiredService<PostTransfer>().RunAsync(request, CancellationToken.None);
    }

    /// <summary>Posts several in one transaction.</summary>
    public static async Task<Outcome<IReadOnlyList<PostedTransfer>>> PostAllAsync(this TestPortal portal, params TransferRequest[] requests)
    {
        await using var scope = portal.AsSystem();
        var transfers = scope.ServiceProvider.GetRequiredService<PostTransfers>();
        return await scope.ServiceProvider.GetRequiredService<WriteTransaction>()
            .RunAsync((context, ct) => transfers.RunAsync(requests, context, ct), CancellationToken.None);
    }

    public static async Task<long> BalanceOfAsync(this TestPortal portal, LedgerAccountReference account)
    {
        await using var context = portal.NewContext();
        return await context.LedgerAccounts
            .Where(row => row.OwnerId == account.OwnerId && row.Kind == account.Kind && row.Asset == account.Asset)
            .SumAsync(row => row.BalanceMinor);
    }

    public static async Task<int> CountTransfersAsync(this TestPortal portal)
    {
        await using var context = portal.NewContext();
        return await context.LedgerTransfers.CountAsync();
    }

    public static async Task<LedgerCheck> VerifyAsync(this TestPortal portal)
    {
        await using var scope = portal.AsSystem();
        return await scope.ServiceProvider.GetRequiredService<VerifyLedger>().RunAsync(CancellationToken.None);
    }

    public static async Task AssertProvenAsync(this TestPortal portal) => Assert.Empty((await portal.VerifyAsync()).Findings);

    public static async Task<Customer> AddCustomerAsync(this TestPortal portal, string number, string name = "Acme")
    {
        await using var context = portal.NewContext();
        var customer = new Customer(number, name, CustomerKind.Distributor, portal.Clock.Now.UtcDateTime);
        context.Add(customer);
        await context.SaveChangesAsync();
        return customer;
    }
}
