using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;
using Portal.Domain.Cards;
using Portal.Domain.Shared;
using Portal.Infrastructure.Cards;
using Portal.Infrastructure.Data;

namespace Portal.Infrastructure.Tests.Cards;

public sealed class CardPinTests
{
    private const string Wrong = "999998";

    [SkippableTheory]
    [MemberData(nameof(Databases.Databases.All), MemberType = typeof(Databases.Databases))]
    public async Task The_fifth_wrong_PIN_locks_and_each_one_is_counted_although_the_debit_is_refused(DatabaseProvider provider)
    {
        await using var desk = await CardDesk.OpenAsync(provider);
        var card = await desk.AddCardAsync();
        await desk.TopUpAsync(card, 1_000);
        for (var left = 4; left >= 1; left--)
        {
            Assert.Equal(new Refusal("card_pin_wrong", left), (await desk.SpendAsync(card, 1, Wrong)).Refusal);
            Assert.Equal(5 - left, (await desk.CardAsync(card)).PinFailures);
        }

        Assert.Equal("card_pin_locked", (await desk.SpendAsync(card, 1, Wrong)).Refusal.Code);
        Assert.Equal("card_pin_locked", (await desk.SpendAsync(card, 1)).Refusal.Code);
        desk.Portal.Clock.Now += TimeSpan.FromHours(24);
        Assert.True((await desk.SpendAsync(card, 1)).IsDone);
        Assert.Equal(0, (await desk.CardAsync(card)).PinFailures);
        Assert.Equal(new StoredValue(999, 0), (await desk.BalanceAsync(card)).Value);
        await desk.AssertSoundAsync();
    }

    [SkippableTheory]
    [MemberData(nameof(Databases.Databases.All), MemberType = typeof(Databases.Databases))]
    public async Task Forty_guesses_at_once_are_five_in_sum_even_if_the_right_one_is_among_the_last(DatabaseProvider provider)
    {
        await using var desk = await CardDesk.OpenAsync(provider);
        var card = await desk.AddCardAsync();
        await desk.TopUpAsync(card, 1_000);
        var outcomes = await Task.WhenAll(Enumerable.Range(0, 40).Select(_ => Task.Run(() => desk.SpendAsync(card, 1, Wrong))));
        Assert.Equal([1, 2, 3, 4], outcomes.Where(outcome => outcome.Refusal.Code == "card_pin_wrong").Select(outcome => (int)outcome.Refusal.Arguments[0]!).Order());
        Assert.Equal(36, outcomes.Count(outcome => outcome.Refusal.Code == "card_pin_locked"));
        Assert.Equal("card_pin_locked", (await desk.SpendAsync(card, 1)).Refusal.Code);
        Assert.Equal(5, (await desk.CardAsync(card)).PinFailures);
    }

    [SkippableTheory]
    [MemberData(nameof(Databases.Databases.All), MemberType = typeof(Databases.Databases))]
    public async Task CheckPin_counts_in_the_callers_transaction_and_knows_a_PIN_changed_meanwhile(DatabaseProvider provider)
    {
        await using var desk = await CardDesk.OpenAsync(provider);
        var card = await desk.AddCardAsync();
        await using var scope = desk.Portal.AsSystem();
        var check = scope.ServiceProvider.GetRequiredService<CheckPin>();
        var writes = scope.ServiceProvider.GetRequiredService<WriteTransaction>();
        var proof = await check.PrepareAsync(card, CardDesk.Pin, CancellationToken.None);
        Assert.True((await desk.DoAsync((ResetCardPin use) => use.RunAsync(new ResetPinInput(desk.Key(), card, "520713", true, "forgotten"), CancellationToken.None))).IsDone);
        Task<Outcome<bool>> RunAsync(PinProof typed) => writes.RunAttemptAsync<bool>(
            async (context, ct) => await check.RunAsync(typed, context, ct) is { } refusal ? Attempt<bool>.RefusedKeeping(refusal) : (Outcome<bool>)true, CancellationToken.None);
        Assert.Equal(new Refusal("card_pin_wrong", 4), (await RunAsync(proof)).Refusal);
        Assert.Equal(1, (await desk.CardAsync(card)).PinFailures);
        Assert.True((await RunAsync(await check.PrepareAsync(card, "520713", CancellationToken.None))).IsDone);
        Assert.Equal(Refusal.NotFound, (await RunAsync(await check.PrepareAsync(987_654, "520713", CancellationToken.None))).Refusal.Code);
        await desk.LoseAsync(card);
        Assert.Equal("card_lost", (await RunAsync(await check.PrepareAsync(card, "520713", CancellationToken.None))).Refusal.Code);
    }

    [Fact]
    public async Task Set_change_and_reset()
    {
        await using var desk = await CardDesk.OpenAsync(DatabaseProvider.Sqlite);
        var card = await desk.AddCardAsync(pin: null);
        await desk.TopUpAsync(card, 1_000);
        Assert.Equal("card_pin_missing", (await desk.SpendAsync(card, 1, pin: null)).Refusal.Code);
        Task<Outcome<CardReceipt>> ResetAsync(string? pin, bool isChecked = true, string? reason = "first") =>
            desk.DoAsync((ResetCardPin use) => use.RunAsync(new ResetPinInput(desk.Key(), card, pin, isChecked, reason), CancellationToken.None));
        Assert.Equal("card_identity_unchecked", (await ResetAsync("183927", isChecked: false)).Refusal.Code);
        Assert.Equal("card_reason", (await ResetAsync("183927", reason: " ")).Refusal.Code);
        Assert.Equal("card_pin_weak", (await ResetAsync("123456")).Refusal.Code);
        Assert.Equal("card_pin_form", (await ResetAsync("1839")).Refusal.Code);
        Assert.True((await ResetAsync("183927")).IsDone);
        Assert.Equal("card_pin_needed", (await desk.SpendAsync(card, 1, pin: null)).Refusal.Code);

        Task<Outcome<CardReceipt>> ChangeAsync(string? oldPin, string newPin) =>
            desk.DoAsync((ChangeCardPin use) => use.RunAsync(new ChangePinInput(desk.Key(), card, oldPin, newPin), CancellationToken.None));
        Assert.Equal("card_pin_needed", (await ChangeAsync(null, "520713")).Refusal.Code);
        Assert.Equal("card_pin_wrong", (await ChangeAsync(Wrong, "520713")).Refusal.Code);
        Assert.Equal(1, (await desk.CardAsync(card)).PinFailures);
        Assert.True((await ChangeAsync("183927", "520713")).IsDone);
        Assert.True((await desk.SpendAsync(card, 1, "520713")).IsDone);
        await using var context = desk.Portal.NewContext();
        Assert.Equal(
            [CardOperationKind.PinSet, CardOperationKind.PinChanged],
            await context.CardOperations.Where(row => row.Kind >= CardOperationKind.PinSet && row.Kind <= CardOperationKind.PinReset).OrderBy(row => row.Id).Select(row => row.Kind).ToListAsync());
    }

    [Fact]
    public async Task A_PIN_is_nowhere_but_in_its_salted_hash()
    {
        await using var desk = await CardDesk.OpenAsync(DatabaseProvider.Sqlite);
        var first = await desk.CardAsync(await desk.AddCardAsync());
        var second = await desk.CardAsync(await desk.AddCardAsync());
        Assert.StartsWith("pbkdf2-sha512$1000$", first.PinHash, StringComparison.Ordinal);
        Assert.NotEqual(first.PinHash, second.PinHash);
        Assert.DoesNotContain(CardDesk.Pin, new SpendInput("k", 1, 1, null, CardDesk.Pin).ToString(), StringComparison.Ordinal);
        Assert.DoesNotContain(CardDesk.Pin, new ChangePinInput("k", 1, CardDesk.Pin, CardDesk.Pin).ToString(), StringComparison.Ordinal);
        Assert.DoesNotContain(CardDesk.Pin, new ResetPinInput("k", 1, CardDesk.Pin, true, "r").ToString(), StringComparison.Ordinal);
        Assert.DoesNotContain(CardDesk.Pin, new ActivateCardInput("k", 1, 1, Pin: CardDesk.Pin).ToString(), StringComparison.Ordinal);
        await using var context = desk.Portal.NewContext();
        Assert.All(await context.CardOperations.ToListAsync(), row => Assert.DoesNotContain(CardDesk.Pin, row.Reason + row.Detail + row.Document, StringComparison.Ordinal));
    }

    [Fact]
    public void The_hash_keeps_its_own_count_of_iterations_and_an_unknown_card_is_hashed_too()
    {
        var slow = new CardPinHashes(Options.Create(new CardOptions { PinIterations = 5_000 }));
        var fast = new CardPinHashes(Options.Create(new CardOptions { PinIterations = 1_000 }));
        var hash = slow.Hash("183927");
        Assert.True(fast.Verify(hash, "183927"));
        Assert.False(fast.Verify(hash, "183928"));
        Assert.False(fast.Verify(null, "183927"));
        Assert.False(fast.Verify(hash, null));
        Assert.Equal(100_000, new CardOptions().PinIterations);
    }
}
