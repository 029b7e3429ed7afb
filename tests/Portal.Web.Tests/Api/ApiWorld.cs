using System.Globalization;
using System.Net.Http.Headers;
using System.Text;
using System.Text.Json;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Portal.Domain.ApiKeys;
using Portal.Domain.Products;
using Portal.Infrastructure.Access;
using Portal.Infrastructure.ApiKeys;
using Portal.Infrastructure.Data;
using Portal.Web.Tests.Routes;

namespace Portal.Web.Tests.Api;

/// <summary>The staff app as another system sees it.</summary>
internal static class ApiWorld
{
    public static readonly Uri Documents = new("/api/v1/sales-documents", UriKind.Relative);

    public static async Task<NewApiKey> NewKeyAsync(this AdminApp app, params string[] scopes)
    {
        await using var scope = app.Services.CreateAsyncScope();
        scope.ServiceProvider.GetRequiredService<CurrentUser>().BecomeSystem();
        return (await scope.ServiceProvider.GetRequiredService<CreateApiKey>().RunAsync("ERP", scopes.Length == 0 ? ApiScopes.All : scopes, CancellationToken.None)).Value;
    }

    public static async Task RevokeAsync(this AdminApp app, long id)
    {
        await using var scope = app.Services.CreateAsyncScope();
        scope.ServiceProvider.GetRequiredService<CurrentUser>().BecomeSystem();
        Assert.True((await scope.ServiceProvider.GetRequiredService<RevokeApiKey>().RunAsync(id, CancellationToken.None)).IsDone);
    }

    /// <summary>A client with a key of all scopes, and a product P-1 that it may sell to the customer C-1.</summary>
    public static async Task<HttpClient> SystemAsync(this AdminApp app, string language = "en", string? key = null)
    {
        await using (var context = app.NewContext())
        {
            if (!await context.Products.AnyAsync())
            {
                context.Add(new Product("P-1", "Pump", "pcs"));
                await context.SaveChangesAsync();
            }
        }

        var client = app.CreateClient(new() { AllowAutoRedirect = false, HandleCookies = false });
        client.DefaultRequestHeaders.Add("Accept-Language", language);
        client.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Bearer", key ?? (await app.NewKeyAsync()).Key);
        return client;
    }

    public static PortalDbContext NewContext(this AdminApp app) => app.Services.GetRequiredService<IDbContextFactory<PortalDbContext>>().CreateDbContext();

    public static string Sale(string number, int quantity = 2, int? version = null, string customer = "C-1") => string.Create(
        CultureInfo.InvariantCulture,
        $$"""{"source":"erp","number":"{{number}}",{{(version is null ? "" : "\"version\":" + version + ",")}}"customer":"{{customer}}","date":"2026-03-01","lines":[{"product":"P-1","quantity":{{quantity}},"unitPrice":10.5},{"product":"P-1","quantity":1,"net":99.99}]}""");

    public static Task<HttpResponseMessage> PostJsonAsync(this HttpClient client, string text, string mediaType = "application/json") =>
        client.PostAsync(Documents, new StringContent(text, Encoding.UTF8, new MediaTypeHeaderValue(mediaType)));

    public static async Task<JsonElement> JsonAsync(this HttpResponseMessage answer)
    {
        using var document = JsonDocument.Parse(await answer.Content.ReadAsStringAsync());
        return document.RootElement.Clone();
    }
}
