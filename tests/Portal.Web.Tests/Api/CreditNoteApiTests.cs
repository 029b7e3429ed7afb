using System.Net;
using System.Net.Http.Headers;
using System.Text;
using Microsoft.EntityFrameworkCore;
using Portal.Domain.ApiKeys;
using Portal.Domain.Payouts;
using Portal.Domain.Programs;
using Portal.Domain.Settlements;
using Portal.Domain.Shared;
using Portal.Web.Tests.Routes;

namespace Portal.Web.Tests.Api;

/// <summary>A system that writes invoices reads open credit notes and tells which invoice used them.</summary>
public sealed class CreditNoteApiTests(AdminApp app) : IClassFixture<AdminApp>
{
    [Fact]
    public async Task An_invoice_takes_a_part_once_and_the_rest_stays_open()
    {
        var number = await IssueAsync("CN-2026-0101");
        using var client = await app.SystemAsync();
        using var before = await client.GetAsync(new Uri("/api/v1/customers/C-1/credit-notes", UriKind.Relative));
        Assert.Contains((await before.JsonAsync()).EnumerateArray(), note => note.GetProperty("number").GetString() == number && note.GetProperty("open").GetDecimal() == 100);

        using var first = await UseAsync(client, number, "INV-1", 60.5m);
        Assert.Equal(HttpStatusCode.Created, first.StatusCode);
        var used = await first.JsonAsync();
        Assert.Equal((39.5m, "recorded"), (used.GetProperty("open").GetDecimal(), used.GetProperty("status").GetString()));
        using var again = await UseAsync(client, number, "INV-1", 60.5m);
        Assert.Equal((HttpStatusCode.OK, "known"), (again.StatusCode, (await again.JsonAsync()).GetProperty("status").GetString()));
        using var other = await UseAsync(client, number, "INV-1", 60.4m);
        Assert.Equal((HttpStatusCode.Conflict, "credit_note_invoice_known"), (other.StatusCode, (await other.JsonAsync()).GetProperty("code").GetString()));
        using var more = await UseAsync(client, number, "INV-2", 40);
        Assert.Equal((HttpStatusCode.UnprocessableEntity, "credit_note_too_little"), (more.StatusCode, (await more.JsonAsync()).GetProperty("code").GetString()));
        await using var context = app.NewContext();
        Assert.Equal(6_050, (await context.CreditNotes.SingleAsync(row => row.Number == number)).UsedMinor);
    }

    [Fact]
    public async Task What_is_unknown_or_not_allowed_is_turned_away()
    {
        var number = await IssueAsync("CN-2026-0102");
        using var client = await app.SystemAsync();
        using var unknown = await UseAsync(client, "CN-2026-9999", "INV-1", 1);
        Assert.Equal(HttpStatusCode.NotFound, unknown.StatusCode);
        using var noAmount = await PostAsync(client, number, """{"invoice":"INV-1"}""");
        Assert.Equal(HttpStatusCode.UnprocessableEntity, noAmount.StatusCode);
        using var noField = await PostAsync(client, number, """{"invoice":"INV-1","amount":1,"colour":"red"}""");
        Assert.Equal(HttpStatusCode.BadRequest, noField.StatusCode);
        using var nobody = await client.GetAsync(new Uri("/api/v1/customers/NOBODY/credit-notes", UriKind.Relative));
        Assert.Equal(HttpStatusCode.UnprocessableEntity, nobody.StatusCode);
        using var wrong = await app.SystemAsync(key: (await app.NewKeyAsync(ApiScopes.SalesWrite)).Key);
        using var forbidden = await UseAsync(wrong, number, "INV-1", 1);
        Assert.Equal(HttpStatusCode.Forbidden, forbidden.StatusCode);
        using var unread = await wrong.GetAsync(new Uri("/api/v1/customers/C-1/credit-notes", UriKind.Relative));
        Assert.Equal(HttpStatusCode.Forbidden, unread.StatusCode);
        await using var context = app.NewContext();
        Assert.Equal(0, (await context.CreditNotes.SingleAsync(row => row.Number == number)).UsedMinor);
    }

    private async Task<string> IssueAsync(string number)
    {
        await using var context = app.NewContext();
        var customer = await context.Customers.SingleAsync(row => row.Number == "C-1");
        var day = new DateOnly(2026, 1, 31);
        var program = new RebateProgram("API-" + number, DateTime.UnixEpoch);
        var version = program.Draft("{}", "返利", "Rebate", day, new DateRange(day, day), null, DateTime.UnixEpoch);
        var run = new SettlementRun("R-" + number, "run-" + number, day, null, 0, null, DateTime.UnixEpoch);
        context.AddRange(program, run);
        await context.SaveChangesAsync();

        // One run is under way at a time.
        run.End(SettlementRunState.Completed, null, DateTime.UnixEpoch);
        var settlement = new Settlement("S-" + number, run.Id, program.Id, version.Id, day, day, null);
        context.Add(settlement);
        await context.SaveChangesAsync();
        var document = new PayoutDocument("FF-" + number, "key-" + number, settlement.Id, PayoutMethod.CreditNote, 1, 10_000, null, DateTime.UnixEpoch);
        context.Add(document);
        await context.SaveChangesAsync();
        var item = new PayoutItem(document.Id, customer.Id, 10_000);
        context.Add(item);
        await context.SaveChangesAsync();
        context.Add(new CreditNote(number, item.Id, customer.Id, 10_000, "CNY", day));
        await context.SaveChangesAsync();
        return number;
    }

    private static Task<HttpResponseMessage> UseAsync(HttpClient client, string number, string invoice, decimal amount) =>
        PostAsync(client, number, FormattableString.Invariant($$"""{"invoice":"{{invoice}}","amount":{{amount}},"date":"2026-03-01"}"""));

    private static Task<HttpResponseMessage> PostAsync(HttpClient client, string number, string text) =>
        client.PostAsync(new Uri($"/api/v1/credit-notes/{number}/uses", UriKind.Relative), new StringContent(text, Encoding.UTF8, new MediaTypeHeaderValue("application/json")));
}
