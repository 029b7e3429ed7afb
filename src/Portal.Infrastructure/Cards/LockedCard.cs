using Microsoft.EntityFrameworkCore;
using Portal.Domain.Cards;
using Portal.Domain.Ledger;
using Portal.Infrastructure.Data;
using Portal.Infrastructure.Data.BulkWrite;

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
        await TakeTurnAsync(context, cardId, cancellationToken);
        return await ReadAsync(context, cardId, cancellationToken);
    }

    /// <summary>Takes the turns of the cards' accounts, in the order of their ids, and reads the cards without what lies on them.</summary>
    public static async Task<Dictionary<long, (Card Card, CardTypeRules Rules)>> TakeCardsAsync(PortalDbContext context, long[] cardIds, CancellationToken cancellationToken)
    {
        var accounts = await context.Cards.Where(row => EF.Parameter(cardIds).Contains(row.Id) && row.AccountId != null)
            .Select(row => row.AccountId!.Value).Distinct().ToArrayAsync(cancellationToken);
        if (LockedRows.AreNeeded(context))
        {
            await LockedRows.Lock<CardAccount>(context, accounts).AsNoTracking().ToListAsync(cancellationToken);
        }

        await TakeTurnAsync(context.CardAccounts.Where(row => EF.Parameter(accounts).Contains(row.Id)), cancellationToken);
        var rows = await RowsAsync(context, cardIds, cancellationToken);
        return rows.ToDictionary(row => row.Card.Id, row => (row.Card, row.Type.Rules));
    }

    /// <summary>Takes the turn of two accounts, in the order of their ids.</summary>
    public static async Task<(LockedCard? First, LockedCard? Second)> TakeBothAsync(PortalDbContext context, long firstId, long secondId, CancellationToken cancellationToken)
    {
        var accounts = await context.Cards.Where(row => (row.Id == firstId || row.Id == secondId) && row.AccountId != null)
            .Select(row => row.AccountId!.Value).Distinct().ToListAsync(cancellationToken);
        foreach (var id in accounts.Order())
        {
            await TakeTurnAsync(context.CardAccounts.Where(row => row.Id == id), cancellationToken);
        }

        return (await ReadAsync(context, firstId, cancellationToken), await ReadAsync(context, secondId, cancellationToken));
    }

    /// <summary>Reads without taking the turn, for previews.</summary>
    public static Task<LockedCard?> PeekAsync(PortalDbContext context, long cardId, CancellationToken cancellationToken) => ReadAsync(context, cardId, cancellationToken);

    /// <summary>The turn of the card's account; a card may have none.</summary>
    private static Task<int> TakeTurnAsync(PortalDbContext context, long cardId, CancellationToken cancellationToken) =>
        TakeTurnAsync(context.CardAccounts.Where(row => row.Id == context.Cards.Where(card => card.Id == cardId).Select(card => card.AccountId).FirstOrDefault()), cancellationToken);

    private static Task<int> TakeTurnAsync(IQueryable<CardAccount> accounts, CancellationToken cancellationToken) =>
        accounts.ExecuteUpdateAsync(row => row.SetProperty(to => to.Turn, to => to.Turn + 1), cancellationToken);

    private static async Task<LockedCard?> ReadAsync(PortalDbContext context, long cardId, CancellationToken cancellationToken)
    {
        if (await RowsAsync(context, [cardId], cancellationToken) is not [var rows])
        {
            return null;
        }

        var (balance, visits) = rows.Account is { } account ? await CardBalances.OfAsync(context, account.Id, cancellationToken) : (StoredValue.Zero, 0);
        return new LockedCard(rows.Card, rows.Account, rows.Type, balance, visits);
    }

    private static async Task<List<(Card Card, CardAccount? Account, CardType Type)>> RowsAsync(PortalDbContext context, long[] cardIds, CancellationToken cancellationToken)
    {
        var rows = await (
            from card in context.Cards
            join type in context.CardTypes on card.CardTypeId equals type.Id
            join account in context.CardAccounts on card.AccountId equals account.Id into accounts
            from account in accounts.DefaultIfEmpty()
            where EF.Parameter(cardIds).Contains(card.Id)
            select new { card, account, type }).ToListAsync(cancellationToken);
        return rows.ConvertAll(row => (row.card, (CardAccount?)row.account, row.type));
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
