using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Portal.Domain.Customers;
using Portal.Domain.Ledger;
using Portal.Domain.Shared;
using Portal.Domain.Withdrawals;
using Portal.Infrastructure.Access;
using Portal.Infrastructure.Data;
using Portal.Infrastructure.Ledger;
using Portal.Infrastructure.Payouts;
using Portal.Infrastructure.Shared;
using Portal.Infrastructure.Tests.Databases;
using Portal.Infrastructure.Tests.Ledger;
using Portal.Infrastructure.Withdrawals;

namespace Portal.Infrastructure.Tests.Withdrawals;

public sealed class WithdrawalTests
{
    private static readonly BankAccountInput Account = new("ICBC", "Acme Ltd", "6222021234567890");

    [SkippableTheory]
    [MemberData(nameof(Databases.Databases.All), MemberType = typeof(Databases.Databases))]
    public async Task From_request_to_payment(DatabaseProvider provider)
    {
        await using var portal = await TestPortal.CreateAsync(provider);
        var customer = await AddAsync(portal, 10_000);
        var id = (await RequestAsync(portal, customer, 4_000)).Value;
        Assert.Equal(id, (await RequestAsync(portal, customer, 4_000)).Value);
        Assert.Equal("ledger_key_reused", (await RequestAsync(portal, customer, 4_001)).Refusal.Code);
        Assert.Equal((6_000, 4_000), await BalancesAsync(portal, customer));

        Assert.Equal(new Refusal("withdrawal_not_payable", "W-2026-0001"), (await PayAsync(portal, id)).Refusal);
        Assert.True((await ApproveAsync(portal, id)).IsDone);
        Assert.Equal(new Refusal("withdrawal_not_waiting", "W-2026-0001"), (await ApproveAsync(portal, id)).Refusal);
        Assert.True((await PayAsync(portal, id)).IsDone);
        Assert.Equal("withdrawal_not_payable", (await PayAsync(portal, id)).Refusal.Code);
        Assert.Equal("withdrawal_not_rejectable", (await RejectAsync(portal, id)).Refusal.Code);
        Assert.Equal((6_000, 0), await BalancesAsync(portal, customer));

        await using var scope = portal.AsCustomer(customer.Id);
        var mine = Assert.Single(await scope.ServiceProvider.GetRequiredService<MyWithdrawalQueries>().ListAsync(null, 20, CancellationToken.None));
        Assert.Equal((WithdrawalState.Paid, "7890"), (mine.State, mine.NumberLast4));
        var balance = scope.ServiceProvider.GetRequiredService<MyBalanceQueries>();
        Assert.Equal(new MyBalance(6_000, 0, 0), await balance.SummaryAsync(CancellationToken.None));
        var entries = await balance.EntriesAsync(LedgerAccountKind.RebateBalance, null, 20, CancellationToken.None);
        Assert.Equal([(-4_000, 6_000), (10_000, 10_000)], entries.Select(entry => (entry.AmountMinor, entry.BalanceAfterMinor)));
        Assert.Equal(entries[1], Assert.Single(await balance.EntriesAsync(LedgerAccountKind.RebateBalance, entries[0].EntryId, 20, CancellationToken.None)));
        await portal.AssertProvenAsync();
    }

    [SkippableTheory]
    [MemberData(nameof(Databases.Databases.All), MemberType = typeof(Databases.Databases))]
    public async Task A_rejection_gives_the_money_back_and_says_why(DatabaseProvider provider)
    {
        await using var portal = await TestPortal.CreateAsync(provider);
        var customer = await AddAsync(portal, 10_000);
        var first = (await RequestAsync(portal, customer, 4_000, "k1")).Value;
        var second = (await RequestAsync(portal, customer, 5_000, "k2")).Value;
        await ApproveAsync(portal, second);
        Assert.True((await RejectAsync(portal, first)).IsDone);
        Assert.True((await RejectAsync(portal, second)).IsDone);
        Assert.Equal((10_000, 0), await BalancesAsync(portal, customer));
        await using var scope = portal.AsCustomer(customer.Id);
        Assert.Equal("Name differs", (await scope.ServiceProvider.GetRequiredService<MyWithdrawalQueries>().RecordAsync(first, CancellationToken.None))!.RejectionReason);
        await portal.AssertProvenAsync();
    }

    [SkippableTheory]
    [MemberData(nameof(Databases.Databases.All), MemberType = typeof(Databases.Databases))]
    public async Task Twenty_double_clicks_hold_once(DatabaseProvider provider)
    {
        await using var portal = await TestPortal.CreateAsync(provider);
        var customer = await AddAsync(portal, 10_000);
        var outcomes = await Task.WhenAll(Enumerable.Range(0, 20).Select(_ => Task.Run(() => RequestAsync(portal, customer, 600))));
        Assert.Single(outcomes.Select(outcome => outcome.Value).Distinct());
        Assert.Equal((9_400, 600), await BalancesAsync(portal, customer));
        await using var context = portal.NewContext();
        Assert.Equal(1, await context.CustomerBankAccounts.CountAsync());
        await portal.AssertProvenAsync();
    }

    [SkippableTheory]
    [MemberData(nameof(Databases.Databases.All), MemberType = typeof(Databases.Databases))]
    public async Task Many_requests_at_once_never_hold_more_than_there_is(DatabaseProvider provider)
    {
        await using var portal = await TestPortal.CreateAsync(provider);
        var customer = await AddAsync(portal, 1_000);
        var outcomes = await Task.WhenAll(Enumerable.Range(0, 20).Select(number => Task.Run(() => RequestAsync(portal, customer, 300, "k" + number))));
        Assert.Equal(3, outcomes.Count(outcome => outcome.IsDone));
        Assert.All(outcomes.Where(outcome => !outcome.IsDone), outcome => Assert.Equal("withdrawal_insufficient", outcome.Refusal.Code));
        Assert.Equal((100, 900), await BalancesAsync(portal, customer));
        await using var context = portal.NewContext();
        Assert.Equal(["W-2026-0001", "W-2026-0002", "W-2026-0003"], await context.WithdrawalRequests.Select(row => row.Number).Order().ToListAsync());
        await portal.AssertProvenAsync();
    }

    [SkippableTheory]
    [MemberData(nameof(Databases.Databases.All), MemberType = typeof(Databases.Databases))]
    public async Task Pay_and_reject_at_once_have_one_winner(DatabaseProvider provider)
    {
        await using var portal = await TestPortal.CreateAsync(provider);
        var customer = await AddAsync(portal, 1_000);
        var id = (await RequestAsync(portal, customer, 1_000)).Value;
        await ApproveAsync(portal, id);
        var outcomes = await Task.WhenAll(Enumerable.Range(0, 10).Select(number => Task.Run(() => number % 2 == 0 ? PayAsync(portal, id) : RejectAsync(portal, id))));
        Assert.Single(outcomes, outcome => outcome.IsDone);
        var (balance, held) = await BalancesAsync(portal, customer);
        Assert.Equal(0, held);
        Assert.True(balance is 0 or 1_000);
        await portal.AssertProvenAsync();
    }

    [Fact]
    public async Task Refusals()
    {
        await using var portal = await TestPortal.CreateAsync(DatabaseProvider.Sqlite);
        var customer = await AddAsync(portal, 1_000);
        var other = await AddAsync(portal, 1_000, "B");
        Assert.Equal(new Refusal("withdrawal_insufficient", new Money(1_000)) { Field = "AmountMinor" }, (await RequestAsync(portal, customer, 1_001)).Refusal);
        Assert.Equal("withdrawal_amount_invalid", (await RequestAsync(portal, customer, 0)).Refusal.Code);
        Assert.Equal("withdrawal_amount_invalid", (await RequestAsync(portal, customer, -5)).Refusal.Code);
        await using (var context = portal.NewContext())
        {
            Assert.Equal(0, await context.WithdrawalRequests.CountAsync());
            Assert.Equal(0, await context.CustomerBankAccounts.CountAsync());
        }

        await using var mine = portal.AsCustomer(customer.Id);
        var request = mine.ServiceProvider.GetRequiredService<MyRequestWithdrawal>();
        Assert.Equal("withdrawal_bank_account_missing", (await request.RunAsync(new WithdrawalInput("k", 1, null), CancellationToken.None)).Refusal.Code);
        var foreign = (await RequestAsync(portal, other, 1)).Value;
        long foreignAccount;
        await using (var context = portal.NewContext())
        {
            foreignAccount = (await context.CustomerBankAccounts.SingleAsync()).Id;
        }

        Assert.Equal("withdrawal_bank_account_missing", (await request.RunAsync(new WithdrawalInput("k0", 1, foreignAccount), CancellationToken.None)).Refusal.Code);
        Assert.Equal("ledger_key_reused", (await RequestAsync(portal, customer, 1)).Refusal.Code);
        Assert.Equal("NewBankAccount.Number", (await request.RunAsync(new WithdrawalInput("k0", 1, null, Account with { Number = "1" }), CancellationToken.None)).Refusal.Field);
        Assert.Null(await mine.ServiceProvider.GetRequiredService<MyWithdrawalQueries>().RecordAsync(foreign, CancellationToken.None));

        await using var staff = portal.AsStaff(RolePermissions.Finance);
        Assert.Equal(Refusal.NotPermitted, (await staff.ServiceProvider.GetRequiredService<MyRequestWithdrawal>().RunAsync(new WithdrawalInput("k", 1, null, Account), CancellationToken.None)).Refusal.Code);
        Assert.Equal(Refusal.NotPermitted, (await ApproveAsync(portal, foreign, RolePermissions.RebateManager)).Refusal.Code);
        Assert.Equal(Refusal.NotPermitted, (await mine.ServiceProvider.GetRequiredService<ApproveWithdrawal>().RunAsync(foreign, CancellationToken.None)).Refusal.Code);
        Assert.Equal("withdrawal_reason_missing", (await RejectAsync(portal, foreign, " ")).Refusal.Code);
        Assert.Equal(Refusal.NotFound, (await ApproveAsync(portal, 999)).Refusal.Code);
    }

    [SkippableTheory]
    [MemberData(nameof(Databases.Databases.All), MemberType = typeof(Databases.Databases))]
    public async Task Staff_lists_and_the_full_account_number(DatabaseProvider provider)
    {
        await using var portal = await TestPortal.CreateAsync(provider);
        var customer = await AddAsync(portal, 1_000);
        var id = (await RequestAsync(portal, customer, 300)).Value;
        await using var finance = portal.AsStaff(RolePermissions.Finance);
        var queries = finance.ServiceProvider.GetRequiredService<WithdrawalQueries>();
        foreach (var sort in new[] { "number", "customer", "amount", "state", "requested" })
        {
            Assert.Equal(1, (await queries.ListAsync(new GridQuery { Sort = sort, Descending = true, Search = "w-2026" }, CancellationToken.None)).Total);
        }

        var filters = new Dictionary<string, string> { ["state"] = "Requested", ["customer"] = customer.Id.ToString(System.Globalization.CultureInfo.InvariantCulture), ["from"] = "2026-03-15", ["to"] = "2026-03-15" };
        Assert.Equal(700, Assert.Single((await queries.ListAsync(new GridQuery { Filters = filters }, CancellationToken.None)).Rows).BalanceMinor);
        Assert.Equal("6222021234567890", (await queries.BankAccountNumberAsync(id, CancellationToken.None)).Value);

        await using var auditor = portal.AsStaff(RolePermissions.Auditor);
        Assert.Equal(Refusal.NotPermitted, (await auditor.ServiceProvider.GetRequiredService<WithdrawalQueries>().BankAccountNumberAsync(id, CancellationToken.None)).Refusal.Code);
        await using var sales = portal.AsStaff(RolePermissions.SalesRepresentative);
        Assert.Null(await sales.ServiceProvider.GetRequiredService<WithdrawalQueries>().RecordAsync(id, CancellationToken.None));
    }

    [SkippableTheory]
    [MemberData(nameof(Databases.Databases.All), MemberType = typeof(Databases.Databases))]
    public async Task A_set_off_uses_the_balance_once_and_can_be_mirrored(DatabaseProvider provider)
    {
        await using var portal = await TestPortal.CreateAsync(provider);
        var customer = await AddAsync(portal, 1_000);
        var input = new SetOffInput("k1", customer.Id, 400, "PO-77", "agreed by phone");
        await using var scope = portal.AsStaff(RolePermissions.Finance);
        var setOff = scope.ServiceProvider.GetRequiredService<SetOffRebate>();
        var first = (await setOff.RunAsync(input, CancellationToken.None)).Value;
        portal.Clock.Now = portal.Clock.Now.AddDays(1);
        Assert.Equal(first with { IsNew = false }, (await setOff.RunAsync(input, CancellationToken.None)).Value);
        Assert.Equal("ledger_insufficient", (await setOff.RunAsync(input with { OperationKey = "k2", AmountMinor = 601 }, CancellationToken.None)).Refusal.Code);
        Assert.Equal(
            ["set_off_amount_invalid", "set_off_document_missing", "set_off_reason_missing"],
            (await setOff.RunAsync(new SetOffInput("k3", customer.Id, 0, "", " "), CancellationToken.None)).Refusals.Select(refusal => refusal.Code));
        Assert.Equal(Refusal.NotFound, (await setOff.RunAsync(input with { OperationKey = "k4", CustomerId = 999 }, CancellationToken.None)).Refusal.Code);

        var queries = scope.ServiceProvider.GetRequiredService<LedgerQueries>();
        var totals = await queries.HouseTotalsAsync(CancellationToken.None);
        Assert.Equal((600, 1_000, 400), (totals.OutstandingMinor, totals.GrantedMinor, totals.SetOffMinor));
        var entries = await queries.EntriesAsync(customer.Id, new GridQuery { Search = "phone" }, CancellationToken.None);
        Assert.Equal((-400, 600, "PO-77"), Assert.Single(entries.Rows) is var row ? (row.AmountMinor, row.BalanceAfterMinor, row.Source) : default);
        foreach (var sort in new[] { "number", "name", "payable", "balance", "held", "total" })
        {
            Assert.Equal(1, (await queries.CustomersAsync(new GridQuery { Sort = sort, Filters = new Dictionary<string, string> { ["nonzero"] = "true" } }, CancellationToken.None)).Total);
        }

        Assert.Equal(600, (await queries.CustomerAsync(customer.Id, CancellationToken.None))!.TotalMinor);
        await scope.ServiceProvider.GetRequiredService<ReverseTransfer>().RunAsync(new ReverseTransferInput(first.TransferId, "wrong order"), CancellationToken.None);
        Assert.Equal((1_000, 0), await BalancesAsync(portal, customer));

        await using var auditor = portal.AsStaff(RolePermissions.Auditor);
        Assert.Equal(Refusal.NotPermitted, (await auditor.ServiceProvider.GetRequiredService<SetOffRebate>().RunAsync(input, CancellationToken.None)).Refusal.Code);
        await portal.AssertProvenAsync();
    }

    private static async Task<Customer> AddAsync(TestPortal portal, long balanceMinor, string number = "A")
    {
        var customer = await portal.AddCustomerAsync(number);
        Assert.True((await portal.PostAsync(LedgerWorld.Grant("grant:" + number, customer.Id, balanceMinor))).IsDone);
        return customer;
    }

    private static async Task<(long Balance, long Held)> BalancesAsync(TestPortal portal, Customer customer) =>
        (await portal.BalanceOfAsync(LedgerWorld.Balance(customer.Id)), await portal.BalanceOfAsync(LedgerWorld.Held(customer.Id)));

    private static async Task<Outcome<long>> RequestAsync(TestPortal portal, Customer customer, long amountMinor, string key = "k")
    {
        await using var scope = portal.AsCustomer(customer.Id);
        return await scope.ServiceProvider.GetRequiredService<MyRequestWithdrawal>().RunAsync(new WithdrawalInput(key, amountMinor, null, Account), CancellationToken.None);
    }

    private static async Task<Outcome> ApproveAsync(TestPortal portal, long id, string role = RolePermissions.Finance)
    {
        await using var scope = portal.AsStaff(role, userId: 3);
        return await scope.ServiceProvider.GetRequiredService<ApproveWithdrawal>().RunAsync(id, CancellationToken.None);
    }

    private static async Task<Outcome> RejectAsync(TestPortal portal, long id, string reason = "Name differs")
    {
        await using var scope = portal.AsStaff(RolePermissions.Finance, userId: 3);
        return await scope.ServiceProvider.GetRequiredService<RejectWithdrawal>().RunAsync(new RejectWithdrawalInput(id, reason), CancellationToken.None);
    }

    private static async Task<Outcome> PayAsync(TestPortal portal, long id)
    {
        await using var scope = portal.AsStaff(RolePermissions.Finance, userId: 4);
        return await scope.ServiceProvider.GetRequiredService<MarkWithdrawalPaid>().RunAsync(id, CancellationToken.None);
    }
}
