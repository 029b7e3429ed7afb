using Portal.Domain.Sales;
using Portal.Infrastructure.Data;
using Portal.Infrastructure.Data.BulkWrite;

namespace Portal.Infrastructure.Sales;

/// <summary>Writes payments in bulk.</summary>
internal static class SalesPaymentWriter
{
    private static readonly string[] Columns =
    [
        nameof(SalesPayment.Source), nameof(SalesPayment.Number), nameof(SalesPayment.Version), nameof(SalesPayment.DocumentSource),
        nameof(SalesPayment.DocumentNumber), nameof(SalesPayment.PaidOn), nameof(SalesPayment.AmountMinor), nameof(SalesPayment.RecordedAtUtc),
        nameof(SalesPayment.ImportRunId),
    ];

    /// <summary>Writes payments in the context's transaction.</summary>
    public static Task WriteAsync(PortalDbContext context, IEnumerable<SalesPayment> payments, CancellationToken cancellationToken) =>
        BulkWriter.InsertAsync<SalesPayment, SalesPayment>(
            context,
            Columns,
            payments,
            (row, payment) =>
            {
                row.Write(payment.Source);
                row.Write(payment.Number);
                row.Write(payment.Version);
                row.Write(payment.DocumentSource);
                row.Write(payment.DocumentNumber);
                row.Write(payment.PaidOn);
                row.Write(payment.AmountMinor);
                row.Write(payment.RecordedAtUtc);
                row.Write(payment.ImportRunId);
            },
            cancellationToken);

    /// <summary>The row of a payment that is to be written.</summary>
    public static SalesPayment Row(PaymentRow payment, DateTime nowUtc, long? importRunId)
    {
        var draft = payment.Draft;
        return new SalesPayment(draft.Source, draft.Number, draft.DocumentSource, draft.DocumentNumber, draft.PaidOn, payment.AmountMinor, nowUtc, importRunId)
        {
            Version = payment.Version,
        };
    }
}
