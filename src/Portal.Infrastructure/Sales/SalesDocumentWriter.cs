using Microsoft.EntityFrameworkCore;
using Portal.Domain.Sales;
using Portal.Infrastructure.Data;
using Portal.Infrastructure.Data.BulkWrite;
using Portal.Infrastructure.Points;
using Portal.Infrastructure.SalesSummaries;

namespace Portal.Infrastructure.Sales;

/// <summary>Writes sales documents with their lines in bulk.</summary>
internal static class SalesDocumentWriter
{
    private static readonly string[] DocumentColumns =
    [
        nameof(SalesDocument.Source), nameof(SalesDocument.Number), nameof(SalesDocument.Version), nameof(SalesDocument.Kind), nameof(SalesDocument.CustomerId),
        nameof(SalesDocument.SalespersonId), nameof(SalesDocument.AgentId), nameof(SalesDocument.Channel), nameof(SalesDocument.DocumentOn), nameof(SalesDocument.Currency), nameof(SalesDocument.OriginalNumber),
        nameof(SalesDocument.LineCount), nameof(SalesDocument.NetMinor), nameof(SalesDocument.ContentHash), nameof(SalesDocument.RecordedAtUtc),
        nameof(SalesDocument.ImportRunId),
    ];

    /// <summary>The documents of a source that are there already, by number; every version of them.</summary>
    public static async Task<ILookup<string, StoredDocument>> FindAsync(
        PortalDbContext context, string source, IReadOnlyList<string> numbers, CancellationToken cancellationToken)
    {
        var wanted = numbers.ToArray();
        var rows = await (
            from document in context.SalesDocuments
            join customer in context.Customers on document.CustomerId equals customer.Id
            where document.Source == source && EF.Parameter(wanted).Contains(document.Number)
            select new StoredDocument(
                document.Id, document.Number, document.Version, document.Kind, document.CustomerId, customer.Number, document.DocumentOn, document.LineCount, document.NetMinor, document.ContentHash, document.ImportRunId))
            .ToListAsync(cancellationToken);
        return rows.ToLookup(row => row.Number);
    }

    /// <summary>Writes documents and lines in the context's transaction.</summary>
    public static async Task WriteAsync(
        PortalDbContext context, IReadOnlyList<SalesDocumentRow> documents, long? importRunId, DateTime nowUtc, CancellationToken cancellationToken)
    {
        if (documents.Count == 0)
        {
            return;
        }

        if (await BulkKeys.TakeAsync<SalesDocument>(context, nameof(SalesDocument.Id), documents.Count, cancellationToken) is { } keys)
        {
            for (var index = 0; index < keys.Length; index++)
            {
                documents[index].Id = keys[index];
            }

            await BulkWriter.InsertAsync<SalesDocument, SalesDocumentRow>(
                context,
                [nameof(SalesDocument.Id), .. DocumentColumns],
                documents,
                (row, document) =>
                {
                    row.Write(document.Id);
                    WriteDocument(row, document, importRunId, nowUtc);
                },
                cancellationToken);
        }
        else
        {
            await WriteAndReadBackAsync(context, documents, importRunId, nowUtc, cancellationToken);
        }

        await SalesLineWriter.WriteAsync(context, documents, cancellationToken);
        await SalesSummaryWriter.AddAsync(context, documents, cancellationToken);
        await PointsIntake.MarkAsync(context, documents.Select(document => document.Id), cancellationToken);
    }

    /// <summary>For a database that gives keys only while writing.</summary>
    private static async Task WriteAndReadBackAsync(
        PortalDbContext context, IReadOnlyList<SalesDocumentRow> documents, long? importRunId, DateTime nowUtc, CancellationToken cancellationToken)
    {
        var last = await context.SalesDocuments.MaxAsync(document => (long?)document.Id, cancellationToken) ?? 0;
        await BulkWriter.InsertAsync<SalesDocument, SalesDocumentRow>(
            context, DocumentColumns, documents, (row, document) => WriteDocument(row, document, importRunId, nowUtc), cancellationToken);
        var ids = await context.SalesDocuments.Where(document => document.Id > last && document.ImportRunId == importRunId)
            .Select(document => new { document.Id, document.Source, document.Number, document.Version })
            .ToDictionaryAsync(document => (document.Source, document.Number, document.Version), document => document.Id, cancellationToken);
        foreach (var document in documents)
        {
            document.Id = ids[(document.Draft.Source, document.Draft.Number, document.Version)];
        }
    }

    private static void WriteDocument(IBulkRow row, SalesDocumentRow document, long? importRunId, DateTime nowUtc)
    {
        var draft = document.Draft;
        row.Write(draft.Source);
        row.Write(draft.Number);
        row.Write(document.Version);
        row.Write((int)draft.Kind);
        row.Write(document.CustomerId);
        row.Write(document.SalespersonId);
        row.Write(document.AgentId);
        row.Write(draft.Channel);
        row.Write(draft.DocumentOn);
        row.Write(draft.Currency);
        row.Write(draft.OriginalNumber);
        row.Write(draft.Lines.Count);
        row.Write(draft.NetMinor);
        row.Write(document.ContentHash);
        row.Write(nowUtc);
        row.Write(importRunId);
    }
}
