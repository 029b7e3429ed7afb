using Portal.Browser.Tests.Portals;

namespace Portal.Browser.Tests;

/// <summary>A person keeps what a list shows under a name, comes back to it, and forgets it.</summary>
[Collection(PortalsCollection.Name)]
public sealed class SavedViewJourneyTests(PortalsFixture portals)
{
    [Theory]
    [InlineData("en", false)]
    [InlineData("zh-CN", true)]
    public async Task A_kept_view_brings_its_filters_back(string culture, bool isPhone)
    {
        await using var auditor = await Visitor.ComeAsync(portals, portals.AdminUrl, "views-" + culture, culture, isPhone);
        await auditor.SignInAsync("finance");
        await auditor.GoAsync("/settlements?state=Posted");
        await OpenAsync(auditor);
        await auditor.LookAsync("none");
        const string Name = "已过账 · posted this year";
        await auditor.Page.Locator(".views input").FillAsync(Name);
        await auditor.Page.Locator(".views input").PressAsync("Enter");
        await auditor.Page.Locator(".views a[aria-current]").WaitForAsync();
        await auditor.LookAsync("kept");

        await auditor.GoAsync("/settlements");
        await OpenAsync(auditor);
        await auditor.Page.Locator(".views .view a").ClickAsync();
        await auditor.ReachAsync(@"/settlements\?state=Posted$");
        await OpenAsync(auditor);
        await auditor.Page.Locator(".views .view button").First.ClickAsync();
        await auditor.Page.Locator(".views .view a").WaitForAsync(new() { State = Microsoft.Playwright.WaitForSelectorState.Detached });
    }

    private static async Task OpenAsync(Visitor visitor)
    {
        await visitor.SettleAsync();
        await visitor.Page.Locator("details:has(.views) > summary").ClickAsync();
    }
}
