using System.Net;
using Portal.Infrastructure.Access;
using Portal.Web.Tests.Routes;

namespace Portal.Web.Tests.Member;

/// <summary>The addresses of signing in by a QR code, called as no page of ours would.</summary>
public sealed class QrSignInPagesTests(AdminApp admin, MemberApp member) : IClassFixture<AdminApp>, IClassFixture<MemberApp>
{
    [Fact]
    public async Task The_secret_stays_in_a_cookie_that_scripts_and_other_sites_do_not_get()
    {
        var client = await member.BrowserAsync(null, "en");
        using var page = await client.GetAsync(new Uri("/account/qr", UriKind.Relative));
        var cookie = Assert.Single(page.Headers.GetValues("Set-Cookie"), value => value.StartsWith("portal.member.qr.", StringComparison.Ordinal));
        Assert.Contains("httponly", cookie, StringComparison.OrdinalIgnoreCase);
        Assert.Contains("samesite=strict", cookie, StringComparison.OrdinalIgnoreCase);
        Assert.Contains("max-age=120", cookie, StringComparison.OrdinalIgnoreCase);
        var secret = cookie.Split(';')[0].Split('=')[^1];
        Assert.Equal(32, secret.Length);
        Assert.DoesNotContain(secret, await page.Content.ReadAsStringAsync(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Without_the_cookie_there_is_nothing_to_wait_for() =>
        Assert.Equal("{\"state\":\"expired\"}", await (await member.BrowserAsync(null, "en")).GetStringAsync(new Uri("/account/qr/state?id=1", UriKind.Relative)));

    [Fact]
    public async Task Entering_without_the_token_of_the_page_is_refused()
    {
        using var form = new FormUrlEncodedContent([]);
        using var answer = await (await member.BrowserAsync(null, "en")).PostAsync(new Uri("/account/qr/enter?id=1", UriKind.Relative), form);
        Assert.Equal(HttpStatusCode.BadRequest, answer.StatusCode);
    }

    [Fact]
    public async Task Staff_have_no_such_page()
    {
        using var page = await (await admin.BrowserAsync(RolePermissions.Administrator, "en")).GetAsync(new Uri("/account/qr", UriKind.Relative));
        Assert.Equal(HttpStatusCode.NotFound, page.StatusCode);
        Assert.DoesNotContain("/account/qr", await (await admin.BrowserAsync(null, "en")).GetStringAsync(new Uri("/account/login", UriKind.Relative)), StringComparison.Ordinal);
    }
}
