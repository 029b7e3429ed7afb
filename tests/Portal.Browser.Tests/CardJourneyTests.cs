using System.Globalization;
using Microsoft.Playwright;
using Portal.Browser.Tests.Portals;

namespace Portal.Browser.Tests;

/// <summary>
/// Somebody signs up, gets a card at the counter with a top-up and its gift, pays with it, gets points for a purchase, redeems
/// them, picks the reward up, loses the card, and gets a new one with the same balance.
/// </summary>
[Collection(PortalsCollection.Name)]
public sealed class CardJourneyTests(PortalsFixture portals)
{
    private const string Pin = "740259";

    /// <summary>Ten days ago: what was bought then has been waiting for returns long enough, its points can be used.</summary>
    private static string Bought => TimeProvider.System.GetUtcNow().AddHours(8).AddDays(-10).ToString("yyyy-MM-dd", CultureInfo.InvariantCulture);

    [Theory]
    [InlineData("zh-CN")]
    [InlineData("en")]
    public async Task From_signing_up_to_a_reward_and_a_new_card(string culture)
    {
        var address = $"card.{culture.ToLowerInvariant()}@example.com";
        await using var member = await Visitor.ComeAsync(portals, portals.MemberUrl, "card-member-" + culture, culture, isPhone: true);
        await using var staff = await Visitor.ComeAsync(portals, portals.AdminUrl, "card-staff-" + culture, culture);
        await SignUpJourneyTests.SignUpAsync(portals, member, address, "卡友 " + culture);
        await staff.SignInAsync("admin");
        var customer = await FindAsync(staff, address);
        var number = (await staff.Page.Locator("nav.crumb").First.InnerTextAsync()).Split('/')[^1].Trim();
        await staff.TourAsync(["/members", "/members/new", "/messages", $"/members/{customer}?tab=messages"]);

        await SellAsync(staff, customer);
        await TopUpAsync(staff);
        var card = await SetPinAsync(member);
        await PayAsync(staff, card);
        await BuyAsync(staff, number, culture);
        await SeePointsAsync(member);
        await PickUpAsync(staff, await RedeemAsync(member));
        await ReplaceAsync(member, staff, customer, card);
    }

    private static async Task<string> FindAsync(Visitor staff, string address)
    {
        await staff.GoAsync("/members?q=" + Uri.EscapeDataString(address));
        await staff.Page.Locator("main tbody tr a").First.ClickAsync();
        var path = await staff.ReachAsync("^/members/[^/?]+$");
        await staff.LookAsync("member");
        return path.Split('/')[^1];
    }

    private static async Task SellAsync(Visitor staff, string customer)
    {
        await staff.GoAsync("/card-desk?customer=" + customer);
        await staff.Page.Locator(".dialog select").First.WaitForAsync();
        await staff.ConfirmAsync();
        await ClosedAsync(staff);
    }

    private static async Task TopUpAsync(Visitor staff)
    {
        await staff.PressAsync("cards.action.topUp");
        await staff.Page.Locator(".dialog input.num").First.FillAsync("1000");
        await staff.Page.Locator(".dialog input.num").First.PressAsync("Tab");
        await staff.Page.Locator(".dialog .notice.good").WaitForAsync();
        await staff.LookAsync("top-up");
        await staff.ConfirmAsync();
        await staff.Page.Locator("main td").Filter(new() { HasText = staff.Word("cards.kind.toppedUp") }).First.WaitForAsync();
    }

    /// <returns>The card's number.</returns>
    private static async Task<string> SetPinAsync(Visitor member)
    {
        await member.GoAsync("/");
        await member.Page.Locator(".member-card .qr svg").WaitForAsync();
        Assert.Contains("1,", await member.Page.Locator(".member-card .v").InnerTextAsync(), StringComparison.Ordinal);
        await member.LookAsync("home-with-card");
        var number = await member.Page.Locator(".member-card .card-number").InnerTextAsync();
        await member.Page.Locator(".member-card a.btn").ClickAsync();
        await member.SeeAsync("cards.kind.toppedUp");
        await member.LookAsync("card");
        await member.Page.Locator("a[href$='/pin']").First.ClickAsync();
        await member.Page.Locator("input[type=password]").Nth(1).WaitForAsync();
        await member.Page.Locator("input[type=password]").First.FillAsync(Pin);
        await member.Page.Locator("input[type=password]").Nth(1).FillAsync(Pin);
        await member.Page.Keyboard.PressAsync("Tab");
        await member.Page.Locator("[data-key=save]").ClickAsync();
        await member.ReachAsync("(?<!/pin)$");
        return number;
    }

    private static async Task PayAsync(Visitor staff, string number)
    {
        await FindCardAsync(staff, number);
        await staff.PressAsync("cards.action.spend");
        await staff.Page.Locator(".dialog input.num").First.FillAsync("100");
        await staff.Page.Locator(".dialog input.num").First.PressAsync("Tab");
        await staff.Page.Locator(".dialog input[type=password]").FillAsync(Pin);
        await staff.LookAsync("pay");
        await staff.ConfirmAsync();
        await ClosedAsync(staff);
        await staff.Page.Locator("main td").Filter(new() { HasText = staff.Word("cards.kind.spent") }).First.WaitForAsync();
    }

    private static async Task BuyAsync(Visitor staff, string number, string culture)
    {
        const string Header = "document_number,document_kind,customer_number,document_date,product_number,quantity,net_amount\n";
        await ImportJourneyTests.ImportAsync(staff, "Sales", "till.csv", Header + $"TILL-{culture},sale,{number},{Bought},BK-M68B-42,1,2500.00\n");
        await staff.SeeAsync("imports.state.completed");
    }

    /// <summary>Sales are counted a few seconds after they were written; the page shows it when it is opened again.</summary>
    private static async Task SeePointsAsync(Visitor member)
    {
        var earned = member.Page.Locator("details").Filter(new() { HasText = member.Word("myPoints.how") }).First;
        for (var look = 0; look < 100; look++)
        {
            await member.GoAsync("/points");
            if (await earned.CountAsync() > 0)
            {
                break;
            }
        }

        await earned.Locator("summary").ClickAsync();
        var steps = earned.Locator(".earning-steps");
        await steps.WaitForAsync();
        Assert.Contains("2,500", await steps.InnerTextAsync(), StringComparison.Ordinal);
        await member.LookAsync("points");
    }

    private static async Task<string> RedeemAsync(Visitor member)
    {
        await member.GoAsync("/rewards");
        await member.LookAsync("rewards");
        await member.Page.Locator("main a[href^='/rewards/']").First.ClickAsync();
        await member.Page.Locator("main [data-key=save]").ClickAsync();
        await member.ConfirmAsync();
        await member.ReachAsync("/orders/.");
        var code = await member.Page.Locator(".pick-up-code .code-text").InnerTextAsync();
        await member.LookAsync("order");
        return code;
    }

    private static async Task PickUpAsync(Visitor staff, string code)
    {
        await staff.GoAsync("/pick-up");
        await staff.Page.Locator("main form input").FillAsync(code);
        await staff.Page.Keyboard.PressAsync("Enter");
        await staff.Page.Locator(".pick-up-order").WaitForAsync();
        await staff.LookAsync("pick-up");
        await staff.PressAsync("rewardOrders.handOver");
        await staff.ConfirmAsync();
        await staff.SeeAsync("rewardOrders.state.handedOver");
    }

    private static async Task ReplaceAsync(Visitor member, Visitor staff, string customer, string number)
    {
        await member.GoAsync("/");
        await member.Page.Locator(".member-card .qr svg").WaitForAsync();
        var balance = await member.Page.Locator(".member-card .v").InnerTextAsync();
        await member.Page.Locator(".member-card a.btn").ClickAsync();
        await member.Page.Locator("a[href$='/lost']").ClickAsync();
        await member.LookAsync("lost");
        await member.PressTwiceAsync("myCard.reportLostNow");
        await member.SeeAsync("myCard.lostText");
        await member.LookAsync("lost-done");
        await staff.TourAsync([$"/members/{customer}?tab=cards", $"/members/{customer}?tab=points"]);

        await FindCardAsync(staff, number);
        await staff.PressAsync("cards.action.replace");
        await staff.Page.Locator(".dialog textarea").FillAsync("本人到店 / came in person");
        await staff.ConfirmAsync();
        await ClosedAsync(staff);

        await member.GoAsync("/");
        await member.Page.Locator(".member-card .qr svg").WaitForAsync();
        Assert.NotEqual(number, await member.Page.Locator(".member-card .card-number").InnerTextAsync());
        Assert.Equal(balance, await member.Page.Locator(".member-card .v").InnerTextAsync());

        await FindCardAsync(staff, number);
        await staff.SeeAsync("cards.state.replaced");
        Assert.Equal(0, await staff.Page.Locator("main section button").Filter(new() { HasText = staff.Word("cards.action.spend") }).CountAsync());
        await staff.LookAsync("old-card");
    }

    private static async Task FindCardAsync(Visitor staff, string number)
    {
        await staff.GoAsync("/card-desk");
        await staff.Page.Locator("main input[type=search]").FillAsync(number.Replace(" ", "", StringComparison.Ordinal));
        await staff.Page.Keyboard.PressAsync("Enter");
    }

    private static Task ClosedAsync(Visitor staff) => staff.Page.Locator(".dialog").WaitForAsync(new() { State = WaitForSelectorState.Detached });
}
