using Microsoft.EntityFrameworkCore;
using Portal.Domain.ApiKeys;
using Portal.Domain.Payouts;
using Portal.Domain.Shared;
using Portal.Infrastructure.Access;
using Portal.Infrastructure.Data;
using Portal.Infrastructure.Shared;

namespace Portal.Infrastructure.CreditNotes;

/// <summary>Credit notes, for staff and for systems that write invoices.</summary>
public sealed class CreditNoteQueries(IDbContextFactory<PortalDbContext> contexts, CurrentUser user)
{
    private const int MostOfCustomer = 1000;

    /// <summary>The notes. Sorts: number, customer, amount, issued. Filters: <c>state</c>, <c>customer</c> (id), <c>from</c>, <c>to</c> (days of issue).</summary>
    public async Task<GridPage<CreditNoteRow>> ListAsync(GridQuery query, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(query);
        await using var context = await contexts.CreateDbContextAsync(cancellationToken);
        var notes = Filtered(Visible(context), query);
        var rows = CreditNoteReading.Rows(context, notes);
        if (query.Term is { } term)
        {
            rows = rows.Where(row => row.Number.ToLower().Contains(term) || row.CustomerNumber.ToLower().Contains(term)
                || row.CustomerName.ToLower().Contains(term) || row.DocumentNumber.ToLower().Contains(term)
                || context.CreditNoteUses.Any(use => use.CreditNoteId == row.Id && use.Invoice.ToLower().Contains(term)));
        }

        var sorted = (query.Sort, query.Descending) switch
        {
            ("customer", false) => rows.OrderBy(row => row.CustomerNumber),
            ("customer", true) => rows.OrderByDescending(row => row.CustomerNumber),
            ("amount", false) => rows.OrderBy(row => row.AmountMinor),
            ("amount", true) => rows.OrderByDescending(row => row.AmountMinor),
            ("issued", false) => rows.OrderBy(row => row.IssuedOn),
            ("issued", true) => rows.OrderByDescending(row => row.IssuedOn),
            ("number", false) => rows.OrderBy(row => row.Number),
            _ => rows.OrderByDescending(row => row.Number),
        };
        return new GridPage<CreditNoteRow>(
            await sorted.ThenByDescending(row => row.Id).Skip(query.Skip).Take(query.Take).ToListAsync(cancellationToken),
            await rows.CountAsync(cancellationToken));
    }

    /// <summary>A note with the invoices that used it, or null.</summary>
    public async Task<CreditNoteRecord?> RecordAsync(long id, CancellationToken cancellationToken)
    {
        await using var context = await contexts.CreateDbContextAsync(cancellationToken);
        return await CreditNoteReading.RecordAsync(context, Visible(context), id, cancellationToken);
    }

    /// <summary>What is open, by currency: amounts of different currencies are never added.</summary>
    public async Task<IReadOnlyList<OpenCreditNotes>> OpenAsync(CancellationToken cancellationToken)
    {
        await using var context = await contexts.CreateDbContextAsync(cancellationToken);
        return await Visible(context)
            .Where(note => note.CancelledAtUtc == null && note.UsedMinor < note.AmountMinor)
            .GroupBy(note => note.Currency)
            .OrderBy(notes => notes.Key)
            .Select(notes => new OpenCreditNotes(notes.Key, notes.Count(), notes.Sum(note => note.AmountMinor - note.UsedMinor)))
            .ToListAsync(cancellationToken);
    }

    /// <summary>The notes of a customer that an invoice can use, the oldest first, for a system that writes invoices.</summary>
    public async Task<Outcome<IReadOnlyList<CreditNoteRow>>> OfCustomerAsync(string customerNumber, CancellationToken cancellationToken)
    {
        if (user.RefuseScope(ApiScopes.CreditNotesWrite) is { } refusal)
        {
            return refusal;
        }

        await using var context = await contexts.CreateDbContextAsync(cancellationToken);
        var customerId = await context.Customers.Where(row => row.Number == customerNumber).Select(row => (long?)row.Id).SingleOrDefaultAsync(cancellationToken);
        if (customerId is null)
        {
            return new Refusal("import_customer_unknown", customerNumber) { Field = "customer" };
        }

        var open = context.CreditNotes.Where(note => note.CustomerId == customerId && note.CancelledAtUtc == null && note.UsedMinor < note.AmountMinor);
        return await CreditNoteReading.Rows(context, open).OrderBy(row => row.IssuedOn).ThenBy(row => row.Id).Take(MostOfCustomer).ToListAsync(cancellationToken);
    }

    private IQueryable<CreditNote> Visible(PortalDbContext context)
    {
        var mayView = user.Can(Permissions.Payouts.View);
        var notes = context.CreditNotes.AsNoTracking().Where(note => mayView);
        return user.Scope == DataScope.All
            ? notes
            : notes.Where(note => context.Customers.VisibleTo(user, context).Any(customer => customer.Id == note.CustomerId));
    }

    private static IQueryable<CreditNote> Filtered(IQueryable<CreditNote> notes, GridQuery query)
    {
        notes = query.Choice<CreditNoteState>("state") switch
        {
            CreditNoteState.Open => notes.Where(note => note.CancelledAtUtc == null && note.UsedMinor == 0),
            CreditNoteState.PartlyUsed => notes.Where(note => note.CancelledAtUtc == null && note.UsedMinor > 0 && note.UsedMinor < note.AmountMinor),
            CreditNoteState.Used => notes.Where(note => note.CancelledAtUtc == null && note.UsedMinor == note.AmountMinor),
            CreditNoteState.Cancelled => notes.Where(note => note.CancelledAtUtc != null),
            _ => notes,
        };
        notes = query.Number("customer") is { } customer ? notes.Where(note => note.CustomerId == customer) : notes;
        notes = query.Day("from") is { } from ? notes.Where(note => note.IssuedOn >= from) : notes;
        return query.Day("to") is { } to ? notes.Where(note => note.IssuedOn <= to) : notes;
    }
}
