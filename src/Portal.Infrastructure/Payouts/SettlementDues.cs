using Microsoft.EntityFrameworkCore;
using Portal.Domain.Ledger;
using Portal.Domain.Payouts;
using Portal.Domain.Settlements;
using Portal.Infrastructure.Data;
using Portal.Infrastructure.Settlements;

namespace Portal.Infrastructure.Payouts;

/// <summary>What a settlement still has to pay, by the customer whose purchases earned it.</summary>
internal static class SettlementDues
{
    /// <summary>
    /// The positive dues that are in no payout yet, at most what the ledger owes to whoever is paid beyond payments under way: so a
    /// charge-back of another settlement is kept back here. A line that is disputed waits for the end of the dispute.
    /// </summary>
    public static async Task<List<OpenDue>> OpenAsync(PortalDbContext context, long settlementId, string currency, CancellationToken cancellationToken)
    {
        var dues = await context.SettlementLines
            .Where(line => line.SettlementId == settlementId
                && !(line.DueMinor > 0 && context.Disputes.Any(dispute => dispute.HeldLineId == line.Id)))
            .GroupBy(line => line.CustomerId)
            .Select(lines => new { CustomerId = lines.Key, DueMinor = lines.Sum(line => line.DueMinor) })
            .Where(row => row.DueMinor > 0)
            .OrderBy(row => row.CustomerId)
            .ToListAsync(cancellationToken);
        var paid = await (
            from item in context.PayoutItems
            join document in context.PayoutDocuments on item.DocumentId equals document.Id
            where document.SettlementId == settlementId && item.State != PayoutItemState.Failed
            group item.AmountMinor by item.CustomerId into items
            select new { CustomerId = items.Key, Sum = items.Sum() }).ToDictionaryAsync(row => row.CustomerId, row => row.Sum, cancellationToken);
        var payees = await SettlementPayees.ReadAsync(context, settlementId, cancellationToken);
        var free = await FreeAsync(context, settlementId, currency, payees.Count > 0, cancellationToken);
        var open = new List<OpenDue>();
        foreach (var due in dues)
        {
            var payee = payees.GetValueOrDefault(due.CustomerId);
            var account = new Owner(payee?.EmployeeId, payee is { EmployeeId: not null } ? null : payee?.PayeeId ?? due.CustomerId);
            var amount = Math.Min(due.DueMinor - paid.GetValueOrDefault(due.CustomerId), free.GetValueOrDefault(account));
            if (amount > 0)
            {
                free[account] -= amount;
                open.Add(new OpenDue(due.CustomerId, amount, payee?.PayeeId, payee?.EmployeeId));
            }
        }

        return open;
    }

    /// <summary>What the ledger owes to each, less the payments that are under way.</summary>
    private static async Task<Dictionary<Owner, long>> FreeAsync(
        PortalDbContext context, long settlementId, string currency, bool hasPayees, CancellationToken cancellationToken)
    {
        var lines = context.SettlementLines.Where(line => line.SettlementId == settlementId);
        var payees = context.SettlementPayees.Where(row => row.SettlementId == settlementId);
        var free = await context.LedgerAccounts
            .Where(account => account.Kind == LedgerAccountKind.RebatePayable && account.Asset == currency && lines.Any(line => line.CustomerId == account.OwnerId))
            .ToDictionaryAsync(account => new Owner(null, account.OwnerId), account => account.BalanceMinor, cancellationToken);
        if (hasPayees)
        {
            foreach (var account in await context.LedgerAccounts
                .Where(account => account.Asset == currency
                    && ((account.Kind == LedgerAccountKind.RebatePayable && payees.Any(payee => payee.PayeeId == account.OwnerId))
                        || (account.Kind == LedgerAccountKind.EmployeePayable && payees.Any(payee => payee.EmployeeId == account.OwnerId))))
                .ToListAsync(cancellationToken))
            {
                free[account.Kind == LedgerAccountKind.EmployeePayable ? new Owner(account.OwnerId, null) : new Owner(null, account.OwnerId)] = account.BalanceMinor;
            }
        }

        foreach (var row in await UnderWay(context, currency, lines, hasPayees ? payees : null).ToListAsync(cancellationToken))
        {
            var owner = new Owner(row.EmployeeId, row.CompanyId);
            if (free.TryGetValue(owner, out var amount))
            {
                free[owner] = amount - row.AmountMinor;
            }
        }

        return free;
    }

    /// <summary>Payments that are decided on and not made, to whom this settlement pays.</summary>
    private static IQueryable<Waiting> UnderWay(PortalDbContext context, string currency, IQueryable<SettlementLine> lines, IQueryable<SettlementPayee>? payees)
    {
        var items = context.PayoutItems.Where(item => (item.State == PayoutItemState.Pending || item.State == PayoutItemState.Exported)
            && context.PayoutDocuments.Any(document => document.Id == item.DocumentId && document.Currency == currency));
        items = payees is null
            ? items.Where(item => lines.Any(line => line.CustomerId == (item.PayeeId ?? item.CustomerId)))
            : items.Where(item => lines.Any(line => line.CustomerId == (item.PayeeId ?? item.CustomerId))
                || payees.Any(payee => payee.PayeeId == (item.PayeeId ?? item.CustomerId) || (item.EmployeeId != null && payee.EmployeeId == item.EmployeeId)));
        return items
            .Select(item => new { item.EmployeeId, CompanyId = item.EmployeeId != null ? null : (long?)(item.PayeeId ?? item.CustomerId), item.AmountMinor })
            .GroupBy(item => new { item.EmployeeId, item.CompanyId })
            .Select(group => new Waiting { EmployeeId = group.Key.EmployeeId, CompanyId = group.Key.CompanyId, AmountMinor = group.Sum(item => item.AmountMinor) });
    }

    /// <summary>Whose account: an employee's or a company's.</summary>
    private sealed record Owner(long? EmployeeId, long? CompanyId);

    private sealed class Waiting
    {
        public long? EmployeeId { get; init; }

        public long? CompanyId { get; init; }

        public long AmountMinor { get; init; }
    }
}

/// <summary>What can be paid from a settlement for a customer's purchases.</summary>
/// <param name="CustomerId">Who bought.</param>
/// <param name="AmountMinor">How much, in minor units.</param>
/// <param name="PayeeId">The company that is paid instead, or null.</param>
/// <param name="EmployeeId">The employee who is paid instead, or null.</param>
internal sealed record OpenDue(long CustomerId, long AmountMinor, long? PayeeId, long? EmployeeId)
{
    /// <summary>Who is paid, as what stands behind an account.</summary>
    public (long? CompanyId, long? EmployeeId) PaidTo => EmployeeId is null ? (PayeeId ?? CustomerId, null) : (null, EmployeeId);
}
