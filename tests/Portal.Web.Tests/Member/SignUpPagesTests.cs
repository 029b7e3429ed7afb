using System.Net;
using System.Text;
using System.Text.RegularExpressions;
using Microsoft.AspNetCore.Mvc.Testing;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Portal.Infrastructure.Data;
using Portal.Infrastructure.Messages;
using Portal.Web.Tests.Routes;
using PortalTexts = Portal.Ui.Texts;

namespace Portal.Web.Tests.Member;

/// <summary>Signing up and forgotten passwords over HTTP, as a browser without scripts does it.</summary>
public sealed partial class SignUpPagesTests(MemberApp member) : IClassFixture<MemberApp>
{
    private static readonly (string Name, string Address)[] KnownAddresses = [("distributor", "known-1@example.com"), ("member", "known-2@example.com")];
    private static readonly string[] OpenPages = ["/account/register", "/account/reset", "/account/terms", "/account/privacy"];

    [Theory]
    [InlineData(PortalTexts.English)]
    [InlineData(PortalTexts.Chinese)]
    public async Task Pages_before_signing_in_answer_in_both_languages(string language)
    {
        using var client = Browser(language);
        foreach (var page in OpenPages)
        {
            var body = WebUtility.HtmlDecode(await client.GetStringAsync(Address(page)));
            Assert.Contains($"lang=\"{language}\"", body, StringComparison.Ordinal);
            Assert.Empty(Unfilled().Matches(Visible().Match(body).Value).Select(match => match.Value));
        }
    }

    [Theory]
    [InlineData("/account/register/code", "/account/register")]
    [InlineData("/account/register/details", "/account/register")]
    [InlineData("/account/reset/code", "/account/reset")]
    [InlineData("/account/reset/password", "/account/reset")]
    public async Task A_later_page_leads_to_the_first_one_without_what_comes_before(string page, string first)
    {
        using var client = Browser(PortalTexts.English);
        using var answer = await client.GetAsync(Address(page));
        Assert.Equal(HttpStatusCode.Redirect, answer.StatusCode);
        Assert.EndsWith(first, answer.Headers.Location!.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Somebody_signs_up_and_is_signed_in_with_what_was_typed_shown_as_text()
    {
        var address = $"new-{Guid.NewGuid():N}@example.com";
        using var client = Browser(PortalTexts.English);
        using (var sent = await PostAsync(client, "/account/register?ref=", "email", ("Email", address)))
        {
            Assert.Equal(HttpStatusCode.Redirect, sent.StatusCode);
            Assert.DoesNotContain(address, sent.Headers.Location!.ToString(), StringComparison.Ordinal);
            Assert.Contains(sent.Headers.GetValues("Set-Cookie"), cookie => cookie.StartsWith("portal.member.signup", StringComparison.Ordinal) && cookie.Contains("httponly", StringComparison.Ordinal) && !cookie.Contains(address, StringComparison.Ordinal));
        }

        using (var wrong = await PostAsync(client, "/account/register/code", "code", ("Code", "12")))
        {
            Assert.Contains("Type the 6 digits", await wrong.Content.ReadAsStringAsync(), StringComparison.Ordinal);
        }

        using (var confirmed = await PostAsync(client, "/account/register/code", "code", ("Code", await CodeAsync(address))))
        {
            Assert.EndsWith("/account/register/details", confirmed.Headers.Location!.ToString(), StringComparison.Ordinal);
        }

        (string, string)[] form =
        [
            ("Name", "<img src=x onerror=alert(1)> Li"), ("Mobile", "13800138000"), ("BirthOn", "1990-02-28"), ("Password", "a-good-word-2026"), ("Repeated", "a-good-word-2026"),
        ];
        using (var missing = await PostAsync(client, "/account/register/details", "details", form))
        {
            var body = await missing.Content.ReadAsStringAsync();
            Assert.Contains("Without this there is no membership", body, StringComparison.Ordinal);
            Assert.DoesNotContain("<img src=x", body, StringComparison.Ordinal);
            Assert.DoesNotContain("a-good-word-2026", body, StringComparison.Ordinal);
        }

        using (var done = await PostAsync(client, "/account/register/details", "details", [.. form, ("AgreesToTerms", "true")]))
        {
            Assert.Equal("/?welcome=1", new Uri(done.Headers.Location!.ToString(), UriKind.RelativeOrAbsolute) is { IsAbsoluteUri: true } whole ? whole.PathAndQuery : done.Headers.Location.ToString());
        }

        var home = await client.GetStringAsync(Address("/me"));
        Assert.Contains("&lt;img src=x onerror=alert(1)&gt; Li", home, StringComparison.Ordinal);
        Assert.DoesNotContain("<img src=x", home, StringComparison.Ordinal);
        foreach (var page in new[] { "/", "/cards", "/cards/1", "/cards/1/pin", "/cards/1/lost", "/me/profile", "/me/messages", "/me/referrals", "/statements" })
        {
            using var answer = await client.GetAsync(Address(page));
            Assert.True(answer.StatusCode == HttpStatusCode.OK, page);
            Assert.DoesNotContain(PortalTexts.All(PortalTexts.English)["common.unexpected"], await answer.Content.ReadAsStringAsync(), StringComparison.Ordinal);
        }
    }

    [Fact]
    public async Task Known_and_unknown_addresses_get_the_same_answer()
    {
        await using (var scope = member.Services.CreateAsyncScope())
        {
            await using var context = await scope.ServiceProvider.GetRequiredService<IDbContextFactory<PortalDbContext>>().CreateDbContextAsync();
            foreach (var (name, address) in KnownAddresses)
            {
                await context.Users.Where(user => user.UserName == name).ExecuteUpdateAsync(
                    user => user.SetProperty(row => row.Email, address).SetProperty(row => row.NormalizedEmail, address.ToUpperInvariant()));
            }
        }

        foreach (var (page, known) in new[] { "/account/register", "/account/reset" }.Zip(KnownAddresses, (page, row) => (page, row.Address)))
        {
            var answers = new List<string>();
            foreach (var address in new[] { known, $"nobody-{page.Length}@example.com" })
            {
                using var client = Browser(PortalTexts.English);
                using var sent = await PostAsync(client, page, "email", ("Email", address));
                using var code = await client.GetAsync(Address(page + "/code"));
                var body = await code.Content.ReadAsStringAsync();
                answers.Add($"{sent.StatusCode} {sent.Headers.Location} {code.StatusCode} " + Masked().Replace(Token().Replace(Visible().Match(body).Value, ""), "(address)"));
            }

            Assert.Equal(answers[0], answers[1]);
        }
    }

    [Fact]
    public async Task A_form_from_elsewhere_is_refused()
    {
        using var client = Browser(PortalTexts.English);
        using var form = new FormUrlEncodedContent(new Dictionary<string, string> { ["_handler"] = "email", ["Input.Email"] = "x@example.com" });
        using var answer = await client.PostAsync(Address("/account/register"), form);
        Assert.Equal(HttpStatusCode.BadRequest, answer.StatusCode);
    }

    private static Uri Address(string page) => new(page, UriKind.Relative);

    private static async Task<HttpResponseMessage> PostAsync(HttpClient client, string page, string handler, params (string Name, string Value)[] fields)
    {
        var token = Token().Match(await client.GetStringAsync(Address(page))).Groups[1].Value;
        using var form = new FormUrlEncodedContent(
            new Dictionary<string, string> { ["_handler"] = handler, ["__RequestVerificationToken"] = token }.Concat(fields.Select(field => KeyValuePair.Create("Input." + field.Name, field.Value))));
        return await client.PostAsync(Address(page), form);
    }

    private HttpClient Browser(string language)
    {
        var client = member.CreateClient(new WebApplicationFactoryClientOptions { AllowAutoRedirect = false, HandleCookies = true });
        client.DefaultRequestHeaders.Add("Accept-Language", language);
        return client;
    }

    /// <summary>Hands the outbox to a channel that keeps the text, and finds the code in it.</summary>
    private async Task<string> CodeAsync(string address)
    {
        var folder = Directory.CreateTempSubdirectory("portal-mail").FullName;
        await using var withFiles = member.WithWebHostBuilder(builder => builder.ConfigureServices(services => services.Configure<MessageOptions>(options =>
        {
            options.Channel = MessageTransport.File;
            options.Folder = folder;
            options.PollSeconds = 3600;
        })));
        await using (var scope = withFiles.Services.CreateAsyncScope())
        {
            await scope.ServiceProvider.GetRequiredService<SendMessages>().RunAsync(CancellationToken.None);
        }

        var mail = Directory.GetFiles(folder).Select(File.ReadAllText).Last(text => text.Contains($"<{address}>", StringComparison.Ordinal));
        Directory.Delete(folder, recursive: true);
        var body = Encoding.UTF8.GetString(Convert.FromBase64String(mail[mail.IndexOf("\r\n\r\n", StringComparison.Ordinal)..].ReplaceLineEndings("")));
        return Code().Match(body).Value;
    }

    [GeneratedRegex(@"\b\d{6}\b")]
    private static partial Regex Code();

    [GeneratedRegex("name=\"__RequestVerificationToken\" value=\"([^\"]+)\"")]
    private static partial Regex Token();

    [GeneratedRegex("<main.*?</main>", RegexOptions.Singleline)]
    private static partial Regex Visible();

    [GeneratedRegex(@"\b(?:signUp|reset|terms|privacy)\.[a-zA-Z]+")]
    private static partial Regex Unfilled();

    [GeneratedRegex(@"\S+\*\*\*\S+@\S+|\S+\*\*\*@\S+")]
    private static partial Regex Masked();
}
