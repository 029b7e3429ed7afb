using Portal.Browser.Tests.Portals;

namespace Portal.Browser.Tests;

/// <summary>Somebody becomes a member on the phone, changes what it may, forgets the password and gets a new one.</summary>
[Collection(PortalsCollection.Name)]
public sealed class SignUpJourneyTests(PortalsFixture portals)
{
    [Theory]
    [InlineData("zh-CN", false)]
    [InlineData("en", true)]
    public async Task Somebody_signs_up_and_gets_a_new_password(string culture, bool isDark)
    {
        var address = $"phone.{culture.ToLowerInvariant()}@example.com";
        await using var person = await Visitor.ComeAsync(portals, portals.MemberUrl, "sign-up-" + culture, culture, isPhone: true, isDark);
        await SignUpAsync(portals, person, address, "<b>李娜</b>");
        await person.SettleAsync();
        await person.LookAsync("home");
        foreach (var page in new[] { "/me", "/me/profile", "/me/messages", "/me/referrals" })
        {
            await person.GoAsync(page);
            await person.LookAsync(page);
        }

        Assert.Contains("<b>李娜</b>", await InnerTextAsync(person, "/me"), StringComparison.Ordinal);
        await person.Page.Context.ClearCookiesAsync();
        await person.GoAsync("/account/reset");
        await person.LookAsync("reset");
        await FillAsync(person, "Email", address);
        await SubmitAsync(person);
        await person.LookAsync("reset-code");
        await FillAsync(person, "Code", "000000");
        await SubmitAsync(person);
        await person.LookAsync("reset-wrong");
        Assert.True(await person.Page.Locator(".field-error").CountAsync() > 0);
        await FillAsync(person, "Code", await Mailbox.CodeAsync(portals, address));
        await SubmitAsync(person);
        await FillAsync(person, "Password", "another-word-2027");
        await FillAsync(person, "Repeated", "another-word-2027");
        await SubmitAsync(person);
        await person.LookAsync("reset-done");
        await FillAsync(person, "UserName", address);
        await FillAsync(person, "Password", "another-word-2027");
        await SubmitAsync(person);
        Assert.DoesNotContain("/account/", person.Page.Url, StringComparison.Ordinal);
    }

    /// <summary>Goes from the log-in page to the new member's home.</summary>
    internal static async Task SignUpAsync(PortalsFixture portals, Visitor person, string address, string name)
    {
        await person.GoAsync("/account/login");
        await person.LookAsync("login");
        await person.Page.Locator("a[href='/account/register']").ClickAsync();
        await person.LookAsync("email");
        await FillAsync(person, "Email", address);
        await SubmitAsync(person);
        await person.LookAsync("code");
        await FillAsync(person, "Code", await Mailbox.CodeAsync(portals, address));
        await SubmitAsync(person);
        await FillAsync(person, "Name", name);
        await FillAsync(person, "Mobile", "138 0013 8000");
        await FillAsync(person, "BirthOn", "1990-02-28");
        await FillAsync(person, "Password", "a-good-word-2026");
        await FillAsync(person, "Repeated", "a-good-word-2026");
        await SubmitAsync(person);
        Assert.True(await person.Page.Locator(".field-error").CountAsync() > 0, "Nobody becomes a member without agreeing to the terms.");
        await person.LookAsync("details");
        await FillAsync(person, "Password", "a-good-word-2026");
        await FillAsync(person, "Repeated", "a-good-word-2026");
        await person.Page.Locator("[name='Input.AgreesToTerms']").CheckAsync();
        await SubmitAsync(person);
        Assert.DoesNotContain("/account/", person.Page.Url, StringComparison.Ordinal);
    }

    private static Task FillAsync(Visitor person, string field, string value) => person.Page.Locator($"[name='Input.{field}']").FillAsync(value);

    private static async Task SubmitAsync(Visitor person)
    {
        await person.Page.EvaluateAsync("() => { window.isBefore = true; }");
        await person.Page.Locator("button[type=submit].primary").First.ClickAsync();
        await person.Page.WaitForFunctionAsync("() => !window.isBefore && document.readyState === 'complete'");
    }

    private static async Task<string> InnerTextAsync(Visitor person, string page)
    {
        await person.GoAsync(page);
        return await person.Page.Locator("main").InnerTextAsync();
    }
}
