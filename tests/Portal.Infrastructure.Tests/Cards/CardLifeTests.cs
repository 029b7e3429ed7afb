using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Portal.Domain.Cards;
using Portal.Domain.Customers;
using Portal.Domain.Shared;
using Portal.Infrastructure.Access;
using Portal.Infrastructure.Cards;
using Portal.Infrastructure.Data;
using Portal.Infrastructure.Shared;

namespace Portal.Infrastructure.Tests.Cards;

public sealed class CardLifeTests
{
    [SkippableTheory]
    [MemberData(nameof(Databases.Databases.All), MemberType = typeof(Databases.Databases))]
    public async Task Lost_replaced_and_the_old_one_refused(DatabaseProvider provider)
    {
        await using var desk = await CardDesk.OpenAsync(provider);
        var old = await desk.AddCardAsync();
        await desk.TopUpAsync(old, 10_000);
        var spent = (await desk.SpendAsync(old, 1_000)).Value;
        await desk.LoseAsync(old);
        Assert.Equal("card_lost", (await desk.SpendAsync(old, 1)).Refusal.Code);
        Assert.Equal("card_already_lost", (await desk.LoseAsync(old)).Refusal.Code);
        Assert.True((await desk.TopUpAsync(old, 1_000)).IsDone);
        var next = await desk.ReplaceAsync(old);
        Assert.Equal("card_replaced", (await desk.SpendAsync(old, 1)).Refusal.Code);
        Assert.Equal("card_replaced", (await desk.TopUpAsync(old, 1)).Refusal.Code);
        Assert.Equal("card_replaced", (await desk.DoAsync((UnfreezeCard use) => use.RunAsync(new CardReasonInput(desk.Key(), old, "found"), CancellationToken.None))).Refusal.Code);
        Assert.True((await desk.SpendAsync(next, 1)).IsDone);

        // What the old card paid goes back to the account through the new one.
        Assert.True((await desk.RefundAsync(next, spent.OperationId, 1_000)).IsDone);
        Assert.Equal(new StoredValue(10_999, 0), (await desk.BalanceAsync(next)).Value);
        await desk.AssertSoundAsync();
    }

    [SkippableTheory]
    [MemberData(nameof(Databases.Databases.All), MemberType = typeof(Databases.Databases))]
    public async Task Lost_while_debits_are_under_way_no_debit_comes_after_the_report(DatabaseProvider provider)
    {
        await using var desk = await CardDesk.OpenAsync(provider);
        var card = await desk.AddCardAsync();
        await desk.TopUpAsync(card, 10_000);
        var debits = Enumerable.Range(0, 10).Select(_ => Task.Run(() => desk.SpendAsync(card, 100))).ToList();
        var lost = Task.Run(() => desk.LoseAsync(card));
        debits.AddRange(Enumerable.Range(0, 10).Select(_ => Task.Run(() => desk.SpendAsync(card, 100))));
        var report = (await lost).Value;
        var outcomes = await Task.WhenAll(debits);
        Assert.All(outcomes, outcome => Assert.True(outcome.IsDone || outcome.Refusal.Code == "card_lost"));
        Assert.All(outcomes.Where(outcome => outcome.IsDone), outcome => Assert.True(outcome.Value.OperationId < report.OperationId));
        Assert.Equal(10_000 - (100 * outcomes.Count(outcome => outcome.IsDone)), (await desk.BalanceAsync(card)).Value.PrincipalMinor);
        await desk.AssertSoundAsync();
    }

    [SkippableTheory]
    [MemberData(nameof(Databases.Databases.All), MemberType = typeof(Databases.Databases))]
    public async Task Replacements_at_once_have_one_winner(DatabaseProvider provider)
    {
        await using var desk = await CardDesk.OpenAsync(provider);
        var card = await desk.AddCardAsync();
        var outcomes = await Task.WhenAll(Enumerable.Range(0, 8).Select(_ => Task.Run(() =>
            desk.DoAsync((ReplaceCard use) => use.RunAsync(new ReplaceCardInput(desk.Key(), card, null, "broken"), CancellationToken.None)))));
        Assert.Single(outcomes, outcome => outcome.IsDone);
        Assert.All(outcomes.Where(outcome => !outcome.IsDone), outcome => Assert.Equal("card_replaced", outcome.Refusal.Code));
        await using var context = desk.Portal.NewContext();
        Assert.Equal(1, await context.Cards.CountAsync(row => row.State == CardState.Active));
    }

    [SkippableTheory]
    [MemberData(nameof(Databases.Databases.All), MemberType = typeof(Databases.Databases))]
    public async Task The_value_shows_on_the_new_card_and_no_longer_on_the_one_that_was_replaced(DatabaseProvider provider)
    {
        await using var desk = await CardDesk.OpenAsync(provider);
        var old = await desk.AddCardAsync();
        await desk.TopUpAsync(old, 10_000);
        var next = await desk.ReplaceAsync(old);
        var rows = (await desk.DoAsync((CardQueries use) => use.ListAsync(new GridQuery(), CancellationToken.None))).Rows;
        Assert.Equal([(next, true, 10_000L)], rows.Where(row => row.HoldsValue).Select(row => (row.Id, row.HoldsValue, row.PrincipalMinor)));
    }

    [SkippableTheory]
    [MemberData(nameof(Databases.Databases.All), MemberType = typeof(Databases.Databases))]
    public async Task A_wrong_identity_number_is_said_at_the_document_and_not_at_the_card_number(DatabaseProvider provider)
    {
        await using var desk = await CardDesk.OpenAsync(provider);
        var input = new ActivateCardInput(desk.Key(), desk.TypeId, desk.CustomerId, Identity: new CardIdentityInput("Li", "11010519491231002Y"));
        var outcome = await desk.DoAsync((ActivateCard use) => use.RunAsync(input, CancellationToken.None));
        Assert.Equal(new Refusal("card_identity_number") { Field = nameof(input.Identity) }, outcome.Refusal);
    }

    [SkippableTheory]
    [MemberData(nameof(Databases.Databases.All), MemberType = typeof(Databases.Databases))]
    public async Task Closing_pays_the_principal_and_forfeits_the_gift_with_all_cards(DatabaseProvider provider)
    {
        await using var desk = await CardDesk.OpenAsync(provider);
        await desk.AddGiftAsync(10_000, 2_000);
        var main = await desk.AddCardAsync();
        await desk.DoAsync((AddSubCard use) => use.RunAsync(new AddSubCardInput(desk.Key(), main, "Wife", null), CancellationToken.None));
        await desk.TopUpAsync(main, 10_000);
        await desk.DoAsync((SellVisits use) => use.RunAsync(new SellVisitsInput(desk.Key(), main, "wash", 3, 1_000, CardPayMethod.Cash), CancellationToken.None));
        await desk.DoAsync((UseVisits use) => use.RunAsync(new UseVisitsInput(desk.Key(), main, "wash", 1, null, CardDesk.Pin), CancellationToken.None));
        Assert.Equal(10_667, (await desk.DoAsync((CardQueries use) => use.RecordAsync(main, CancellationToken.None)))!.PaidBackMinor);
        var closed = await desk.DoAsync((CloseCard use) => use.RunAsync(new CloseCardInput("close", main, CardPayMethod.Cash, "moves away"), CancellationToken.None));
        Assert.Equal(StoredValue.Zero, closed.Value.After);
        await using var context = desk.Portal.NewContext();
        var operation = await context.CardOperations.SingleAsync(row => row.Id == closed.Value.OperationId);
        Assert.Equal((-10_667, -10_000, -2_000, -2), (operation.MoneyMinor, operation.PrincipalMinor, operation.GiftMinor, operation.Visits));
        Assert.All(await context.Cards.ToListAsync(), card => Assert.Equal(CardState.Closed, card.State));
        Assert.Equal("card_closed", (await desk.TopUpAsync(main, 1)).Refusal.Code);
        Assert.False((await desk.DoAsync((CloseCard use) => use.RunAsync(new CloseCardInput("close", main, CardPayMethod.Cash, "moves away"), CancellationToken.None))).Value.IsNew);
        await desk.AssertSoundAsync();
    }

    [SkippableTheory]
    [MemberData(nameof(Databases.Databases.All), MemberType = typeof(Databases.Databases))]
    public async Task An_unnamed_card_expires_keeps_its_money_and_is_activated_again(DatabaseProvider provider)
    {
        await using var desk = await CardDesk.OpenAsync(provider, new CardTypeRules { IsNamed = false, ValidityMonths = 36, AsksPin = false });
        var outcome = await desk.DoAsync((ActivateCard use) => use.RunAsync(new ActivateCardInput("a", desk.TypeId, null), CancellationToken.None));
        var card = outcome.Value.CardId;
        Assert.Equal("card_limit_unnamed", (await desk.TopUpAsync(card, 100_001)).Refusal.Code);
        Assert.True((await desk.TopUpAsync(card, 100_000)).IsDone);
        desk.Portal.Clock.Now = new DateTimeOffset(2029, 3, 14, 15, 59, 59, TimeSpan.Zero);
        Assert.True((await desk.SpendAsync(card, 1, null)).IsDone);
        desk.Portal.Clock.Now += TimeSpan.FromSeconds(1);
        Assert.Equal("card_expired", (await desk.SpendAsync(card, 1, null)).Refusal.Code);
        Assert.Equal(new ExpiredCards(1, 0), await desk.DoAsync((ExpireCards use) => use.RunAsync(CancellationToken.None)));
        Assert.Equal(new ExpiredCards(0, 0), await desk.DoAsync((ExpireCards use) => use.RunAsync(CancellationToken.None)));
        Assert.Equal(CardState.Expired, (await desk.CardAsync(card)).State);
        Assert.Equal(99_999, (await desk.BalanceAsync(card)).Value.PrincipalMinor);
        Assert.True((await desk.DoAsync((ReactivateCard use) => use.RunAsync(new CardReasonInput(desk.Key(), card, null), CancellationToken.None))).IsDone);
        Assert.True((await desk.SpendAsync(card, 99_999, null)).IsDone);
        Assert.Equal(new DateOnly(2030, 3, 14), (await desk.CardAsync(card)).ValidTo);
        await desk.AssertSoundAsync();
    }

    [SkippableTheory]
    [MemberData(nameof(Databases.Databases.All), MemberType = typeof(Databases.Databases))]
    public async Task A_batch_gives_each_number_once_and_a_blank_card_is_sold_once(DatabaseProvider provider)
    {
        await using var desk = await CardDesk.OpenAsync(provider);
        await using var context = desk.Portal.NewContext();
        var rangeId = await context.CardNumberRanges.Select(row => row.Id).SingleAsync();
        var batches = await Task.WhenAll(Enumerable.Range(0, 6).Select(_ => Task.Run(() =>
            desk.DoAsync((IssueCards use) => use.RunAsync(new IssueCardsInput(desk.Key(), rangeId, 50), CancellationToken.None)))));
        Assert.All(batches, batch => Assert.True(batch.IsDone));
        Assert.Equal(300, await context.Cards.CountAsync());
        var number = batches[0].Value.FirstNumber;
        Assert.True(CardNumbers.HasRightCheckDigit(number));
        var sales = await Task.WhenAll(Enumerable.Range(0, 6).Select(_ => Task.Run(() =>
            desk.DoAsync((ActivateCard use) => use.RunAsync(new ActivateCardInput(desk.Key(), desk.TypeId, desk.CustomerId, number), CancellationToken.None)))));
        Assert.Single(sales, sale => sale.IsDone);
        Assert.All(sales.Where(sale => !sale.IsDone), sale => Assert.Contains(sale.Refusal.Code, new[] { "card_already_active", Refusal.ChangedByOther }));
        Assert.Equal(1, await context.CardAccounts.CountAsync());
    }

    [Fact]
    public async Task Named_cards_ask_for_the_real_name_and_companies_for_a_transfer()
    {
        await using var desk = await CardDesk.OpenAsync(DatabaseProvider.Sqlite, new CardTypeRules());
        Task<Outcome<CardReceipt>> ActivateAsync(long? customer, CardIdentityInput? identity) =>
            desk.DoAsync((ActivateCard use) => use.RunAsync(new ActivateCardInput(desk.Key(), desk.TypeId, customer, Pin: CardDesk.Pin, Identity: identity), CancellationToken.None));
        Assert.Equal("card_customer_missing", (await ActivateAsync(null, null)).Refusal.Code);
        Assert.Equal("card_identity_named", (await ActivateAsync(desk.CustomerId, null)).Refusal.Code);
        Assert.Equal("card_identity_number", (await ActivateAsync(desk.CustomerId, new("Name", "110105194912310021"))).Refusal.Code);
        var company = await desk.AddCustomerAsync("C1", "Company", CustomerKind.Distributor);
        var card = (await ActivateAsync(company, new("Name", "11010519491231002X"))).Value.CardId;
        Assert.Equal("card_transfer_company", (await desk.TopUpAsync(card, 500_000)).Refusal.Code);
        Assert.True((await desk.TopUpAsync(card, 500_000, method: CardPayMethod.BankTransfer)).IsDone);
        await using var context = desk.Portal.NewContext();
        var account = await context.CardAccounts.SingleAsync();
        Assert.Equal("002X", account.IdentityLast4);
        Assert.DoesNotContain("11010519491231002X", account.IdentityProtected, StringComparison.Ordinal);
    }

    [SkippableTheory]
    [MemberData(nameof(Databases.Databases.All), MemberType = typeof(Databases.Databases))]
    public async Task A_member_sees_and_moves_only_its_own_cards(DatabaseProvider provider)
    {
        await using var desk = await CardDesk.OpenAsync(provider);
        await desk.AddGiftAsync(10_000, 2_000);
        var mine = await desk.AddCardAsync();
        var other = await desk.AddCardAsync(await desk.AddCustomerAsync("M2", "Second"));
        await desk.TopUpAsync(mine, 10_000);
        await using var scope = desk.Portal.AsCustomer(desk.CustomerId, role: RolePermissions.Member);
        T Of<T>()
            where T : notnull => scope.ServiceProvider.GetRequiredService<T>();
        var card = Assert.Single(await Of<MyCardQueries>().CardsAsync(CancellationToken.None));
        Assert.Equal((mine, new StoredValue(10_000, 2_000), true), (card.Id, card.Balance, card.HasPin));
        var entries = await Of<MyCardQueries>().EntriesAsync(mine, null, 20, CancellationToken.None);
        Assert.Equal([CardOperationKind.ToppedUp, CardOperationKind.Activated], entries.Select(entry => entry.Kind));
        Assert.Equal("充值送", entries[0].RuleName);
        Assert.Equal(entries[1], Assert.Single(await Of<MyCardQueries>().EntriesAsync(mine, entries[0].Id, 20, CancellationToken.None)));
        Assert.Empty(await Of<MyCardQueries>().EntriesAsync(other, null, 20, CancellationToken.None));

        Assert.Equal(Refusal.NotFound, (await Of<MyCardCode>().RunAsync(other, CancellationToken.None)).Refusal.Code);
        Assert.Equal(Refusal.NotFound, (await Of<MyReportLost>().RunAsync(new("x", other, null), CancellationToken.None)).Refusal.Code);
        Assert.Equal(Refusal.NotFound, (await Of<MyChangePin>().RunAsync(new("y", other, CardDesk.Pin, "520713"), CancellationToken.None)).Refusal.Code);
        Assert.True((await Of<MyChangePin>().RunAsync(new("z", mine, CardDesk.Pin, "520713"), CancellationToken.None)).IsDone);

        var code = (await Of<MyCardCode>().RunAsync(mine, CancellationToken.None)).Value;
        Assert.Contains("<svg", code.Svg, StringComparison.Ordinal);
        Assert.Equal(mine, (await desk.DoAsync((CardQueries queries) => queries.FindAsync(code.Text, CancellationToken.None))).Cards.Single().Id);
        desk.Portal.Clock.Now += TimeSpan.FromSeconds(60);
        Assert.Equal("card_code_expired", (await desk.DoAsync((ReadCardCode read) => read.RunAsync(code.Text, CancellationToken.None))).Refusal.Code);
        Assert.True((await Of<MyReportLost>().RunAsync(new("lost", mine, null), CancellationToken.None)).IsDone);
        Assert.Equal("card_lost", (await Of<MyCardCode>().RunAsync(mine, CancellationToken.None)).Refusal.Code);
        Assert.Equal("card_lost", (await desk.SpendAsync(mine, 1, "520713")).Refusal.Code);
    }

    [SkippableTheory]
    [MemberData(nameof(Databases.Databases.All), MemberType = typeof(Databases.Databases))]
    public async Task Cards_are_found_listed_and_seen_only_by_those_who_may(DatabaseProvider provider)
    {
        await using var desk = await CardDesk.OpenAsync(provider);
        var card = await desk.AddCardAsync();
        var number = (await desk.CardAsync(card)).Number;
        Task<CardSearch> FindAsync(string text) => desk.DoAsync((CardQueries queries) => queries.FindAsync(text, CancellationToken.None));
        Assert.Equal(card, (await FindAsync(CardNumbers.Format(number))).Cards.Single().Id);
        Assert.Equal(card, (await FindAsync("买买提")).Cards.Single().Id);
        Assert.Equal(card, (await FindAsync("m1")).Cards.Single().Id);
        Assert.Equal("card_code_invalid", (await FindAsync("RC1234")).Refusal!.Code);
        var page = await desk.DoAsync((CardQueries queries) => queries.ListAsync(new GridQuery { Filters = new Dictionary<string, string> { ["state"] = "active" } }, CancellationToken.None));
        Assert.Equal(1, page.Total);
        Assert.NotNull(await desk.DoAsync((CardQueries queries) => queries.RecordAsync(card, CancellationToken.None)));
        Assert.Null(await desk.DoAsync((CardQueries queries) => queries.RecordAsync(card, CancellationToken.None), RolePermissions.SalesRepresentative));
        Assert.Empty((await desk.DoAsync((CardQueries queries) => queries.ListAsync(new GridQuery(), CancellationToken.None), RolePermissions.Distributor)).Rows);
    }
}
