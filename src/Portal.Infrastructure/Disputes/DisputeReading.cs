using Microsoft.EntityFrameworkCore;
using Portal.Domain.Disputes;
using Portal.Domain.Payouts;
using Portal.Infrastructure.Data;

namespace Portal.Infrastructure.Disputes;

/// <summary>Reads disputes; the caller says which the person may see.</summary>
internal static class DisputeReading
{
    public static IQueryable<DisputeRow> Rows(PortalDbContext context, IQueryable<Dispute> disputes) =>
        from dispute in disputes
        join line in context.SettlementLines on dispute.SettlementLineId equals line.Id
        join settlement in context.Settlements on line.SettlementId equals settlement.Id
        join version in context.RebateProgramVersions on settlement.ProgramVersionId equals version.Id
        join customer in context.Customers on dispute.CustomerId equals customer.Id
        select new DisputeRow
        {
            Id = dispute.Id,
            Number = dispute.Number,
            CustomerId = customer.Id,
            CustomerNumber = customer.Number,
            CustomerName = customer.Name,
            OwnerName = context.Employees.Where(employee => employee.Id == customer.OwnerId).Select(employee => employee.Name).FirstOrDefault(),
            SettlementId = settlement.Id,
            SettlementNumber = settlement.Number,
            LineId = line.Id,
            NameZhCn = version.NameZhCn,
            NameEn = version.NameEn,
            PeriodFrom = line.PeriodFrom,
            PeriodTo = line.PeriodTo,
            LineDueMinor = line.DueMinor,
            Currency = version.Currency,
            ExpectedMinor = dispute.ExpectedMinor,
            State = dispute.State,
            OpenedAtUtc = dispute.OpenedAtUtc,
            DueOn = dispute.DueOn,
            EndedAtUtc = dispute.EndedAtUtc,
            AdjustmentSettlementId = dispute.AdjustmentSettlementId,
            AdjustmentMinor = dispute.AdjustmentMinor,
            IsInPayout = dispute.LeftOutOfPayoutId == null && context.PayoutItems.Any(item => item.CustomerId == line.CustomerId && item.State != PayoutItemState.Failed
                && context.PayoutDocuments.Any(document => document.Id == item.DocumentId && document.SettlementId == line.SettlementId)),
            RowVersion = dispute.RowVersion,
        };

    public static async Task<DisputeRecord?> RecordAsync(PortalDbContext context, IQueryable<Dispute> disputes, long id, CancellationToken cancellationToken)
    {
        var row = await Rows(context, disputes.Where(dispute => dispute.Id == id)).SingleOrDefaultAsync(cancellationToken);
        if (row is null)
        {
            return null;
        }

        var attachments = (await context.DisputeAttachments.Where(file => file.DisputeId == id).OrderBy(file => file.Id)
            .Select(file => new { file.EntryId, Row = new DisputeAttachmentRow(file.Id, file.FileName, file.SizeBytes) })
            .ToListAsync(cancellationToken)).ToLookup(file => file.EntryId, file => file.Row);
        var entries = await context.DisputeEntries.Where(entry => entry.DisputeId == id).OrderBy(entry => entry.Id)
            .Select(entry => new DisputeEntryRow
            {
                Id = entry.Id,
                Kind = entry.Kind,
                Text = entry.Text,
                AmountMinor = entry.AmountMinor,
                By = context.Users.Where(login => login.Id == entry.ByUserId).Select(login => login.DisplayName).FirstOrDefault(),
                AtUtc = entry.AtUtc,
            })
            .ToListAsync(cancellationToken);
        return new DisputeRecord(row, [.. entries.Select(entry => entry with { Attachments = [.. attachments[entry.Id]] })]);
    }

    public static async Task<DisputeFile?> FileAsync(
        PortalDbContext context, IQueryable<Dispute> disputes, DisputeFiles files, long attachmentId, CancellationToken cancellationToken)
    {
        var file = await context.DisputeAttachments.AsNoTracking()
            .SingleOrDefaultAsync(row => row.Id == attachmentId && disputes.Any(dispute => dispute.Id == row.DisputeId), cancellationToken);
        return file is null ? null : new DisputeFile(file.FileName, file.MediaType, () => files.Open(file.StoredAs));
    }
}
