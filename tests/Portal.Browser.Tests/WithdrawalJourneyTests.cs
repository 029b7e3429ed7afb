using Portal.Browser.Tests.Portals;

namespace Portal.Browser.Tests;

/// <summary>A distributor asks for money on the phone; finance pays one request and rejects another; the distributor reads why.</summary>
[Collection(PortalsCollection.Name)]
public sealed class WithdrawalJourneyTests(PortalsFixture portals)
{
    [Theory]
    [InlineData("zh-CN")]
    [InlineData("en")]
    public async Task A_request_is_paid_and_another_rejected_with_a_reason(string culture)
    {
        await using var distributor = await Visitor.ComeAsync(portals, portals.MemberUrl, "withdrawal-distributor-" + culture, culture, isPhone: true);
        await using var finance = await Visitor.ComeAsync(portals, portals.AdminUrl, "withdrawal-finance-" + culture, culture);
        await distributor.SignInAsync("AW00000599");
        await finance.SignInAsync("finance");

        var requests = await finance.TotalAsync("/withdrawals");
        var paid = await RequestAsync(distributor, "12.34");
        await finance.GoAsync(paid);
        await finance.PressTwiceAsync("withdrawals.approve");
        await finance.SeeAsync("withdrawals.state.approved");
        await finance.PressAsync("withdrawals.pay");
        await finance.ConfirmAsync();
        await finance.SeeAsync("withdrawals.state.paid");
        await finance.LookAsync("paid");

        const string Reason = "账户名称与合同不符 / the holder differs from the contract";
        var rejected = await RequestAsync(distributor, "56.78");
        await finance.GoAsync(rejected);
        await finance.PressAsync("withdrawals.reject");
        await finance.Page.Locator(".dialog textarea").FillAsync(Reason);
        await finance.ConfirmAsync();
        await finance.SeeAsync("withdrawals.state.rejected");

        await distributor.GoAsync(paid);
        await distributor.SeeAsync("withdrawals.state.paid");
        await distributor.GoAsync(rejected);
        Assert.Contains(Reason, await distributor.Page.Locator("main").InnerTextAsync(), StringComparison.Ordinal);
        await distributor.LookAsync("rejected");
        Assert.Equal(requests + 2, await finance.TotalAsync("/withdrawals"));
    }

    [Theory]
    [InlineData("zh-CN")]
    [InlineData("en")]
    public async Task More_than_the_balance_is_refused_beside_the_field(string culture)
    {
        await using var distributor = await Visitor.ComeAsync(portals, portals.MemberUrl, "withdrawal-refused-" + culture, culture, isPhone: true);
        await distributor.SignInAsync("AW00000599");
        await distributor.GoAsync("/withdrawals/new");
        await distributor.Page.Locator("main input.num").First.FillAsync("999,999,999.00");
        await distributor.PressAsync("myWithdrawals.continue");
        await distributor.Page.Locator(".field-error").First.WaitForAsync();
        Assert.EndsWith("/withdrawals/new", distributor.Page.Url, StringComparison.Ordinal);
        await distributor.LookAsync("refused");
    }

    private static async Task<string> RequestAsync(Visitor distributor, string amount)
    {
        await distributor.GoAsync("/withdrawals/new");
        await distributor.Page.Locator("main input.num").First.FillAsync(amount);
        var accounts = distributor.Page.Locator("main input[type=radio]");
        if (await accounts.CountAsync() == 0)
        {
            var fields = distributor.Page.Locator("main .form input:not([type=radio]):not(.num)");
            await fields.Nth(0).FillAsync("中国工商银行上海分行");
            await fields.Nth(1).FillAsync("Westside Plaza");
            await fields.Nth(2).FillAsync("6222 0210 0101 2345 678");
        }

        await distributor.PressAsync("myWithdrawals.continue");
        await distributor.ConfirmAsync();
        return await distributor.ReachAsync("/withdrawals/[0-9]+$");
    }
}
