using Microsoft.EntityFrameworkCore;
using Portal.Domain.Sales;
using Portal.Domain.Shared;
using Portal.Infrastructure.Data;

namespace Portal.Infrastructure.Sales;

/// <summary>What the database has about some payments: their documents, and payments of the same numbers.</summary>
internal sealed class KnownPayments
{
    private readonly Dictionary<(string Source, string Number), SalesDocumentKind> _documents = [];
    private readonly Dictionary<(string Source, string Number), List<SalesPayment>> _payments = [];

    /// <summary>Two queries per source, whatever the number of payments.</summary>
    public static async Task<KnownPayments> LoadAsync(PortalDbContext context, IReadOnlyCollection<SalesPaymentDraft> drafts, CancellationToken cancellationToken)
    {
        var known = new KnownPayments();
        foreach (var group in drafts.GroupBy(draft => draft.DocumentSource))
        {
            var numbers = group.Select(draft => draft.DocumentNumber).Distinct().ToArray();
            var documents = await context.SalesDocuments
                .Where(row => row.Source == group.Key && EF.Parameter(numbers).Contains(row.Number))
                .Select(row => new { row.Number, row.Version, row.Kind }).ToListAsync(cancellationToken);
            foreach (var versions in documents.GroupBy(row => row.Number))
            {
                // A version that was taken back is nothing that can be paid.
                if (versions.MaxBy(row => row.Version) is { Version: > 0 } last && versions.All(row => row.Version != -last.Version))
                {
                    known._documents[(group.Key, versions.Key)] = last.Kind;
                }
            }
        }

        foreach (var group in drafts.GroupBy(draft => draft.Source))
        {
            var numbers = group.Select(draft => draft.Number).Distinct().ToArray();
            var payments = await context.SalesPayments.AsNoTracking()
                .Where(row => row.Source == group.Key && EF.Parameter(numbers).Contains(row.Number)).ToListAsync(cancellationToken);
            foreach (var versions in payments.GroupBy(row => row.Number))
            {
                known._payments[(group.Key, versions.Key)] = [.. versions];
            }
        }

        return known;
    }

    /// <summary>Says whether a payment is to be written, is there already, or cannot be.</summary>
    public Outcome<PaymentRow> Judge(SalesPaymentDraft draft)
    {
        if (!_documents.TryGetValue((draft.DocumentSource, draft.DocumentNumber), out var kind))
        {
            return new Refusal("payment_document_unknown", draft.DocumentNumber, draft.DocumentSource);
        }

        var amount = kind == SalesDocumentKind.Return ? -draft.AmountMinor : draft.AmountMinor;
        var versions = _payments.GetValueOrDefault((draft.Source, draft.Number), []);
        if (versions.MaxBy(row => row.Version) is not { } last)
        {
            return new PaymentRow(draft, amount, 1, null);
        }

        if (versions.Exists(row => row.Version == -last.Version))
        {
            // The last version was taken back: the number is free for the next one.
            return new PaymentRow(draft, amount, last.Version + 1, null);
        }

        return last.DocumentSource == draft.DocumentSource && last.DocumentNumber == draft.DocumentNumber && last.PaidOn == draft.PaidOn && last.AmountMinor == amount
            ? new PaymentRow(draft, amount, last.Version, last)
            : new Refusal("payment_differs", draft.Number, Summary(last, kind), draft.Summary);
    }

    private static string Summary(SalesPayment stored, SalesDocumentKind kind) => new SalesPaymentDraft(
        stored.Source, stored.Number, stored.DocumentSource, stored.DocumentNumber, stored.PaidOn,
        kind == SalesDocumentKind.Return ? -stored.AmountMinor : stored.AmountMinor).Summary;
}

/// <summary>A payment whose document is found.</summary>
/// <param name="Draft">The payment.</param>
/// <param name="AmountMinor">Its amount with the sign of the document.</param>
/// <param name="Version">How often the number was recorded.</param>
/// <param name="Stored">The row that has the same content already, or null.</param>
internal sealed record PaymentRow(SalesPaymentDraft Draft, long AmountMinor, int Version, SalesPayment? Stored);
