using System.Globalization;
using Microsoft.EntityFrameworkCore;
using Portal.Domain.Customers;
using Portal.Domain.Disputes;
using Portal.Domain.Payouts;
using Portal.Infrastructure.Data;

namespace Portal.Infrastructure.Disputes;

/// <summary>What payouts have to know of disputes: a line that would be paid waits as long as it is disputed.</summary>
internal static class DisputeHolds
{
    /// <summary>The disputed lines of a settlement that would be paid, of some customers or of all.</summary>
    public static IQueryable<HeldLine> HeldLines(this PortalDbContext context, long settlementId, IQueryable<Customer>? customers = null) =>
        from dispute in context.Disputes
        join line in context.SettlementLines on dispute.HeldLineId equals line.Id
        join customer in customers ?? context.Customers on line.CustomerId equals customer.Id
        join settlement in context.Settlements on line.SettlementId equals settlement.Id
        join version in context.RebateProgramVersions on settlement.ProgramVersionId equals version.Id
        where line.SettlementId == settlementId && line.DueMinor > 0
        orderby dispute.Id
        select new HeldLine(dispute.Id, dispute.Number, customer.Id, customer.Name, line.DueMinor, version.Currency);

    /// <summary>Notes in the disputes of a settlement's lines what a new payout of it leaves out and what it catches up on.</summary>
    public static async Task NoteAsync(PortalDbContext context, PayoutDocument payout, long? byUserId, DateTime atUtc, CancellationToken cancellationToken)
    {
        var disputes = await (
            from dispute in context.Disputes
            join line in context.SettlementLines on dispute.SettlementLineId equals line.Id
            where line.SettlementId == payout.SettlementId && line.DueMinor > 0
                && ((dispute.HeldLineId != null && dispute.LeftOutOfPayoutId == null)
                    || (dispute.HeldLineId == null && dispute.LeftOutOfPayoutId != null && dispute.CaughtUpByPayoutId == null))
            select new { Dispute = dispute, line.DueMinor }).ToListAsync(cancellationToken);
        foreach (var row in disputes)
        {
            var kind = row.Dispute.IsOpen ? DisputeEntryKind.LeftOut : DisputeEntryKind.CaughtUp;
            if (kind == DisputeEntryKind.LeftOut)
            {
                row.Dispute.LeaveOut(payout.Id);
            }
            else
            {
                row.Dispute.CatchUp(payout.Id);
            }

            var key = string.Create(CultureInfo.InvariantCulture, $"payout:{payout.Id}:{row.Dispute.Id}");
            context.Add(new DisputeEntry(row.Dispute.Id, key, kind, payout.Number, row.DueMinor, byUserId, atUtc));
        }
    }
}

/// <summary>A line that is not paid while it is disputed.</summary>
/// <param name="DisputeId">The dispute.</param>
/// <param name="Number">Its number.</param>
/// <param name="CustomerId">The customer.</param>
/// <param name="CustomerName">Its name.</param>
/// <param name="DueMinor">What waits, in minor units.</param>
/// <param name="Currency">ISO code of the currency.</param>
public sealed record HeldLine(long DisputeId, string Number, long CustomerId, string CustomerName, long DueMinor, string Currency);
