using Microsoft.EntityFrameworkCore;
using Portal.Domain.Cards;
using Portal.Domain.Customers;
using Portal.Domain.Ledger;
using Portal.Domain.Shared;
using Portal.Infrastructure.Access;
using Portal.Infrastructure.Data;

namespace Portal.Infrastructure.Cards;

/// <summary>Tops a card up (充值) with the gift that the rules of the day bring; the prepaid-card rules are kept.</summary>
public sealed class TopUpCard
{
    private readonly CardWork _work;
    private readonly IDbContextFactory<PortalDbContext> _contexts;
    private readonly CurrentUser _user;

    internal TopUpCard(CardWork work, IDbContextFactory<PortalDbContext> contexts, CurrentUser user)
    {
        _work = work;
        _contexts = contexts;
        _user = user;
    }

    /// <summary>Tops it up; the same key does it once.</summary>
    public async Task<Outcome<CardReceipt>> RunAsync(TopUpInput input, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(input);
        if (_user.Refuse(Permissions.Cards.Operate) is { } refusal)
        {
            return refusal;
        }

        if (Check(input) is { } wrong)
        {
            return wrong;
        }

        var request = new CardRequest(input.OperationKey, CardOperationKey.Hash("top-up", input.CardId, input.AmountMinor, input.Method, input.Document), input.CardId);
        return await _work.RunAsync(request, (locked, context, ct) => DecideAsync(input, locked, context, ct), cancellationToken);
    }

    /// <summary>What a top-up would bring, or why it would be refused; nothing is written.</summary>
    public async Task<Outcome<TopUpGift>> PreviewAsync(TopUpInput input, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(input);
        if (_user.Refuse(Permissions.Cards.View) is { } refusal)
        {
            return refusal;
        }

        if (Check(input) is { } wrong)
        {
            return wrong;
        }

        await using var context = await _contexts.CreateDbContextAsync(cancellationToken);
        var locked = await LockedCard.PeekAsync(context, input.CardId, cancellationToken);
        if (locked is null)
        {
            return new Refusal(Refusal.NotFound);
        }

        var decided = await GiftAsync(input, locked, context, cancellationToken);
        return decided;
    }

    private static Refusal? Check(TopUpInput input) =>
        input.AmountMinor is <= 0 or > 1_000_000_000 ? new Refusal("card_amount") { Field = nameof(input.AmountMinor) }
        : !Enum.IsDefined(input.Method) ? new Refusal("card_method") { Field = nameof(input.Method) }
        : CardOperationKey.CheckNote(input.Reason);

    private async Task<Outcome<CardStep>> DecideAsync(TopUpInput input, LockedCard locked, PortalDbContext context, CancellationToken cancellationToken)
    {
        var gift = await GiftAsync(input, locked, context, cancellationToken);
        return !gift.IsDone ? Outcome<CardStep>.Refused(gift.Refusals) : new CardStep(CardOperationKind.ToppedUp)
        {
            Moved = new StoredValue(input.AmountMinor, gift.Value.GiftMinor),
            MoneyMinor = input.AmountMinor,
            Method = input.Method,
            Transfer = LedgerTransferKind.CardToppedUp,
            TopUpRuleId = gift.Value.RuleId,
            Detail = gift.Value.RuleName,
            Document = input.Document,
            Reason = input.Reason,
        };
    }

    private async Task<Outcome<TopUpGift>> GiftAsync(TopUpInput input, LockedCard locked, PortalDbContext context, CancellationToken cancellationToken)
    {
        if (locked.Card.RefuseTopUp(_work.Today, locked.Rules.LostBlocksTopUp) is { } unusable)
        {
            return unusable;
        }

        var accountId = locked.Account!.Id;
        var rules = await context.TopUpRules.AsNoTracking().Where(row => row.EndedAtUtc == null).ToListAsync(cancellationToken);
        var given = await context.CardOperations.Where(row => row.AccountId == accountId && row.TopUpRuleId != null)
            .GroupBy(row => row.TopUpRuleId!.Value)
            .Select(group => new { RuleId = group.Key, GiftMinor = group.Sum(row => row.GiftMinor) })
            .ToDictionaryAsync(row => row.RuleId, row => row.GiftMinor, cancellationToken);
        var gift = TopUpRule.BestGift(rules, locked.Type.Id, input.AmountMinor, _work.Today, rule => given.GetValueOrDefault(rule.Id));
        var payer = await context.Customers.Where(row => row.Id == locked.Account.CustomerId).Select(row => (CustomerKind?)row.Kind).SingleOrDefaultAsync(cancellationToken);
        return TopUpLimits.Refuse(locked.Rules, locked.Balance, new StoredValue(input.AmountMinor, gift.GiftMinor), input.Method, payer, locked.Account.HasIdentity) is { } refusal
            ? refusal
            : gift;
    }
}

/// <summary>Takes a whole top-up back, gift included, while neither part of it was spent; the money is paid back.</summary>
public sealed class ReverseTopUp
{
    private readonly CardWork _work;
    private readonly CurrentUser _user;

    internal ReverseTopUp(CardWork work, CurrentUser user)
    {
        _work = work;
        _user = user;
    }

    /// <summary>Takes it back; the same key does it once.</summary>
    public async Task<Outcome<CardReceipt>> RunAsync(ReverseTopUpInput input, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(input);
        if (_user.Refuse(Permissions.Cards.Operate) is { } refusal)
        {
            return refusal;
        }

        if (CardOperationKey.CheckReason(input.Reason) is { } noReason)
        {
            return noReason;
        }

        var request = new CardRequest(input.OperationKey, CardOperationKey.Hash("top-up-back", input.CardId, input.TopUpOperationId), input.CardId);
        return await _work.RunAsync(request, (locked, context, ct) => DecideAsync(input, locked, context, ct), cancellationToken);
    }

    private static async Task<Outcome<CardStep>> DecideAsync(ReverseTopUpInput input, LockedCard locked, PortalDbContext context, CancellationToken cancellationToken)
    {
        var topUp = await context.CardOperations.AsNoTracking().SingleOrDefaultAsync(row => row.Id == input.TopUpOperationId, cancellationToken);
        if (topUp is null || topUp.Kind != CardOperationKind.ToppedUp || topUp.AccountId != locked.Card.AccountId)
        {
            return new Refusal("card_topup_unknown");
        }

        if (await context.CardOperations.AnyAsync(row => row.ReversesOperationId == topUp.Id, cancellationToken))
        {
            return new Refusal("card_topup_reversed", topUp.SlipNumber);
        }

        var after = locked.Balance - topUp.Moved;
        if (after.PrincipalMinor < 0 || after.GiftMinor < 0)
        {
            return new Refusal("card_topup_spent", new Money(topUp.PrincipalMinor), new Money(topUp.GiftMinor), new Money(locked.Balance.PrincipalMinor), new Money(locked.Balance.GiftMinor));
        }

        return new CardStep(CardOperationKind.TopUpReversed)
        {
            Moved = -topUp.Moved,
            MoneyMinor = -topUp.MoneyMinor,
            Method = topUp.Method,
            Transfer = LedgerTransferKind.CardTopUpReversed,
            ReversesOperationId = topUp.Id,
            TopUpRuleId = topUp.TopUpRuleId,
            Reason = input.Reason,
        };
    }
}

/// <summary>What to pay in.</summary>
/// <param name="OperationKey">Made before the first try.</param>
/// <param name="CardId">The card.</param>
/// <param name="AmountMinor">The amount in fen, without the gift.</param>
/// <param name="Method">How it is paid.</param>
/// <param name="Document">The number of the payment, or null.</param>
/// <param name="Reason">A note, or null.</param>
public sealed record TopUpInput(string OperationKey, long CardId, long AmountMinor, CardPayMethod Method, string? Document = null, string? Reason = null);

/// <summary>Which top-up to take back and why.</summary>
/// <param name="OperationKey">Made before the first try.</param>
/// <param name="CardId">The card.</param>
/// <param name="TopUpOperationId">The top-up.</param>
/// <param name="Reason">Why.</param>
public sealed record ReverseTopUpInput(string OperationKey, long CardId, long TopUpOperationId, string Reason);
