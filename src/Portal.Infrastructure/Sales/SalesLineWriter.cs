using Microsoft.EntityFrameworkCore;
using Portal.Domain.Sales;
using Portal.Infrastructure.Data;
using Portal.Infrastructure.Data.BulkWrite;
using Portal.Infrastructure.SalesPacks;

namespace Portal.Infrastructure.Sales;

/// <summary>Writes lines of sales documents in bulk, and their packs. Lines without details are written without the columns for them: most files have none.</summary>
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

    /// <summary>A line of a document that is there.</summary>
    public static SalesLine Line(long documentId, long customerId, DateOnly on, SalesLineDraft draft, ResolvedLine resolved)
    {
        var line = new SalesLine(documentId, draft.LineNumber, customerId, on, resolved.ProductId, resolved.QuantityMilli, draft.NetMinor);
        line.Value(draft.DiscountMinor, draft.CostMinor);
        line.Detail(draft.DeliveredOn, draft.IsNotForRebate, draft.Unit, draft.Unit is null ? null : draft.QuantityMilli);
        return line;
    }

    /// <summary>Writes the lines of documents that have their keys.</summary>
    public static Task WriteAsync(PortalDbContext context, IReadOnlyList<SalesDocumentRow> documents, CancellationToken cancellationToken)
    {
        var lines = new List<SalesLine>(documents.Sum(document => document.Draft.Lines.Count));
        foreach (var document in documents)
        {
            lines.AddRange(document.Draft.Lines.Select((draft, index) => Line(document.Id, document.CustomerId, document.Draft.DocumentOn, draft, document.Lines[index])));
        }

        return WriteAsync(context, lines, cancellationToken);
    }

    /// <summary>Writes lines of documents that are there; those of a document must follow one another.</summary>
    public static async Task WriteAsync(PortalDbContext context, IReadOnlyList<SalesLine> lines, CancellationToken cancellationToken)
    {
        var hasDetails = lines.Any(line => line.DeliveredOn is not null || line.IsNotForRebate || line.Unit is not null);
        var columns = hasDetails ? DetailedColumns : PlainColumns;
        if (await BulkKeys.TakeAsync<SalesLine>(context, nameof(SalesLine.Id), lines.Count, cancellationToken) is { } keys)
        {
            await BulkWriter.InsertAsync<SalesLine, int>(
                context,
                [nameof(SalesLine.Id), .. columns],
                Enumerable.Range(0, lines.Count),
                (row, index) =>
                {
                    row.Write(keys[index]);
                    Write(row, lines[index], hasDetails);
                },
                cancellationToken);
        }
        else
        {
            await BulkWriter.InsertAsync<SalesLine, SalesLine>(context, columns, lines, (row, line) => Write(row, line, hasDetails), cancellationToken);
            keys = await LastKeysAsync(context, lines, cancellationToken);
        }

        await SalesPackWriter.WriteAsync(context, SalesPack.Of(lines.Zip(keys)), cancellationToken);
    }

    /// <summary>For a database that gives keys only while writing: for each line the last key of its document's lines that are packed.</summary>
    private static async Task<long[]> LastKeysAsync(PortalDbContext context, IReadOnlyList<SalesLine> lines, CancellationToken cancellationToken)
    {
        var documents = lines.Select(line => line.DocumentId).Distinct().ToArray();
        var last = await context.SalesLines.Where(line => EF.Parameter(documents).Contains(line.DocumentId) && !line.IsNotForRebate)
            .GroupBy(line => line.DocumentId).Select(group => new { group.Key, Last = group.Max(line => line.Id) })
            .ToDictionaryAsync(row => row.Key, row => row.Last, cancellationToken);
        return [.. lines.Select(line => last.GetValueOrDefault(line.DocumentId))];
    }

    private static void Write(IBulkRow row, SalesLine line, bool hasDetails)
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
        if (hasDetails)
        {
            row.Write(line.DeliveredOn);
            row.Write(line.IsNotForRebate);
            row.Write(line.Unit);
            row.Write(line.UnitQuantityMilli);
        }
    }
}
