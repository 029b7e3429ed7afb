using System.Globalization;
using Microsoft.AspNetCore.Identity;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Portal.Domain.Cards;
using Portal.Domain.Customers;
using Portal.Domain.Messages;
using Portal.Domain.Shared;
using Portal.Infrastructure.Access;
using Portal.Infrastructure.Cards;
using Portal.Infrastructure.Data;
using Portal.Infrastructure.Shared;

namespace Portal.Infrastructure.Demo;

/// <summary>
/// Cards of the demo: three types with numbers, gifts for top-ups, and members who bought, topped up, paid, lost and replaced
/// cards at the counter. Every step has a key of its own, so that an interrupted build goes on where it was.
/// </summary>
internal sealed class DemoCards(IServiceScopeFactory scopes, IDbContextFactory<PortalDbContext> contexts, BusinessClock clock) : IDemoPart
{
    /// <summary>The PIN of every card of the demo that has one. For the demo only.</summary>
    public const string Pin = "740259";

    private const string MemberCode = "MEMBER";
    private const string VisitCode = "SERVICE";
    private const string GiftCode = "GIFT";
    private const string Cashier = "cashier";
    private const string LastKey = "demo-gift-batch";
    private const int Members = 24;

    public async Task<bool> IsDoneAsync(CancellationToken cancellationToken)
    {
        await using var context = await contexts.CreateDbContextAsync(cancellationToken);
        return await context.CardOperations.AnyAsync(row => row.OperationKey == LastKey, cancellationToken);
    }

    public async Task<Outcome> RunAsync(Func<string, Task> say, CancellationToken cancellationToken)
    {
        await say("Cards …");
        var steps = new Steps();
        var memberType = await AddTypeAsync(MemberCode, "会员储值卡", "Member card", "620001", MemberRules, steps, cancellationToken);
        var visitType = await AddTypeAsync(VisitCode, "保养次卡", "Service visits", "620002", VisitRules, steps, cancellationToken);
        var giftType = await AddTypeAsync(GiftCode, "礼品卡", "Gift card", "620003", GiftRules, steps, cancellationToken);
        await AddTopUpRuleAsync(steps, cancellationToken);
        await using var scope = await ScopeAsync();
        var members = await MembersAsync(cancellationToken);
        for (var index = 0; index < members.Count; index++)
        {
            await ServeAsync(scope.ServiceProvider, index, members[index], memberType, visitType, steps, cancellationToken);
        }

        await SellGiftCardsAsync(scope.ServiceProvider, giftType, steps, cancellationToken);
        await KeepMessagesAsync(cancellationToken);
        return steps.Refused ?? Outcome.Done;
    }

    /// <summary>The demo's members have addresses of a real domain, and none of them did what the demo tells: nobody is written to.</summary>
    private async Task KeepMessagesAsync(CancellationToken cancellationToken)
    {
        await using var context = await contexts.CreateDbContextAsync(cancellationToken);
        await context.OutboxMessages.Where(row => row.State == MessageState.Waiting && row.Key.StartsWith("card-")).ExecuteUpdateAsync(
            row => row.SetProperty(to => to.State, MessageState.Skipped).SetProperty(to => to.ReasonCode, "message_demo"), cancellationToken);
    }

    /// <summary>The demo's members gave no identity numbers, so the types do not ask for them; the editor says what that means.</summary>
    private static CardTypeRules MemberRules { get; } = new()
    {
        AllowsSubCards = true,
        AllowsTransfer = true,
        Prepaid = new PrepaidRules { NamedNeedsIdentity = false },
    };

    private static CardTypeRules VisitRules { get; } = new() { HoldsMoney = false, HoldsVisits = true, DiscountOffPercent = 10, ValidityMonths = 24, AsksPin = false, Prepaid = MemberRules.Prepaid };

    private static CardTypeRules GiftRules { get; } = new() { IsNamed = false, ValidityMonths = 36, AsksPin = false, SpendingOrder = SpendingOrder.PrincipalFirst };

    private async Task ServeAsync(
        IServiceProvider services, int index, long customerId, long memberType, long visitType, Steps steps, CancellationToken cancellationToken)
    {
        string Key(string step) => string.Create(CultureInfo.InvariantCulture, $"demo-card-{index}-{step}");
        string Bill() => string.Create(CultureInfo.InvariantCulture, $"POS-{1001 + index:000000}");
        var pin = index < 8 ? Pin : null;
        var sold = steps.Take(await services.GetRequiredService<ActivateCard>().RunAsync(new ActivateCardInput(Key("sell"), memberType, customerId, Pin: pin), cancellationToken));
        if (sold is not { CardId: var cardId })
        {
            return;
        }

        var method = (CardPayMethod)(1 + (index % 3));
        steps.Take(await services.GetRequiredService<TopUpCard>().RunAsync(new TopUpInput(Key("top-up"), cardId, (index % 5 + 1) * 20_000, method), cancellationToken));
        if (pin is not null)
        {
            steps.Take(await services.GetRequiredService<SpendStoredValue>().RunAsync(new SpendInput(Key("spend"), cardId, 3_490 + (index * 700), Bill(), pin), cancellationToken));
        }

        if (index % 4 == 0)
        {
            var visits = steps.Take(await services.GetRequiredService<ActivateCard>().RunAsync(new ActivateCardInput(Key("visits"), visitType, customerId), cancellationToken));
            var lastDay = clock.Today.AddMonths(12);
            steps.Take(visits is null ? null : await services.GetRequiredService<SellVisits>().RunAsync(
                new SellVisitsInput(Key("visits-sale"), visits.CardId, "自行车保养 / Bicycle service", 10, 50_000, method, lastDay), cancellationToken));
            steps.Take(visits is null ? null : await services.GetRequiredService<UseVisits>().RunAsync(
                new UseVisitsInput(Key("visits-use"), visits.CardId, "自行车保养 / Bicycle service", 1 + (index % 3), Bill()), cancellationToken));
        }

        await LoseAsync(services, index, cardId, Key, steps, cancellationToken);
    }

    private static async Task LoseAsync(IServiceProvider services, int index, long cardId, Func<string, string> key, Steps steps, CancellationToken cancellationToken)
    {
        if (index is 9 or 10)
        {
            steps.Take(await services.GetRequiredService<ReportCardLost>().RunAsync(new CardReasonInput(key("lost"), cardId, "电话挂失 / Reported by telephone"), cancellationToken));
        }

        if (index == 10)
        {
            steps.Take(await services.GetRequiredService<ReplaceCard>().RunAsync(new ReplaceCardInput(key("replace"), cardId, null, "遗失补卡 / Lost"), cancellationToken));
        }

        if (index == 1)
        {
            steps.Take(await services.GetRequiredService<AddSubCard>().RunAsync(new AddSubCardInput(key("sub"), cardId, "家人 / Family", 20_000), cancellationToken));
        }
    }

    private async Task SellGiftCardsAsync(IServiceProvider services, long giftType, Steps steps, CancellationToken cancellationToken)
    {
        for (var index = 0; index < 3; index++)
        {
            var sold = steps.Take(await services.GetRequiredService<ActivateCard>().RunAsync(new ActivateCardInput($"demo-gift-{index}", giftType, null), cancellationToken));
            steps.Take(sold is null ? null : await services.GetRequiredService<TopUpCard>().RunAsync(
                new TopUpInput($"demo-gift-{index}-top-up", sold.CardId, 20_000 * (index + 1), CardPayMethod.Cash), cancellationToken));
        }

        await using var context = await contexts.CreateDbContextAsync(cancellationToken);
        var rangeId = await context.CardNumberRanges.Where(row => row.CardTypeId == giftType).Select(row => row.Id).FirstAsync(cancellationToken);
        await using var system = SystemScope();
        var batch = await system.ServiceProvider.GetRequiredService<IssueCards>().RunAsync(new IssueCardsInput(LastKey, rangeId, 50), cancellationToken);
        if (!batch.IsDone)
        {
            steps.Refuse(batch);
        }
    }

    private async Task<long> AddTypeAsync(
        string code, string nameZhCn, string nameEn, string prefix, CardTypeRules rules, Steps steps, CancellationToken cancellationToken)
    {
        await using var context = await contexts.CreateDbContextAsync(cancellationToken);
        var typeId = await context.CardTypes.Where(row => row.Code == code).Select(row => row.Id).SingleOrDefaultAsync(cancellationToken);
        await using var scope = SystemScope();
        if (typeId == 0)
        {
            var saved = await scope.ServiceProvider.GetRequiredService<SaveCardType>().RunAsync(new CardTypeInput(null, 0, code, nameZhCn, nameEn, rules), cancellationToken);
            if (!saved.IsDone)
            {
                steps.Refuse(saved);
                return 0;
            }

            typeId = saved.Value;
        }

        if (!await context.CardNumberRanges.AnyAsync(row => row.CardTypeId == typeId, cancellationToken))
        {
            var added = await scope.ServiceProvider.GetRequiredService<SaveCardRange>().AddAsync(new CardRangeInput(typeId, prefix, 8, 1, 99_999_999), cancellationToken);
            if (!added.IsDone)
            {
                steps.Refuse(added);
            }
        }

        return typeId;
    }

    private async Task AddTopUpRuleAsync(Steps steps, CancellationToken cancellationToken)
    {
        await using var context = await contexts.CreateDbContextAsync(cancellationToken);
        if (await context.TopUpRules.AnyAsync(cancellationToken))
        {
            return;
        }

        await using var scope = SystemScope();
        var terms = new TopUpTerms { Tiers = [new(50_000, 5_000), new(100_000, 15_000), new(300_000, 60_000)], ValidFrom = new DateOnly(clock.Today.Year, 1, 1) };
        var saved = await scope.ServiceProvider.GetRequiredService<SaveTopUpRule>().RunAsync(new TopUpRuleInput(null, 0, "充值送 / Top-up gift", terms), cancellationToken);
        if (!saved.IsDone)
        {
            steps.Refuse(saved);
        }
    }

    private async Task<List<long>> MembersAsync(CancellationToken cancellationToken)
    {
        await using var context = await contexts.CreateDbContextAsync(cancellationToken);
        return await context.Customers.Where(row => row.Kind == CustomerKind.Member).OrderBy(row => row.Number).Select(row => row.Id).Take(Members).ToListAsync(cancellationToken);
    }

    private AsyncServiceScope SystemScope()
    {
        var scope = scopes.CreateAsyncScope();
        scope.ServiceProvider.GetRequiredService<CurrentUser>().BecomeSystem();
        return scope;
    }

    private async Task<AsyncServiceScope> ScopeAsync()
    {
        var scope = SystemScope();
        if (await scope.ServiceProvider.GetRequiredService<UserManager<PortalUser>>().FindByNameAsync(Cashier) is { } user)
        {
            var principal = await scope.ServiceProvider.GetRequiredService<IUserClaimsPrincipalFactory<PortalUser>>().CreateAsync(user);
            scope.ServiceProvider.GetRequiredService<CurrentUser>().Become(principal);
        }

        return scope;
    }

    /// <summary>Keeps the first refusal; the steps after it go on, since each stands for itself.</summary>
    private sealed class Steps
    {
        public Outcome? Refused { get; private set; }

        public CardReceipt? Take(Outcome<CardReceipt>? outcome)
        {
            if (outcome is { IsDone: false })
            {
                Refuse(outcome);
            }

            return outcome is { IsDone: true } ? outcome.Value : null;
        }

        public void Refuse(Outcome outcome) => Refused ??= outcome;
    }
}
