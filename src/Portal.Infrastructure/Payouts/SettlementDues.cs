using Microsoft.EntityFrameworkCore;
using Portal.Domain.Ledger;
using Portal.Domain.Payouts;
using Portal.Infrastructure.Data;

namespace Portal.Infrastructure.Payouts;

/// <summary>What a settlement still has to pay, by customer.</summary>
internal static class SettlementDues
{
    /// <summary>
    /// The positive dues that are in no payout yet, at most what the ledger owes the customer beyond payments under way: so a
    /// charge-back of another settlement is kept back here. A line that is disputed waits for the end of the dispute.
    /// </summary>
    public static async Task<List<OpenDue>> OpenAsync(PortalDbContext context, long settlementId, CancellationToken cancellationToken)
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
        var underWay = await context.PayoutItems
            .Where(item => (item.State == PayoutItemState.Pending || item.State == PayoutItemState.Exported)
                && context.SettlementLines.Any(line => line.SettlementId == settlementId && line.CustomerId == item.CustomerId))
            .GroupBy(item => item.CustomerId)
            .Select(items => new { CustomerId = items.Key, Sum = items.Sum(item => item.AmountMinor) })
            .ToDictionaryAsync(row => row.CustomerId, row => row.Sum, cancellationToken);
        var payable = await context.LedgerAccounts
            .Where(account => account.Kind == LedgerAccountKind.RebatePayable && account.Asset == LedgerAssets.Cny
                && context.SettlementLines.Any(line => line.SettlementId == settlementId && line.CustomerId == account.OwnerId))
            .ToDictionaryAsync(account => account.OwnerId, account => account.BalanceMinor, cancellationToken);
        return [.. dues
            .Select(due => new OpenDue(due.CustomerId, Math.Min(
                due.DueMinor - paid.GetValueOrDefault(due.CustomerId),
                payable.GetValueOrDefault(due.CustomerId) - underWay.GetValueOrDefault(due.CustomerId))))
            .Where(due => due.AmountMinor > 0)];
    }
}

/// <summary>What a customer can be paid from a settlement.</summary>
internal sealed record OpenDue(long CustomerId, long AmountMinor);
