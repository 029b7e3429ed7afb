using System.Net;
using Portal.Web.Tests.Routes;

namespace Portal.Web.Tests.Api;

/// <summary>One key cannot take everything.</summary>
public sealed class RateLimitTests(AdminApp app) : IClassFixture<AdminApp>
{
    [Fact]
    public async Task A_key_that_asks_too_often_waits_and_the_others_do_not()
    {
        await using var strict = app.WithWebHostBuilder(builder => builder.UseSetting("Api:RequestsPerMinute", "2"));
        using var eager = await app.SystemAsync();
        var key = eager.DefaultRequestHeaders.Authorization;
        using var client = strict.CreateClient(new() { AllowAutoRedirect = false });
        client.DefaultRequestHeaders.Authorization = key;
        client.DefaultRequestHeaders.Add("Accept-Language", "en");
        using var first = await client.PostJsonAsync(ApiWorld.Sale("T-1"));
        using var second = await client.PostJsonAsync(ApiWorld.Sale("T-1"));
        using var third = await client.PostJsonAsync(ApiWorld.Sale("T-1"));
        Assert.Equal([HttpStatusCode.Created, HttpStatusCode.OK, HttpStatusCode.TooManyRequests], [first.StatusCode, second.StatusCode, third.StatusCode]);
        Assert.Equal("api_too_often", (await third.JsonAsync()).GetProperty("code").GetString());
        Assert.NotNull(third.Headers.RetryAfter);
        using var other = await app.SystemAsync();
        client.DefaultRequestHeaders.Authorization = other.DefaultRequestHeaders.Authorization;
        using var fine = await client.PostJsonAsync(ApiWorld.Sale("T-1"));
        Assert.Equal(HttpStatusCode.OK, fine.StatusCode);
    }
}
