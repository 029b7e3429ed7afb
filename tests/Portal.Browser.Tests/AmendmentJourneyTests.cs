using Portal.Browser.Tests.Portals;

namespace Portal.Browser.Tests;

/// <summary>An amendment is simulated beside the version in force; whoever approves it sees what it changes in money first, and the totals stay with the approval.</summary>
[Collection(PortalsCollection.Name)]
public sealed class AmendmentJourneyTests(PortalsFixture portals)
{
    [Theory]
    [InlineData("en", "ACCESSORIES-MONTH")]
    [InlineData("zh-CN", "QUARTER-VOLUME")]
    public async Task An_amendment_is_simulated_and_approved_with_its_totals(string culture, string program)
    {
        await using var drafter = await Visitor.ComeAsync(portals, portals.AdminUrl, "amendment-drafter-" + culture, culture);
        await using var approver = await Visitor.ComeAsync(portals, portals.AdminUrl, "amendment-approver-" + culture, culture);
        await drafter.SignInAsync("manager");
        await approver.SignInAsync("manager2");
        await drafter.GoAsync("/programs?code=" + program);
        var path = (await drafter.LinksOfAsync("main tbody td a[href]"))[0];

        await drafter.GoAsync(path);
        await drafter.PressAsync("programPage.amend");
        await drafter.Page.Locator(".dialog [data-key=save]").ClickAsync();
        await drafter.ReachAsync("/edit$");
        var value = drafter.Page.Locator("main .tiers tbody tr:not(.errors)").Last.Locator("input").Last;
        await value.FillAsync("9");
        await value.PressAsync("Tab");
        await drafter.PressAsync("programPage.submit");
        await drafter.ReachAsync(path + "$");

        await drafter.PressAsync("simulate.open");
        await drafter.ReachAsync("/simulate$");
        await drafter.SeeAsync("simulate.winnersAndLosers");
        await drafter.LookAsync("simulated");

        await approver.GoAsync(path);
        await approver.PressAsync("programPage.approve");
        await approver.SeeAsync("simulate.whole");
        await approver.LookAsync("previewed");
        await approver.ConfirmAsync();
        await approver.SeeAsync("programPage.approved");
        await approver.GoAsync(path + "?tab=versions");
        await approver.SeeAsync("simulate.totalsTitle");
        await approver.LookAsync("approved");
    }
}
