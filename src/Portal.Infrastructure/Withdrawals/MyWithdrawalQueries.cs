using Microsoft.EntityFrameworkCore;
using Portal.Domain.Withdrawals;
using Portal.Infrastructure.Access;
using Portal.Infrastructure.Data;

namespace Portal.Infrastructure.Withdrawals;

/// <summary>The withdrawal requests of the customer who is signed in.</summary>
public sealed class MyWithdrawalQueries(IDbContextFactory<PortalDbContext> contexts, CurrentUser user)
{
    /// <summary>The requests, the newest first.</summary>
    /// <param name="beforeId">Only those before this one, to show more; null for the first.</param>
    /// <param name="take">How many at most.</param>
    /// <param name="cancellationToken">Stops.</param>
    public async Task<IReadOnlyList<MyWithdrawal>> ListAsync(long? beforeId, int take, CancellationToken cancellationToken)
    {
        await using var context = await contexts.CreateDbContextAsync(cancellationToken);
        return await Rows(context)
            .Where(row => beforeId == null || row.Id < beforeId)
            .OrderByDescending(row => row.Id)
            .Take(take)
            .ToListAsync(cancellationToken);
    }

    /// <summary>One request, or null.</summary>
    public async Task<MyWithdrawal?> RecordAsync(long id, CancellationToken cancellationToken)
    {
        await using var context = await contexts.CreateDbContextAsync(cancellationToken);
        return await Rows(context).SingleOrDefaultAsync(row => row.Id == id, cancellationToken);
    }

    private IQueryable<MyWithdrawal> Rows(PortalDbContext context) =>
        from request in context.WithdrawalRequests
        join account in context.CustomerBankAccounts on request.BankAccountId equals account.Id
        where request.CustomerId == user.CustomerId
        select new MyWithdrawal
        {
            Id = request.Id,
            Number = request.Number,
            AmountMinor = request.AmountMinor,
            Currency = request.Currency,
            State = request.State,
            BankName = account.BankName,
            Holder = account.Holder,
            NumberLast4 = account.NumberLast4,
            RequestedAtUtc = request.RequestedAtUtc,
            DecidedAtUtc = request.DecidedAtUtc,
            RejectionReason = request.RejectionReason,
            PaidAtUtc = request.PaidAtUtc,
        };
}

/// <summary>A withdrawal request as its customer sees it.</summary>
public sealed record MyWithdrawal
{
    /// <summary>The request.</summary>
    public long Id { get; init; }

    /// <summary>W-2026-0001.</summary>
    public required string Number { get; init; }

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

    /// <summary>When it was approved or rejected.</summary>
    public DateTime? DecidedAtUtc { get; init; }

    /// <summary>Why it was rejected.</summary>
    public string? RejectionReason { get; init; }

    /// <summary>When it was paid.</summary>
    public DateTime? PaidAtUtc { get; init; }
}
