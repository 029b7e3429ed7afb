using Microsoft.EntityFrameworkCore;
using Portal.Domain.Sales;
using Portal.Domain.Settlements;
using Portal.Domain.Shared;
using Portal.Infrastructure.Data;

namespace Portal.Infrastructure.Settlements;

/// <summary>
/// Streams sales lines of customers, in the order of customers and days, with what their documents and payments say. A document
/// that was taken back is left out together with the one that takes it back: a rule that waits for payments would else count
/// only one of the two.
/// </summary>
internal static class DetailScan
{
    /// <returns>The number of lines read.</returns>
    public static async Task<long> ReadAsync(
        PortalDbContext context, CustomerSelection customers, DateRange days, KnownSales known, SoldLineHandler take, CancellationToken cancellationToken)
    {
        var salespeople = await context.Employees.ToDictionaryAsync(row => row.Id, row => row.Number, cancellationToken);
        var payments = await DocumentPayments.ReadAsync(context, customers, known, cancellationToken);
        var rows =
            from document in Of(context.SalesDocuments.AsNoTracking(), customers)
            where document.DocumentOn >= days.From && document.DocumentOn <= days.To
            join line in context.SalesLines on document.Id equals line.DocumentId
            where line.Id <= known.LinesUpTo
            orderby document.CustomerId, document.DocumentOn
            select new Row(
                line.CustomerId, line.DocumentOn, line.ProductId, line.QuantityMilli, line.NetMinor, line.Id, line.DocumentId, line.DiscountMinor, line.CostMinor,
                line.DeliveredOn, line.IsNotForRebate, line.LineNumber, document.Number, document.NetMinor, document.Channel, document.SalespersonId, document.Currency);
        var takenBack = await TakenBackAsync(context, customers, known.LinesUpTo, cancellationToken);
        long read = 0;
        await foreach (var row in rows.AsAsyncEnumerable().WithCancellation(cancellationToken))
        {
            read++;
            if (takenBack.Contains(row.DocumentId))
            {
                continue;
            }

            var detail = new SalesDetail
            {
                DocumentId = row.DocumentId,
                DocumentNumber = row.DocumentNumber,
                LineNumber = row.LineNumber,
                GrossMinor = row.NetMinor + row.DiscountMinor,
                CostMinor = row.CostMinor,
                DeliveredOn = row.DeliveredOn,
                DocumentTotalMinor = row.DocumentMinor,
                Payments = payments.Of(row.DocumentId),
                IsNotForRebate = row.IsNotForRebate,
                Channel = row.Channel,
                Salesperson = row.SalespersonId is { } salesperson ? salespeople[salesperson] : null,
                Currency = row.Currency == Money.DefaultCurrency ? null : row.Currency,
            };
            take(new SalesFact(row.CustomerId, row.DocumentOn, row.ProductId, row.QuantityMilli, row.NetMinor, row.LineId), detail);
        }

        return read;
    }

    /// <summary>The documents that were taken back as far as we look, and those that take them back.</summary>
    private static async Task<HashSet<long>> TakenBackAsync(PortalDbContext context, CustomerSelection customers, long upToLineId, CancellationToken cancellationToken)
    {
        var mirrors = Of(context.SalesDocuments.Where(document => document.Version < 0), customers);
        var pairs = await (
            from mirror in mirrors
            join document in context.SalesDocuments on new { mirror.Source, mirror.Number, Version = -mirror.Version } equals new { document.Source, document.Number, document.Version }
            where context.SalesLines.Any(line => line.DocumentId == mirror.Id && line.Id <= upToLineId)
            select new { mirror.Id, Original = document.Id }).ToListAsync(cancellationToken);
        return [.. pairs.Select(pair => pair.Id), .. pairs.Select(pair => pair.Original)];
    }

    private static IQueryable<SalesDocument> Of(IQueryable<SalesDocument> documents, CustomerSelection customers)
    {
        if (customers.Ids is not { } ids)
        {
            return documents.Where(document => document.CustomerId >= customers.From && document.CustomerId <= customers.To);
        }

        var wanted = ids.ToArray();
        return documents.Where(document => EF.Parameter(wanted).Contains(document.CustomerId));
    }

    private sealed record Row(
        long CustomerId,
        DateOnly DocumentOn,
        long ProductId,
        long QuantityMilli,
        long NetMinor,
        long LineId,
        long DocumentId,
        long DiscountMinor,
        long? CostMinor,
        DateOnly? DeliveredOn,
        bool IsNotForRebate,
        int LineNumber,
        string DocumentNumber,
        long DocumentMinor,
        string? Channel,
        long? SalespersonId,
        string Currency);
}
