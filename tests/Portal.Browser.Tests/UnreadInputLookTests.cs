using Microsoft.Playwright;
using Portal.Browser.Tests.Portals;

namespace Portal.Browser.Tests;

/// <summary>What cannot be read has a red border and its error under it, and what stands beside it stays on its line.</summary>
[Collection(PortalsCollection.Name)]
public sealed class UnreadInputLookTests(PortalsFixture portals)
{
    [Theory]
    [InlineData("zh-CN", false)]
    [InlineData("en", true)]
    public async Task An_error_moves_nothing_beside_it(string culture, bool isPhone)
    {
        await using var visitor = await Visitor.ComeAsync(portals, portals.AdminUrl, $"unread-{culture}", culture, isPhone);
        await visitor.SignInAsync("admin");
        var page = visitor.Page;

        await visitor.GoAsync("/top-up-rules");
        await visitor.PressAsync("topUpRules.new");
        var tier = page.Locator(".dialog .row input");
        await StaysAsync(tier.First, tier.Nth(1));
        await visitor.LookAsync("dialog");

        await visitor.GoAsync("/programs/new");
        await page.Locator("button.template").First.ClickAsync();
        var days = page.Locator("main .day-pair input[type=text]");
        await StaysAsync(days.First, days.Nth(1));
        var tiers = page.Locator("main .tiers tbody tr").First.Locator("input");
        await StaysAsync(tiers.First, tiers.Nth(1));
        await visitor.LookAsync("editor");
    }

    [Fact]
    public async Task An_error_in_a_filter_moves_no_other_filter()
    {
        await using var visitor = await Visitor.ComeAsync(portals, portals.AdminUrl, "unread-filter", "en");
        await visitor.SignInAsync("admin");
        await visitor.GoAsync("/settlements");
        await StaysAsync(visitor.Page.Locator(".query .day-pair input[type=text]").First, visitor.Page.Locator(".query .search-field input"));
        await visitor.LookAsync("list");
    }

    private static async Task StaysAsync(ILocator input, ILocator beside)
    {
        Assert.Equal(0, await LowerAsync());
        await input.FillAsync("abc");
        await input.PressAsync("Tab");
        await input.And(input.Page.Locator("[aria-invalid=true]")).WaitForAsync();
        Assert.Equal(0, await LowerAsync());
        Assert.Equal(await StyleAsync(input.Page.Locator(".field-error").First, "color"), await StyleAsync(input, "borderTopColor"));

        async Task<float> LowerAsync() => MathF.Round((await beside.BoundingBoxAsync())!.Y - (await input.BoundingBoxAsync())!.Y);
    }

    private static Task<string> StyleAsync(ILocator of, string property) =>
        of.EvaluateAsync<string>("(element, property) => getComputedStyle(element)[property]", property);
}
