using Microsoft.EntityFrameworkCore;
using Portal.Domain.Cards;
using Portal.Domain.Shared;
using Portal.Infrastructure.Access;
using Portal.Infrastructure.Data;
using Portal.Infrastructure.Discounts;
using Portal.Infrastructure.Shared;

namespace Portal.Infrastructure.Cards;

/// <summary>The cards of the customer who is signed in.</summary>
public sealed class MyCardQueries(IDbContextFactory<PortalDbContext> contexts, CurrentUser user, BusinessClock clock)
{
    /// <summary>The cards in use, lost and expired ones included, main cards first; those that were replaced or closed are left out.</summary>
    public async Task<IReadOnlyList<MyCard>> CardsAsync(CancellationToken cancellationToken)
    {
        await using var context = await contexts.CreateDbContextAsync(cancellationToken);
        var customerId = user.CustomerId ?? 0;
        var rows = await (
            from card in context.Cards
            join account in context.CardAccounts on card.AccountId equals account.Id
            join type in context.CardTypes on card.CardTypeId equals type.Id
            where customerId != 0 && account.CustomerId == customerId && card.State != CardState.Replaced && card.State != CardState.Closed
            orderby card.ParentCardId != null, card.Id
            select new { Card = card, Type = type }).AsNoTracking().ToListAsync(cancellationToken);
        var accounts = rows.Select(row => row.Card.AccountId!.Value).Distinct().ToList();
        var balances = await CardBalances.OfManyAsync(context, accounts, cancellationToken);
        var lots = (await context.VisitLots.AsNoTracking().Where(lot => accounts.Contains(lot.AccountId) && lot.Left > 0)
            .OrderBy(lot => lot.ValidTo == null).ThenBy(lot => lot.ValidTo).ThenBy(lot => lot.Id).ToListAsync(cancellationToken)).ToLookup(lot => lot.AccountId);
        var categories = await DiscountWords.CategoriesAsync(context, rows.Select(row => row.Type.Rules.Discount), cancellationToken);
        var cards = new List<MyCard>(rows.Count);
        foreach (var row in rows)
        {
            var accountId = row.Card.AccountId!.Value;
            var limit = row.Card.DailyLimitMinor ?? row.Type.Rules.DailyLimitMinor;
            cards.Add(new MyCard
            {
                Id = row.Card.Id,
                Number = row.Card.Number,
                TypeZhCn = row.Type.NameZhCn,
                TypeEn = row.Type.NameEn,
                State = row.Card.StateOn(clock.Today),
                ValidTo = row.Card.ValidTo,
                IsSubCard = row.Card.IsSubCard,
                HolderName = row.Card.HolderName,
                HoldsMoney = row.Type.Rules.HoldsMoney,
                HoldsVisits = row.Type.Rules.HoldsVisits,
                Discount = DiscountWords.Of(row.Type.Rules.Discount, categories),
                Balance = balances.GetValueOrDefault(accountId),
                Visits = [.. lots[accountId].Where(lot => lot.IsGoodOn(clock.Today)).Select(lot => new MyVisits(lot.Service, lot.Left, lot.ValidTo))],
                DailyLimitMinor = limit,
                SpentTodayMinor = limit is null ? 0 : await CardDays.SpentMinorAsync(context, row.Card.Id, clock.Today, cancellationToken),
                AsksPin = row.Type.Rules.AsksPin,
                HasPin = row.Card.PinHash is not null,
                IsPinLocked = row.Card.PinLockedUntilUtc > clock.UtcNow,
                PinLockedUntilUtc = row.Card.PinLockedUntilUtc > clock.UtcNow ? row.Card.PinLockedUntilUtc : null,
            });
        }

        return cards;
    }

    /// <summary>What was done with a card's account, the newest first: money, visits and the card's life. What was before the card was handed over is the former holder's.</summary>
    /// <param name="cardId">One of the person's cards.</param>
    /// <param name="beforeId">Only what was before this, to show more; null for the first.</param>
    /// <param name="take">How many at most.</param>
    /// <param name="cancellationToken">Stops.</param>
    public async Task<IReadOnlyList<MyCardEntry>> EntriesAsync(long cardId, long? beforeId, int take, CancellationToken cancellationToken)
    {
        await using var context = await contexts.CreateDbContextAsync(cancellationToken);
        var customerId = user.CustomerId ?? 0;
        return await (
            from card in context.Cards
            join account in context.CardAccounts on card.AccountId equals account.Id
            join row in context.CardOperations on card.AccountId equals row.AccountId
            where customerId != 0 && card.Id == cardId && account.CustomerId == customerId && (beforeId == null || row.Id < beforeId)
                && !context.CardOperations.Any(later => later.AccountId == row.AccountId && later.Kind == CardOperationKind.HandedOver && later.Id > row.Id)
            orderby row.Id descending
            select new MyCardEntry
            {
                Id = row.Id,
                Kind = row.Kind,
                On = row.On,
                AtUtc = row.AtUtc,
                PrincipalMinor = row.PrincipalMinor,
                GiftMinor = row.GiftMinor,
                PrincipalAfterMinor = row.PrincipalAfterMinor,
                GiftAfterMinor = row.GiftAfterMinor,
                DiscountMinor = row.DiscountMinor,
                Visits = row.Visits,
                Service = row.Service,
                VisitsAfter = row.VisitsAfter,
                Document = row.Document,
                RuleName = context.TopUpRules.Where(rule => rule.Id == row.TopUpRuleId).Select(rule => rule.Name).FirstOrDefault(),
                CardNumber = context.Cards.Where(used => used.Id == row.CardId).Select(used => used.Number).FirstOrDefault(),
            }).Take(Math.Clamp(take, 1, 200)).ToListAsync(cancellationToken);
    }

    /// <summary>Whether a card is the person's, and shown to it.</summary>
    internal static Task<bool> IsMineAsync(PortalDbContext context, long? customerId, long cardId, CancellationToken cancellationToken) => (
        from card in context.Cards
        join account in context.CardAccounts on card.AccountId equals account.Id
        where card.Id == cardId && customerId != null && account.CustomerId == customerId
        select card.Id).AnyAsync(cancellationToken);
}

/// <summary>The code that the person's screen shows at the till; it changes every minute.</summary>
public sealed class MyCardCode(IDbContextFactory<PortalDbContext> contexts, CardCodes codes, CurrentUser user, BusinessClock clock)
{
    /// <summary>A fresh code, or why there is none: somebody else's card, or one that is not in use.</summary>
    public async Task<Outcome<MyCode>> RunAsync(long cardId, CancellationToken cancellationToken)
    {
        await using var context = await contexts.CreateDbContextAsync(cancellationToken);
        if (!await MyCardQueries.IsMineAsync(context, user.CustomerId, cardId, cancellationToken))
        {
            return new Refusal(Refusal.NotFound);
        }

        var card = await context.Cards.AsNoTracking().SingleAsync(row => row.Id == cardId, cancellationToken);
        if (card.RefuseUse(clock.Today) is { } unusable)
        {
            return unusable;
        }

        var code = await codes.MakeAsync(cardId, cancellationToken);
        return new MyCode(code, CardCodes.Svg(code), clock.UtcNow + CardCode.Lifetime);
    }
}

/// <summary>The person who is signed in reports a card of its own lost.</summary>
public sealed class MyReportLost(IDbContextFactory<PortalDbContext> contexts, ReportCardLost report, CurrentUser user)
{
    /// <summary>Reports it; the same key does it once.</summary>
    public async Task<Outcome> RunAsync(MyReportLostInput input, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(input);
        if (CardOperationKey.CheckNote(input.Reason) is { } tooLong)
        {
            return tooLong;
        }

        await using (var context = await contexts.CreateDbContextAsync(cancellationToken))
        {
            if (!await MyCardQueries.IsMineAsync(context, user.CustomerId, input.CardId, cancellationToken))
            {
                return new Refusal(Refusal.NotFound);
            }
        }

        return await report.RunCheckedAsync(new CardReasonInput(input.OperationKey, input.CardId, input.Reason), cancellationToken);
    }
}

/// <summary>The person who is signed in changes the PIN of a card of its own, or sets the first one.</summary>
public sealed class MyChangePin(IDbContextFactory<PortalDbContext> contexts, ChangeCardPin change, CurrentUser user)
{
    /// <summary>Changes it; a wrong old PIN counts as a try.</summary>
    public async Task<Outcome> RunAsync(ChangePinInput input, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(input);
        await using (var context = await contexts.CreateDbContextAsync(cancellationToken))
        {
            if (!await MyCardQueries.IsMineAsync(context, user.CustomerId, input.CardId, cancellationToken))
            {
                return new Refusal(Refusal.NotFound);
            }
        }

        return await change.RunCheckedAsync(input, mayBeFirst: true, cancellationToken);
    }
}

/// <summary>A card on the member's screen.</summary>
public sealed record MyCard
{
    /// <summary>The key.</summary>
    public long Id { get; init; }

    /// <summary>The whole number.</summary>
    public required string Number { get; init; }

    /// <summary>The type's Chinese name.</summary>
    public required string TypeZhCn { get; init; }

    /// <summary>The type's English name.</summary>
    public required string TypeEn { get; init; }

    /// <summary>Where it stands today.</summary>
    public CardState State { get; init; }

    /// <summary>The last day, or null.</summary>
    public DateOnly? ValidTo { get; init; }

    /// <summary>Whether it is a further card on another card's account.</summary>
    public bool IsSubCard { get; init; }

    /// <summary>Who carries a sub-card.</summary>
    public string? HolderName { get; init; }

    /// <summary>Whether it holds stored value.</summary>
    public bool HoldsMoney { get; init; }

    /// <summary>Whether it holds visits.</summary>
    public bool HoldsVisits { get; init; }

    /// <summary>Its discount, or null.</summary>
    public DiscountWords? Discount { get; init; }

    /// <summary>Principal and gift of the account.</summary>
    public StoredValue Balance { get; init; }

    /// <summary>Visits that can be used, the earliest last day first.</summary>
    public required IReadOnlyList<MyVisits> Visits { get; init; }

    /// <summary>The most that it may spend in a day, or null.</summary>
    public long? DailyLimitMinor { get; init; }

    /// <summary>What it spent today, where there is a limit.</summary>
    public long SpentTodayMinor { get; init; }

    /// <summary>Whether purchases ask for the PIN.</summary>
    public bool AsksPin { get; init; }

    /// <summary>Whether a PIN is set.</summary>
    public bool HasPin { get; init; }

    /// <summary>Whether the PIN is locked after wrong tries.</summary>
    public bool IsPinLocked { get; init; }

    /// <summary>Until when; the year 9999 means until staff set a new one.</summary>
    public DateTime? PinLockedUntilUtc { get; init; }
}

/// <summary>Visits left of a lot.</summary>
/// <param name="Service">The service.</param>
/// <param name="Left">How many.</param>
/// <param name="ValidTo">The last day, or null.</param>
public sealed record MyVisits(string Service, int Left, DateOnly? ValidTo);

/// <summary>Something that was done with the account.</summary>
public sealed record MyCardEntry
{
    /// <summary>The key; give it to read on.</summary>
    public long Id { get; init; }

    /// <summary>What was done.</summary>
    public CardOperationKind Kind { get; init; }

    /// <summary>The business day.</summary>
    public DateOnly On { get; init; }

    /// <summary>When.</summary>
    public DateTime AtUtc { get; init; }

    /// <summary>What the principal changed by.</summary>
    public long PrincipalMinor { get; init; }

    /// <summary>What the gift changed by.</summary>
    public long GiftMinor { get; init; }

    /// <summary>The principal afterwards.</summary>
    public long PrincipalAfterMinor { get; init; }

    /// <summary>The gift afterwards.</summary>
    public long GiftAfterMinor { get; init; }

    /// <summary>What was taken off the bill before it was paid.</summary>
    public long DiscountMinor { get; init; }

    /// <summary>What the visits changed by.</summary>
    public int Visits { get; init; }

    /// <summary>The service, or null.</summary>
    public string? Service { get; init; }

    /// <summary>The visits afterwards.</summary>
    public long VisitsAfter { get; init; }

    /// <summary>The bill, or null.</summary>
    public string? Document { get; init; }

    /// <summary>The rule that brought the gift, or null.</summary>
    public string? RuleName { get; init; }

    /// <summary>The card that was used.</summary>
    public string? CardNumber { get; init; }

    /// <summary>The slip's number.</summary>
    public string SlipNumber => CardOperation.SlipNumberOf(Id);
}

/// <summary>The code of a card.</summary>
/// <param name="Text">What scanners read.</param>
/// <param name="Svg">The picture.</param>
/// <param name="GoodUntilUtc">Ask for a new one before then.</param>
public sealed record MyCode(string Text, string Svg, DateTime GoodUntilUtc);

/// <summary>Which card is lost.</summary>
/// <param name="OperationKey">Made before the first try.</param>
/// <param name="CardId">The card.</param>
/// <param name="Reason">What happened, or null.</param>
public sealed record MyReportLostInput(string OperationKey, long CardId, string? Reason);
