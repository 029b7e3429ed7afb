using Microsoft.Playwright;
using Portal.Browser.Tests.Portals;

namespace Portal.Browser.Tests;

/// <summary>A distributor questions a statement line on the phone; the rebate manager answers and adjusts, finance approves, the distributor sees each step.</summary>
[Collection(PortalsCollection.Name)]
public sealed class DisputeJourneyTests(PortalsFixture portals)
{
    [Theory]
    [InlineData("zh-CN", "AW00000599")]
    [InlineData("en", "AW00000085")]
    public async Task A_line_is_questioned_answered_adjusted_approved_and_the_customer_sees_each_step(string culture, string customer)
    {
        await using var distributor = await Visitor.ComeAsync(portals, portals.MemberUrl, "dispute-distributor-" + culture, culture, isPhone: true);
        await using var manager = await Visitor.ComeAsync(portals, portals.AdminUrl, "dispute-manager-" + culture, culture);
        await using var finance = await Visitor.ComeAsync(portals, portals.AdminUrl, "dispute-finance-" + culture, culture);
        await distributor.SignInAsync(customer);
        await manager.SignInAsync("manager");
        await finance.SignInAsync("finance");

        var path = await OpenAsync(distributor);
        await manager.GoAsync(path);
        await manager.Page.Locator("main .form textarea").FillAsync("请补充订单号 / please name the order");
        await manager.PressTwiceAsync("disputes.answer");
        await manager.SeeAsync("disputes.state.answered");
        await manager.LookAsync("answered");

        await distributor.GoAsync(path);
        await distributor.SeeAsync("disputes.entry.answered");
        await distributor.Page.Locator("main .form textarea").FillAsync("SO71234");
        await distributor.PressTwiceAsync("myDisputes.reply");
        await distributor.SeeAsync("disputes.entry.asked");

        await AdjustAsync(manager, path);
        var adjustment = await manager.Page.Locator("main .notice a[href^='/settlements/']").First.GetAttributeAsync("href");
        await manager.GoAsync(adjustment!);
        Assert.Equal(0, await manager.Page.Locator("main .btn.primary").CountAsync());
        await finance.GoAsync(adjustment!);
        await finance.PressAsync("settlements.approveAmount");
        await finance.ConfirmAsync();
        await finance.SeeAsync("settlements.state.posted");
        await finance.LookAsync("adjustment");

        await distributor.GoAsync(path);
        await distributor.SeeAsync("disputes.entry.adjusted");
        var told = await distributor.Page.Locator("main").InnerTextAsync();
        Assert.Contains("¥12.50", told, StringComparison.Ordinal);
        Assert.Contains("两张订单迟到", told, StringComparison.Ordinal);
        await distributor.LookAsync("adjusted");
        Assert.Equal(5, await distributor.Page.Locator(".thread > li").CountAsync());
        await manager.GoAsync("/disputes");
        await manager.LookAsync("list");
    }

    private static async Task<string> OpenAsync(Visitor distributor)
    {
        await distributor.GoAsync("/statements");
        var statements = await distributor.LinksOfAsync("main .items a[href^='/statements/']");
        await distributor.GoAsync(statements[0]);
        await distributor.Page.Locator("main a[href^='/disputes/new?line=']").First.ClickAsync();
        await distributor.ReachAsync("/disputes/new");
        await distributor.SettleAsync();
        await distributor.PressAsync("myDisputes.send");
        await distributor.Page.Locator(".field-error").First.WaitForAsync();

        await distributor.Page.Locator("main input[type=file]").SetInputFilesAsync(new FilePayload { Name = "page.pdf", MimeType = "application/pdf", Buffer = "<html>"u8.ToArray() });
        await distributor.Page.Locator("main textarea").FillAsync("一月的两张订单没有算进去 / two orders are missing");
        await distributor.PressAsync("myDisputes.send");
        await distributor.SeeAsync("refusal.dispute_file_type");
        await distributor.LookAsync("refused");

        await distributor.Page.Locator("main .chip button").First.ClickAsync();
        await distributor.Page.Locator("main input[type=file]").SetInputFilesAsync(new FilePayload { Name = "order.pdf", MimeType = "application/pdf", Buffer = "%PDF-1.7 order"u8.ToArray() });
        await distributor.PressTwiceAsync("myDisputes.send");
        var path = await distributor.ReachAsync("/disputes/[0-9]+$");
        await distributor.SeeAsync("disputes.entry.opened");
        var download = await distributor.Page.RunAndWaitForDownloadAsync(() => distributor.Page.Locator(".thread .btn").First.ClickAsync());
        Assert.Equal("order.pdf", download.SuggestedFilename);
        await distributor.LookAsync("opened");
        return path;
    }

    private static async Task AdjustAsync(Visitor manager, string path)
    {
        await manager.GoAsync(path);
        await manager.PressAsync("disputes.adjust");
        await manager.Page.Locator(".dialog input.num").FillAsync("12.50");
        await manager.Page.Locator(".dialog textarea").FillAsync("两张订单迟到 / two orders came late");
        await manager.ConfirmAsync();
        await manager.SeeAsync("disputes.state.adjustmentProposed");
        await manager.LookAsync("proposed");
    }
}
