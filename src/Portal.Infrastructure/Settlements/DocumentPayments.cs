using Microsoft.EntityFrameworkCore;
using Portal.Domain.Settlements;
using Portal.Infrastructure.Data;

namespace Portal.Infrastructure.Settlements;

/// <summary>The payments of documents of some customers. Of a document that was issued anew they belong to the version in force.</summary>
internal sealed class DocumentPayments
{
    private readonly Dictionary<long, List<DocumentPayment>> _byDocument = [];

    /// <summary>Reads them, in the order of days.</summary>
    public static async Task<DocumentPayments> ReadAsync(PortalDbContext context, CustomerSelection customers, KnownSales known, CancellationToken cancellationToken)
    {
        var payments = new DocumentPayments();
        if (!await context.SalesPayments.AnyAsync(cancellationToken))
        {
            return payments;
        }

        var documents = context.SalesDocuments.Where(document => document.Version > 0);
        if (customers.Ids is { } ids)
        {
            var wanted = ids.ToArray();
            documents = documents.Where(document => EF.Parameter(wanted).Contains(document.CustomerId));
        }
        else
        {
            documents = documents.Where(document => document.CustomerId >= customers.From && document.CustomerId <= customers.To);
        }

        // A version that was taken back as far as we look is no longer in force.
        var rows =
            from document in documents
            join payment in context.SalesPayments on new { document.Source, document.Number } equals new { Source = payment.DocumentSource, Number = payment.DocumentNumber }
            where payment.Id <= known.PaymentsUpTo
                && !context.SalesDocuments.Any(mirror => mirror.Source == document.Source && mirror.Number == document.Number && mirror.Version == -document.Version
                    && context.SalesLines.Any(line => line.DocumentId == mirror.Id && line.Id <= known.LinesUpTo))
            orderby payment.PaidOn, payment.Id
            select new { DocumentId = document.Id, payment.PaidOn, payment.AmountMinor };
        await foreach (var row in rows.AsAsyncEnumerable().WithCancellation(cancellationToken))
        {
            if (!payments._byDocument.TryGetValue(row.DocumentId, out var list))
            {
                payments._byDocument.Add(row.DocumentId, list = []);
            }

            list.Add(new DocumentPayment(row.PaidOn, row.AmountMinor));
        }

        return payments;
    }

    /// <summary>The payments of a document.</summary>
    public IReadOnlyList<DocumentPayment> Of(long documentId) => _byDocument.TryGetValue(documentId, out var list) ? list : [];
}
