using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Portal.Domain.Payouts;
using Portal.Domain.Shared;
using Portal.Infrastructure.Access;
using Portal.Infrastructure.CreditNotes;
using Portal.Infrastructure.Data;
using Portal.Infrastructure.Shared;
using Portal.Infrastructure.Tests.Databases;
using Portal.Infrastructure.Tests.Ledger;
using DatabaseList = Portal.Infrastructure.Tests.Databases.Databases;

namespace Portal.Infrastructure.Tests.Payouts;

public sealed class CreditNoteTests
{
    private static readonly DateOnly Later = new(2026, 3, 20);

    [SkippableTheory]
    [MemberData(nameof(DatabaseList.All), MemberType = typeof(DatabaseList))]
    public async Task Invoices_use_a_note_up_and_no_more(DatabaseProvider provider)
    {
        await using var portal = await TestPortal.CreateAsync(provider);
        await IssueAsync(portal, 10_000);
        Assert.Equal(4_000, (await UseAsync(portal, "INV-1", 6_000)).Value.OpenMinor);
        var again = await UseAsync(portal, "INV-1", 6_000);
        Assert.Equal((false, 4_000L), (again.Value.IsNew, again.Value.OpenMinor));
        Assert.Equal("credit_note_invoice_known", (await UseAsync(portal, "INV-1", 1)).Refusal.Code);
        Assert.Equal("credit_note_too_little", (await UseAsync(portal, "INV-2", 4_001)).Refusal.Code);
        Assert.Equal("credit_note_amount_invalid", (await UseAsync(portal, "INV-2", 0)).Refusal.Code);
        Assert.Equal("credit_note_invoice_missing", (await UseAsync(portal, " ", 1)).Refusal.Code);
        Assert.Equal("credit_note_used_early", (await UseAsync(portal, "INV-2", 1, new DateOnly(2020, 1, 1))).Refusal.Code);
        Assert.Equal("credit_note_unknown", (await UseAsync(portal, "INV-2", 1, number: "CN-9")).Refusal.Code);
        Assert.Equal(0, (await UseAsync(portal, "INV-2", 4_000)).Value.OpenMinor);
        var note = await NoteAsync(portal);
        Assert.Equal((CreditNoteState.Used, 10_000L, 0L), (note.State, note.UsedMinor, note.OpenMinor));
        await using var context = portal.NewContext();
        Assert.Equal(2, await context.CreditNoteUses.CountAsync());
    }

    [SkippableTheory]
    [MemberData(nameof(DatabaseList.All), MemberType = typeof(DatabaseList))]
    public async Task Twenty_invoices_at_once_never_take_more_than_there_is(DatabaseProvider provider)
    {
        await using var portal = await TestPortal.CreateAsync(provider);
        await IssueAsync(portal, 10_000);
        var outcomes = await Task.WhenAll(Enumerable.Range(1, 20).Select(number => Task.Run(() => UseAsync(portal, "INV-" + number, 3_000))));
        Assert.Equal(3, outcomes.Count(outcome => outcome.IsDone));
        Assert.All(outcomes.Where(outcome => !outcome.IsDone), outcome => Assert.Contains(outcome.Refusal.Code, (string[])["credit_note_too_little", Refusal.ChangedByOther]));
        Assert.Equal(1_000, (await NoteAsync(portal)).OpenMinor);
    }

    [SkippableTheory]
    [MemberData(nameof(DatabaseList.All), MemberType = typeof(DatabaseList))]
    public async Task A_cancelled_note_is_mirrored_and_can_be_paid_anew(DatabaseProvider provider)
    {
        await using var portal = await TestPortal.CreateAsync(provider);
        var (settlement, customer) = await IssueAsync(portal, 10_000);
        Assert.Equal("credit_note_reason_missing", (await CancelAsync(portal, " ")).Refusal.Code);
        Assert.True((await CancelAsync(portal, "wrong customer")).IsDone);
        Assert.Equal("credit_note_cancelled", (await CancelAsync(portal, "wrong customer")).Refusal.Code);
        Assert.Equal("credit_note_cancelled", (await UseAsync(portal, "INV-1", 1)).Refusal.Code);
        Assert.Equal(10_000, await portal.BalanceOfAsync(LedgerWorld.Payable(customer)));

        var document = (await portal.CreateAsync(settlement, PayoutMethod.Balance, "again")).Value;
        Assert.True((await portal.PayToBalanceAsync(document)).IsDone);
        Assert.Equal((0, 10_000), (await portal.BalanceOfAsync(LedgerWorld.Payable(customer)), await portal.BalanceOfAsync(LedgerWorld.Balance(customer))));
        await portal.AssertProvenAsync();
    }

    [SkippableTheory]
    [MemberData(nameof(DatabaseList.All), MemberType = typeof(DatabaseList))]
    public async Task A_note_that_was_used_is_not_cancelled(DatabaseProvider provider)
    {
        await using var portal = await TestPortal.CreateAsync(provider);
        await IssueAsync(portal, 10_000);
        Assert.True((await UseAsync(portal, "INV-1", 1)).IsDone);
        Assert.Equal("credit_note_used", (await CancelAsync(portal, "wrong")).Refusal.Code);
        Assert.Equal(CreditNoteState.PartlyUsed, (await NoteAsync(portal)).State);
        await portal.AssertProvenAsync();
    }

    [SkippableTheory]
    [MemberData(nameof(DatabaseList.All), MemberType = typeof(DatabaseList))]
    public async Task Only_finance_acts_and_only_its_holder_sees_a_note(DatabaseProvider provider)
    {
        await using var portal = await TestPortal.CreateAsync(provider);
        var (_, customer) = await IssueAsync(portal, 10_000);
        Assert.Equal(Refusal.NotPermitted, (await UseAsync(portal, "INV-1", 1, role: RolePermissions.SalesRepresentative)).Refusal.Code);
        await using var byKey = portal.AsStaff(RolePermissions.Finance, 5);
        var withoutKey = await byKey.ServiceProvider.GetRequiredService<UseCreditNote>().RunAsync(new UseCreditNoteInput("CN-2026-0001", "INV-1", 1, Later, IsByKey: true), default);
        Assert.Equal("apikey_scope", withoutKey.Refusal.Code);

        await using var mine = portal.AsCustomer(customer);
        var notes = mine.ServiceProvider.GetRequiredService<MyCreditNotes>();
        var row = Assert.Single((await notes.ListAsync(0, 10, default)).Rows);
        Assert.NotNull(await notes.RecordAsync(row.Id, default));
        Assert.Equal([new OpenCreditNotes("CNY", 1, 10_000)], await notes.OpenAsync(default));
        await using var stranger = portal.AsCustomer(customer + 1);
        var others = stranger.ServiceProvider.GetRequiredService<MyCreditNotes>();
        Assert.Empty((await others.ListAsync(0, 10, default)).Rows);
        Assert.Null(await others.RecordAsync(row.Id, default));

        await using var finance = portal.AsStaff(RolePermissions.Finance, 5);
        var queries = finance.ServiceProvider.GetRequiredService<CreditNoteQueries>();
        Assert.Equal(1, (await queries.ListAsync(new GridQuery { Take = 10, Filters = new Dictionary<string, string> { ["state"] = "Open" } }, default)).Total);
        Assert.Equal(0, (await queries.ListAsync(new GridQuery { Take = 10, Filters = new Dictionary<string, string> { ["state"] = "Used" } }, default)).Total);
        Assert.Equal(1, (await queries.ListAsync(new GridQuery { Take = 10, Search = "cn-2026" }, default)).Total);
    }

    private static async Task<(Domain.Settlements.Settlement Settlement, long CustomerId)> IssueAsync(TestPortal portal, long amountMinor)
    {
        var customer = await portal.AddCustomerAsync("A");
        var settlement = await portal.AddSettlementAsync("S-2026-0001", (customer, amountMinor));
        var document = (await portal.CreateAsync(settlement, PayoutMethod.CreditNote)).Value;
        Assert.True((await portal.PayToBalanceAsync(document)).IsDone);
        Assert.True((await portal.PayToBalanceAsync(document)).IsDone);
        await using var context = portal.NewContext();
        var note = await context.CreditNotes.SingleAsync();
        Assert.Equal(("CN-2026-0001", customer.Id, amountMinor, "CNY"), (note.Number, note.CustomerId, note.AmountMinor, note.Currency));
        return (settlement, customer.Id);
    }

    private static async Task<Outcome<UsedCreditNote>> UseAsync(
        TestPortal portal, string invoice, long amountMinor, DateOnly? on = null, string number = "CN-2026-0001", string role = RolePermissions.Finance)
    {
        await using var scope = portal.AsStaff(role, userId: 5);
        return await scope.ServiceProvider.GetRequiredService<UseCreditNote>().RunAsync(new UseCreditNoteInput(number, invoice, amountMinor, on ?? Later), default);
    }

    private static async Task<Outcome> CancelAsync(TestPortal portal, string reason)
    {
        var id = (await NoteAsync(portal)).Id;
        await using var scope = portal.AsStaff(RolePermissions.Finance, userId: 5);
        return await scope.ServiceProvider.GetRequiredService<CancelCreditNote>().RunAsync(id, reason, default);
    }

    private static async Task<CreditNote> NoteAsync(TestPortal portal)
    {
        await using var context = portal.NewContext();
        return await context.CreditNotes.AsNoTracking().OrderByDescending(row => row.Id).FirstAsync();
    }
}
