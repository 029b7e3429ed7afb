using Microsoft.Playwright;
using Portal.Browser.Tests.Portals;

namespace Portal.Browser.Tests;

/// <summary>A programme is drafted, corrected, submitted, and approved by another manager; of two who edit it, the later is told.</summary>
[Collection(PortalsCollection.Name)]
public sealed class ProgramJourneyTests(PortalsFixture portals)
{
    [Theory]
    [InlineData("en")]
    [InlineData("zh-CN")]
    public async Task A_draft_is_corrected_submitted_and_approved_by_another_person(string culture)
    {
        await using var drafter = await Visitor.ComeAsync(portals, portals.AdminUrl, "program-drafter-" + culture, culture);
        await using var approver = await Visitor.ComeAsync(portals, portals.AdminUrl, "program-approver-" + culture, culture);
        await drafter.SignInAsync("manager");
        await approver.SignInAsync("manager2");

        await DraftAsync(drafter, "JOURNEY-" + culture);
        var rate = drafter.Page.Locator("main .tiers tbody tr:not(.errors)").Last.Locator("input").Last;
        await ChangeAsync(rate, "120");
        await drafter.PressAsync("programPage.submit");
        await drafter.SeeAsync("refusal.program_rate_over_100");
        await drafter.LookAsync("refused");
        await ChangeAsync(rate, "5");
        await drafter.PressAsync("programPage.submit");
        var path = await drafter.ReachAsync("/programs/[0-9]+$");
        await drafter.SeeAsync("programPage.needsOther");
        await drafter.LookAsync("submitted");

        await approver.GoAsync(path);
        await approver.PressAsync("programPage.approve");
        await approver.ConfirmAsync();
        await approver.SeeAsync("programPage.amend");
        await approver.LookAsync("approved");
    }

    [Theory]
    [InlineData("en")]
    [InlineData("zh-CN")]
    public async Task Of_two_who_edit_one_draft_the_later_is_told_and_can_take_the_other_s_version(string culture)
    {
        await using var first = await Visitor.ComeAsync(portals, portals.AdminUrl, "editing-first-" + culture, culture);
        await using var second = await Visitor.ComeAsync(portals, portals.AdminUrl, "editing-second-" + culture, culture);
        await first.SignInAsync("manager");
        await second.SignInAsync("manager2");
        await DraftAsync(first, "TOGETHER-" + culture);
        await first.Page.Locator("[data-key=save]").First.ClickAsync();
        await second.GoAsync(await first.ReachAsync("/edit$"));

        await ChangeAsync(first.Page.Locator("main input[lang=en]"), "The first name");
        await first.Page.Locator("[data-key=save]").First.ClickAsync();
        await first.Page.WaitForFunctionAsync("() => !document.querySelector('main .busy')");
        await ChangeAsync(second.Page.Locator("main input[lang=en]"), "The second name");
        await second.Page.Locator("[data-key=save]").First.ClickAsync();

        await second.SeeAsync("refusal.changed_by_other");
        await second.LookAsync("stale");
        await second.PressAsync("programPage.reload");
        await Assertions.Expect(second.Page.Locator("main input[lang=en]")).ToHaveValueAsync("The first name");
    }

    private static async Task DraftAsync(Visitor drafter, string code)
    {
        await drafter.GoAsync("/programs/new");
        await drafter.Page.Locator("button.template").First.ClickAsync();
        await ChangeAsync(drafter.Page.Locator("main input[lang=en]"), "Journey " + code);
        await ChangeAsync(drafter.Page.Locator("main input[lang=zh-CN]"), "旅程 " + code);
        await ChangeAsync(drafter.Page.GetByLabel(drafter.Word("programPage.code"), new() { Exact = true }), code.ToUpperInvariant());
    }

    private static async Task ChangeAsync(ILocator input, string text)
    {
        await input.FillAsync(text);
        await input.PressAsync("Tab");
    }
}
