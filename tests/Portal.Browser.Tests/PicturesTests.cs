using Portal.Browser.Tests.Portals;

namespace Portal.Browser.Tests;

/// <summary>Takes the pictures of the README into artifacts/pictures; eng/pictures.sh puts them into docs/images.</summary>
[Collection(PortalsCollection.Name)]
public sealed class PicturesTests(PortalsFixture portals)
{
    [Fact]
    public async Task The_workbench_an_explained_settlement_and_a_member_s_home()
    {
        await using var finance = await Visitor.ComeAsync(portals, portals.AdminUrl, "pictures", "en");
        await finance.SignInAsync("finance");
        await finance.GoAsync("/");
        await finance.Page.Locator(".chart svg").First.WaitForAsync();
        await finance.PictureAsync("workbench");
        await finance.GoAsync("/settlements");
        await finance.GoAsync((await finance.LinksOfAsync("main tbody td a[href^='/settlements/']"))[0]);
        await finance.Page.Locator("main tbody tr .why, main tbody tr button").First.ClickAsync();
        await finance.Page.Locator("[data-overlay] ol li").First.WaitForAsync();
        await finance.PictureAsync("settlement");

        await using var member = await Visitor.ComeAsync(portals, portals.MemberUrl, "pictures", "zh-CN", isPhone: true);
        await member.SignInAsync("AW00000599");
        await member.GoAsync("/");
        await member.PictureAsync("member");
    }
}
