using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Options;
using Portal.Domain.Payouts;
using Portal.Infrastructure.Access;
using Portal.Infrastructure.Data;
using Portal.Infrastructure.Shared;

namespace Portal.Infrastructure.CreditNotes;

/// <summary>The credit notes of the customer who is signed in.</summary>
public sealed class MyCreditNotes(IDbContextFactory<PortalDbContext> contexts, CurrentUser user, IOptions<BusinessOptions> business)
{
    /// <summary>Who issues them.</summary>
    public string CompanyName => business.Value.CompanyName;

    /// <summary>The notes, the newest first.</summary>
    public async Task<GridPage<CreditNoteRow>> ListAsync(int skip, int take, CancellationToken cancellationToken)
    {
        await using var context = await contexts.CreateDbContextAsync(cancellationToken);
        var rows = CreditNoteReading.Rows(context, Mine(context)).OrderByDescending(row => row.Id);
        return new GridPage<CreditNoteRow>(await rows.Skip(skip).Take(take).ToListAsync(cancellationToken), await Mine(context).CountAsync(cancellationToken));
    }

    /// <summary>A note, or null where there is none of this customer.</summary>
    public async Task<CreditNoteRecord?> RecordAsync(long id, CancellationToken cancellationToken)
    {
        await using var context = await contexts.CreateDbContextAsync(cancellationToken);
        return await CreditNoteReading.RecordAsync(context, Mine(context), id, cancellationToken) is { } record ? record with { CancelledBy = null } : null;
    }

    /// <summary>What is open, by currency.</summary>
    public async Task<IReadOnlyList<OpenCreditNotes>> OpenAsync(CancellationToken cancellationToken)
    {
        await using var context = await contexts.CreateDbContextAsync(cancellationToken);
        return await Mine(context)
            .Where(note => note.CancelledAtUtc == null && note.UsedMinor < note.AmountMinor)
            .GroupBy(note => note.Currency)
            .OrderBy(notes => notes.Key)
            .Select(notes => new OpenCreditNotes(notes.Key, notes.Count(), notes.Sum(note => note.AmountMinor - note.UsedMinor)))
            .ToListAsync(cancellationToken);
    }

    private IQueryable<CreditNote> Mine(PortalDbContext context)
    {
        var customerId = user.CustomerId ?? 0;
        return context.CreditNotes.AsNoTracking().Where(note => customerId != 0 && note.CustomerId == customerId);
    }
}
