using Portal.Browser.Tests.Portals;

namespace Portal.Browser.Tests;

/// <summary>Somebody signs up, gets a card at the counter with a top-up and its gift, loses it, and gets a new one with the same balance.</summary>
[Collection(PortalsCollection.Name)]
public sealed class CardJourneyTests(PortalsFixture portals)
{
    [Theory]
    [InlineData("zh-CN")]
    [InlineData("en")]
    public async Task A_card_is_sold_topped_up_lost_and_replaced(string culture)
    {
        var address = $"card.{culture.ToLowerInvariant()}@example.com";
        var name = "卡友 " + culture;
        await using var member = await Visitor.ComeAsync(portals, portals.MemberUrl, "card-member-" + culture, culture, isPhone: true);
        await using var staff = await Visitor.ComeAsync(portals, portals.AdminUrl, "card-staff-" + culture, culture);
        await SignUpJourneyTests.SignUpAsync(portals, member, address, name);
        await staff.SignInAsync("admin");

        await staff.GoAsync("/members?q=" + Uri.EscapeDataString(address));
        await staff.Page.Locator("main tbody tr a").First.ClickAsync();
        await staff.Page.WaitForURLAsync(url => new Uri(url).AbsolutePath.StartsWith("/members/", StringComparison.Ordinal));
        await staff.LookAsync("member");
        var customer = new Uri(staff.Page.Url).AbsolutePath.Split('/')[^1];
        await staff.TourAsync(["/members", "/members/new", "/messages", $"/members/{customer}?tab=messages"]);
        await staff.GoAsync("/card-desk?customer=" + customer);
        await staff.Page.Locator(".dialog select").First.WaitForAsync();
        await staff.ConfirmAsync();
        await staff.Page.Locator(".dialog").WaitForAsync(new() { State = Microsoft.Playwright.WaitForSelectorState.Detached });
        await staff.PressAsync("cards.action.topUp");
        await staff.Page.Locator(".dialog input.num").First.FillAsync("1000");
        await staff.Page.Locator(".dialog input.num").First.PressAsync("Tab");
        await staff.Page.Locator(".dialog .notice.good").WaitForAsync();
        await staff.LookAsync("top-up");
        await staff.ConfirmAsync();
        await staff.Page.Locator("main td").Filter(new() { HasText = staff.Word("cards.kind.toppedUp") }).First.WaitForAsync();

        await member.GoAsync("/");
        await member.Page.Locator(".member-card .qr svg").WaitForAsync();
        Assert.Contains("1,", await member.Page.Locator(".member-card .v").InnerTextAsync(), StringComparison.Ordinal);
        await member.LookAsync("home-with-card");
        var balance = await member.Page.Locator(".member-card .v").InnerTextAsync();
        var number = await member.Page.Locator(".member-card .card-number").InnerTextAsync();
        await member.Page.Locator(".member-card a.btn").ClickAsync();
        await member.SeeAsync("cards.kind.toppedUp");
        await member.LookAsync("card");
        await member.Page.Locator("a[href$='/lost']").ClickAsync();
        await member.LookAsync("lost");
        await member.PressTwiceAsync("myCard.reportLostNow");
        await member.SeeAsync("myCard.lostText");
        await member.LookAsync("lost-done");
        await staff.TourAsync([$"/members/{customer}?tab=cards", $"/members/{customer}?tab=points"]);

        await staff.GoAsync("/card-desk");
        await staff.Page.Locator("main input[type=search]").FillAsync(number.Replace(" ", "", StringComparison.Ordinal));
        await staff.Page.Keyboard.PressAsync("Enter");
        await staff.PressAsync("cards.action.replace");
        await staff.Page.Locator(".dialog textarea").FillAsync("本人到店 / came in person");
        await staff.ConfirmAsync();
        await staff.Page.Locator(".dialog").WaitForAsync(new() { State = Microsoft.Playwright.WaitForSelectorState.Detached });

        await member.GoAsync("/");
        await member.Page.Locator(".member-card .qr svg").WaitForAsync();
        Assert.NotEqual(number, await member.Page.Locator(".member-card .card-number").InnerTextAsync());
        Assert.Equal(balance, await member.Page.Locator(".member-card .v").InnerTextAsync());
        await staff.GoAsync("/card-desk");
        await staff.Page.Locator("main input[type=search]").FillAsync(number.Replace(" ", "", StringComparison.Ordinal));
        await staff.Page.Keyboard.PressAsync("Enter");
        await staff.SeeAsync("cards.state.replaced");
        await staff.LookAsync("old-card");
    }
}
