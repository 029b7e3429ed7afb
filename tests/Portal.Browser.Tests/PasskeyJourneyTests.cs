using Microsoft.Playwright;
using Portal.Browser.Tests.Portals;

namespace Portal.Browser.Tests;

/// <summary>A passkey is added, signs in without a password, and does so no more when it was removed or belongs to the other portal.</summary>
[Collection(PortalsCollection.Name)]
public sealed class PasskeyJourneyTests(PortalsFixture portals)
{
    [Theory]
    [InlineData("zh-CN")]
    [InlineData("en")]
    public async Task A_passkey_signs_its_person_in_until_it_is_removed(string culture)
    {
        await using var person = await Visitor.ComeAsync(portals, Named(portals.MemberUrl), "passkey-" + culture, culture, isPhone: true);
        await HaveAuthenticatorAsync(person);
        await person.SignInAsync("AW00011001");
        await RefuseAsync(person, "/me");
        await person.LookAsync("wrong");
        await AddAsync(person, "/me", "我的手机");
        await person.LookAsync("added");

        await LeaveAsync(person);
        await person.LookAsync("login");
        await person.Page.Locator("[data-passkey-enter] button").ClickAsync();
        await person.ReachAsync("^(?!/account/)");
        await person.SettleAsync();

        await person.GoAsync("/me");
        await person.Page.Locator(".passkeys .items button").Filter(new() { HasText = person.Word("passkeys.remove") }).First.ClickAsync();
        await person.ConfirmAsync();
        await person.SeeAsync("passkeys.removed");
        Assert.Equal(0, await person.Page.Locator(".passkeys .items li").CountAsync());

        await LeaveAsync(person);
        await person.Page.Locator("[data-passkey-enter] button").ClickAsync();
        await person.Page.Locator("[data-passkey-error]:visible").WaitForAsync();
        Assert.Contains("/account/login", person.Page.Url, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_passkey_of_staff_does_not_open_the_member_portal()
    {
        await using var staff = await Visitor.ComeAsync(portals, Named(portals.AdminUrl), "passkey-staff", "en");
        await HaveAuthenticatorAsync(staff);
        await staff.SignInAsync("auditor");
        await AddAsync(staff, "/account/preferences", "");
        await staff.LookAsync("preferences");

        // The same browser and the same name of the server: it is the log-in that is of the other kind.
        await staff.Page.GotoAsync(Named(portals.MemberUrl) + "/account/login");
        await staff.Page.Locator("[data-passkey-enter] button").ClickAsync();
        await staff.Page.Locator("[data-passkey-error]:visible").WaitForAsync();
        await staff.Page.GotoAsync(Named(portals.MemberUrl) + "/");
        Assert.Contains("/account/login", staff.Page.Url, StringComparison.Ordinal);
    }

    /// <summary>An address of numbers can have no passkeys.</summary>
    private static string Named(string url) => url.Replace("127.0.0.1", "localhost", StringComparison.Ordinal);

    private static async Task HaveAuthenticatorAsync(Visitor person)
    {
        var session = await person.Page.Context.NewCDPSessionAsync(person.Page);
        await session.SendAsync("WebAuthn.enable");
        await session.SendAsync("WebAuthn.addVirtualAuthenticator", new()
        {
            ["options"] = new Dictionary<string, object>
            {
                ["protocol"] = "ctap2",
                ["transport"] = "internal",
                ["hasResidentKey"] = true,
                ["hasUserVerification"] = true,
                ["isUserVerified"] = true,
                ["automaticPresenceSimulation"] = true,
            },
        });
    }

    private static async Task AddAsync(Visitor person, string path, string name)
    {
        await person.GoAsync(path);
        await person.Page.Locator("[data-passkey-add] input[name=name]").FillAsync(name);
        await person.Page.Locator("[data-passkey-add] input[name=password]").FillAsync(Visitor.Password);
        await person.Page.Locator("[data-passkey-add] button").ClickAsync();
        await person.Page.Locator(".passkeys .items li").WaitForAsync();
        await person.SettleAsync();
    }

    /// <summary>Who does not know the password adds no key.</summary>
    private static async Task RefuseAsync(Visitor person, string path)
    {
        await person.GoAsync(path);
        await person.Page.Locator("[data-passkey-add] input[name=password]").FillAsync("not-" + Visitor.Password);
        await person.Page.Locator("[data-passkey-add] button").ClickAsync();
        await person.Page.Locator("[data-passkey-error=password_wrong]:visible").WaitForAsync();
        Assert.Equal(0, await person.Page.Locator(".passkeys .items li").CountAsync());
    }

    private static async Task LeaveAsync(Visitor person)
    {
        await person.Page.Context.ClearCookiesAsync();
        await person.GoAsync("/account/login");
        await person.Page.Locator("[data-passkey-enter]").WaitForAsync(new LocatorWaitForOptions { State = WaitForSelectorState.Visible });
    }
}
