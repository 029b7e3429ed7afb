using Microsoft.EntityFrameworkCore;
using Portal.Domain.Payouts;
using Portal.Infrastructure.Data;

namespace Portal.Infrastructure.CreditNotes;

/// <summary>Reads credit notes; the caller says which the person may see.</summary>
internal static class CreditNoteReading
{
    public static IQueryable<CreditNoteRow> Rows(PortalDbContext context, IQueryable<CreditNote> notes) =>
        from note in notes
        join item in context.PayoutItems on note.PayoutItemId equals item.Id
        join document in context.PayoutDocuments on item.DocumentId equals document.Id
        join settlement in context.Settlements on document.SettlementId equals settlement.Id
        join version in context.RebateProgramVersions on settlement.ProgramVersionId equals version.Id
        join customer in context.Customers on note.CustomerId equals customer.Id
        select new CreditNoteRow
        {
            Id = note.Id,
            Number = note.Number,
            CustomerId = customer.Id,
            CustomerNumber = customer.Number,
            CustomerName = customer.Name,
            EarnedByName = item.CustomerId == note.CustomerId ? null : context.Customers.Where(buyer => buyer.Id == item.CustomerId).Select(buyer => buyer.Name).FirstOrDefault(),
            ProgramNameZhCn = version.NameZhCn,
            ProgramNameEn = version.NameEn,
            PeriodFrom = settlement.PeriodFrom,
            PeriodTo = settlement.PeriodTo,
            DocumentId = document.Id,
            DocumentNumber = document.Number,
            AmountMinor = note.AmountMinor,
            UsedMinor = note.UsedMinor,
            IsCancelled = note.CancelledAtUtc != null,
            Currency = note.Currency,
            IssuedOn = note.IssuedOn,
        };

    public static async Task<CreditNoteRecord?> RecordAsync(PortalDbContext context, IQueryable<CreditNote> notes, long id, CancellationToken cancellationToken)
    {
        var head = await Rows(context, notes.Where(note => note.Id == id)).SingleOrDefaultAsync(cancellationToken);
        if (head is null)
        {
            return null;
        }

        var uses = await context.CreditNoteUses.Where(use => use.CreditNoteId == id).OrderBy(use => use.Id)
            .Select(use => new CreditNoteUseRow(
                use.Invoice, use.AmountMinor, use.UsedOn, use.RecordedAtUtc,
                context.Users.Where(login => login.Id == use.ByUserId).Select(login => login.DisplayName).FirstOrDefault()))
            .ToListAsync(cancellationToken);
        var ending = await context.CreditNotes.Where(note => note.Id == id)
            .Select(note => new
            {
                note.CancelReason,
                note.CancelledAtUtc,
                By = context.Users.Where(login => login.Id == note.CancelledByUserId).Select(login => login.DisplayName).FirstOrDefault(),
            })
            .SingleAsync(cancellationToken);
        return new CreditNoteRecord(head, uses, ending.CancelReason, ending.CancelledAtUtc, ending.By);
    }
}
