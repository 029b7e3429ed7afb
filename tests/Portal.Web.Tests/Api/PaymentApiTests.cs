using System.Net;
using System.Net.Http.Headers;
using System.Text;
using Microsoft.EntityFrameworkCore;
using Portal.Domain.ApiKeys;
using Portal.Web.Tests.Routes;

namespace Portal.Web.Tests.Api;

/// <summary>Another system sends payments of sales documents over HTTP.</summary>
public sealed class PaymentApiTests(AdminApp app) : IClassFixture<AdminApp>
{
    private static readonly Uri Payments = new("/api/v1/payments", UriKind.Relative);

    [Fact]
    public async Task A_payment_is_recorded_once_for_ever()
    {
        using var client = await SellerAsync();
        using var first = await PostAsync(client, Payment("P-1", 12.34m));
        Assert.Equal((HttpStatusCode.Created, "recorded"), (first.StatusCode, (await first.JsonAsync()).GetProperty("status").GetString()));
        using var again = await PostAsync(client, Payment("P-1", 12.34m));
        Assert.Equal((HttpStatusCode.OK, "known"), (again.StatusCode, (await again.JsonAsync()).GetProperty("status").GetString()));
        using var other = await PostAsync(client, Payment("P-1", 12.35m));
        Assert.Equal((HttpStatusCode.Conflict, "payment_differs"), (other.StatusCode, (await other.JsonAsync()).GetProperty("code").GetString()));
        await using var context = app.NewContext();
        var stored = await context.SalesPayments.SingleAsync(row => row.Number == "P-1");
        Assert.Equal((1_234L, "D-1", "erp", new DateOnly(2026, 3, 2)), (stored.AmountMinor, stored.DocumentNumber, stored.DocumentSource, stored.PaidOn));
    }

    [Fact]
    public async Task Twenty_identical_requests_at_once_have_one_effect()
    {
        using var client = await SellerAsync();
        var answers = await Task.WhenAll(Enumerable.Range(0, 20).Select(_ => Task.Run(() => PostAsync(client, Payment("P-20", 5)))));
        Assert.Single(answers, answer => answer.StatusCode == HttpStatusCode.Created);
        Assert.Equal(19, answers.Count(answer => answer.StatusCode == HttpStatusCode.OK));
        await using var context = app.NewContext();
        Assert.Equal(1, await context.SalesPayments.CountAsync(row => row.Number == "P-20"));
    }

    [Theory]
    [InlineData("""{"source":"erp","document":"D-1","date":"2026-03-02","amount":1}""", HttpStatusCode.UnprocessableEntity, "number")]
    [InlineData("""{"source":"erp","number":"X","date":"2026-03-02","amount":1}""", HttpStatusCode.UnprocessableEntity, "document")]
    [InlineData("""{"source":"erp","number":"X","document":"D-1","amount":1}""", HttpStatusCode.UnprocessableEntity, "date")]
    [InlineData("""{"source":"erp","number":"X","document":"D-1","date":"2026-03-02"}""", HttpStatusCode.UnprocessableEntity, "amount")]
    [InlineData("""{"source":"erp","number":"X","document":"D-1","date":"2026-03-02","amount":0}""", HttpStatusCode.UnprocessableEntity, "amount")]
    [InlineData("""{"source":"erp","number":"X","document":"D-1","date":"2026-03-02","amount":1,"colour":"red"}""", HttpStatusCode.BadRequest, "colour")]
    [InlineData("""{"source":"erp",""", HttpStatusCode.BadRequest, null)]
    public async Task What_is_wrong_is_named_and_nothing_is_recorded(string body, HttpStatusCode status, string? field)
    {
        using var client = await SellerAsync();
        using var answer = await PostAsync(client, body);
        Assert.Equal(status, answer.StatusCode);
        var error = (await answer.JsonAsync()).GetProperty("errors")[0];
        if (field is not null)
        {
            Assert.Equal(field, error.GetProperty("field").GetString());
        }

        await using var context = app.NewContext();
        Assert.False(await context.SalesPayments.AnyAsync(row => row.Number == "X"));
    }

    [Fact]
    public async Task A_batch_answers_line_by_line_and_a_replay_changes_nothing()
    {
        using var client = await SellerAsync();
        var lines = string.Join('\n', Payment("B-1", 1), """{"source":"erp"}""", Payment("B-2", 2), Payment("B-1", 9));
        for (var time = 0; time < 2; time++)
        {
            using var answer = await PostAsync(client, lines, "application/x-ndjson");
            Assert.Equal(HttpStatusCode.MultiStatus, answer.StatusCode);
            var rows = (await answer.JsonAsync()).GetProperty("rows").EnumerateArray().ToDictionary(row => row.GetProperty("row").GetInt64(), row => row.GetProperty("status").GetString());
            var expected = time == 0 ? "recorded" : "known";
            Assert.Equal((expected, "refused", expected, "refused"), (rows[1], rows[2], rows[3], rows[4]));
        }

        await using var context = app.NewContext();
        Assert.Equal([("B-1", 100L), ("B-2", 200L)], (await context.SalesPayments.Where(row => row.Number.StartsWith("B-")).OrderBy(row => row.Number).ToListAsync()).Select(row => (row.Number, row.AmountMinor)));
    }

    [Fact]
    public async Task A_key_without_the_scope_and_no_key_at_all_are_turned_away()
    {
        using var wrong = await app.SystemAsync(key: (await app.NewKeyAsync(ApiScopes.SalesWrite)).Key);
        using var forbidden = await PostAsync(wrong, Payment("F-1", 1));
        Assert.Equal(HttpStatusCode.Forbidden, forbidden.StatusCode);
        using var forbiddenBatch = await PostAsync(wrong, Payment("F-1", 1), "application/x-ndjson");
        Assert.Equal(HttpStatusCode.Forbidden, forbiddenBatch.StatusCode);
        using var nobody = app.CreateClient(new() { AllowAutoRedirect = false, HandleCookies = false });
        using var unknown = await PostAsync(nobody, Payment("F-1", 1));
        Assert.Equal(HttpStatusCode.Unauthorized, unknown.StatusCode);
        using var client = await app.SystemAsync();
        using var text = await PostAsync(client, Payment("F-1", 1), "text/plain");
        Assert.Equal(HttpStatusCode.UnsupportedMediaType, text.StatusCode);
        await using var context = app.NewContext();
        Assert.False(await context.SalesPayments.AnyAsync(row => row.Number == "F-1"));
    }

    /// <summary>A system with the document that is paid.</summary>
    private async Task<HttpClient> SellerAsync()
    {
        var client = await app.SystemAsync();
        using var sold = await client.PostJsonAsync(ApiWorld.Sale("D-1"));
        Assert.True(sold.IsSuccessStatusCode, await sold.Content.ReadAsStringAsync());
        return client;
    }

    private static string Payment(string number, decimal amount) =>
        FormattableString.Invariant($$"""{"source":"erp","number":"{{number}}","document":"D-1","date":"2026-03-02","amount":{{amount}}}""");

    private static Task<HttpResponseMessage> PostAsync(HttpClient client, string text, string mediaType = "application/json") =>
        client.PostAsync(Payments, new StringContent(text, Encoding.UTF8, new MediaTypeHeaderValue(mediaType)));
}
