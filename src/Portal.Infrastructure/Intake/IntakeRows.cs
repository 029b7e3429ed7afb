using Microsoft.EntityFrameworkCore;
using Portal.Domain.Sales;
using Portal.Infrastructure.Data;
using Portal.Infrastructure.Points;
using Portal.Infrastructure.Sales;
using Portal.Infrastructure.SalesSummaries;

namespace Portal.Infrastructure.Intake;

/// <summary>Writes documents with their lines, and takes back what they replace.</summary>
internal static class IntakeRows
{
    /// <summary>Writes in the context's transaction.</summary>
    /// <returns>The documents' keys, in their order.</returns>
    public static async Task<IReadOnlyList<long>> WriteAsync(
        IReadOnlyList<ResolvedDocument> documents, PortalDbContext context, DateTime nowUtc, CancellationToken cancellationToken)
    {
        if (documents.Count == 0)
        {
            return [];
        }

        var replaced = documents.Select(document => document.Replaces).OfType<SalesDocument>().ToList();
        var oldIds = replaced.Select(document => document.Id).ToArray();
        var oldLines = oldIds.Length == 0
            ? []
            : await context.SalesLines.AsNoTracking().Where(line => EF.Parameter(oldIds).Contains(line.DocumentId))
                .OrderBy(line => line.DocumentId).ThenBy(line => line.Id).ToListAsync(cancellationToken);
        var headers = documents.Select(document => Header(document, nowUtc)).ToList();
        var mirrors = replaced.ConvertAll(document => Mirror(document, nowUtc));
        context.AddRange(mirrors);
        context.AddRange(headers);
        await context.SaveChangesAsync(cancellationToken);
        await SalesSummaryWriter.AddAsync(context, mirrors.Concat(headers), cancellationToken);
        await PointsIntake.MarkAsync(context, mirrors.Concat(headers).Select(document => document.Id), cancellationToken);
        var mirrorIds = replaced.Zip(mirrors).ToDictionary(pair => pair.First.Id, pair => pair.Second.Id);
        var lines = oldLines.Select(line => Mirror(line, mirrorIds[line.DocumentId]))
            .Concat(documents.SelectMany((document, index) => document.Draft.Draft.Lines.Select((line, place) =>
                SalesLineWriter.Line(headers[index].Id, document.CustomerId, document.Draft.Draft.DocumentOn, line, document.Lines[place]))));
        await SalesLineWriter.WriteAsync(context, lines.ToList(), cancellationToken);
        return headers.ConvertAll(header => header.Id);
    }

    private static SalesDocument Header(ResolvedDocument document, DateTime nowUtc)
    {
        var draft = document.Draft.Draft;
        var header = new SalesDocument(draft.Source, draft.Number, draft.Kind, document.CustomerId, draft.DocumentOn, document.Draft.Hash, nowUtc) { Version = document.Draft.Version };
        header.Complete(document.SalespersonId, draft.Currency, draft.OriginalNumber, draft.Lines.Count, draft.NetMinor, null);
        header.Arrange(draft.Channel, document.AgentId);
        return header;
    }

    /// <summary>A document that takes another back: of the same customer and day, so that every sum is as if neither were there.</summary>
    private static SalesDocument Mirror(SalesDocument document, DateTime nowUtc)
    {
        var isSale = document.Kind == SalesDocumentKind.Sale;
        var mirror = new SalesDocument(
            document.Source, document.Number, isSale ? SalesDocumentKind.Return : SalesDocumentKind.Sale, document.CustomerId, document.DocumentOn, document.ContentHash, nowUtc)
        {
            Version = -document.Version,
        };
        mirror.Complete(document.SalespersonId, document.Currency, isSale ? document.Number : null, document.LineCount, -document.NetMinor, null);
        mirror.Arrange(document.Channel, document.AgentId);
        return mirror;
    }

    private static SalesLine Mirror(SalesLine line, long documentId)
    {
        var mirror = new SalesLine(documentId, line.LineNumber, line.CustomerId, line.DocumentOn, line.ProductId, -line.QuantityMilli, -line.NetMinor);
        mirror.Value(-line.DiscountMinor, -line.CostMinor);
        mirror.Detail(line.DeliveredOn, line.IsNotForRebate, line.Unit, -line.UnitQuantityMilli);
        return mirror;
    }
}
