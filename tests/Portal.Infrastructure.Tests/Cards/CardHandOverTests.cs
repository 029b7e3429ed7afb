using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Portal.Domain.Cards;
using Portal.Domain.Shared;
using Portal.Infrastructure.Access;
using Portal.Infrastructure.Cards;
using Portal.Infrastructure.Data;
using Portal.Infrastructure.Members;

namespace Portal.Infrastructure.Tests.Cards;

public sealed class CardHandOverTests
{
    private const string RightNumber = "11010519491231002X";

    [SkippableTheory]
    [MemberData(nameof(Databases.Databases.All), MemberType = typeof(Databases.Databases))]
    public async Task A_card_handed_over_has_a_new_holder_no_PIN_and_no_history_of_the_former(DatabaseProvider provider)
    {
        await using var desk = await CardDesk.OpenAsync(provider, CardDesk.Rules with { Prepaid = new PrepaidRules() });
        var card = (await desk.DoAsync((ActivateCard use) => use.RunAsync(
            new ActivateCardInput(desk.Key(), desk.TypeId, desk.CustomerId, Pin: CardDesk.Pin, Identity: new CardIdentityInput("欧阳", RightNumber)), CancellationToken.None))).Value.CardId;
        await desk.TopUpAsync(card, 10_000);
        var heir = await desk.AddCustomerAsync("M2", "Second");
        var identity = new CardIdentityInput("Second", RightNumber);
        Assert.Equal("card_identity_unchecked", (await HandAsync(desk, card, heir, identity, isChecked: false)).Refusal.Code);
        Assert.Equal("card_identity_named", (await HandAsync(desk, card, heir, null)).Refusal.Code);
        Assert.Equal("card_identity_number", (await HandAsync(desk, card, heir, new CardIdentityInput("Second", "110105194912310021"))).Refusal.Code);
        Assert.Equal("card_customer_missing", (await HandAsync(desk, card, desk.CustomerId, identity)).Refusal.Code);
        Assert.Equal("card_customer_missing", (await HandAsync(desk, card, heir + 99, identity)).Refusal.Code);
        Assert.Equal(Refusal.NotPermitted, (await desk.DoAsync((HandOverCard use) => use.RunAsync(new HandOverCardInput("x", card, heir, identity, true, "gift"), CancellationToken.None), RolePermissions.Auditor)).Refusal.Code);

        var handed = await HandAsync(desk, card, heir, identity);
        Assert.True(handed.IsDone);
        Assert.Null((await desk.CardAsync(card)).PinHash);
        Assert.Equal("card_pin_missing", (await desk.SpendAsync(card, 100)).Refusal.Code);
        var record = await desk.DoAsync((CardQueries queries) => queries.RecordAsync(card, CancellationToken.None));
        Assert.Equal(("Second", "Second", "002X", false), (record!.Row.CustomerName, record.RealName, record.IdentityLast4, record.LacksIdentity));
        Assert.Empty(await desk.DoAsync((CardQueries queries) => queries.OfCustomerAsync(desk.CustomerId, CancellationToken.None)));
        Assert.Equal("M1 → M2", (await desk.DoAsync((CardQueries queries) => queries.SlipAsync(handed.Value.OperationId, CancellationToken.None)))!.Operation.Detail);

        await using var context = desk.Portal.NewContext();
        var told = await context.OutboxMessages.Where(row => row.Template == "card_handed_over" || row.Template == "card_given_away").OrderBy(row => row.Template).ToListAsync();
        Assert.Equal([("card_given_away", desk.CustomerId), ("card_handed_over", heir)], told.Select(row => (row.Template, row.CustomerId!.Value)));
        Assert.Equal([CardOperationKind.HandedOver], (await EntriesAsync(desk, heir, card)).Select(entry => entry.Kind));
        Assert.Empty(await EntriesAsync(desk, desk.CustomerId, card));
        Assert.Equal([MemberEventKind.Joined, MemberEventKind.Card], (await TimeLineAsync(desk, heir)).Select(row => row.Kind).Order());
        Assert.Equal(["card_given_away"], (await TimeLineAsync(desk, desk.CustomerId)).Where(row => row.Kind is MemberEventKind.Message or MemberEventKind.Card).Select(row => row.Subject));
        await desk.AssertSoundAsync();
    }

    [SkippableTheory]
    [MemberData(nameof(Databases.Databases.All), MemberType = typeof(Databases.Databases))]
    public async Task A_lost_card_a_further_card_and_a_closed_one_are_not_handed_over(DatabaseProvider provider)
    {
        await using var desk = await CardDesk.OpenAsync(provider);
        var card = await desk.AddCardAsync();
        var heir = await desk.AddCustomerAsync("M2", "Second");
        var sub = await desk.DoAsync((AddSubCard use) => use.RunAsync(new AddSubCardInput(desk.Key(), card, "Third", null), CancellationToken.None));
        await using (var context = desk.Portal.NewContext())
        {
            var subId = (await context.CardOperations.SingleAsync(row => row.Id == sub.Value.OperationId)).OtherCardId!.Value;
            Assert.Equal("card_not_main", (await HandAsync(desk, subId, heir, null)).Refusal.Code);
        }

        await desk.LoseAsync(card);
        Assert.Equal("card_lost", (await HandAsync(desk, card, heir, null)).Refusal.Code);
        await desk.DoAsync((CloseCard use) => use.RunAsync(new CloseCardInput(desk.Key(), card, CardPayMethod.Cash, "moves away"), CancellationToken.None));
        Assert.Equal("card_closed", (await HandAsync(desk, card, heir, null)).Refusal.Code);
    }

    [SkippableTheory]
    [MemberData(nameof(Databases.Databases.All), MemberType = typeof(Databases.Databases))]
    public async Task Recording_the_identity_lets_the_card_be_topped_up(DatabaseProvider provider)
    {
        await using var desk = await CardDesk.OpenAsync(provider, CardDesk.Rules with { IsNamed = false, Prepaid = new PrepaidRules { UnnamedIdentityFromMinor = 50_000 } });
        var card = await desk.AddCardAsync();
        Assert.Equal("card_identity_unnamed", (await desk.TopUpAsync(card, 50_000)).Refusal.Code);
        foreach (var wrong in new[] { "123", "<script>", "PASSPORT", "A1234567;", "１２３４５６" })
        {
            Assert.Equal(["card_identity_number"], (await IdentifyAsync(desk, card, wrong)).Refusals.Select(refusal => refusal.Code));
        }

        Assert.Equal("card_identity_name", (await desk.DoAsync((IdentifyCardHolder use) => use.RunAsync(new IdentifyCardInput("e", card, new CardIdentityInput(" ", " ")), CancellationToken.None))).Refusal.Code);
        Assert.Equal(Refusal.NotPermitted, (await desk.DoAsync((IdentifyCardHolder use) => use.RunAsync(new IdentifyCardInput("p", card, new CardIdentityInput("M", RightNumber)), CancellationToken.None), RolePermissions.Auditor)).Refusal.Code);
        Assert.True((await IdentifyAsync(desk, card, RightNumber)).IsDone);
        Assert.True((await desk.TopUpAsync(card, 50_000)).IsDone);
        await using var context = desk.Portal.NewContext();
        var account = await context.CardAccounts.SingleAsync();
        Assert.DoesNotContain("19491231", account.IdentityProtected, StringComparison.Ordinal);
        Assert.Equal("•••• 002X", (await context.CardOperations.SingleAsync(row => row.Kind == CardOperationKind.Identified)).Detail);
    }

    private static Task<Outcome<CardReceipt>> HandAsync(CardDesk desk, long cardId, long customerId, CardIdentityInput? identity, bool isChecked = true) =>
        desk.DoAsync((HandOverCard use) => use.RunAsync(new HandOverCardInput(desk.Key(), cardId, customerId, identity, isChecked, "gift"), CancellationToken.None));

    private static Task<Outcome<CardReceipt>> IdentifyAsync(CardDesk desk, long cardId, string number) =>
        desk.DoAsync((IdentifyCardHolder use) => use.RunAsync(new IdentifyCardInput(desk.Key(), cardId, new CardIdentityInput("持卡人", number)), CancellationToken.None));

    private static async Task<IReadOnlyList<MyCardEntry>> EntriesAsync(CardDesk desk, long customerId, long cardId)
    {
        await using var scope = desk.Portal.AsCustomer(customerId);
        return await scope.ServiceProvider.GetRequiredService<MyCardQueries>().EntriesAsync(cardId, null, 20, CancellationToken.None);
    }

    private static Task<IReadOnlyList<MemberEvent>> TimeLineAsync(CardDesk desk, long customerId) =>
        desk.DoAsync((MemberTimeLine line) => line.ReadAsync(customerId, 50, CancellationToken.None));
}
