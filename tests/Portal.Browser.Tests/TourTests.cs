using Portal.Browser.Tests.Portals;

namespace Portal.Browser.Tests;

/// <summary>Looks at the pages of the menus, and at the first record of every list: pictures, accessibility, no sideways scrolling, no error.</summary>
[Collection(PortalsCollection.Name)]
public sealed class TourTests(PortalsFixture portals)
{
    [Theory]
    [InlineData("manager", "zh-CN", false, false)]
    [InlineData("admin", "en", true, true)]
    public async Task Staff_see_every_page_of_their_menu(string user, string culture, bool isPhone, bool isDark)
    {
        await using var visitor = await Visitor.ComeAsync(portals, portals.AdminUrl, $"admin-{user}-{culture}", culture, isPhone, isDark);
        await visitor.SignInAsync(user);
        await visitor.TourAsync([.. await visitor.LinksOfAsync("nav.nav a"), "/members/new"]);
    }

    [Theory]
    [InlineData("AW00000599", "zh-CN", true, false)]
    [InlineData("AW00000599", "en", false, true)]
    [InlineData("AW00011001", "zh-CN", true, false)]
    public async Task Customers_see_every_page_of_their_bar(string user, string culture, bool isPhone, bool isDark)
    {
        await using var visitor = await Visitor.ComeAsync(portals, portals.MemberUrl, $"member-{user}-{culture}", culture, isPhone, isDark);
        await visitor.SignInAsync(user);
        await visitor.TourAsync([.. await visitor.LinksOfAsync("nav a"), "/me/profile", "/me/messages", "/me/referrals", "/cards", "/orders", "/vouchers", "/withdrawals", "/withdrawals/new"]);
    }

    [Theory]
    [InlineData("zh-CN")]
    [InlineData("en")]
    public async Task Neither_kind_of_account_enters_the_other_portal(string culture)
    {
        await using var distributor = await Visitor.ComeAsync(portals, portals.AdminUrl, "wrong-admin-" + culture, culture);
        await using var staff = await Visitor.ComeAsync(portals, portals.MemberUrl, "wrong-member-" + culture, culture);

        await distributor.TrySignInAsync("AW00000599");
        await staff.TrySignInAsync("manager");

        Assert.Contains("/account/login", distributor.Page.Url, StringComparison.Ordinal);
        Assert.Contains("/account/login", staff.Page.Url, StringComparison.Ordinal);
        await distributor.LookAsync("refused");
        await staff.LookAsync("refused");
    }
}
