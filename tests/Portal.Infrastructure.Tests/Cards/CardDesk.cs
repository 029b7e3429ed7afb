using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Portal.Domain.Cards;
using Portal.Domain.Customers;
using Portal.Domain.Ledger;
using Portal.Domain.Shared;
using Portal.Infrastructure.Access;
using Portal.Infrastructure.Cards;
using Portal.Infrastructure.Data;
using Portal.Infrastructure.Tests.Databases;
using Portal.Infrastructure.Tests.Ledger;

namespace Portal.Infrastructure.Tests.Cards;

/// <summary>A counter with card types, numbers and a customer, for tests.</summary>
internal sealed class CardDesk : IAsyncDisposable
{
    public const string Pin = "183927";
    private int _keys;

    private CardDesk(TestPortal portal) => Portal = portal;

    public TestPortal Portal { get; }

    public long CustomerId { get; private set; }

    public long TypeId { get; private set; }

    public static async Task<CardDesk> OpenAsync(DatabaseProvider provider, CardTypeRules? rules = null)
    {
        // The slow hash is tried by itself; everything else need not wait for it.
        var desk = new CardDesk(await TestPortal.CreateAsync(provider, services => services.Configure<CardOptions>(options => options.PinIterations = 1_000)));
        desk.CustomerId = await desk.AddCustomerAsync("M1", "欧阳买买提·阿卜杜拉艾则孜克力木");
        desk.TypeId = await desk.AddTypeAsync("A", rules ?? Rules);
        return desk;
    }

    /// <summary>Named, with money and visits, further cards, transfer; no identity number, so that tests need none.</summary>
    public static CardTypeRules Rules { get; } = new()
    {
        HoldsVisits = true,
        AllowsSubCards = true,
        AllowsTransfer = true,
        Prepaid = new PrepaidRules { NamedNeedsIdentity = false },
    };

    public string Key() => "k" + Interlocked.Increment(ref _keys);

    public async Task<long> AddCustomerAsync(string number, string name, CustomerKind kind = CustomerKind.Member)
    {
        await using var context = Portal.NewContext();
        var customer = new Customer(number, name, kind, Portal.Clock.Now.UtcDateTime);
        context.Add(customer);
        await context.SaveChangesAsync();
        return customer.Id;
    }

    public async Task<long> AddTypeAsync(string code, CardTypeRules rules)
    {
        var type = await DoAsync((SaveCardType save) => save.RunAsync(new CardTypeInput(null, 0, code, "卡" + code, "Card " + code, rules), CancellationToken.None));
        await using var context = Portal.NewContext();
        var prefix = 6200 + await context.CardNumberRanges.CountAsync();
        var range = await DoAsync((SaveCardRange save) => save.AddAsync(
            new CardRangeInput(type.Value, prefix.ToString(System.Globalization.CultureInfo.InvariantCulture), 8, 1, 99_999_999), CancellationToken.None));
        Assert.True(range.IsDone);
        return type.Value;
    }

    public async Task<long> AddCardAsync(long? customerId = null, long? typeId = null, string? pin = Pin)
    {
        var outcome = await DoAsync((ActivateCard use) => use.RunAsync(new ActivateCardInput(Key(), typeId ?? TypeId, customerId ?? CustomerId, Pin: pin), CancellationToken.None));
        return outcome.Value.CardId;
    }

    public Task<Outcome<CardReceipt>> TopUpAsync(long cardId, long amountMinor, string? key = null, CardPayMethod method = CardPayMethod.Cash) =>
        DoAsync((TopUpCard use) => use.RunAsync(new TopUpInput(key ?? Key(), cardId, amountMinor, method), CancellationToken.None));

    public Task<Outcome<CardReceipt>> SpendAsync(long cardId, long amountMinor, string? pin = Pin, string? key = null) =>
        DoAsync((SpendStoredValue use) => use.RunAsync(new SpendInput(key ?? Key(), cardId, amountMinor, "B-1", pin), CancellationToken.None));

    public Task<Outcome<CardReceipt>> RefundAsync(long cardId, long spendId, long amountMinor, string? key = null) =>
        DoAsync((RefundStoredValue use) => use.RunAsync(new RefundInput(key ?? Key(), cardId, spendId, amountMinor), CancellationToken.None));

    public Task<Outcome<CardReceipt>> LoseAsync(long cardId) =>
        DoAsync((ReportCardLost use) => use.RunAsync(new CardReasonInput(Key(), cardId, "lost on the way"), CancellationToken.None));

    public async Task<long> ReplaceAsync(long cardId)
    {
        var outcome = await DoAsync((ReplaceCard use) => use.RunAsync(new ReplaceCardInput(Key(), cardId, null, "lost"), CancellationToken.None));
        await using var context = Portal.NewContext();
        return (await context.CardOperations.SingleAsync(row => row.Id == outcome.Value.OperationId)).OtherCardId!.Value;
    }

    public async Task AddGiftAsync(long fromMinor, long giftMinor)
    {
        var terms = new TopUpTerms { Tiers = [new TopUpTier(fromMinor, giftMinor)], ValidFrom = new DateOnly(2026, 1, 1) };
        Assert.True((await DoAsync((SaveTopUpRule save) => save.RunAsync(new TopUpRuleInput(null, 0, "充值送", terms), CancellationToken.None))).IsDone);
    }

    public async Task<(StoredValue Value, long Visits)> BalanceAsync(long cardId)
    {
        await using var context = Portal.NewContext();
        var accountId = await context.Cards.Where(row => row.Id == cardId).Select(row => row.AccountId!.Value).SingleAsync();
        return await CardBalances.OfAsync(context, accountId, CancellationToken.None);
    }

    public async Task<Card> CardAsync(long cardId)
    {
        await using var context = Portal.NewContext();
        return await context.Cards.AsNoTracking().SingleAsync(row => row.Id == cardId);
    }

    public async Task<T> DoAsync<TUseCase, T>(Func<TUseCase, Task<T>> run, string role = RolePermissions.Administrator)
        where TUseCase : notnull
    {
        await using var scope = Portal.AsStaff(role);
        return await run(scope.ServiceProvider.GetRequiredService<TUseCase>());
    }

    /// <summary>The ledger proves itself, no part is below zero, and lots add up to the visits.</summary>
    public async Task AssertSoundAsync()
    {
        await Portal.AssertProvenAsync();
        await using var context = Portal.NewContext();
        var accounts = await context.LedgerAccounts.AsNoTracking().Where(row => row.Kind >= LedgerAccountKind.CardPrincipal && row.Kind <= LedgerAccountKind.CardVisits).ToListAsync();
        Assert.All(accounts, account => Assert.True(account.BalanceMinor >= 0, $"{account.Kind} of {account.OwnerId}: {account.BalanceMinor}"));
        var lots = await context.VisitLots.GroupBy(row => row.AccountId).Select(group => new { group.Key, Left = group.Sum(row => row.Left) }).ToListAsync();
        Assert.All(lots, lot => Assert.Equal(lot.Left, accounts.Where(row => row.OwnerId == lot.Key && row.Kind == LedgerAccountKind.CardVisits).Sum(row => row.BalanceMinor)));
        foreach (var account in accounts.Where(row => row.Kind == LedgerAccountKind.CardPrincipal))
        {
            Assert.Equal(account.BalanceMinor, await context.CardOperations.Where(row => row.AccountId == account.OwnerId).SumAsync(row => row.PrincipalMinor));
        }
    }

    public ValueTask DisposeAsync() => Portal.DisposeAsync();
}
