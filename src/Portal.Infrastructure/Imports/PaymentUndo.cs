using Microsoft.EntityFrameworkCore;
using Portal.Domain.Sales;
using Portal.Infrastructure.Data;
using Portal.Infrastructure.Sales;

namespace Portal.Infrastructure.Imports;

/// <summary>
/// Takes payments of an import back: those that no settlement run knew are removed, the others get a payment of the same day
/// with the opposite amount, so that the next run sees that something changed.
/// </summary>
internal static class PaymentUndo
{
    private const int PaymentsAtOnce = 5000;

    /// <summary>Removes the payments or takes them back, in the context's transaction.</summary>
    public static async Task<ImportUndo> RunAsync(PortalDbContext context, long runId, DateTime nowUtc, CancellationToken cancellationToken)
    {
        var known = await context.SettlementRuns.MaxAsync(run => (long?)run.PaymentsUpTo, cancellationToken) ?? 0;
        var removed = await context.SalesPayments.Where(row => row.ImportRunId == runId && row.Id > known).ExecuteDeleteAsync(cancellationToken);
        var takenBack = 0;
        for (var after = 0L; ;)
        {
            var payments = await context.SalesPayments.AsNoTracking()
                .Where(row => row.ImportRunId == runId && row.Version > 0 && row.Id > after)
                .OrderBy(row => row.Id).Take(PaymentsAtOnce).ToListAsync(cancellationToken);
            if (payments.Count == 0)
            {
                return new ImportUndo(removed, takenBack);
            }

            after = payments[^1].Id;
            takenBack += payments.Count;
            await SalesPaymentWriter.WriteAsync(context, payments.Select(payment => Reverse(payment, nowUtc)), cancellationToken);
        }
    }

    private static SalesPayment Reverse(SalesPayment payment, DateTime nowUtc) => new(
        payment.Source, payment.Number, payment.DocumentSource, payment.DocumentNumber, payment.PaidOn, -payment.AmountMinor, nowUtc, payment.ImportRunId)
    {
        Version = -payment.Version,
    };
}
