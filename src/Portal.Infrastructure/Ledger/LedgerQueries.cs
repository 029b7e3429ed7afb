using Microsoft.EntityFrameworkCore;
using Portal.Domain.Ledger;
using Portal.Infrastructure.Access;
using Portal.Infrastructure.Data;
using Portal.Infrastructure.Shared;

namespace Portal.Infrastructure.Ledger;

/// <summary>Reads the ledger for staff.</summary>
public sealed class LedgerQueries(IDbContextFactory<PortalDbContext> contexts, CurrentUser user)
{
    /// <summary>The customers that have an account, with what they are owed, each currency by itself. Sorts: number, name, payable, balance, held, total. Filters: <c>nonzero</c>, <c>currency</c>.</summary>
    public async Task<GridPage<CustomerAccountsRow>> CustomersAsync(GridQuery query, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(query);
        await using var context = await contexts.CreateDbContextAsync(cancellationToken);
        var rows = CustomerAccounts(context);
        if (query.Term is { } term)
        {
            rows = rows.Where(row => row.CustomerNumber.ToLower().Contains(term) || row.CustomerName.ToLower().Contains(term));
        }

        if (query.Filter("nonzero") == "true")
        {
            rows = rows.Where(row => row.PayableMinor != 0 || row.BalanceMinor != 0 || row.HeldMinor != 0);
        }

        rows = query.Filter("currency") is { } currency ? rows.Where(row => row.Currency == currency) : rows;
        var sorted = (query.Sort, query.Descending) switch
        {
            ("name", false) => rows.OrderBy(row => row.CustomerName),
            ("name", true) => rows.OrderByDescending(row => row.CustomerName),
            ("payable", false) => rows.OrderBy(row => row.PayableMinor),
            ("payable", true) => rows.OrderByDescending(row => row.PayableMinor),
            ("balance", false) => rows.OrderBy(row => row.BalanceMinor),
            ("balance", true) => rows.OrderByDescending(row => row.BalanceMinor),
            ("held", false) => rows.OrderBy(row => row.HeldMinor),
            ("held", true) => rows.OrderByDescending(row => row.HeldMinor),
            ("number", false) => rows.OrderBy(row => row.CustomerNumber),
            ("number", true) => rows.OrderByDescending(row => row.CustomerNumber),
            ("total", false) => rows.OrderBy(row => row.PayableMinor + row.BalanceMinor + row.HeldMinor),
            _ => rows.OrderByDescending(row => row.PayableMinor + row.BalanceMinor + row.HeldMinor),
        };
        return new GridPage<CustomerAccountsRow>(
            await sorted.ThenBy(row => row.CustomerId).ThenBy(row => row.Currency).Skip(query.Skip).Take(query.Take).ToListAsync(cancellationToken),
            await rows.CountAsync(cancellationToken));
    }

    /// <summary>One customer's accounts in a currency, or null if there is no such customer or the person may not see it.</summary>
    public async Task<CustomerAccountsRow?> CustomerAsync(long customerId, CancellationToken cancellationToken, string currency = LedgerAssets.Cny)
    {
        await using var context = await contexts.CreateDbContextAsync(cancellationToken);
        return await context.Customers.VisibleTo(user, context)
            .Where(customer => customer.Id == customerId && user.Can(Permissions.Ledger.View))
            .Select(customer => new CustomerAccountsRow
            {
                CustomerId = customer.Id,
                CustomerNumber = customer.Number,
                CustomerName = customer.Name,
                Currency = currency,
                PayableMinor = context.LedgerAccounts.Where(row => row.OwnerId == customer.Id && row.Asset == currency && row.Kind == LedgerAccountKind.RebatePayable).Sum(row => row.BalanceMinor),
                BalanceMinor = context.LedgerAccounts.Where(row => row.OwnerId == customer.Id && row.Asset == currency && row.Kind == LedgerAccountKind.RebateBalance).Sum(row => row.BalanceMinor),
                HeldMinor = context.LedgerAccounts.Where(row => row.OwnerId == customer.Id && row.Asset == currency && row.Kind == LedgerAccountKind.WithdrawalHeld).Sum(row => row.BalanceMinor),
            })
            .SingleOrDefaultAsync(cancellationToken);
    }

    /// <summary>The currencies in which customers have rebate accounts, or one of them has; yuan first.</summary>
    public async Task<IReadOnlyList<string>> CurrenciesAsync(long? customerId, CancellationToken cancellationToken)
    {
        await using var context = await contexts.CreateDbContextAsync(cancellationToken);
        if (!user.Can(Permissions.Ledger.View))
        {
            return [LedgerAssets.Cny];
        }

        var accounts = context.LedgerAccounts.Where(row => LedgerAccountKinds.RebatesOfCustomers.Contains(row.Kind));
        accounts = customerId is { } id ? accounts.Where(row => row.OwnerId == id) : accounts;
        var others = await accounts.Where(row => row.Asset != LedgerAssets.Cny).Select(row => row.Asset).Distinct().OrderBy(asset => asset).ToListAsync(cancellationToken);
        return [LedgerAssets.Cny, .. others];
    }

    /// <summary>The entries of a customer's rebate accounts, newest first, with the balance after each. Filters: <c>account</c> (a kind), <c>kind</c> (of transfer), <c>currency</c>, <c>from</c>, <c>to</c> (days).</summary>
    public async Task<GridPage<LedgerEntryRow>> EntriesAsync(long customerId, GridQuery query, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(query);
        await using var context = await contexts.CreateDbContextAsync(cancellationToken);
        if (!user.Can(Permissions.Ledger.View) || !await context.Customers.VisibleTo(user, context).AnyAsync(customer => customer.Id == customerId, cancellationToken))
        {
            return new GridPage<LedgerEntryRow>([], 0);
        }

        var rows = LedgerEntryRow.Of(context, customerId);
        if (query.Choice<LedgerAccountKind>("account") is { } account)
        {
            rows = rows.Where(row => row.Account == account);
        }

        rows = query.Filter("currency") is { } currency ? rows.Where(row => row.Currency == currency) : rows;
        if (query.Choice<LedgerTransferKind>("kind") is { } kind)
        {
            rows = rows.Where(row => row.Kind == kind);
        }

        if (query.Day("from") is { } from)
        {
            rows = rows.Where(row => row.EffectiveOn >= from);
        }

        if (query.Day("to") is { } to)
        {
            rows = rows.Where(row => row.EffectiveOn <= to);
        }

        if (query.Term is { } term)
        {
            rows = rows.Where(row => row.Source.ToLower().Contains(term) || (row.Note != null && row.Note.ToLower().Contains(term)));
        }

        var sorted = (query.Sort, query.Descending) switch
        {
            ("amount", false) => rows.OrderBy(row => row.AmountMinor),
            ("amount", true) => rows.OrderByDescending(row => row.AmountMinor),
            ("date", false) => rows.OrderBy(row => row.EntryId),
            _ => rows.OrderByDescending(row => row.EntryId),
        };
        return new GridPage<LedgerEntryRow>(
            await sorted.ThenByDescending(row => row.EntryId).Skip(query.Skip).Take(query.Take).ToListAsync(cancellationToken),
            await rows.CountAsync(cancellationToken));
    }

    /// <summary>What the house owes all customers in a currency, and what it granted and paid so far.</summary>
    public async Task<HouseTotals> HouseTotalsAsync(CancellationToken cancellationToken, string currency = LedgerAssets.Cny)
    {
        await using var context = await contexts.CreateDbContextAsync(cancellationToken);
        if (!user.Can(Permissions.Ledger.View) || user.Scope != DataScope.All)
        {
            return new HouseTotals(0, 0, 0, 0, 0, 0);
        }

        var owed = await context.LedgerAccounts
            .Where(row => row.OwnerId != 0 && row.Asset == currency)
            .GroupBy(row => row.Kind)
            .Select(group => new { Kind = group.Key, Sum = group.Sum(row => row.BalanceMinor) })
            .ToDictionaryAsync(row => row.Kind, row => row.Sum, cancellationToken);
        var house = await (
            from entry in context.LedgerEntries
            join account in context.LedgerAccounts on entry.AccountId equals account.Id
            where account.OwnerId == 0 && account.Asset == currency
            group entry.AmountMinor by account.Kind into sides
            select new { Kind = sides.Key, Sum = sides.Sum() }).ToDictionaryAsync(row => row.Kind, row => row.Sum, cancellationToken);
        return new HouseTotals(
            owed.GetValueOrDefault(LedgerAccountKind.RebatePayable),
            owed.GetValueOrDefault(LedgerAccountKind.RebateBalance),
            owed.GetValueOrDefault(LedgerAccountKind.WithdrawalHeld),
            -house.GetValueOrDefault(LedgerAccountKind.RebateExpense),
            house.GetValueOrDefault(LedgerAccountKind.BankClearing),
            house.GetValueOrDefault(LedgerAccountKind.SetOffClearing))
        {
            Currency = currency,
            EmployeesMinor = owed.GetValueOrDefault(LedgerAccountKind.EmployeePayable),
            CreditNotesMinor = house.GetValueOrDefault(LedgerAccountKind.CreditNoteClearing),
            GoodsMinor = house.GetValueOrDefault(LedgerAccountKind.GoodsClearing),
            PointsMinor = house.GetValueOrDefault(LedgerAccountKind.PointsClearing),
            PayrollMinor = house.GetValueOrDefault(LedgerAccountKind.PayrollClearing),
        };
    }

    private IQueryable<CustomerAccountsRow> CustomerAccounts(PortalDbContext context)
    {
        var mayView = user.Can(Permissions.Ledger.View);
        return
            from customer in context.Customers.VisibleTo(user, context)
            join account in context.LedgerAccounts on customer.Id equals account.OwnerId
            where mayView && LedgerAccountKinds.RebatesOfCustomers.Contains(account.Kind)
            group account by new { customer.Id, customer.Number, customer.Name, account.Asset } into accounts
            select new CustomerAccountsRow
            {
                CustomerId = accounts.Key.Id,
                CustomerNumber = accounts.Key.Number,
                CustomerName = accounts.Key.Name,
                Currency = accounts.Key.Asset,
                PayableMinor = accounts.Sum(row => row.Kind == LedgerAccountKind.RebatePayable ? row.BalanceMinor : 0),
                BalanceMinor = accounts.Sum(row => row.Kind == LedgerAccountKind.RebateBalance ? row.BalanceMinor : 0),
                HeldMinor = accounts.Sum(row => row.Kind == LedgerAccountKind.WithdrawalHeld ? row.BalanceMinor : 0),
            };
    }
}

/// <summary>What a customer is owed, by account.</summary>
public sealed record CustomerAccountsRow
{
    /// <summary>The customer.</summary>
    public long CustomerId { get; init; }

    /// <summary>The customer's number.</summary>
    public required string CustomerNumber { get; init; }

    /// <summary>The customer's name.</summary>
    public required string CustomerName { get; init; }

    /// <summary>ISO code of the currency.</summary>
    public string Currency { get; init; } = LedgerAssets.Cny;

    /// <summary>Approved and not yet paid out.</summary>
    public long PayableMinor { get; init; }

    /// <summary>On the rebate account, free to use.</summary>
    public long BalanceMinor { get; init; }

    /// <summary>Held for withdrawals under way.</summary>
    public long HeldMinor { get; init; }

    /// <summary>All of it.</summary>
    public long TotalMinor => PayableMinor + BalanceMinor + HeldMinor;
}

/// <summary>An entry with what it was for.</summary>
public sealed record LedgerEntryRow
{
    /// <summary>The entry.</summary>
    public long EntryId { get; init; }

    /// <summary>The transfer.</summary>
    public long TransferId { get; init; }

    /// <summary>The account.</summary>
    public LedgerAccountKind Account { get; init; }

    /// <summary>ISO code of the currency.</summary>
    public string Currency { get; init; } = LedgerAssets.Cny;

    /// <summary>What happened.</summary>
    public LedgerTransferKind Kind { get; init; }

    /// <summary>The document behind it.</summary>
    public required string Source { get; init; }

    /// <summary>Why, in a person's words; or null.</summary>
    public string? Note { get; init; }

    /// <summary>The business day it counts for.</summary>
    public DateOnly EffectiveOn { get; init; }

    /// <summary>When it was posted.</summary>
    public DateTime PostedAtUtc { get; init; }

    /// <summary>Who did it; null for the system.</summary>
    public string? ByName { get; init; }

    /// <summary>The signed amount.</summary>
    public long AmountMinor { get; init; }

    /// <summary>The account's balance afterwards.</summary>
    public long BalanceAfterMinor { get; init; }

    /// <summary>The transfer that this one mirrors, or null.</summary>
    public long? ReversesTransferId { get; init; }

    /// <summary>Whether it was mirrored.</summary>
    public bool IsReversed { get; init; }

    internal static IQueryable<LedgerEntryRow> Of(PortalDbContext context, long customerId) =>
        from entry in context.LedgerEntries
        join account in context.LedgerAccounts on entry.AccountId equals account.Id
        join transfer in context.LedgerTransfers on entry.TransferId equals transfer.Id
        where account.OwnerId == customerId && LedgerAccountKinds.RebatesOfCustomers.Contains(account.Kind)
        select new LedgerEntryRow
        {
            EntryId = entry.Id,
            TransferId = transfer.Id,
            Account = account.Kind,
            Currency = account.Asset,
            Kind = transfer.Kind,
            Source = transfer.Source,
            Note = transfer.Note,
            EffectiveOn = transfer.EffectiveOn,
            PostedAtUtc = transfer.PostedAtUtc,
            ByName = context.Users.Where(login => login.Id == transfer.ByUserId).Select(login => login.DisplayName).FirstOrDefault(),
            AmountMinor = entry.AmountMinor,
            BalanceAfterMinor = entry.BalanceAfterMinor ?? 0,
            ReversesTransferId = transfer.ReversesTransferId,
            IsReversed = context.LedgerTransfers.Any(mirror => mirror.ReversesTransferId == transfer.Id),
        };
}

/// <summary>The house's side of the ledger.</summary>
/// <param name="PayableMinor">Approved and not yet paid out.</param>
/// <param name="BalanceMinor">On customers' rebate accounts.</param>
/// <param name="HeldMinor">Held for withdrawals under way.</param>
/// <param name="GrantedMinor">Granted so far.</param>
/// <param name="PaidByBankMinor">Paid by bank so far.</param>
/// <param name="SetOffMinor">Set off against purchases so far.</param>
public sealed record HouseTotals(long PayableMinor, long BalanceMinor, long HeldMinor, long GrantedMinor, long PaidByBankMinor, long SetOffMinor)
{
    /// <summary>ISO code of the currency.</summary>
    public string Currency { get; init; } = LedgerAssets.Cny;

    /// <summary>Approved for employees and not yet paid with the wages.</summary>
    public long EmployeesMinor { get; init; }

    /// <summary>Given as credit notes so far.</summary>
    public long CreditNotesMinor { get; init; }

    /// <summary>Given in goods so far.</summary>
    public long GoodsMinor { get; init; }

    /// <summary>Rebates given in points, in minor units of the currency.</summary>
    public long PointsMinor { get; init; }

    /// <summary>Paid with the wages so far.</summary>
    public long PayrollMinor { get; init; }

    /// <summary>All that is owed to customers and employees.</summary>
    public long OutstandingMinor => PayableMinor + BalanceMinor + HeldMinor + EmployeesMinor;
}
