using Microsoft.Playwright;
using Portal.Browser.Tests.Portals;

namespace Portal.Browser.Tests;

/// <summary>A settlement is run, looked into, approved by somebody else and paid.</summary>
[Collection(PortalsCollection.Name)]
public sealed class SettlementJourneyTests(PortalsFixture portals)
{
    [Theory]
    [InlineData("en")]
    [InlineData("zh-CN")]
    public async Task A_run_goes_on_when_its_page_is_loaded_again_and_a_second_one_finds_nothing(string culture)
    {
        await using var manager = await Visitor.ComeAsync(portals, portals.AdminUrl, "run-" + culture, culture);
        await manager.SignInAsync("manager");
        var runs = await manager.TotalAsync("/settlements/runs");
        foreach (var time in new[] { "first", "second" })
        {
            await manager.GoAsync("/settlements");
            await manager.PressAsync("settlements.runNow");
            await manager.ConfirmAsync();
            await manager.ReachAsync("/settlements/runs/[0-9]+$");
            await manager.Page.ReloadAsync();
            await manager.SeeAsync("settlements.runState.completed");
            await manager.LookAsync(time);
        }

        await manager.SeeAsync("settlements.runNothing");
        Assert.Equal(runs + 2, await manager.TotalAsync("/settlements/runs"));
    }

    [Fact]
    public async Task The_waiting_settlement_is_explained_approved_by_another_person_and_paid()
    {
        await using var finance = await Visitor.ComeAsync(portals, portals.AdminUrl, "approve-zh-CN", "zh-CN");
        await finance.SignInAsync("finance");
        var payouts = await finance.TotalAsync("/payouts");
        await finance.GoAsync("/settlements?state=Calculated");
        var waiting = await finance.LinksOfAsync("main tbody td a[href^='/settlements/']");
        Assert.NotEmpty(waiting);
        await finance.GoAsync(waiting[0]);

        await finance.Page.Locator("main tbody tr .why, main tbody tr button").First.ClickAsync();
        await finance.Page.Locator("[data-overlay] ol li").First.WaitForAsync();
        await finance.LookAsync("why");
        await finance.Page.Keyboard.PressAsync("Escape");
        await finance.Page.Locator("[data-overlay]").WaitForAsync(new() { State = WaitForSelectorState.Detached });

        await finance.PressAsync("settlements.approveAmount");
        await finance.ConfirmAsync();
        await finance.SeeAsync("settlements.state.posted");
        await finance.LookAsync("posted");

        await finance.PressAsync("settlements.pay");
        await finance.ReachAsync("/payouts/new");
        await finance.SettleAsync();
        await finance.Page.Locator("label").Filter(new() { HasText = finance.Word("payouts.method.balance") }).First.ClickAsync();
        await finance.Page.Locator("[data-key=save]").DblClickAsync();
        await finance.ReachAsync("/payouts/[0-9]+$");
        await finance.SeeAsync("payouts.items");
        await finance.Page.Locator("main .btn.primary").First.ClickAsync();
        await finance.ConfirmAsync();
        await finance.SeeAsync("payouts.state.completed");
        await finance.LookAsync("paid");
        Assert.Equal(payouts + 1, await finance.TotalAsync("/payouts"));
    }
}
