using Microsoft.EntityFrameworkCore;
using Portal.Domain.Cards;
using Portal.Domain.Ledger;
using Portal.Infrastructure.Data;

namespace Portal.Infrastructure.Cards;

/// <summary>
/// A card as it is while its account is ours: whoever wants anything of the account waits until the transaction ends. So a
/// report of loss and a debit that is under way come one after the other, and of two debits the second sees the first.
/// </summary>
internal sealed record LockedCard(Card Card, CardAccount? Account, CardType Type, StoredValue Balance, long Visits)
{
    public CardTypeRules Rules => Type.Rules;

    /// <summary>Takes the account's turn and reads; null if there is no such card. Nothing may have been locked in another order before.</summary>
    public static async Task<LockedCard?> TakeAsync(PortalDbContext context, long cardId, CancellationToken cancellationToken)
    {
        var accountId = await context.Cards.Where(row => row.Id == cardId).Select(row => row.AccountId).SingleOrDefaultAsync(cancellationToken);
        if (accountId is { } id)
        {
            await TakeTurnAsync(context, id, cancellationToken);
        }

        return await ReadAsync(context, cardId, cancellationToken);
    }

    /// <summary>Takes the turn of two accounts, in the order of their ids.</summary>
    public static async Task<(LockedCard? First, LockedCard? Second)> TakeBothAsync(PortalDbContext context, long firstId, long secondId, CancellationToken cancellationToken)
    {
        var accounts = await context.Cards.Where(row => (row.Id == firstId || row.Id == secondId) && row.AccountId != null)
            .Select(row => row.AccountId!.Value).Distinct().ToListAsync(cancellationToken);
        foreach (var id in accounts.Order())
        {
            await TakeTurnAsync(context, id, cancellationToken);
        }

        return (await ReadAsync(context, firstId, cancellationToken), await ReadAsync(context, secondId, cancellationToken));
    }

    /// <summary>Reads without taking the turn, for previews.</summary>
    public static Task<LockedCard?> PeekAsync(PortalDbContext context, long cardId, CancellationToken cancellationToken) => ReadAsync(context, cardId, cancellationToken);

    private static Task<int> TakeTurnAsync(PortalDbContext context, long accountId, CancellationToken cancellationToken) =>
        context.CardAccounts.Where(row => row.Id == accountId)
            .ExecuteUpdateAsync(row => row.SetProperty(to => to.Turn, to => to.Turn + 1), cancellationToken);

    private static async Task<LockedCard?> ReadAsync(PortalDbContext context, long cardId, CancellationToken cancellationToken)
    {
        var card = await context.Cards.SingleOrDefaultAsync(row => row.Id == cardId, cancellationToken);
        if (card is null)
        {
            return null;
        }

        var type = await context.CardTypes.AsNoTracking().SingleAsync(row => row.Id == card.CardTypeId, cancellationToken);
        if (card.AccountId is not { } accountId)
        {
            return new LockedCard(card, null, type, StoredValue.Zero, 0);
        }

        var account = await context.CardAccounts.SingleAsync(row => row.Id == accountId, cancellationToken);
        var (balance, visits) = await CardBalances.OfAsync(context, accountId, cancellationToken);
        return new LockedCard(card, account, type, balance, visits);
    }
}

/// <summary>What lies on card accounts.</summary>
internal static class CardBalances
{
    public static async Task<(StoredValue Value, long Visits)> OfAsync(PortalDbContext context, long accountId, CancellationToken cancellationToken)
    {
        var sums = await context.LedgerAccounts
            .Where(row => row.OwnerId == accountId && row.Kind >= LedgerAccountKind.CardPrincipal && row.Kind <= LedgerAccountKind.CardVisits)
            .Select(row => new { row.Kind, row.BalanceMinor })
            .ToListAsync(cancellationToken);
        long Of(LedgerAccountKind kind) => sums.Where(row => row.Kind == kind).Sum(row => row.BalanceMinor);
        return (new StoredValue(Of(LedgerAccountKind.CardPrincipal), Of(LedgerAccountKind.CardGift)), Of(LedgerAccountKind.CardVisits));
    }

    public static async Task<Dictionary<long, StoredValue>> OfManyAsync(PortalDbContext context, IReadOnlyCollection<long> accountIds, CancellationToken cancellationToken)
    {
        var rows = await context.LedgerAccounts
            .Where(row => accountIds.Contains(row.OwnerId) && (row.Kind == LedgerAccountKind.CardPrincipal || row.Kind == LedgerAccountKind.CardGift))
            .Select(row => new { row.OwnerId, row.Kind, row.BalanceMinor })
            .ToListAsync(cancellationToken);
        return rows.GroupBy(row => row.OwnerId).ToDictionary(
            group => group.Key,
            group => new StoredValue(
                group.Where(row => row.Kind == LedgerAccountKind.CardPrincipal).Sum(row => row.BalanceMinor),
                group.Where(row => row.Kind == LedgerAccountKind.CardGift).Sum(row => row.BalanceMinor)));
    }
}
