using Microsoft.EntityFrameworkCore;
using Portal.Domain.Ledger;
using Portal.Domain.Shared;
using Portal.Domain.Withdrawals;
using Portal.Infrastructure.Access;
using Portal.Infrastructure.Data;
using Portal.Infrastructure.Payouts;
using Portal.Infrastructure.Shared;

namespace Portal.Infrastructure.Withdrawals;

/// <summary>Reads withdrawal requests for staff.</summary>
public sealed class WithdrawalQueries(IDbContextFactory<PortalDbContext> contexts, BankAccountNumbers numbers, CurrentUser user)
{
    /// <summary>The requests. Sorts: number, customer, amount, requested, state. Filters: <c>state</c>, <c>customer</c> (id), <c>from</c>, <c>to</c> (days of asking).</summary>
    public async Task<GridPage<WithdrawalRow>> ListAsync(GridQuery query, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(query);
        await using var context = await contexts.CreateDbContextAsync(cancellationToken);
        var rows = Filtered(Rows(context), query);
        var sorted = (query.Sort, query.Descending) switch
        {
            ("number", false) => rows.OrderBy(row => row.Number),
            ("number", true) => rows.OrderByDescending(row => row.Number),
            ("customer", false) => rows.OrderBy(row => row.CustomerName),
            ("customer", true) => rows.OrderByDescending(row => row.CustomerName),
            ("amount", false) => rows.OrderBy(row => row.AmountMinor),
            ("amount", true) => rows.OrderByDescending(row => row.AmountMinor),
            ("state", false) => rows.OrderBy(row => row.State),
            ("state", true) => rows.OrderByDescending(row => row.State),
            ("requested", false) => rows.OrderBy(row => row.RequestedAtUtc),
            _ => rows.OrderByDescending(row => row.RequestedAtUtc),
        };
        return new GridPage<WithdrawalRow>(
            await sorted.ThenByDescending(row => row.Id).Skip(query.Skip).Take(query.Take).ToListAsync(cancellationToken),
            await rows.CountAsync(cancellationToken));
    }

    /// <summary>A request, or null if there is none or the person may not see it.</summary>
    public async Task<WithdrawalRow?> RecordAsync(long id, CancellationToken cancellationToken)
    {
        await using var context = await contexts.CreateDbContextAsync(cancellationToken);
        return await Rows(context).SingleOrDefaultAsync(row => row.Id == id, cancellationToken);
    }

    /// <summary>The full number of the bank account of a request, for whoever pays it.</summary>
    public async Task<Outcome<string>> BankAccountNumberAsync(long id, CancellationToken cancellationToken)
    {
        if (user.Refuse(Permissions.Withdrawals.Decide) is { } refusal)
        {
            return refusal;
        }

        await using var context = await contexts.CreateDbContextAsync(cancellationToken);
        var numberProtected = await (
            from request in context.WithdrawalRequests
            join account in context.CustomerBankAccounts on request.BankAccountId equals account.Id
            where request.Id == id
            select account.NumberProtected).SingleOrDefaultAsync(cancellationToken);
        return numberProtected is null ? new Refusal(Refusal.NotFound)
            : numbers.Unprotect(numberProtected) is { } number ? number
            : new Refusal("bank_account_number_lost");
    }

    private IQueryable<WithdrawalRow> Rows(PortalDbContext context)
    {
        var mayView = user.Can(Permissions.Withdrawals.View);
        return
            from request in context.WithdrawalRequests
            join customer in context.Customers.VisibleTo(user, context) on request.CustomerId equals customer.Id
            join account in context.CustomerBankAccounts on request.BankAccountId equals account.Id
            where mayView
            select new WithdrawalRow
            {
                Id = request.Id,
                Number = request.Number,
                CustomerId = customer.Id,
                CustomerNumber = customer.Number,
                CustomerName = customer.Name,
                AmountMinor = request.AmountMinor,
                Currency = request.Currency,
                State = request.State,
                BankName = account.BankName,
                Holder = account.Holder,
                NumberLast4 = account.NumberLast4,
                RequestedAtUtc = request.RequestedAtUtc,
                RequestedBy = context.Users.Where(login => login.Id == request.RequestedByUserId).Select(login => login.DisplayName).FirstOrDefault(),
                DecidedAtUtc = request.DecidedAtUtc,
                DecidedBy = context.Users.Where(login => login.Id == request.DecidedByUserId).Select(login => login.DisplayName).FirstOrDefault(),
                RejectionReason = request.RejectionReason,
                PaidAtUtc = request.PaidAtUtc,
                PaidBy = context.Users.Where(login => login.Id == request.PaidByUserId).Select(login => login.DisplayName).FirstOrDefault(),
                BalanceMinor = context.LedgerAccounts
                    .Where(row => row.OwnerId == customer.Id && row.Kind == LedgerAccountKind.RebateBalance && row.Asset == request.Currency)
                    .Sum(row => row.BalanceMinor),
            };
    }

    private static IQueryable<WithdrawalRow> Filtered(IQueryable<WithdrawalRow> rows, GridQuery query)
    {
        if (query.Term is { } term)
        {
            rows = rows.Where(row => row.Number.ToLower().Contains(term) || row.CustomerNumber.ToLower().Contains(term) || row.CustomerName.ToLower().Contains(term));
        }

        if (query.Choice<WithdrawalState>("state") is { } state)
        {
            rows = rows.Where(row => row.State == state);
        }

        if (query.Number("customer") is { } customerId)
        {
            rows = rows.Where(row => row.CustomerId == customerId);
        }

        if (query.Day("from") is { } from)
        {
            var fromUtc = from.ToDateTime(TimeOnly.MinValue, DateTimeKind.Utc);
            rows = rows.Where(row => row.RequestedAtUtc >= fromUtc);
        }

        if (query.Day("to") is { } to)
        {
            var beforeUtc = to.AddDays(1).ToDateTime(TimeOnly.MinValue, DateTimeKind.Utc);
            rows = rows.Where(row => row.RequestedAtUtc < beforeUtc);
        }

        return rows;
    }
}

/// <summary>A withdrawal request with who did what.</summary>
public sealed record WithdrawalRow
{
    /// <summary>The request.</summary>
    public long Id { get; init; }

    /// <summary>W-2026-0001.</summary>
    public required string Number { get; init; }

    /// <summary>Who asks.</summary>
    public long CustomerId { get; init; }

    /// <summary>The customer's number.</summary>
    public required string CustomerNumber { get; init; }

    /// <summary>The customer's name.</summary>
    public required string CustomerName { get; init; }

    /// <summary>ISO code of the currency.</summary>
    public required string Currency { get; init; }

    /// <summary>The amount.</summary>
    public long AmountMinor { get; init; }

    /// <summary>Where it stands.</summary>
    public WithdrawalState State { get; init; }

    /// <summary>The bank.</summary>
    public required string BankName { get; init; }

    /// <summary>The name the account is in.</summary>
    public required string Holder { get; init; }

    /// <summary>The last four digits of the account.</summary>
    public required string NumberLast4 { get; init; }

    /// <summary>When it was asked for.</summary>
    public DateTime RequestedAtUtc { get; init; }

    /// <summary>The log-in that asked.</summary>
    public string? RequestedBy { get; init; }

    /// <summary>When it was approved or rejected.</summary>
    public DateTime? DecidedAtUtc { get; init; }

    /// <summary>Who approved or rejected it.</summary>
    public string? DecidedBy { get; init; }

    /// <summary>Why it was rejected.</summary>
    public string? RejectionReason { get; init; }

    /// <summary>When it was paid.</summary>
    public DateTime? PaidAtUtc { get; init; }

    /// <summary>Who marked it paid.</summary>
    public string? PaidBy { get; init; }

    /// <summary>What is left on the customer's rebate account now.</summary>
    public long BalanceMinor { get; init; }
}
