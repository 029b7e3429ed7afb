using Microsoft.EntityFrameworkCore;
using Portal.Domain.ApiKeys;
using Portal.Domain.Ledger;
using Portal.Domain.Shared;
using Portal.Infrastructure.Access;
using Portal.Infrastructure.Data;
using Portal.Infrastructure.Live;
using Portal.Infrastructure.Shared;

namespace Portal.Infrastructure.CreditNotes;

/// <summary>
/// Records that an invoice took a credit note into account, wholly or in part. The note and the invoice are the key: the same word
/// again changes nothing, another amount is refused. Staff enter it, or the system that writes invoices tells it over HTTP.
/// </summary>
public sealed class UseCreditNote(WriteTransaction writes, LiveUpdates live, CurrentUser user, BusinessClock clock)
{
    private const int MaxInvoiceLength = 50;

    /// <summary>Records it.</summary>
    public async Task<Outcome<UsedCreditNote>> RunAsync(UseCreditNoteInput input, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(input);

        if ((input.IsByKey ? user.RefuseScope(ApiScopes.CreditNotesWrite) : user.Refuse(Permissions.Payouts.Pay)) is { } refusal)
        {
            return refusal;
        }

        var refusals = Check(input).ToList();
        if (refusals.Count > 0)
        {
            return Outcome<UsedCreditNote>.Refused(refusals);
        }

        var outcome = await writes.RunAsync((context, ct) => UseAsync(input, context, ct), cancellationToken);
        if (outcome.IsDone)
        {
            await live.PublishAsync(LiveUpdates.Payments, CancellationToken.None);
        }

        return outcome;
    }

    private static IEnumerable<Refusal> Check(UseCreditNoteInput input)
    {
        if (string.IsNullOrWhiteSpace(input.Invoice) || input.Invoice.Trim().Length > MaxInvoiceLength)
        {
            yield return new Refusal("credit_note_invoice_missing", MaxInvoiceLength) { Field = "invoice" };
        }

        if (input.AmountMinor is <= 0 or > TransferRequest.MaxAmountMinor)
        {
            yield return new Refusal("credit_note_amount_invalid") { Field = "amount" };
        }
    }

    private async Task<Outcome<UsedCreditNote>> UseAsync(UseCreditNoteInput input, PortalDbContext context, CancellationToken cancellationToken)
    {
        var number = input.Number.Trim();

        // Writing before reading takes the row's lock, so that two invoices cannot take the same amount.
        await context.CreditNotes.Where(row => row.Number == number)
            .ExecuteUpdateAsync(row => row.SetProperty(to => to.RowVersion, to => to.RowVersion + 1), cancellationToken);
        var note = await context.CreditNotes.SingleOrDefaultAsync(row => row.Number == number, cancellationToken);
        if (note is null)
        {
            return new Refusal("credit_note_unknown", number) { Field = "number" };
        }

        var invoice = input.Invoice.Trim();
        var usedOn = input.UsedOn ?? clock.Today;
        var known = await context.CreditNoteUses.AsNoTracking().SingleOrDefaultAsync(row => row.CreditNoteId == note.Id && row.Invoice == invoice, cancellationToken);
        if (known is not null)
        {
            return known.AmountMinor == input.AmountMinor && (input.UsedOn is null || known.UsedOn == input.UsedOn)
                ? new UsedCreditNote(note.Number, invoice, note.OpenMinor, note.Currency, IsNew: false)
                : new Refusal("credit_note_invoice_known", note.Number, invoice, new CurrencyMoney(known.AmountMinor, note.Currency), known.UsedOn);
        }

        if (note.CanUse(input.AmountMinor, usedOn) is { } refusal)
        {
            return refusal;
        }

        context.Add(note.Use(invoice, input.AmountMinor, usedOn, user.UserId, clock.UtcNow));
        return await context.TrySaveAsync(cancellationToken) is { } stale
            ? stale
            : new UsedCreditNote(note.Number, invoice, note.OpenMinor, note.Currency, IsNew: true);
    }
}

/// <summary>What an invoice took.</summary>
/// <param name="Number">The credit note's number.</param>
/// <param name="Invoice">The invoice's number.</param>
/// <param name="AmountMinor">What it took, in minor units.</param>
/// <param name="UsedOn">The day of the invoice; null for today.</param>
/// <param name="IsByKey">Whether another system tells it, whose key must allow it; otherwise staff do.</param>
public sealed record UseCreditNoteInput(string Number, string Invoice, long AmountMinor, DateOnly? UsedOn = null, bool IsByKey = false);

/// <summary>What came of it.</summary>
/// <param name="Number">The credit note's number.</param>
/// <param name="Invoice">The invoice's number.</param>
/// <param name="OpenMinor">What is left, in minor units.</param>
/// <param name="Currency">ISO code.</param>
/// <param name="IsNew">Whether it was recorded now, not known before.</param>
public sealed record UsedCreditNote(string Number, string Invoice, long OpenMinor, string Currency, bool IsNew);
