using Portal.Browser.Tests.Portals;

namespace Portal.Browser.Tests;

/// <summary>A cashier sells a card, tops it up with a gift, hears that it is lost and replaces it; the old one is refused.</summary>
[Collection(PortalsCollection.Name)]
public sealed class CounterJourneyTests(PortalsFixture portals)
{
    private const string Pin = "740259";

    [Theory]
    [InlineData("zh-CN")]
    [InlineData("en")]
    public async Task A_cashier_sells_tops_up_and_replaces_a_card(string culture)
    {
        await using var cashier = await Visitor.ComeAsync(portals, portals.AdminUrl, "cards-" + culture, culture);
        await cashier.SignInAsync("cashier");
        await cashier.GoAsync("/card-desk");
        await SellAsync(cashier);
        var number = await cashier.Page.Locator("main .counter-card .card-number").First.InnerTextAsync();

        await cashier.PressAsync("cards.action.topUp");
        await cashier.Page.Locator(".dialog input.num").First.FillAsync("500");
        await cashier.Page.Keyboard.PressAsync("Tab");
        await cashier.SeeAsync("cards.giftComes");
        await cashier.LookAsync("top-up");
        await cashier.ConfirmAsync();
        await cashier.Page.Locator("main td").Filter(new() { HasText = "¥50.00" }).First.WaitForAsync();

        await StepAsync(cashier, "cards.action.lost", "cards.state.lost");

        // A lost card offers its replacement; afterwards the new card is shown.
        await StepAsync(cashier, "cards.action.replace", "cards.state.active");
        await cashier.Page.Locator($"main .counter-card:not([aria-label='{number}'])").WaitForAsync();
        await cashier.Page.Locator("main input[type=search]").First.FillAsync(number);
        await cashier.Page.Keyboard.PressAsync("Enter");
        await cashier.Page.Locator($"main .counter-card[aria-label='{number}']").WaitForAsync();
        await cashier.SeeAsync("cards.state.replaced");
        Assert.Equal(0, await cashier.Page.Locator("main section button").Filter(new() { HasText = cashier.Word("cards.action.topUp") }).CountAsync());
        await cashier.LookAsync("replaced");

        await cashier.GoAsync((await cashier.LinksOfAsync("main tbody td a[href*='/slips/']"))[0]);
        await cashier.LookAsync("slip");
    }

    private static async Task SellAsync(Visitor cashier)
    {
        await cashier.PressAsync("cardDesk.sell");
        await cashier.Page.Locator(".dialog select option").Nth(1).WaitForAsync(new() { State = Microsoft.Playwright.WaitForSelectorState.Attached });

        // Types stand in the order of their codes: gift card, member card, service visits.
        await cashier.Page.Locator(".dialog select").SelectOptionAsync(new Microsoft.Playwright.SelectOptionValue { Index = 1 });
        await cashier.Page.Locator(".dialog input[autocomplete=off]").First.FillAsync("AW000110");
        await cashier.Page.Keyboard.PressAsync("Tab");
        await cashier.Page.Locator(".dialog .row.wrap.tight button").First.ClickAsync();
        await cashier.SeeAsync("cardDesk.chosen");
        await cashier.Page.Locator(".dialog input[type=password]").First.FillAsync(Pin);
        await cashier.Page.Locator(".dialog input[type=password]").Nth(1).FillAsync(Pin);
        await cashier.LookAsync("sell");
        await cashier.ConfirmAsync();
        await cashier.Page.Locator("main .counter-card .card-number").First.WaitForAsync();
    }

    private static async Task StepAsync(Visitor cashier, string action, string state)
    {
        await cashier.PressAsync(action);
        await cashier.Page.Locator(".dialog textarea").FillAsync("电话通知 / told by telephone");
        await cashier.ConfirmAsync();
        await cashier.Page.Locator("main section").Filter(new() { HasText = cashier.Word(state) }).First.WaitForAsync();
    }
}
