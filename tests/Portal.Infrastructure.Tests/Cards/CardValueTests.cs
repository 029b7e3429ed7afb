using Microsoft.EntityFrameworkCore;
using Portal.Domain.Cards;
using Portal.Domain.Shared;
using Portal.Infrastructure.Access;
using Portal.Infrastructure.Cards;
using Portal.Infrastructure.Data;
using Xunit.Abstractions;

namespace Portal.Infrastructure.Tests.Cards;

public sealed class CardValueTests(ITestOutputHelper output)
{
    [SkippableTheory]
    [MemberData(nameof(Databases.Databases.All), MemberType = typeof(Databases.Databases))]
    public async Task Top_up_with_gift_spend_refund_and_the_slip(DatabaseProvider provider)
    {
        await using var desk = await CardDesk.OpenAsync(provider);
        await desk.AddGiftAsync(10_000, 2_000);
        var card = await desk.AddCardAsync();
        var preview = await desk.DoAsync((TopUpCard use) => use.PreviewAsync(new TopUpInput("p", card, 10_000, CardPayMethod.Cash), CancellationToken.None));
        Assert.Equal((2_000, "充值送"), (preview.Value.GiftMinor, preview.Value.RuleName));
        var topUp = (await desk.TopUpAsync(card, 10_000)).Value;
        Assert.Equal(new StoredValue(10_000, 2_000), topUp.After);

        var spent = (await desk.SpendAsync(card, 601)).Value;
        Assert.Equal(new StoredValue(-500, -101), spent.Moved);
        Assert.Equal("card_refund_too_much", (await desk.RefundAsync(card, spent.OperationId, 602)).Refusal.Code);
        Assert.True((await desk.RefundAsync(card, spent.OperationId, 200)).IsDone);
        Assert.True((await desk.RefundAsync(card, spent.OperationId, 401)).IsDone);
        Assert.Equal("card_refund_too_much", (await desk.RefundAsync(card, spent.OperationId, 1)).Refusal.Code);
        Assert.Equal(new StoredValue(10_000, 2_000), (await desk.BalanceAsync(card)).Value);

        var back = await desk.DoAsync((ReverseTopUp use) => use.RunAsync(new ReverseTopUpInput(desk.Key(), card, topUp.OperationId, "mistyped"), CancellationToken.None));
        Assert.True(back.IsDone);
        Assert.Equal(StoredValue.Zero, (await desk.BalanceAsync(card)).Value);
        Assert.Equal(
            "card_topup_reversed",
            (await desk.DoAsync((ReverseTopUp use) => use.RunAsync(new ReverseTopUpInput(desk.Key(), card, topUp.OperationId, "again"), CancellationToken.None))).Refusal.Code);

        var slip = await desk.DoAsync((CardQueries queries) => queries.SlipAsync(topUp.OperationId, CancellationToken.None));
        Assert.Equal(("欧阳买买提·阿卜杜拉艾则孜克力木", 10_000, "充值送"), (slip!.Card.CustomerName, slip.Operation.MoneyMinor, slip.Operation.Detail));
        var liability = await desk.DoAsync((CardLiabilityQueries queries) => queries.ReadAsync(new DateOnly(2026, 3, 1), new DateOnly(2026, 3, 31), CancellationToken.None));
        Assert.Equal((10_000, 10_000, 500, 500, 0, 0), (liability.Principal.ToppedUpMinor, liability.Principal.TakenBackMinor, liability.Principal.SpentMinor, liability.Principal.RefundedMinor, liability.Principal.ClosingMinor, liability.Principal.DifferenceMinor));
        Assert.Equal((2_000, 0, 0), (liability.Gift.ToppedUpMinor, liability.Gift.ClosingMinor, liability.Gift.DifferenceMinor));
        await desk.AssertSoundAsync();
    }

    [SkippableTheory]
    [MemberData(nameof(Databases.Databases.All), MemberType = typeof(Databases.Databases))]
    public async Task Twenty_identical_requests_have_one_effect(DatabaseProvider provider)
    {
        await using var desk = await CardDesk.OpenAsync(provider);
        var card = await desk.AddCardAsync();
        var topUps = await Task.WhenAll(Enumerable.Range(0, 20).Select(_ => Task.Run(() => desk.TopUpAsync(card, 10_000, "same"))));
        Assert.Single(topUps.Select(outcome => outcome.Value.OperationId).Distinct());
        Assert.Single(topUps, outcome => outcome.Value.IsNew);
        var spends = await Task.WhenAll(Enumerable.Range(0, 20).Select(_ => Task.Run(() => desk.SpendAsync(card, 700, key: "pay"))));
        Assert.Single(spends.Select(outcome => outcome.Value.OperationId).Distinct());
        Assert.Equal(new StoredValue(9_300, 0), (await desk.BalanceAsync(card)).Value);
        Assert.Equal("card_key_reused", (await desk.SpendAsync(card, 701, key: "pay")).Refusal.Code);
        var cards = await Task.WhenAll(Enumerable.Range(0, 20).Select(_ => Task.Run(() => desk.DoAsync((ActivateCard use) =>
            use.RunAsync(new ActivateCardInput("one card", desk.TypeId, desk.CustomerId), CancellationToken.None)))));
        Assert.Single(cards.Select(outcome => outcome.Value.CardId).Distinct());
        await desk.AssertSoundAsync();
    }

    [SkippableTheory]
    [MemberData(nameof(Databases.Databases.All), MemberType = typeof(Databases.Databases))]
    public async Task Debits_at_once_never_take_more_than_there_is_nor_more_than_the_day_allows(DatabaseProvider provider)
    {
        await using var desk = await CardDesk.OpenAsync(provider);
        var card = await desk.AddCardAsync();
        await desk.TopUpAsync(card, 1_000);
        var outcomes = await Task.WhenAll(Enumerable.Range(0, 12).Select(_ => Task.Run(() => desk.SpendAsync(card, 300))));
        Assert.Equal(3, outcomes.Count(outcome => outcome.IsDone));
        Assert.All(outcomes.Where(outcome => !outcome.IsDone), outcome => Assert.Equal("card_insufficient", outcome.Refusal.Code));
        Assert.Equal(new StoredValue(100, 0), (await desk.BalanceAsync(card)).Value);

        await desk.TopUpAsync(card, 10_000);
        var limited = await desk.DoAsync((LimitCard use) => use.RunAsync(new LimitCardInput(desk.Key(), card, 1_500, "asked for"), CancellationToken.None));
        Assert.True(limited.IsDone);
        outcomes = await Task.WhenAll(Enumerable.Range(0, 6).Select(_ => Task.Run(() => desk.SpendAsync(card, 300))));
        Assert.Equal(2, outcomes.Count(outcome => outcome.IsDone));
        Assert.Equal(new Refusal("card_daily_limit", new Money(1_500), new Money(0)) { Field = "AmountMinor" }, outcomes.First(outcome => !outcome.IsDone).Refusal);
        desk.Portal.Clock.Now += TimeSpan.FromDays(1);
        Assert.True((await desk.SpendAsync(card, 300)).IsDone);
        await desk.AssertSoundAsync();
    }

    [SkippableTheory]
    [MemberData(nameof(Databases.Databases.All), MemberType = typeof(Databases.Databases))]
    public async Task The_legal_limit_holds_against_top_ups_at_once_over_main_and_sub_card(DatabaseProvider provider)
    {
        await using var desk = await CardDesk.OpenAsync(provider);
        var main = await desk.AddCardAsync();
        Assert.True((await desk.DoAsync((AddSubCard use) => use.RunAsync(new AddSubCardInput(desk.Key(), main, "儿子", 500, Pin: "520713"), CancellationToken.None))).IsDone);
        await using var context = desk.Portal.NewContext();
        var sub = await context.Cards.Where(row => row.ParentCardId == main).Select(row => row.Id).SingleAsync();
        var outcomes = await Task.WhenAll(Enumerable.Range(0, 8).Select(number => Task.Run(() => desk.TopUpAsync(number % 2 == 0 ? main : sub, 200_000))));
        Assert.Equal(2, outcomes.Count(outcome => outcome.IsDone));
        Assert.Equal(new Refusal("card_limit_named", new Money(500_000), new Money(100_000)) { Field = "AmountMinor" }, outcomes.First(outcome => !outcome.IsDone).Refusal);
        Assert.Equal("card_daily_limit", (await desk.SpendAsync(sub, 501, "520713")).Refusal.Code);
        Assert.Equal("card_pin_wrong", (await desk.SpendAsync(sub, 400)).Refusal.Code);
        Assert.True((await desk.SpendAsync(sub, 500, "520713")).IsDone);
        Assert.Equal(new StoredValue(399_500, 0), (await desk.BalanceAsync(main)).Value);
        await desk.AssertSoundAsync();
    }

    [SkippableTheory]
    [MemberData(nameof(Databases.Databases.All), MemberType = typeof(Databases.Databases))]
    public async Task Visits_are_used_returned_and_expire(DatabaseProvider provider)
    {
        await using var desk = await CardDesk.OpenAsync(provider);
        var card = await desk.AddCardAsync();
        Task<Outcome<CardReceipt>> SellAsync(int times, DateOnly? validTo) =>
            desk.DoAsync((SellVisits use) => use.RunAsync(new SellVisitsInput(desk.Key(), card, "洗车", times, times * 1_000, CardPayMethod.Cash, validTo), CancellationToken.None));
        Assert.True((await SellAsync(3, new DateOnly(2026, 3, 31))).IsDone);
        Assert.True((await SellAsync(5, null)).IsDone);
        var used = await desk.DoAsync((UseVisits use) => use.RunAsync(new UseVisitsInput("u", card, "洗车", 4, "B-1", CardDesk.Pin), CancellationToken.None));
        Assert.Equal(4, used.Value.VisitsAfter);
        Assert.Equal("card_visits_insufficient", (await desk.DoAsync((UseVisits use) => use.RunAsync(new UseVisitsInput("v", card, "洗车", 5, null, CardDesk.Pin), CancellationToken.None))).Refusal.Code);
        var returned = await desk.DoAsync((ReturnVisits use) => use.RunAsync(new ReturnVisitsInput("r", card, used.Value.OperationId, "not done"), CancellationToken.None));
        Assert.Equal(8, returned.Value.VisitsAfter);
        Assert.Equal("card_visits_returned", (await desk.DoAsync((ReturnVisits use) => use.RunAsync(new ReturnVisitsInput("r2", card, used.Value.OperationId, "again"), CancellationToken.None))).Refusal.Code);
        desk.Portal.Clock.Now = new DateTimeOffset(2026, 3, 31, 16, 1, 0, TimeSpan.Zero);
        Assert.Equal(new ExpiredCards(0, 3), await desk.DoAsync((ExpireCards use) => use.RunAsync(CancellationToken.None)));
        Assert.Equal(new ExpiredCards(0, 0), await desk.DoAsync((ExpireCards use) => use.RunAsync(CancellationToken.None)));
        Assert.Equal(5, (await desk.BalanceAsync(card)).Visits);
        await desk.AssertSoundAsync();
    }

    [SkippableTheory]
    [MemberData(nameof(Databases.Databases.All), MemberType = typeof(Databases.Databases))]
    public async Task Stored_value_goes_to_another_account_once_whoever_asks_at_once(DatabaseProvider provider)
    {
        await using var desk = await CardDesk.OpenAsync(provider);
        var first = await desk.AddCardAsync();
        var second = await desk.AddCardAsync(await desk.AddCustomerAsync("M2", "Second"));
        await desk.TopUpAsync(first, 10_000);
        await desk.TopUpAsync(second, 10_000);
        Task<Outcome<CardReceipt>> MoveAsync(long from, long to, long principal, string key) => desk.DoAsync((TransferStoredValue use) =>
            use.RunAsync(new TransferInput(key, from, to, principal, 0, CardDesk.Pin, "family"), CancellationToken.None));
        var outcomes = await Task.WhenAll(Enumerable.Range(0, 12).Select(number => Task.Run(() =>
            number % 2 == 0 ? MoveAsync(first, second, 1_000, "there") : MoveAsync(second, first, 3_000, "back"))));
        Assert.All(outcomes, outcome => Assert.True(outcome.IsDone));
        Assert.Equal((12_000, 8_000), ((await desk.BalanceAsync(first)).Value.PrincipalMinor, (await desk.BalanceAsync(second)).Value.PrincipalMinor));
        Assert.Equal("card_insufficient", (await MoveAsync(first, second, 12_001, "too much")).Refusal.Code);
        Assert.Equal("card_transfer_same", (await MoveAsync(first, first, 1, "same")).Refusal.Code);
        await desk.AssertSoundAsync();
    }

    [SkippableTheory]
    [MemberData(nameof(Databases.Databases.All), MemberType = typeof(Databases.Databases))]
    public async Task Random_operations_keep_the_ledger_and_both_parts_sound(DatabaseProvider provider)
    {
        var seed = Environment.TickCount;
        output.WriteLine($"seed {seed}");
        var random = new Random(seed);
        await using var desk = await CardDesk.OpenAsync(provider, CardDesk.Rules with { AsksPin = false, SpendingOrder = (SpendingOrder)random.Next(1, 4) });
        await desk.AddGiftAsync(5_000, 777);
        var card = await desk.AddCardAsync();
        var spends = new List<CardReceipt>();
        var expected = StoredValue.Zero;
        for (var step = 0; step < 60; step++)
        {
            var outcome = random.Next(4) switch
            {
                0 => await desk.TopUpAsync(card, random.NextInt64(1, 20_000)),
                1 when spends.Count > 0 => await RefundSomeAsync(desk, card, spends[random.Next(spends.Count)], random),
                _ => await desk.SpendAsync(card, random.NextInt64(1, 8_000), pin: null),
            };
            if (outcome.IsDone)
            {
                expected += outcome.Value.Moved;
                Assert.Equal(expected, outcome.Value.After);
                if (outcome.Value.Moved.TotalMinor < 0)
                {
                    spends.Add(outcome.Value);
                }
            }
        }

        Assert.Equal(expected, (await desk.BalanceAsync(card)).Value);
        await desk.AssertSoundAsync();
    }

    [Fact]
    public async Task Who_may_not_operate_is_refused()
    {
        await using var desk = await CardDesk.OpenAsync(DatabaseProvider.Sqlite);
        var card = await desk.AddCardAsync();
        Assert.Equal(Refusal.NotPermitted, (await desk.DoAsync((SpendStoredValue use) => use.RunAsync(new SpendInput("k", card, 1, null, CardDesk.Pin), CancellationToken.None), RolePermissions.Auditor)).Refusal.Code);
        Assert.Equal(Refusal.NotPermitted, (await desk.DoAsync((TopUpCard use) => use.RunAsync(new TopUpInput("k", card, 1, CardPayMethod.Cash), CancellationToken.None), RolePermissions.SalesRepresentative)).Refusal.Code);
        Assert.Equal(Refusal.NotPermitted, (await desk.DoAsync((SaveCardType use) => use.RunAsync(new CardTypeInput(null, 0, "X", "X", "X", new CardTypeRules()), CancellationToken.None), RolePermissions.Cashier)).Refusal.Code);
    }

    private static Task<Outcome<CardReceipt>> RefundSomeAsync(CardDesk desk, long card, CardReceipt spend, Random random) =>
        desk.RefundAsync(card, spend.OperationId, random.NextInt64(1, -spend.Moved.TotalMinor + 1));
}
