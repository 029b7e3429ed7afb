using Portal.Domain.Sales;
using Portal.Infrastructure.Data;
using Portal.Infrastructure.Data.BulkWrite;

namespace Portal.Infrastructure.Sales;

/// <summary>Writes lines of sales documents in bulk. Lines without details are written without the columns for them: most files have none.</summary>
internal static class SalesLineWriter
{
    private static readonly string[] PlainColumns =
    [
        nameof(SalesLine.DocumentId), nameof(SalesLine.LineNumber), nameof(SalesLine.CustomerId), nameof(SalesLine.DocumentOn),
        nameof(SalesLine.ProductId), nameof(SalesLine.QuantityMilli), nameof(SalesLine.NetMinor), nameof(SalesLine.DiscountMinor),
        nameof(SalesLine.CostMinor),
    ];

    private static readonly string[] DetailedColumns =
    [
        .. PlainColumns, nameof(SalesLine.DeliveredOn), nameof(SalesLine.IsNotForRebate), nameof(SalesLine.Unit), nameof(SalesLine.UnitQuantityMilli),
    ];

    /// <summary>Writes the lines of documents that have their keys.</summary>
    public static Task WriteAsync(PortalDbContext context, IReadOnlyList<SalesDocumentRow> documents, CancellationToken cancellationToken) =>
        documents.Any(document => document.Draft.HasLineDetails)
            ? BulkWriter.InsertAsync<SalesLine, (SalesDocumentRow Document, int Index)>(context, DetailedColumns, Lines(documents), WriteDetailed, cancellationToken)
            : BulkWriter.InsertAsync<SalesLine, (SalesDocumentRow Document, int Index)>(context, PlainColumns, Lines(documents), WritePlain, cancellationToken);

    /// <summary>Writes lines that belong to documents that are there.</summary>
    public static Task WriteAsync(PortalDbContext context, IReadOnlyList<SalesLine> lines, CancellationToken cancellationToken) =>
        lines.Any(line => line.DeliveredOn is not null || line.IsNotForRebate || line.Unit is not null)
            ? BulkWriter.InsertAsync<SalesLine, SalesLine>(context, DetailedColumns, lines, WriteDetailed, cancellationToken)
            : BulkWriter.InsertAsync<SalesLine, SalesLine>(context, PlainColumns, lines, WritePlain, cancellationToken);

    private static IEnumerable<(SalesDocumentRow Document, int Index)> Lines(IReadOnlyList<SalesDocumentRow> documents)
    {
        foreach (var document in documents)
        {
            for (var index = 0; index < document.Draft.Lines.Count; index++)
            {
                yield return (document, index);
            }
        }
    }

    private static void WritePlain(IBulkRow row, (SalesDocumentRow Document, int Index) item)
    {
        var line = item.Document.Draft.Lines[item.Index];
        var resolved = item.Document.Lines[item.Index];
        row.Write(item.Document.Id);
        row.Write(line.LineNumber);
        row.Write(item.Document.CustomerId);
        row.Write(item.Document.Draft.DocumentOn);
        row.Write(resolved.ProductId);
        row.Write(resolved.QuantityMilli);
        row.Write(line.NetMinor);
        row.Write(line.DiscountMinor);
        row.Write(line.CostMinor);
    }

    private static void WriteDetailed(IBulkRow row, (SalesDocumentRow Document, int Index) item)
    {
        WritePlain(row, item);
        var line = item.Document.Draft.Lines[item.Index];
        row.Write(line.DeliveredOn);
        row.Write(line.IsNotForRebate);
        row.Write(line.Unit);
        row.Write(line.Unit is null ? null : line.QuantityMilli);
    }

    private static void WritePlain(IBulkRow row, SalesLine line)
    {
        row.Write(line.DocumentId);
        row.Write(line.LineNumber);
        row.Write(line.CustomerId);
        row.Write(line.DocumentOn);
        row.Write(line.ProductId);
        row.Write(line.QuantityMilli);
        row.Write(line.NetMinor);
        row.Write(line.DiscountMinor);
        row.Write(line.CostMinor);
    }

    private static void WriteDetailed(IBulkRow row, SalesLine line)
    {
        WritePlain(row, line);
        row.Write(line.DeliveredOn);
        row.Write(line.IsNotForRebate);
        row.Write(line.Unit);
        row.Write(line.UnitQuantityMilli);
    }
}
