using Microsoft.EntityFrameworkCore;
using Portal.Domain.Sales;
using Portal.Infrastructure.Data;
using Portal.Infrastructure.Data.BulkWrite;
using Portal.Infrastructure.Sales;

namespace Portal.Infrastructure.SalesSummaries;

/// <summary>Adds what documents bring to the months of their customers, in the transaction that writes the documents.</summary>
internal static class SalesSummaryWriter
{
    private static readonly string[] Columns =
    [
        nameof(SalesSummary.CustomerId), nameof(SalesSummary.Month), nameof(SalesSummary.Currency), nameof(SalesSummary.DocumentCount), nameof(SalesSummary.NetMinor),
    ];

    /// <summary>Adds documents.</summary>
    public static Task AddAsync(PortalDbContext context, IEnumerable<SalesDocumentRow> documents, CancellationToken cancellationToken) =>
        AddAsync(context, documents.Select(row => (new SummaryKey(row.CustomerId, MonthOf(row.Draft.DocumentOn), row.Draft.Currency), row.Draft.NetMinor)), cancellationToken);

    /// <summary>Adds documents.</summary>
    public static Task AddAsync(PortalDbContext context, IEnumerable<SalesDocument> documents, CancellationToken cancellationToken) =>
        AddAsync(context, documents.Select(row => (new SummaryKey(row.CustomerId, MonthOf(row.DocumentOn), row.Currency), row.NetMinor)), cancellationToken);

    /// <summary>Takes away what stored documents brought, before they are deleted in the same transaction.</summary>
    public static async Task TakeAwayAsync(PortalDbContext context, IQueryable<SalesDocument> documents, CancellationToken cancellationToken)
    {
        var months = await documents
            .GroupBy(document => new { document.CustomerId, document.DocumentOn.Year, document.DocumentOn.Month, document.Currency })
            .Select(month => new { month.Key, Count = month.Count(), NetMinor = month.Sum(document => document.NetMinor) })
            .ToListAsync(cancellationToken);
        await WriteAsync(
            context,
            months.Select(month => new SummaryPart(
                new SummaryKey(month.Key.CustomerId, new DateOnly(month.Key.Year, month.Key.Month, 1), month.Key.Currency), -month.Count, -month.NetMinor)),
            cancellationToken);
    }

    /// <summary>Adds parts.</summary>
    public static Task WriteAsync(PortalDbContext context, IEnumerable<SummaryPart> parts, CancellationToken cancellationToken) =>
        BulkWriter.InsertAsync<SalesSummary, SummaryPart>(
            context,
            Columns,
            parts,
            (row, part) =>
            {
                row.Write(part.Key.CustomerId);
                row.Write(part.Key.Month);
                row.Write(part.Key.Currency);
                row.Write(part.DocumentCount);
                row.Write(part.NetMinor);
            },
            cancellationToken);

    private static Task AddAsync(PortalDbContext context, IEnumerable<(SummaryKey Key, long NetMinor)> documents, CancellationToken cancellationToken) =>
        WriteAsync(
            context,
            documents.GroupBy(document => document.Key).Select(month => new SummaryPart(month.Key, month.Count(), month.Sum(document => document.NetMinor))),
            cancellationToken);

    private static DateOnly MonthOf(DateOnly day) => new(day.Year, day.Month, 1);
}

/// <summary>What a summary is of.</summary>
internal sealed record SummaryKey(long CustomerId, DateOnly Month, string Currency);

/// <summary>What is added to it.</summary>
internal sealed record SummaryPart(SummaryKey Key, int DocumentCount, long NetMinor);
