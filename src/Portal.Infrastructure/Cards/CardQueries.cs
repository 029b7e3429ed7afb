using Microsoft.EntityFrameworkCore;
using Portal.Domain.Cards;
using Portal.Domain.Ledger;
using Portal.Infrastructure.Access;
using Portal.Infrastructure.Data;
using Portal.Infrastructure.Discounts;
using Portal.Infrastructure.Shared;

namespace Portal.Infrastructure.Cards;

/// <summary>Reads cards for staff. Whoever sees only its own customers sees only their cards.</summary>
public sealed class CardQueries(IDbContextFactory<PortalDbContext> contexts, ReadCardCode codes, CurrentUser user, BusinessClock clock)
{
    private const int MaxFound = 20;

    /// <summary>The cards. Sorts: number, customer, type, state, validTo, activated, principal, gift. Filters: <c>type</c> (id), <c>state</c>, <c>customer</c> (id).</summary>
    public async Task<GridPage<CardRow>> ListAsync(GridQuery query, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(query);
        await using var context = await contexts.CreateDbContextAsync(cancellationToken);
        var rows = Filtered(Rows(context), query);
        var sorted = (query.Sort, query.Descending) switch
        {
            ("customer", false) => rows.OrderBy(row => row.CustomerName),
            ("customer", true) => rows.OrderByDescending(row => row.CustomerName),
            ("type", false) => rows.OrderBy(row => row.TypeCode),
            ("type", true) => rows.OrderByDescending(row => row.TypeCode),
            ("state", false) => rows.OrderBy(row => row.State),
            ("state", true) => rows.OrderByDescending(row => row.State),
            ("validTo", false) => rows.OrderBy(row => row.ValidTo),
            ("validTo", true) => rows.OrderByDescending(row => row.ValidTo),
            ("activated", false) => rows.OrderBy(row => row.ActivatedAtUtc),
            ("principal", false) => rows.OrderBy(row => row.PrincipalMinor),
            ("principal", true) => rows.OrderByDescending(row => row.PrincipalMinor),
            ("gift", false) => rows.OrderBy(row => row.GiftMinor),
            ("gift", true) => rows.OrderByDescending(row => row.GiftMinor),
            ("number", false) => rows.OrderBy(row => row.Number),
            ("number", true) => rows.OrderByDescending(row => row.Number),
            _ => rows.OrderByDescending(row => row.ActivatedAtUtc),
        };
        var page = await sorted.ThenBy(row => row.Id).Skip(query.Skip).Take(query.Take).ToListAsync(cancellationToken);
        return new GridPage<CardRow>(page.ConvertAll(Today), await rows.CountAsync(cancellationToken));
    }

    /// <summary>A card, or null if there is none or the person may not see it.</summary>
    public async Task<CardRecord?> RecordAsync(long id, CancellationToken cancellationToken)
    {
        await using var context = await contexts.CreateDbContextAsync(cancellationToken);
        var row = await Rows(context).SingleOrDefaultAsync(card => card.Id == id, cancellationToken);
        if (row is null)
        {
            return null;
        }

        var card = await context.Cards.AsNoTracking().SingleAsync(found => found.Id == id, cancellationToken);
        var type = await context.CardTypes.AsNoTracking().SingleAsync(found => found.Id == card.CardTypeId, cancellationToken);
        var account = await context.CardAccounts.AsNoTracking().SingleOrDefaultAsync(found => found.Id == card.AccountId, cancellationToken);
        var accountId = account?.Id ?? 0;
        var lots = await context.VisitLots.AsNoTracking().Where(lot => lot.AccountId == accountId)
            .OrderBy(lot => lot.ValidTo == null).ThenBy(lot => lot.ValidTo).ThenBy(lot => lot.Id).ToListAsync(cancellationToken);
        return new CardRecord
        {
            Row = Today(row),
            Rules = type.Rules,
            RealName = account?.RealName,
            IdentityLast4 = account?.IdentityLast4,
            Discounts = await CustomerDiscounts.OfAsync(context, type, account?.CustomerId, cancellationToken),
            IsAccountClosed = account?.ClosedAtUtc is not null,
            DailyLimitMinor = card.DailyLimitMinor ?? type.Rules.DailyLimitMinor,
            SpentTodayMinor = await CardDays.SpentMinorAsync(context, id, clock.Today, cancellationToken),
            HasPin = card.PinHash is not null,
            PinFailures = card.PinFailures,
            PinLockedUntilUtc = card.PinLockedUntilUtc > clock.UtcNow ? card.PinLockedUntilUtc : null,
            ReplacedByCardId = card.ReplacedByCardId,
            ReplacedByNumber = await context.Cards.Where(next => next.Id == card.ReplacedByCardId).Select(next => next.Number).SingleOrDefaultAsync(cancellationToken),
            Lots = lots.ConvertAll(lot => new VisitLotRow(lot.Id, lot.Service, lot.Times, lot.Left, lot.PriceMinor, lot.ValidTo, !lot.IsGoodOn(clock.Today), lot.LeftValueMinor)),
            Cards = accountId == 0 ? [] : (await Rows(context).Where(other => other.AccountId == accountId).OrderBy(other => other.Id).ToListAsync(cancellationToken)).ConvertAll(Today),
        };
    }

    /// <summary>What was done with the account of a card, newest first. Filters: <c>kind</c>, <c>from</c>, <c>to</c>.</summary>
    public async Task<GridPage<CardOperationRow>> OperationsAsync(long cardId, GridQuery query, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(query);
        await using var context = await contexts.CreateDbContextAsync(cancellationToken);
        var accountId = await Rows(context).Where(row => row.Id == cardId).Select(row => row.AccountId).SingleOrDefaultAsync(cancellationToken);
        if (accountId is null)
        {
            return new GridPage<CardOperationRow>([], 0);
        }

        var rows = CardOperationRow.Of(context).Where(row => row.AccountId == accountId);
        if (query.Choice<CardOperationKind>("kind") is { } kind)
        {
            rows = rows.Where(row => row.Kind == kind);
        }

        if (query.Day("from") is { } from)
        {
            rows = rows.Where(row => row.On >= from);
        }

        if (query.Day("to") is { } to)
        {
            rows = rows.Where(row => row.On <= to);
        }

        return new GridPage<CardOperationRow>(
            await rows.OrderByDescending(row => row.Id).Skip(query.Skip).Take(query.Take).ToListAsync(cancellationToken),
            await rows.CountAsync(cancellationToken));
    }

    /// <summary>An operation for its slip, with who holds the card; null if there is none or the person may not see it.</summary>
    public async Task<CardSlip?> SlipAsync(long operationId, CancellationToken cancellationToken)
    {
        await using var context = await contexts.CreateDbContextAsync(cancellationToken);
        var row = await CardOperationRow.Of(context).SingleOrDefaultAsync(found => found.Id == operationId, cancellationToken);
        var card = row?.CardId is { } cardId ? await Rows(context).SingleOrDefaultAsync(found => found.Id == cardId, cancellationToken) : null;
        return row is null || card is null ? null : new CardSlip(row, Today(card));
    }

    /// <summary>The ledger's entries of a card's account, newest first.</summary>
    public async Task<GridPage<CardEntryRow>> EntriesAsync(long cardId, GridQuery query, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(query);
        await using var context = await contexts.CreateDbContextAsync(cancellationToken);
        var accountId = await Rows(context).Where(row => row.Id == cardId).Select(row => row.AccountId).SingleOrDefaultAsync(cancellationToken) ?? 0;
        var rows =
            from entry in context.LedgerEntries
            join account in context.LedgerAccounts on entry.AccountId equals account.Id
            join transfer in context.LedgerTransfers on entry.TransferId equals transfer.Id
            where accountId != 0 && account.OwnerId == accountId && account.Kind >= LedgerAccountKind.CardPrincipal && account.Kind <= LedgerAccountKind.CardVisits
            orderby entry.Id descending
            select new CardEntryRow(
                entry.Id, account.Kind, transfer.Kind, transfer.Source, transfer.Note, transfer.EffectiveOn, entry.AmountMinor, entry.BalanceAfterMinor ?? 0);
        return new GridPage<CardEntryRow>(
            await rows.Skip(query.Skip).Take(query.Take).ToListAsync(cancellationToken),
            await rows.CountAsync(cancellationToken));
    }

    /// <summary>The cards of a customer, for its record page.</summary>
    public async Task<IReadOnlyList<CardRow>> OfCustomerAsync(long customerId, CancellationToken cancellationToken)
    {
        await using var context = await contexts.CreateDbContextAsync(cancellationToken);
        return (await Rows(context).Where(row => row.CustomerId == customerId).OrderBy(row => row.State).ThenBy(row => row.Id).ToListAsync(cancellationToken)).ConvertAll(Today);
    }

    /// <summary>What a cashier typed or scanned: a code on a screen, a number, or part of a name, phone or customer's number.</summary>
    public async Task<CardSearch> FindAsync(string? typed, CancellationToken cancellationToken)
    {
        var text = typed?.Trim() ?? "";
        await using var context = await contexts.CreateDbContextAsync(cancellationToken);
        if (CardCode.LooksLikeOne(text))
        {
            var read = await codes.RunAsync(text, cancellationToken);
            return read.IsDone
                ? new CardSearch((await Rows(context).Where(row => row.Id == read.Value).ToListAsync(cancellationToken)).ConvertAll(Today), null)
                : new CardSearch([], read.Refusal);
        }

        if (text.Length < 2)
        {
            return new CardSearch([], null);
        }

        var number = CardNumbers.Read(text);
        var exact = await Rows(context).Where(row => row.Number == number).ToListAsync(cancellationToken);
        if (exact.Count > 0)
        {
            return new CardSearch(exact.ConvertAll(Today), null);
        }

        var term = text.ToLowerInvariant();
        var found = await Rows(context)
            .Where(row => row.State != CardState.Unsold && row.State != CardState.Replaced && row.State != CardState.Closed
                && (row.Number.Contains(number) || row.CustomerName!.ToLower().Contains(term) || row.CustomerNumber!.ToLower() == term || row.Phone!.Contains(term)))
            .OrderBy(row => row.CustomerName).ThenBy(row => row.Id).Take(MaxFound).ToListAsync(cancellationToken);
        return new CardSearch(found.ConvertAll(Today), null);
    }

    internal IQueryable<CardRow> Rows(PortalDbContext context)
    {
        var mayView = user.Can(Permissions.Cards.View);
        var seesAll = user.Scope == DataScope.All;
        var visible = context.Customers.VisibleTo(user, context);
        return
            from card in context.Cards
            join type in context.CardTypes on card.CardTypeId equals type.Id
            join joinedAccount in context.CardAccounts on card.AccountId equals joinedAccount.Id into accounts
            from account in accounts.DefaultIfEmpty()
            join joinedCustomer in visible on account.CustomerId equals joinedCustomer.Id into customers
            from customer in customers.DefaultIfEmpty()
            where mayView && (seesAll || customer != null)
            select new CardRow
            {
                Id = card.Id,
                Number = card.Number,
                TypeId = type.Id,
                TypeCode = type.Code,
                TypeZhCn = type.NameZhCn,
                TypeEn = type.NameEn,
                AccountId = card.AccountId,
                CustomerId = account.CustomerId,
                CustomerNumber = customer.Number,
                CustomerName = customer.Name,
                Phone = customer.Profile.Phone,
                ParentCardId = card.ParentCardId,
                HolderName = card.HolderName,
                State = card.State,
                ValidTo = card.ValidTo,
                ActivatedAtUtc = card.ActivatedAtUtc,
                PrincipalMinor = context.LedgerAccounts.Where(row => row.OwnerId == card.AccountId && row.Kind == LedgerAccountKind.CardPrincipal).Sum(row => row.BalanceMinor),
                GiftMinor = context.LedgerAccounts.Where(row => row.OwnerId == card.AccountId && row.Kind == LedgerAccountKind.CardGift).Sum(row => row.BalanceMinor),
                Visits = context.LedgerAccounts.Where(row => row.OwnerId == card.AccountId && row.Kind == LedgerAccountKind.CardVisits).Sum(row => row.BalanceMinor),
            };
    }

    private CardRow Today(CardRow row) =>
        row.State is CardState.Active or CardState.Lost && row.ValidTo < clock.Today ? row with { State = CardState.Expired } : row;

    private static IQueryable<CardRow> Filtered(IQueryable<CardRow> rows, GridQuery query)
    {
        if (query.Term is { } term)
        {
            var number = CardNumbers.Read(term);
            rows = rows.Where(row => row.Number.Contains(number) || row.CustomerName!.ToLower().Contains(term) || row.CustomerNumber!.ToLower().Contains(term)
                || row.Phone!.Contains(term) || row.HolderName!.ToLower().Contains(term));
        }

        if (query.Choice<CardState>("state") is { } state)
        {
            rows = rows.Where(row => row.State == state);
        }

        if (query.Number("type") is { } typeId)
        {
            rows = rows.Where(row => row.TypeId == typeId);
        }

        if (query.Number("customer") is { } customerId)
        {
            rows = rows.Where(row => row.CustomerId == customerId);
        }

        return rows;
    }
}
