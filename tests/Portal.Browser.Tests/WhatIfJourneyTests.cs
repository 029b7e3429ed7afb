using System.Globalization;
using Portal.Browser.Tests.Portals;

namespace Portal.Browser.Tests;

/// <summary>A distributor tries orders on the phone by slider, keys and typing; a sales representative looks whom to call.</summary>
[Collection(PortalsCollection.Name)]
public sealed class WhatIfJourneyTests(PortalsFixture portals)
{
    [Theory]
    [InlineData("zh-CN")]
    [InlineData("en")]
    public async Task An_order_is_tried_with_slider_keys_and_typing(string culture)
    {
        await using var distributor = await Visitor.ComeAsync(portals, portals.MemberUrl, "what-if-" + culture, culture, isPhone: true);
        await distributor.SignInAsync("AW00000599");
        await distributor.GoAsync("/programs");
        foreach (var program in await distributor.LinksOfAsync("main a[href^='/programs/']"))
        {
            await distributor.GoAsync(program + "/what-if");
            if (await distributor.Page.Locator("main input[type=range]").CountAsync() > 0)
            {
                break;
            }
        }

        var slider = distributor.Page.Locator("main input[type=range]");
        var rebate = distributor.Page.Locator(".what-if .v");
        var before = await rebate.InnerTextAsync();
        await slider.FocusAsync();
        await distributor.Page.Keyboard.PressAsync("End");
        await distributor.Page.WaitForFunctionAsync("before => document.querySelector('.what-if .v').innerText !== before", before);
        Assert.True(Amount(await rebate.InnerTextAsync()) > Amount(before));
        await distributor.LookAsync("most");

        await distributor.Page.Locator("main input.num").First.FillAsync("-5");
        await distributor.Page.Keyboard.PressAsync("Tab");
        await distributor.Page.Locator(".field-error").First.WaitForAsync();
        await distributor.LookAsync("refused");
        await distributor.Page.Locator("main input.num").First.FillAsync("0");
        await distributor.Page.Keyboard.PressAsync("Tab");
        await distributor.Page.WaitForFunctionAsync("before => document.querySelector('.what-if .v').innerText === before", before);
        var fill = distributor.Page.Locator("main .btn.small").First;
        if (await fill.CountAsync() > 0)
        {
            await fill.ClickAsync();
            await distributor.Page.Locator("tr.reached").First.WaitForAsync();
            await distributor.LookAsync("next-tier");
        }
    }

    [Theory]
    [InlineData("zh-CN", true)]
    [InlineData("en", false)]
    public async Task A_representative_sees_whom_to_call(string culture, bool isPhone)
    {
        await using var sales = await Visitor.ComeAsync(portals, portals.AdminUrl, "near-misses-" + culture, culture, isPhone);
        await sales.SignInAsync("sales");
        var own = await sales.TotalAsync("/near-misses");
        await sales.LookAsync("own");
        Assert.Equal(own, await sales.TotalAsync("/near-misses?scope=All"));
        await using var manager = await Visitor.ComeAsync(portals, portals.AdminUrl, "near-misses-manager-" + culture, culture);
        await manager.SignInAsync("manager");
        Assert.True(await manager.TotalAsync("/near-misses") > own);
        await manager.LookAsync("all");
    }

    private static decimal Amount(string text) => decimal.Parse(text.Replace("¥", "", StringComparison.Ordinal), NumberStyles.Currency, CultureInfo.InvariantCulture);
}
