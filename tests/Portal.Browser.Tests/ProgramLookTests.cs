using Microsoft.Playwright;
using Portal.Browser.Tests.Portals;

namespace Portal.Browser.Tests;

/// <summary>Looks at the list, a record and the editor of programmes in both languages, on desktop and phone, light and dark.</summary>
[Collection(PortalsCollection.Name)]
public sealed class ProgramLookTests(PortalsFixture portals)
{
    [Theory]
    [InlineData("zh-CN", false, false)]
    [InlineData("en", false, true)]
    [InlineData("zh-CN", true, true)]
    [InlineData("en", true, false)]
    public async Task Programmes_can_be_read_everywhere(string culture, bool isPhone, bool isDark)
    {
        await using var visitor = await Visitor.ComeAsync(portals, portals.AdminUrl, $"programs-{culture}-{(isPhone ? "phone" : "desktop")}", culture, isPhone, isDark);
        await visitor.SignInAsync("manager");
        await visitor.GoAsync("/programs");
        await visitor.LookAsync("list");
        var record = (await visitor.LinksOfAsync("main tbody td a[href], main .items a[href]"))[0];
        await visitor.GoAsync(record);
        await visitor.LookAsync("record");
        await visitor.GoAsync("/programs/new");
        await visitor.LookAsync("templates");
        await visitor.Page.Locator("button.template").First.ClickAsync();
        await visitor.Page.Locator("button.template").First.WaitForAsync(new LocatorWaitForOptions { State = WaitForSelectorState.Detached });
        await visitor.LookAsync("editor");
    }
}
