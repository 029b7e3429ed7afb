using Portal.Browser.Tests.Portals;

namespace Portal.Browser.Tests;

/// <summary>A desktop shows a code, a phone on which somebody is signed in reads it, and the desktop is signed in; or stays outside.</summary>
[Collection(PortalsCollection.Name)]
public sealed class QrSignInJourneyTests(PortalsFixture portals)
{
    [Theory]
    [InlineData("zh-CN", false)]
    [InlineData("en", true)]
    public async Task The_phone_signs_the_desktop_in(string culture, bool isDark)
    {
        await using var phone = await Visitor.ComeAsync(portals, portals.MemberUrl, "qr-phone-" + culture, culture, isPhone: true, isDark);
        await using var desktop = await Visitor.ComeAsync(portals, portals.MemberUrl, "qr-desktop-" + culture, culture, isDark: isDark);
        await desktop.GoAsync("/account/login");
        await desktop.LookAsync("login");
        await desktop.Page.Locator("a[href='/account/qr']").ClickAsync();
        var (path, number) = await ReadAsync(desktop);
        await desktop.LookAsync("code");

        // Another tab has a code of its own, and leaves this one alone.
        var other = await desktop.Page.Context.NewPageAsync();
        await other.GotoAsync(portals.MemberUrl + "/account/qr");
        Assert.NotEqual(path, new Uri((await other.Locator("[data-address]").GetAttributeAsync("data-address"))!).AbsolutePath);

        // The phone is asked to sign in first, and comes back to the question.
        await phone.GoAsync(path);
        await phone.Page.Locator("[name='Input.UserName']").FillAsync("AW00011000");
        await phone.Page.Locator("[name='Input.Password']").FillAsync("rebate-demo-1");
        await phone.PressAsync("account.signIn");
        await phone.SeeAsync("qrSignIn.warning");
        Assert.Equal(number, await phone.Page.Locator(".share-code").InnerTextAsync());
        await phone.LookAsync("question");
        await phone.PressTwiceAsync("qrSignIn.confirm");
        await phone.SeeAsync("qrSignIn.confirmed");
        await phone.LookAsync("confirmed");

        await desktop.ReachAsync("^/$");
        await desktop.GoAsync("/me");
        Assert.DoesNotContain("/account/", desktop.Page.Url, StringComparison.Ordinal);
        await phone.GoAsync(path);
        await phone.SeeAsync("refusal.sign_in_code_over");
        await phone.LookAsync("over");
    }

    [Theory]
    [InlineData("zh-CN")]
    [InlineData("en")]
    public async Task Not_me_leaves_the_desktop_outside(string culture)
    {
        await using var phone = await Visitor.ComeAsync(portals, portals.MemberUrl, "qr-no-phone-" + culture, culture, isPhone: true);
        await using var desktop = await Visitor.ComeAsync(portals, portals.MemberUrl, "qr-no-desktop-" + culture, culture, isPhone: true);
        await phone.SignInAsync("AW00011000");
        await desktop.GoAsync("/account/qr");
        await desktop.LookAsync("code");
        var (path, _) = await ReadAsync(desktop);
        await phone.GoAsync(path);
        await phone.PressAsync("qrSignIn.notMe");
        await phone.SeeAsync("qrSignIn.keptOut");
        await phone.LookAsync("kept-out");
        await desktop.Page.Locator("[data-qr-part=refused]").WaitForAsync();
        await desktop.LookAsync("refused");
        await desktop.GoAsync("/me");
        Assert.Contains("/account/login", desktop.Page.Url, StringComparison.Ordinal);
    }

    private static async Task<(string Path, string Number)> ReadAsync(Visitor desktop)
    {
        var address = await desktop.Page.Locator("[data-address]").GetAttributeAsync("data-address");
        return (new Uri(address!).AbsolutePath, await desktop.Page.Locator(".share-code").InnerTextAsync());
    }
}
