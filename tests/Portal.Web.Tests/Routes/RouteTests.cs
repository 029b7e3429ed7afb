using System.Net;
using System.Reflection;
using System.Text.RegularExpressions;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Components;
using Portal.Infrastructure.Access;
using Portal.Ui.Access;
using PortalTexts = Portal.Ui.Texts;

namespace Portal.Web.Tests.Routes;

/// <summary>Every page answers for a role that may see it, in both languages, and for nobody else.</summary>
public sealed partial class RouteTests(AdminApp admin, MemberApp member) : IClassFixture<AdminApp>, IClassFixture<MemberApp>
{
    public static TheoryData<string, string, string> AdminPages => Pages(typeof(Portal.Admin.App).Assembly);

    public static TheoryData<string, string, string> MemberPages => Pages(typeof(Portal.Member.App).Assembly);

    [Theory]
    [MemberData(nameof(AdminPages))]
    public async Task Admin_page_answers(string page, string route, string language)
    {
        var type = typeof(Portal.Admin.App).Assembly.GetType(page)!;
        var permissions = type.GetCustomAttributes<RequirePermissionAttribute>().Select(attribute => attribute.Permission).ToList();
        var role = RolePermissions.StaffRoles.FirstOrDefault(role => permissions.All(permission => RolePermissions.Allows(role, permission)));
        Assert.True(role is not null, $"No role may see {page}.");
        await AnswersAsync(await admin.BrowserAsync(role, language), route, language);

        if (RolePermissions.StaffRoles.FirstOrDefault(other => permissions.Any(permission => !RolePermissions.Allows(other, permission))) is { } refused)
        {
            using var denied = await (await admin.BrowserAsync(refused, language)).GetAsync(new Uri(route, UriKind.Relative));
            Assert.Equal(HttpStatusCode.Redirect, denied.StatusCode);
            Assert.Contains("/account/denied", denied.Headers.Location!.ToString(), StringComparison.Ordinal);
        }

        await AsksToSignInAsync(await admin.BrowserAsync(null, language), route);
    }

    [Theory]
    [MemberData(nameof(MemberPages))]
    public async Task Member_page_answers(string page, string route, string language)
    {
        Assert.NotNull(page);
        await AnswersAsync(await member.BrowserAsync(RolePermissions.Distributor, language), route, language);
        await AsksToSignInAsync(await member.BrowserAsync(null, language), route);
    }

    [Fact]
    public async Task Staff_do_not_enter_the_members_app_nor_members_the_staffs()
    {
        using var staff = await MemberApp.SignInAsync(await member.BrowserAsync(null, "en"), RolePermissions.Administrator, MemberApp.Password);
        Assert.Equal(HttpStatusCode.OK, staff.StatusCode);
        using var customer = await AdminApp.SignInAsync(await admin.BrowserAsync(null, "en"), RolePermissions.Distributor, AdminApp.Password);
        Assert.Equal(HttpStatusCode.OK, customer.StatusCode);
    }

    [Fact]
    public async Task A_wrong_password_says_the_same_for_a_name_that_exists_and_one_that_does_not()
    {
        var known = await FailAsync(RolePermissions.Auditor, 1);
        var unknown = await FailAsync("nobody-" + Guid.NewGuid().ToString("N"), 1);
        Assert.Equal(known, unknown);
        Assert.Contains("is not right", known, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Five_wrong_passwords_lock_a_name_whether_it_exists_or_not()
    {
        var known = await FailAsync(RolePermissions.SalesRepresentative, 5);
        var unknown = await FailAsync("nobody-" + Guid.NewGuid().ToString("N"), 5);
        Assert.Contains("locked for 15 minutes", known, StringComparison.Ordinal);
        Assert.Equal(known, unknown);
        using var right = await AdminApp.SignInAsync(await admin.BrowserAsync(null, "en"), RolePermissions.SalesRepresentative, AdminApp.Password);
        Assert.Equal(HttpStatusCode.OK, right.StatusCode);
    }

    [Fact]
    public async Task Answers_carry_safety_headers()
    {
        using var answer = await (await admin.BrowserAsync(null, "en")).GetAsync(new Uri("/account/login", UriKind.Relative));
        Assert.Contains("frame-ancestors 'none'", string.Join(' ', answer.Headers.GetValues("Content-Security-Policy")), StringComparison.Ordinal);
        Assert.DoesNotContain("unsafe-eval", string.Join(' ', answer.Headers.GetValues("Content-Security-Policy")), StringComparison.Ordinal);
        Assert.Equal("nosniff", Assert.Single(answer.Headers.GetValues("X-Content-Type-Options")));
        Assert.Equal("same-origin", Assert.Single(answer.Headers.GetValues("Referrer-Policy")));
    }

    [Fact]
    public async Task A_form_without_its_token_is_refused()
    {
        using var form = new FormUrlEncodedContent(new Dictionary<string, string> { ["_handler"] = "login", ["Input.UserName"] = "x", ["Input.Password"] = "y" });
        using var answer = await (await admin.BrowserAsync(null, "en")).PostAsync(new Uri("/account/login", UriKind.Relative), form);
        Assert.Equal(HttpStatusCode.BadRequest, answer.StatusCode);
    }

    [Theory]
    [InlineData("//evil.example")]
    [InlineData("/\\evil.example")]
    [InlineData("https://evil.example")]
    public async Task The_way_back_never_leads_to_another_site(string returnUrl)
    {
        using var answer = await (await admin.BrowserAsync(null, "en")).GetAsync(new Uri("/account/language?to=en&returnUrl=" + Uri.EscapeDataString(returnUrl), UriKind.Relative));
        Assert.Equal("/", answer.Headers.Location!.ToString());
    }

    [Fact]
    public async Task The_language_chosen_stays_with_the_account()
    {
        var client = await member.BrowserAsync(null, "en");
        using (await MemberApp.SignInAsync(client, RolePermissions.Member, MemberApp.Password))
        {
        }

        using (await client.GetAsync(new Uri("/account/language?to=zh-CN", UriKind.Relative)))
        {
        }

        var elsewhere = await member.BrowserAsync(null, "en");
        using (await MemberApp.SignInAsync(elsewhere, RolePermissions.Member, MemberApp.Password))
        {
        }

        Assert.Contains("lang=\"zh-CN\"", await elsewhere.GetStringAsync(new Uri("/", UriKind.Relative)), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_page_that_does_not_exist_says_so()
    {
        using var answer = await (await admin.BrowserAsync(RolePermissions.Administrator, "en")).GetAsync(new Uri("/no/such/page", UriKind.Relative));
        Assert.Equal(HttpStatusCode.NotFound, answer.StatusCode);
        Assert.Contains("There is no such page", await answer.Content.ReadAsStringAsync(), StringComparison.Ordinal);
    }

    private static TheoryData<string, string, string> Pages(Assembly assembly)
    {
        var data = new TheoryData<string, string, string>();
        foreach (var type in assembly.GetTypes().Where(type => type.GetCustomAttribute<AllowAnonymousAttribute>() is null).OrderBy(type => type.FullName, StringComparer.Ordinal))
        {
            foreach (var route in type.GetCustomAttributes<RouteAttribute>())
            {
                var address = Parameter().Replace(route.Template, match => match.Value.Contains(":long", StringComparison.Ordinal) || match.Value.Contains(":int", StringComparison.Ordinal) ? "999999" : "none");
                data.Add(type.FullName!, address, PortalTexts.Chinese);
                data.Add(type.FullName!, address, PortalTexts.English);
            }
        }

        return data;
    }

    private static async Task AnswersAsync(HttpClient client, string route, string language)
    {
        using var answer = await client.GetAsync(new Uri(route, UriKind.Relative));
        var body = WebUtility.HtmlDecode(await answer.Content.ReadAsStringAsync());
        Assert.True(answer.StatusCode == HttpStatusCode.OK, $"{route}: {(int)answer.StatusCode}");
        Assert.Contains($"lang=\"{language}\"", body, StringComparison.Ordinal);
        // The kinds of pages show errors on purpose.
        Assert.True(route.StartsWith("/_kinds", StringComparison.Ordinal) || !body.Contains(PortalTexts.All(language)["common.unexpected"], StringComparison.Ordinal), $"{route} shows an unexpected error");
    }

    private static async Task AsksToSignInAsync(HttpClient client, string route)
    {
        using var answer = await client.GetAsync(new Uri(route, UriKind.Relative));
        Assert.Equal(HttpStatusCode.Redirect, answer.StatusCode);
        Assert.Contains("/account/login", answer.Headers.Location!.ToString(), StringComparison.Ordinal);
    }

    private async Task<string> FailAsync(string name, int times)
    {
        var client = await admin.BrowserAsync(null, "en");
        var said = "";
        for (var time = 0; time < times; time++)
        {
            using var answer = await AdminApp.SignInAsync(client, name, "wrong-password-1");
            Assert.Equal(HttpStatusCode.OK, answer.StatusCode);
            said = Alert().Match(await answer.Content.ReadAsStringAsync()).Groups[1].Value;
        }

        return said;
    }

    [GeneratedRegex(@"\{[^}]+\}")]
    private static partial Regex Parameter();

    [GeneratedRegex("role=\"alert\">.*?<div class=\"grow\">([^<]+)<", RegexOptions.Singleline)]
    private static partial Regex Alert();
}
