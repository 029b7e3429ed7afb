using System.Text;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Portal.Domain.Payouts;
using Portal.Domain.Shared;
using Portal.Infrastructure.Access;
using Portal.Infrastructure.Data;
using Portal.Infrastructure.Payouts;
using Portal.Infrastructure.Shared;
using Portal.Infrastructure.Tests.Databases;
using Portal.Infrastructure.Tests.Ledger;

namespace Portal.Infrastructure.Tests.Payouts;

public sealed class PayoutTests
{
    [SkippableTheory]
    [MemberData(nameof(Databases.Databases.All), MemberType = typeof(Databases.Databases))]
    public async Task A_payout_to_balance_pays_every_positive_due_once(DatabaseProvider provider)
    {
        await using var portal = await TestPortal.CreateAsync(provider);
        var a = await portal.AddCustomerAsync("A");
        var b = await portal.AddCustomerAsync("B");
        var c = await portal.AddCustomerAsync("C");
        var settlement = await portal.AddSettlementAsync("S-2026-0001", (a, 10_000), (b, 2_000), (c, -500));

        var document = (await portal.CreateAsync(settlement, PayoutMethod.Balance)).Value;
        Assert.Equal(document, (await portal.CreateAsync(settlement, PayoutMethod.Balance)).Value);
        Assert.Equal("payout_nothing_due", (await portal.CreateAsync(settlement, PayoutMethod.Balance, key: "key-2")).Refusal.Code);
        Assert.Equal("ledger_key_reused", (await portal.CreateAsync(settlement, PayoutMethod.Bank)).Refusal.Code);

        Assert.True((await portal.PayToBalanceAsync(document)).IsDone);
        Assert.True((await portal.PayToBalanceAsync(document)).IsDone);
        Assert.Equal((10_000, 2_000), (await portal.BalanceOfAsync(LedgerWorld.Balance(a.Id)), await portal.BalanceOfAsync(LedgerWorld.Balance(b.Id))));
        Assert.Equal((0, -500), (await portal.BalanceOfAsync(LedgerWorld.Payable(a.Id)), await portal.BalanceOfAsync(LedgerWorld.Payable(c.Id))));
        var saved = await portal.DocumentAsync(document);
        Assert.Equal(("FF-2026-0001", PayoutState.Completed, 2, 12_000L, 5L), (saved.Number, saved.State, saved.ItemCount, saved.TotalMinor, saved.CompletedByUserId));
        Assert.All(await portal.ItemsAsync(document), item => Assert.Equal(PayoutItemState.Paid, item.State));
        await portal.AssertProvenAsync();
    }

    [SkippableTheory]
    [MemberData(nameof(Databases.Databases.All), MemberType = typeof(Databases.Databases))]
    public async Task Twenty_double_clicks_make_one_document_and_pay_once(DatabaseProvider provider)
    {
        await using var portal = await TestPortal.CreateAsync(provider);
        var a = await portal.AddCustomerAsync("A");
        var settlement = await portal.AddSettlementAsync("S-2026-0001", (a, 10_000));
        var created = await Task.WhenAll(Enumerable.Range(0, 20).Select(_ => Task.Run(() => portal.CreateAsync(settlement, PayoutMethod.Balance))));
        var document = Assert.Single(created.Select(outcome => outcome.Value).Distinct());
        var paid = await Task.WhenAll(Enumerable.Range(0, 20).Select(_ => Task.Run(() => portal.PayToBalanceAsync(document))));
        Assert.All(paid.Where(outcome => !outcome.IsDone), outcome => Assert.Equal(Refusal.ChangedByOther, outcome.Refusal.Code));
        Assert.Contains(paid, outcome => outcome.IsDone);
        Assert.Equal(10_000, await portal.BalanceOfAsync(LedgerWorld.Balance(a.Id)));
        await portal.AssertProvenAsync();
    }

    [SkippableTheory]
    [MemberData(nameof(Databases.Databases.All), MemberType = typeof(Databases.Databases))]
    public async Task Different_documents_asked_for_at_once_never_pay_a_due_twice(DatabaseProvider provider)
    {
        await using var portal = await TestPortal.CreateAsync(provider);
        var a = await portal.AddCustomerAsync("A");
        var settlement = await portal.AddSettlementAsync("S-2026-0001", (a, 10_000));
        var created = await Task.WhenAll(Enumerable.Range(0, 10).Select(number => Task.Run(() => portal.CreateAsync(settlement, PayoutMethod.Balance, "key-" + number))));
        Assert.Single(created, outcome => outcome.IsDone);
        Assert.All(created.Where(outcome => !outcome.IsDone), outcome => Assert.Equal("payout_nothing_due", outcome.Refusal.Code));
    }

    [SkippableTheory]
    [MemberData(nameof(Databases.Databases.All), MemberType = typeof(Databases.Databases))]
    public async Task A_charge_back_is_kept_back_from_what_is_paid(DatabaseProvider provider)
    {
        await using var portal = await TestPortal.CreateAsync(provider);
        var a = await portal.AddCustomerAsync("A");
        await portal.AddSettlementAsync("S-2026-0001", (a, -3_000));
        var settlement = await portal.AddSettlementAsync("S-2026-0002", (a, 10_000));
        var document = (await portal.CreateAsync(settlement, PayoutMethod.Balance)).Value;
        Assert.True((await portal.PayToBalanceAsync(document)).IsDone);
        Assert.Equal(7_000, await portal.BalanceOfAsync(LedgerWorld.Balance(a.Id)));
        Assert.Equal(0, await portal.BalanceOfAsync(LedgerWorld.Payable(a.Id)));
        await portal.AssertProvenAsync();
    }

    [SkippableTheory]
    [MemberData(nameof(Databases.Databases.All), MemberType = typeof(Databases.Databases))]
    public async Task What_was_taken_back_after_the_document_fails_alone(DatabaseProvider provider)
    {
        await using var portal = await TestPortal.CreateAsync(provider);
        var a = await portal.AddCustomerAsync("A");
        var b = await portal.AddCustomerAsync("B");
        var settlement = await portal.AddSettlementAsync("S-2026-0001", (a, 10_000), (b, 2_000));
        var document = (await portal.CreateAsync(settlement, PayoutMethod.Balance)).Value;
        await portal.AddSettlementAsync("S-2026-0002", (a, -1));
        Assert.True((await portal.PayToBalanceAsync(document)).IsDone);
        var items = await portal.ItemsAsync(document);
        Assert.Equal([(PayoutItemState.Failed, PayoutFailures.TakenBack), (PayoutItemState.Paid, null)], items.Select(item => (item.State, item.FailureReason)));
        Assert.Equal((0, 2_000), (await portal.BalanceOfAsync(LedgerWorld.Balance(a.Id)), await portal.BalanceOfAsync(LedgerWorld.Balance(b.Id))));

        var rest = (await portal.CreateAsync(settlement, PayoutMethod.Balance, key: "key-2")).Value;
        Assert.Equal(9_999, (await portal.DocumentAsync(rest)).TotalMinor);
        await portal.AssertProvenAsync();
    }

    [SkippableTheory]
    [MemberData(nameof(Databases.Databases.All), MemberType = typeof(Databases.Databases))]
    public async Task A_bank_file_goes_out_and_its_results_come_back(DatabaseProvider provider)
    {
        await using var portal = await TestPortal.CreateAsync(provider);
        var a = await portal.AddCustomerAsync("A", "=cmd()");
        var b = await portal.AddCustomerAsync("B");
        var c = await portal.AddCustomerAsync("C");
        await portal.AddBankAccountAsync(a);
        await portal.AddBankAccountAsync(b, "12345678");
        var settlement = await portal.AddSettlementAsync("S-2026-0001", (a, 10_000), (b, 2_000), (c, 300));
        var document = (await portal.CreateAsync(settlement, PayoutMethod.Bank)).Value;

        var file = (await portal.ExportAsync(document)).Value;
        Assert.Equal(("FF-2026-0001.csv", 2, 12_000L), (file.FileName, file.PaymentCount, file.TotalMinor));
        Assert.Equal(c.Id, Assert.Single(file.Missing).CustomerId);
        Assert.Equal([0xEF, 0xBB, 0xBF], file.Content[..3].ToArray());
        var lines = Encoding.UTF8.GetString(file.Content.Span[3..]).Split("\r\n");
        var items = await portal.ItemsAsync(document);
        Assert.Equal("reference,customer,name,holder,bank,account,amount,currency,purpose,result,reason", lines[0]);
        Assert.Equal($"FF-2026-0001-{items[0].Id},A,'=cmd(),Acme Ltd,ICBC,6222021234567890,100.00,CNY,FF-2026-0001,,", lines[1]);
        Assert.Equal([PayoutItemState.Exported, PayoutItemState.Exported, PayoutItemState.Pending], items.Select(item => item.State));
        Assert.Equal("bank_results_none", (await portal.ImportResultsAsync(document, file.Content.ToArray())).Refusal.Code);

        var results = $"reference,amount,result,reason\n{lines[1].Split(',')[0]},100.00,PAID,\n{lines[2].Split(',')[0]},20,failed,account closed\n";
        Assert.Equal(new BankResults(1, 1), (await portal.ImportResultsAsync(document, Encoding.UTF8.GetBytes(results))).Value);
        Assert.Equal(new BankResults(1, 1), (await portal.ImportResultsAsync(document, Encoding.UTF8.GetBytes(results))).Value);
        Assert.Equal(0, await portal.BalanceOfAsync(LedgerWorld.Payable(a.Id)));
        Assert.Equal(2_000, await portal.BalanceOfAsync(LedgerWorld.Payable(b.Id)));
        Assert.Equal(PayoutState.Exported, (await portal.DocumentAsync(document)).State);

        Assert.Equal("payout_item_not_exported", (await portal.ConfirmAsync(document, new PaymentDecision(items[2].Id, true))).Refusal.Code);
        await portal.AddBankAccountAsync(c, "99999999");
        var again = (await portal.ExportAsync(document)).Value;
        Assert.Equal((1, 0), (again.PaymentCount, again.Missing.Count));
        Assert.True((await portal.ConfirmAsync(document, new PaymentDecision(items[2].Id, true))).IsDone);
        Assert.Equal(PayoutState.Completed, (await portal.DocumentAsync(document)).State);

        var rest = (await portal.CreateAsync(settlement, PayoutMethod.Balance, key: "key-2")).Value;
        Assert.Equal(2_000, (await portal.DocumentAsync(rest)).TotalMinor);
        await portal.AssertProvenAsync();
    }

    [Fact]
    public async Task Wrong_results_are_told_line_by_line_and_nothing_is_recorded()
    {
        await using var portal = await TestPortal.CreateAsync(DatabaseProvider.Sqlite);
        var a = await portal.AddCustomerAsync("A");
        await portal.AddBankAccountAsync(a);
        var settlement = await portal.AddSettlementAsync("S-2026-0001", (a, 10_000));
        var document = (await portal.CreateAsync(settlement, PayoutMethod.Bank)).Value;
        await portal.ExportAsync(document);
        var item = Assert.Single(await portal.ItemsAsync(document));
        var words = new BankFileWords(["参考号", "客户", "名称", "户名", "银行", "账号", "金额", "币种", "用途", "结果", "原因"], "已支付", "失败");

        var reference = $"FF-2026-0001-{item.Id}";
        var text = $"参考号,金额,结果,原因\n{reference},100,已支付,\nFF-2026-0001-999,1,已支付,\n{reference},99.99,已支付,\n{reference},100,perhaps,\n{reference},100,失败,\n{reference},100.00,failed,closed\n";
        var outcome = await portal.ImportResultsAsync(document, Encoding.UTF8.GetBytes(text), words);
        Assert.Equal(
            [("3", "bank_results_unknown_reference"), ("4", "bank_results_other_amount"), ("5", "bank_results_unknown_result"), ("6", "payout_reason_missing"), ("7", "bank_results_twice")],
            outcome.Refusals.Select(refusal => (refusal.Field, refusal.Code)));
        Assert.Equal(PayoutItemState.Exported, (await portal.ItemsAsync(document))[0].State);
        Assert.Equal("bank_results_column_missing", (await portal.ImportResultsAsync(document, "a,b\n1,2\n"u8.ToArray(), words)).Refusal.Code);
        Assert.Equal("file_empty", (await portal.ImportResultsAsync(document, [], words)).Refusal.Code);
        Assert.Equal(new BankResults(1, 0), (await portal.ImportResultsAsync(document, Encoding.UTF8.GetBytes($"参考号,结果\n{reference},已支付\n"), words)).Value);
        Assert.Equal("payout_item_decided", (await portal.ConfirmAsync(document, new PaymentDecision(item.Id, false, "closed"))).Refusal.Code);
    }

    [SkippableTheory]
    [MemberData(nameof(Databases.Databases.All), MemberType = typeof(Databases.Databases))]
    public async Task Money_that_left_by_bank_is_recorded_even_if_taken_back_meanwhile(DatabaseProvider provider)
    {
        await using var portal = await TestPortal.CreateAsync(provider);
        var a = await portal.AddCustomerAsync("A");
        await portal.AddBankAccountAsync(a);
        var settlement = await portal.AddSettlementAsync("S-2026-0001", (a, 10_000));
        var document = (await portal.CreateAsync(settlement, PayoutMethod.Bank)).Value;
        await portal.ExportAsync(document);
        await portal.AddSettlementAsync("S-2026-0002", (a, -4_000));
        Assert.True((await portal.ConfirmAsync(document, new PaymentDecision((await portal.ItemsAsync(document))[0].Id, true))).IsDone);
        Assert.Equal(-4_000, await portal.BalanceOfAsync(LedgerWorld.Payable(a.Id)));
        await portal.AssertProvenAsync();
    }

    [Fact]
    public async Task Refusals()
    {
        await using var portal = await TestPortal.CreateAsync(DatabaseProvider.Sqlite);
        var a = await portal.AddCustomerAsync("A");
        var settlement = await portal.AddSettlementAsync("S-2026-0001", (a, 10_000));
        Assert.Equal(Refusal.NotPermitted, (await portal.CreateAsync(settlement, PayoutMethod.Bank, role: RolePermissions.RebateManager)).Refusal.Code);
        var document = (await portal.CreateAsync(settlement, PayoutMethod.Bank)).Value;
        Assert.Equal(Refusal.NotPermitted, (await portal.PayToBalanceAsync(document, RolePermissions.Auditor)).Refusal.Code);
        Assert.Equal(Refusal.NotPermitted, (await portal.ExportAsync(document, role: RolePermissions.Auditor)).Refusal.Code);
        Assert.Equal(new Refusal("payout_other_method", "FF-2026-0001"), (await portal.PayToBalanceAsync(document)).Refusal);
        Assert.Equal(new Refusal("payout_no_bank_accounts", "FF-2026-0001"), (await portal.ExportAsync(document)).Refusal);
        Assert.Equal(Refusal.NotFound, (await portal.PayToBalanceAsync(999)).Refusal.Code);
        Assert.Equal("payout_reason_missing", (await portal.ConfirmAsync(document, new PaymentDecision((await portal.ItemsAsync(document))[0].Id, false))).Refusal.Code);
        await using var context = portal.NewContext();
        await context.Settlements.ExecuteUpdateAsync(row => row.SetProperty(to => to.State, Domain.Settlements.SettlementState.Calculated));
        Assert.Equal("payout_settlement_not_posted", (await portal.CreateAsync(settlement, PayoutMethod.Bank, key: "k9")).Refusal.Code);
    }

    [SkippableTheory]
    [MemberData(nameof(Databases.Databases.All), MemberType = typeof(Databases.Databases))]
    public async Task Lists_and_records_show_it(DatabaseProvider provider)
    {
        await using var portal = await TestPortal.CreateAsync(provider);
        var a = await portal.AddCustomerAsync("A");
        var b = await portal.AddCustomerAsync("B", "Beta");
        await portal.AddBankAccountAsync(a);
        var settlement = await portal.AddSettlementAsync("S-2026-0001", (a, 10_000), (b, 500));
        await using var scope = portal.AsStaff(RolePermissions.Auditor);
        var queries = scope.ServiceProvider.GetRequiredService<PayoutQueries>();
        Assert.Equal((2, 10_500), Assert.Single(await queries.PayableAsync(CancellationToken.None)) is var open ? (open.PayeeCount, open.OpenMinor) : default);

        var document = (await portal.CreateAsync(settlement, PayoutMethod.Bank)).Value;
        await portal.ExportAsync(document);
        Assert.Empty(await queries.PayableAsync(CancellationToken.None));
        foreach (var sort in new[] { "number", "program", "items", "total", "state", "created" })
        {
            Assert.Equal(1, (await queries.ListAsync(new GridQuery { Sort = sort, Descending = true, Search = "FF-" }, CancellationToken.None)).Total);
        }

        Assert.Empty((await queries.ListAsync(new GridQuery { Filters = new Dictionary<string, string> { ["state"] = "Open" } }, CancellationToken.None)).Rows);
        var record = (await queries.RecordAsync(document, CancellationToken.None))!;
        Assert.Equal((1, 1, 500L), (record.Count(PayoutItemState.Exported), record.Count(PayoutItemState.Pending), record.SumMinor(PayoutItemState.Pending)));
        Assert.Equal([PayoutStepKind.SettlementApproved, PayoutStepKind.Created, PayoutStepKind.Exported], record.Steps.Select(step => step.Kind));
        foreach (var sort in new[] { "customer", "amount", "state" })
        {
            Assert.Equal(2, (await queries.ItemsAsync(document, new GridQuery { Sort = sort }, CancellationToken.None)).Total);
        }

        var item = Assert.Single((await queries.ItemsAsync(document, new GridQuery { Search = "beta" }, CancellationToken.None)).Rows);
        Assert.Equal((PayoutItemState.Pending, false), (item.State, item.HasBankAccount));
    }

    [SkippableTheory]
    [MemberData(nameof(Databases.Databases.All), MemberType = typeof(Databases.Databases))]
    public async Task Bank_account_numbers_are_checked_encrypted_and_shown_masked(DatabaseProvider provider)
    {
        await using var portal = await TestPortal.CreateAsync(provider);
        var a = await portal.AddCustomerAsync("A");
        var id = (await portal.AddBankAccountAsync(a, "６２２２-0212 3456 7890")).Value;
        Assert.Equal(id, (await portal.AddBankAccountAsync(a)).Value);
        await using var context = portal.NewContext();
        var account = await context.CustomerBankAccounts.SingleAsync();
        Assert.Equal("7890", account.NumberLast4);
        Assert.DoesNotContain("34567890", account.NumberProtected, StringComparison.Ordinal);
        Assert.Equal("6222021234567890", portal.Services.GetRequiredService<BankAccountNumbers>().Unprotect(account.NumberProtected));
        Assert.Null(portal.Services.GetRequiredService<BankAccountNumbers>().Unprotect("nonsense"));

        foreach (var wrong in new[] { "", "1234567", "1234567x90", new string('1', 31) })
        {
            Assert.Equal(("bank_account_number_invalid", "Number"), (await portal.AddBankAccountAsync(a, wrong)).Refusal is var refusal ? (refusal.Code, refusal.Field) : default);
        }

        Assert.Equal(["bank_account_text_missing", "bank_account_text_missing"], (await portal.AddBankAccountAsync(a, bank: " ", holder: "")).Refusals.Select(refusal => refusal.Code));

        var b = await portal.AddCustomerAsync("B");
        await using (var other = portal.AsCustomer(b.Id))
        {
            Assert.Equal(Refusal.NotFound, (await other.ServiceProvider.GetRequiredService<MyRetireBankAccount>().RunAsync(id, CancellationToken.None)).Refusal.Code);
            Assert.Empty(await other.ServiceProvider.GetRequiredService<MyBankAccountQueries>().ListAsync(CancellationToken.None));
        }

        await using var scope = portal.AsCustomer(a.Id);
        Assert.Equal(new MyBankAccount(id, "ICBC", "Acme Ltd", "7890"), Assert.Single(await scope.ServiceProvider.GetRequiredService<MyBankAccountQueries>().ListAsync(CancellationToken.None)));
        Assert.True((await scope.ServiceProvider.GetRequiredService<MyRetireBankAccount>().RunAsync(id, CancellationToken.None)).IsDone);
        Assert.Empty(await scope.ServiceProvider.GetRequiredService<MyBankAccountQueries>().ListAsync(CancellationToken.None));
    }
}
