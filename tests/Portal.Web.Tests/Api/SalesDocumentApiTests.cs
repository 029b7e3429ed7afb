using System.Net;
using Microsoft.EntityFrameworkCore;
using Portal.Domain.ApiKeys;
using Portal.Domain.Sales;
using Portal.Infrastructure.Access;
using Portal.Web.Tests.Routes;

namespace Portal.Web.Tests.Api;

/// <summary>Another system sends sales documents over HTTP.</summary>
public sealed class SalesDocumentApiTests(AdminApp app) : IClassFixture<AdminApp>
{
    [Fact]
    public async Task A_document_is_recorded_and_can_be_read_back()
    {
        using var client = await app.SystemAsync();
        using var answer = await client.PostJsonAsync(ApiWorld.Sale("A-1"));
        Assert.Equal(HttpStatusCode.Created, answer.StatusCode);
        var recorded = await answer.JsonAsync();
        Assert.Equal("recorded", recorded.GetProperty("status").GetString());

        using var found = await client.GetAsync(answer.Headers.Location);
        var stored = await found.JsonAsync();
        Assert.Equal(recorded.GetProperty("hash").GetString(), stored.GetProperty("hash").GetString());
        Assert.Equal((120.99m, 2, "C-1", "sale"), (stored.GetProperty("net").GetDecimal(), stored.GetProperty("lineCount").GetInt32(), stored.GetProperty("customer").GetString(), stored.GetProperty("kind").GetString()));
        await using var context = app.NewContext();
        var document = await context.SalesDocuments.SingleAsync(row => row.Number == "A-1");
        Assert.Equal([(2000L, 2100L), (1000L, 9999L)], (await context.SalesLines.Where(line => line.DocumentId == document.Id).OrderBy(line => line.LineNumber).ToListAsync()).Select(line => (line.QuantityMilli, line.NetMinor)));
    }

    [Fact]
    public async Task Twenty_identical_requests_at_once_have_one_effect()
    {
        using var client = await app.SystemAsync();
        var answers = await Task.WhenAll(Enumerable.Range(0, 20).Select(_ => Task.Run(() => client.PostJsonAsync(ApiWorld.Sale("B-1")))));
        Assert.Single(answers, answer => answer.StatusCode == HttpStatusCode.Created);
        Assert.Equal(19, answers.Count(answer => answer.StatusCode == HttpStatusCode.OK));
        Assert.Single((await Task.WhenAll(answers.Select(answer => answer.JsonAsync()))).Select(answer => answer.GetProperty("id").GetInt64()).Distinct());
        await using var context = app.NewContext();
        var document = await context.SalesDocuments.SingleAsync(row => row.Number == "B-1");
        Assert.Equal(2, await context.SalesLines.CountAsync(line => line.DocumentId == document.Id));
    }

    [Fact]
    public async Task The_same_number_with_other_content_is_refused_with_both_hashes()
    {
        using var client = await app.SystemAsync();
        using var first = await client.PostJsonAsync(ApiWorld.Sale("D-1"));
        using var second = await client.PostJsonAsync(ApiWorld.Sale("D-1", quantity: 3));
        Assert.Equal(HttpStatusCode.Conflict, second.StatusCode);
        var problem = await second.JsonAsync();
        Assert.Equal((await first.JsonAsync()).GetProperty("hash").GetString(), problem.GetProperty("storedHash").GetString());
        Assert.Equal(64, problem.GetProperty("givenHash").GetString()!.Length);
        Assert.NotEqual(problem.GetProperty("storedHash").GetString(), problem.GetProperty("givenHash").GetString());
    }

    [Fact]
    public async Task A_later_version_takes_the_one_before_back()
    {
        using var client = await app.SystemAsync();
        using var first = await client.PostJsonAsync(ApiWorld.Sale("V-1", quantity: 2, version: 1));
        using var second = await client.PostJsonAsync(ApiWorld.Sale("V-1", quantity: 5, version: 2));
        Assert.Equal(HttpStatusCode.Created, second.StatusCode);
        await using var context = app.NewContext();
        var ids = await context.SalesDocuments.Where(row => row.Number == "V-1").Select(row => row.Id).ToListAsync();
        Assert.Equal(3, ids.Count);
        Assert.Equal(5250 + 9999, await context.SalesDocuments.Where(row => row.Number == "V-1").SumAsync(row => row.NetMinor));
        Assert.Equal(5250 + 9999, await context.SalesLines.Where(line => ids.Contains(line.DocumentId)).SumAsync(line => line.NetMinor));
        Assert.Equal(6000, await context.SalesLines.Where(line => ids.Contains(line.DocumentId)).SumAsync(line => line.QuantityMilli));

        using var again = await client.PostJsonAsync(ApiWorld.Sale("V-1", quantity: 2, version: 1));
        Assert.Equal(HttpStatusCode.OK, again.StatusCode);
        using var latest = await client.GetAsync(new Uri("/api/v1/sales-documents/erp/V-1", UriKind.Relative));
        Assert.Equal(2, (await latest.JsonAsync()).GetProperty("version").GetInt32());
        using var late = await client.PostJsonAsync(ApiWorld.Sale("W-1", version: 3));
        using var older = await client.PostJsonAsync(ApiWorld.Sale("W-1", quantity: 9, version: 2));
        Assert.Equal((HttpStatusCode.Conflict, "intake_version_old"), (older.StatusCode, (await older.JsonAsync()).GetProperty("code").GetString()));
    }

    [Fact]
    public async Task Of_a_batch_the_bad_rows_are_refused_and_the_good_ones_recorded()
    {
        using var client = await app.SystemAsync();
        var text = string.Join('\n', ApiWorld.Sale("N-1"), ApiWorld.Sale("N-2", customer: "nobody"), "{\"source\":\"erp\",", "", ApiWorld.Sale("N-1"), ApiWorld.Sale("N-1", quantity: 7), ApiWorld.Sale("N-3"));
        using var answer = await client.PostJsonAsync(text, "application/x-ndjson");
        Assert.Equal(HttpStatusCode.MultiStatus, answer.StatusCode);
        var batch = await answer.JsonAsync();
        Assert.Equal((2, 1, 3), (batch.GetProperty("recorded").GetInt32(), batch.GetProperty("known").GetInt32(), batch.GetProperty("refused").GetInt32()));
        var rows = batch.GetProperty("rows").EnumerateArray().ToList();
        Assert.Equal([(1, "recorded"), (2, "refused"), (3, "refused"), (5, "known"), (6, "refused"), (7, "recorded")], rows.Select(row => (row.GetProperty("row").GetInt32(), row.GetProperty("status").GetString()!)));
        Assert.Equal([("customer", "import_customer_unknown")], rows[1].GetProperty("errors").EnumerateArray().Select(error => (error.GetProperty("field").GetString()!, error.GetProperty("code").GetString()!)));
        Assert.Equal(3, rows[2].GetProperty("errors")[0].GetProperty("line").GetInt32());
        Assert.Equal(64, rows[4].GetProperty("storedHash").GetString()!.Length);
        await using var context = app.NewContext();
        Assert.Equal(["N-1", "N-3"], await context.SalesDocuments.Where(row => row.Number.StartsWith("N-")).Select(row => row.Number).Order().ToListAsync());
    }

    [Fact]
    public async Task A_return_is_checked_against_its_sale_even_in_the_same_batch()
    {
        using var client = await app.SystemAsync();
        static string Return(string number, string original, string extra = "") =>
            $$"""{"source":"erp","number":"{{number}}","kind":"return","original":"{{original}}","customer":"C-1","date":"2026-03-02","lines":[{"product":"P-1","quantity":1,"net":10{{extra}}}]}""";
        using var answer = await client.PostJsonAsync(string.Join('\n', ApiWorld.Sale("R-1"), Return("R-2", "R-1"), Return("R-3", "none")), "application/x-ndjson");
        var rows = (await answer.JsonAsync()).GetProperty("rows").EnumerateArray().ToList();
        Assert.Equal(["recorded", "recorded", "refused"], rows.Select(row => row.GetProperty("status").GetString()));
        Assert.Equal("import_original_unknown", rows[2].GetProperty("errors")[0].GetProperty("code").GetString());
        await using var context = app.NewContext();
        var document = await context.SalesDocuments.SingleAsync(row => row.Number == "R-2");
        Assert.Equal((SalesDocumentKind.Return, -1000L), (document.Kind, document.NetMinor));

        using var negative = await client.PostJsonAsync(Return("R-4", "R-1").Replace("\"quantity\":1", "\"quantity\":-1", StringComparison.Ordinal));
        Assert.Equal(HttpStatusCode.UnprocessableEntity, negative.StatusCode);
        Assert.Equal("import_return_negative", (await negative.JsonAsync()).GetProperty("code").GetString());
    }

    [Theory]
    [InlineData("en", "There is no field 'colour'.")]
    [InlineData("zh-CN", "没有字段“colour”。")]
    public async Task An_unknown_field_is_refused_by_name_in_the_language_asked_for(string language, string message)
    {
        using var client = await app.SystemAsync(language);
        using var answer = await client.PostJsonAsync("{\n\"source\": \"erp\",\n\"lines\": [\n{ \"product\": \"P-1\",\n  \"colour\": {\"r\": 1}, \"quantity\": \"two\" }]}");
        Assert.Equal(HttpStatusCode.BadRequest, answer.StatusCode);
        Assert.Equal("application/problem+json", answer.Content.Headers.ContentType!.MediaType);
        var problem = await answer.JsonAsync();
        Assert.False(string.IsNullOrEmpty(problem.GetProperty("traceId").GetString()));
        var errors = problem.GetProperty("errors").EnumerateArray().ToList();
        Assert.Equal(("lines[0].colour", 5, message), (errors[0].GetProperty("field").GetString(), errors[0].GetProperty("line").GetInt32(), errors[0].GetProperty("message").GetString()));
        Assert.Equal(("lines[0].quantity", 5, "intake_field_number"), (errors[1].GetProperty("field").GetString(), errors[1].GetProperty("line").GetInt32(), errors[1].GetProperty("code").GetString()));
    }

    [Fact]
    public async Task Malformed_json_names_field_and_line()
    {
        using var client = await app.SystemAsync();
        using var answer = await client.PostJsonAsync("{\n\"source\": \"erp\",\n\"number\": oops\n}");
        Assert.Equal(HttpStatusCode.BadRequest, answer.StatusCode);
        var error = (await answer.JsonAsync()).GetProperty("errors")[0];
        Assert.Equal(("number", 3, "intake_json_malformed"), (error.GetProperty("field").GetString(), error.GetProperty("line").GetInt32(), error.GetProperty("code").GetString()));
    }

    [Fact]
    public async Task Everything_wrong_with_a_document_is_told_at_once()
    {
        using var client = await app.SystemAsync();
        using var answer = await client.PostJsonAsync("""{"number":"X-1","customer":"C-1","kind":"gift","version":0,"lines":[{"quantity":-1,"net":5}]}""");
        Assert.Equal(HttpStatusCode.UnprocessableEntity, answer.StatusCode);
        var fields = (await answer.JsonAsync()).GetProperty("errors").EnumerateArray().Select(error => error.GetProperty("field").GetString()).ToList();
        Assert.Equal(["kind", "source", "version", "date", "lines[0].product", "lines[0].quantity"], fields);
    }

    [Fact]
    public async Task Without_a_right_key_nobody_enters()
    {
        using var client = await app.SystemAsync();
        using var nobody = app.CreateClient(new() { AllowAutoRedirect = false, HandleCookies = false });
        using var none = await nobody.PostJsonAsync(ApiWorld.Sale("K-1"));
        Assert.Equal((HttpStatusCode.Unauthorized, "application/problem+json"), (none.StatusCode, none.Content.Headers.ContentType!.MediaType));

        var made = await app.NewKeyAsync();
        using var forged = await app.SystemAsync(key: made.Key[..^1] + (made.Key[^1] == 'A' ? 'B' : 'A'));
        using var wrong = await forged.PostJsonAsync(ApiWorld.Sale("K-1"));
        Assert.Equal(HttpStatusCode.Unauthorized, wrong.StatusCode);

        // A cookie of somebody who may do much more is no key.
        using var cookie = await (await app.BrowserAsync(RolePermissions.Administrator, "en")).PostJsonAsync(ApiWorld.Sale("K-1"));
        Assert.Equal(HttpStatusCode.Unauthorized, cookie.StatusCode);
        await using var context = app.NewContext();
        Assert.False(await context.SalesDocuments.AnyAsync(row => row.Number == "K-1"));
    }

    [Fact]
    public async Task A_revoked_key_is_refused_at_once()
    {
        var made = await app.NewKeyAsync();
        using var client = await app.SystemAsync(key: made.Key);
        using var before = await client.PostJsonAsync(ApiWorld.Sale("K-2"));
        Assert.Equal(HttpStatusCode.Created, before.StatusCode);
        await app.RevokeAsync(made.Id);
        using var after = await client.PostJsonAsync(ApiWorld.Sale("K-3"));
        Assert.Equal(HttpStatusCode.Unauthorized, after.StatusCode);
    }

    [Fact]
    public async Task A_key_does_only_what_its_scopes_say()
    {
        using var reader = await app.SystemAsync(key: (await app.NewKeyAsync(ApiScopes.SalesRead)).Key);
        using var written = await reader.PostJsonAsync(ApiWorld.Sale("S-1"));
        Assert.Equal((HttpStatusCode.Forbidden, "apikey_scope"), (written.StatusCode, (await written.JsonAsync()).GetProperty("code").GetString()));
        using var batch = await reader.PostJsonAsync(ApiWorld.Sale("S-1"), "application/x-ndjson");
        Assert.Equal(HttpStatusCode.Forbidden, batch.StatusCode);
        using var writer = await app.SystemAsync(key: (await app.NewKeyAsync(ApiScopes.SalesWrite)).Key);
        using var read = await writer.GetAsync(new Uri("/api/v1/sales-documents/erp/S-1", UriKind.Relative));
        Assert.Equal(HttpStatusCode.Forbidden, read.StatusCode);
    }

    [Fact]
    public async Task What_is_too_large_is_refused()
    {
        using var client = await app.SystemAsync();
        using var one = await client.PostJsonAsync(ApiWorld.Sale(new string('x', 1024 * 1024)));
        Assert.Equal(HttpStatusCode.RequestEntityTooLarge, one.StatusCode);
        using var batch = await client.PostJsonAsync(ApiWorld.Sale("L-1") + "\n" + ApiWorld.Sale(new string('x', 1024 * 1024)), "application/x-ndjson");
        var rows = (await batch.JsonAsync()).GetProperty("rows").EnumerateArray().ToList();
        Assert.Equal(["recorded", "refused"], rows.Select(row => row.GetProperty("status").GetString()));
        Assert.Equal("api_too_large", rows[1].GetProperty("errors")[0].GetProperty("code").GetString());
        using var form = await client.PostJsonAsync("a=b", "text/plain");
        Assert.Equal(HttpStatusCode.UnsupportedMediaType, form.StatusCode);
    }

    [Fact]
    public async Task The_interface_describes_itself()
    {
        using var anybody = app.CreateClient(new() { AllowAutoRedirect = false });
        using var answer = await anybody.GetAsync(new Uri("/api/v1/openapi.json", UriKind.Relative));
        Assert.Equal(HttpStatusCode.OK, answer.StatusCode);
        var post = (await answer.JsonAsync()).GetProperty("paths").GetProperty("/api/v1/sales-documents").GetProperty("post");
        Assert.Equal(["application/json", "application/x-ndjson"], post.GetProperty("requestBody").GetProperty("content").EnumerateObject().Select(type => type.Name).Order());
        Assert.Contains("201", post.GetProperty("responses").EnumerateObject().Select(response => response.Name));
        using var nowhere = await anybody.GetAsync(new Uri("/api/v1/nowhere", UriKind.Relative));
        Assert.Equal((HttpStatusCode.NotFound, "application/problem+json"), (nowhere.StatusCode, nowhere.Content.Headers.ContentType!.MediaType));
    }
}
