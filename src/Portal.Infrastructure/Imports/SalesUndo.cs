using Microsoft.EntityFrameworkCore;
using Portal.Domain.Sales;
using Portal.Domain.Settlements;
using Portal.Domain.Shared;
using Portal.Infrastructure.Data;
using Portal.Infrastructure.Sales;
using Portal.Infrastructure.SalesSummaries;

namespace Portal.Infrastructure.Imports;

/// <summary>
/// Takes sales documents of an import back: those that neither a settlement can have counted nor points were booked for are removed, the others get a document
/// that takes them back, so that the next settlement posts the difference.
/// </summary>
internal static class SalesUndo
{
    /// <summary>What would be left without its ground if the documents went.</summary>
    public static async Task<Refusal?> DependsAsync(PortalDbContext context, long runId, CancellationToken cancellationToken)
    {
        var others = context.SalesDocuments.Where(document => document.ImportRunId != runId);
        var returned = await (
            from document in context.SalesDocuments
            where document.ImportRunId == runId
            join other in others on new { document.Source, Number = (string?)document.Number } equals new { other.Source, Number = other.OriginalNumber }
            where other.Version > 0
            select new { document.Number, Return = other.Number }).FirstOrDefaultAsync(cancellationToken);
        if (returned is not null)
        {
            return new Refusal("import_undo_returned", returned.Number, returned.Return);
        }

        var newer = await (
            from document in context.SalesDocuments
            where document.ImportRunId == runId
            join other in others on new { document.Source, document.Number } equals new { other.Source, other.Number }
            where other.Version > document.Version || other.Version == -document.Version
            select document.Number).FirstOrDefaultAsync(cancellationToken);
        return newer is null ? await PaidAsync(context, runId, cancellationToken) : new Refusal("import_undo_newer", newer);
    }

    /// <summary>Removes the documents or takes them back, in the context's transaction.</summary>
    public static async Task<ImportUndo> RunAsync(PortalDbContext context, long runId, DateTime nowUtc, CancellationToken cancellationToken)
    {
        var settled = await SettledAsync(context, runId, cancellationToken);
        // What earned points is taken back by a document too, which takes the points.
        var uncounted = context.SalesDocuments.Where(document => document.ImportRunId == runId
            && !settled.Any(other => other.Id == document.Id) && !context.PointsEvents.Any(item => item.DocumentId == document.Id));
        await SalesSummaryWriter.TakeAwayAsync(context, uncounted, cancellationToken);

        // The customers are what the key of the packs begins with.
        await context.SalesPacks
            .Where(pack => uncounted.Select(document => document.CustomerId).Contains(pack.CustomerId) && uncounted.Any(document => document.Id == pack.DocumentId))
            .ExecuteDeleteAsync(cancellationToken);
        var removed = await uncounted.ExecuteDeleteAsync(cancellationToken);
        var takenBack = await SalesReversal.WriteAsync(context, runId, nowUtc, cancellationToken);
        return new ImportUndo(removed, takenBack);
    }

    /// <summary>A payment that counts and would be left without its document.</summary>
    private static async Task<Refusal?> PaidAsync(PortalDbContext context, long runId, CancellationToken cancellationToken)
    {
        var paid = await (
            from document in context.SalesDocuments
            where document.ImportRunId == runId && document.Version > 0
            join payment in context.SalesPayments on new { document.Source, document.Number } equals new { Source = payment.DocumentSource, Number = payment.DocumentNumber }
            where payment.Version > 0
                && !context.SalesPayments.Any(other => other.Source == payment.Source && other.Number == payment.Number && other.Version == -payment.Version)
            select new { document.Number, Payment = payment.Number }).FirstOrDefaultAsync(cancellationToken);
        return paid is null ? null : new Refusal("import_undo_paid", paid.Number, paid.Payment);
    }

    /// <summary>The documents that a settlement may have counted: recorded before it, and not after the last day that it settled.</summary>
    private static async Task<IQueryable<SalesDocument>> SettledAsync(PortalDbContext context, long runId, CancellationToken cancellationToken)
    {
        var settlements = context.Settlements.Where(row => row.State != SettlementState.SentBack && row.State != SettlementState.Reversed);
        var lastOn = await settlements.MaxAsync(row => (DateOnly?)row.PeriodTo, cancellationToken) ?? DateOnly.MinValue;
        var upTo = await settlements.Join(context.SettlementRuns, row => row.RunId, row => row.Id, (_, row) => (long?)row.SalesLinesUpTo)
            .MaxAsync(cancellationToken) ?? 0;
        return context.SalesDocuments.Where(document => document.ImportRunId == runId
            && context.SalesLines.Any(line => line.DocumentId == document.Id && line.Id <= upTo && (line.DocumentOn <= lastOn || line.DeliveredOn <= lastOn)));
    }
}
