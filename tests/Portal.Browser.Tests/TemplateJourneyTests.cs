using System.Diagnostics;
using System.Globalization;
using Portal.Browser.Tests.Portals;

namespace Portal.Browser.Tests;

/// <summary>A quarterly volume programme with three tiers is made from a template: in under a minute and with at most twelve clicks.</summary>
[Collection(PortalsCollection.Name)]
public sealed class TemplateJourneyTests(PortalsFixture portals)
{
    private const int MostClicks = 12;

    [Theory]
    [InlineData("en")]
    [InlineData("zh-CN")]
    public async Task Three_tiers_from_a_template_take_at_most_twelve_clicks(string culture)
    {
        await using var manager = await Visitor.ComeAsync(portals, portals.AdminUrl, "template-" + culture, culture);
        await manager.SignInAsync("manager");
        await manager.Page.AddInitScriptAsync("document.addEventListener('click', event => { if (event.isTrusted && event.detail > 0) sessionStorage.clicks = Number(sessionStorage.clicks || 0) + 1; }, true);");
        await manager.GoAsync("/programs");
        var watch = Stopwatch.StartNew();

        await manager.Page.Locator("[data-key=new]").First.ClickAsync();
        await manager.Page.Locator("button.template").First.ClickAsync();
        var code = manager.Page.GetByLabel(manager.Word("programPage.code"), new() { Exact = true });
        await TypeAsync(code, "TWELVE-" + culture.ToUpperInvariant());
        var rates = manager.Page.Locator("main .tiers tbody tr:not(.errors)");
        Assert.Equal(3, await rates.CountAsync());
        foreach (var (row, rate) in new[] { (0, "1.2"), (1, "2.4"), (2, "3.6") })
        {
            await TypeAsync(rates.Nth(row).Locator("input").Last, rate);
        }

        await manager.SeeAsync("programPage.failed");
        await manager.LookAsync("example-fails");
        await manager.Page.Locator("details.fold summary").Filter(new() { HasText = manager.Word("programPage.templateExample") }).First.ClickAsync();
        await TypeAsync(manager.Page.GetByLabel(manager.Word("programPage.expected"), new() { Exact = true }).First, "14400");
        await manager.PressAsync("programPage.submit");
        await manager.ReachAsync("/programs/[0-9]+$");
        await manager.SeeAsync("programPage.needsOther");
        watch.Stop();

        var clicks = int.Parse(await manager.Page.EvaluateAsync<string>("() => sessionStorage.clicks"), CultureInfo.InvariantCulture);
        Assert.True(clicks is > 4 and <= MostClicks, $"{clicks} clicks");
        Assert.True(watch.Elapsed < TimeSpan.FromSeconds(60), $"{watch.Elapsed.TotalSeconds} s");
        await manager.LookAsync("submitted");
    }

    private static async Task TypeAsync(Microsoft.Playwright.ILocator input, string text)
    {
        await input.ClickAsync();
        await input.FillAsync(text);
        await input.PressAsync("Tab");
    }
}
