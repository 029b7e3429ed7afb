using System.Globalization;
using Microsoft.EntityFrameworkCore;
using Portal.Domain.Points.Events;
using Portal.Domain.Points.Records;
using Portal.Domain.Sales;
using Portal.Infrastructure.Data;

namespace Portal.Infrastructure.Points;

/// <summary>What counting some documents needs to know: their lines, the sales that returns name, the facts of products.</summary>
internal sealed class SalesFacts
{
    /// <summary>The documents, with returns that waited for one of them.</summary>
    public required IReadOnlyList<SalesDocument> Documents { get; init; }

    /// <summary>Lines by document, those of earlier sales included.</summary>
    public required ILookup<long, SalesLine> Lines { get; init; }

    /// <summary>Earlier sales that returns name.</summary>
    public required IReadOnlyList<PointsSaleRecord> Sales { get; init; }

    /// <summary>Documents with the numbers of the documents and of the sales they name: versions, and what takes them back.</summary>
    public required IReadOnlyList<SalesDocument> Related { get; init; }

    /// <summary>Facts of products by number.</summary>
    public required IReadOnlyDictionary<string, PointsProduct> Products { get; init; }

    /// <summary>Numbers of products by key.</summary>
    public required IReadOnlyDictionary<long, string> Numbers { get; init; }

    public static string Key(long documentId) => "doc:" + documentId.ToString(CultureInfo.InvariantCulture);

    public static async Task<SalesFacts> ReadAsync(List<SalesDocument> documents, PortalDbContext context, CancellationToken cancellationToken)
    {
        var ids = documents.Select(document => document.CustomerId).Distinct().ToArray();
        var own = documents.Select(document => document.Number).Distinct().ToArray();
        var waiting = await (
            from problem in context.PointsProblems
            join document in context.SalesDocuments on problem.DocumentId equals document.Id
            where EF.Parameter(ids).Contains(problem.CustomerId) && EF.Parameter(own).Contains(problem.OriginalNumber!)
            select document).AsNoTracking().ToListAsync(cancellationToken);
        var all = documents.Concat(waiting.Where(one => documents.TrueForAll(document => document.Id != one.Id))).ToList();
        // A version that follows another: returns of the number hold for it too.
        var corrected = documents.Where(document => document is { Kind: SalesDocumentKind.Sale, Version: > 1 }).Select(document => document.Number).ToArray();
        var numbers = all.Select(document => document.Number).Concat(all.Select(document => document.OriginalNumber).OfType<string>()).Distinct().ToArray();
        var related = await context.SalesDocuments.AsNoTracking()
            .Where(document => EF.Parameter(ids).Contains(document.CustomerId)
                && (EF.Parameter(numbers).Contains(document.Number) || (document.OriginalNumber != null && EF.Parameter(corrected).Contains(document.OriginalNumber))))
            .ToListAsync(cancellationToken);
        // The sales of returns that are taken back, and what takes returns back.
        var further = related.Select(document => document.OriginalNumber).OfType<string>().Concat(related.Select(document => document.Number)).Except(numbers).ToArray();
        if (further.Length > 0)
        {
            var known = related.Select(document => document.Id).ToHashSet();
            var found = await context.SalesDocuments.AsNoTracking()
                .Where(document => EF.Parameter(ids).Contains(document.CustomerId) && EF.Parameter(further).Contains(document.Number)).ToListAsync(cancellationToken);
            related.AddRange(found.Where(document => known.Add(document.Id)));
        }

        var named = numbers.Concat(related.Select(document => document.OriginalNumber).OfType<string>()).Distinct().ToArray();
        var isNeeded = all.Exists(document => document.Kind == SalesDocumentKind.Return || document.Version != 1);
        var sales = isNeeded
            ? await context.PointsSales.AsNoTracking().Where(row => EF.Parameter(ids).Contains(row.CustomerId) && row.DocumentNumber != null && EF.Parameter(named).Contains(row.DocumentNumber)).ToListAsync(cancellationToken)
            : [];
        var lineOwners = all.Concat(related).Select(document => document.Id).Concat(sales.Select(sale => sale.DocumentId ?? 0)).Distinct().ToArray();
        var lines = await context.SalesLines.AsNoTracking().Where(line => EF.Parameter(lineOwners).Contains(line.DocumentId)).OrderBy(line => line.LineNumber).ToListAsync(cancellationToken);
        var products = await ProductFacts.ReadAsync([.. lines.Select(line => line.ProductId).Distinct()], context, cancellationToken);
        return new SalesFacts
        {
            Documents = all,
            Lines = lines.ToLookup(line => line.DocumentId),
            Sales = sales,
            Related = related,
            Products = products.Values.ToDictionary(product => product.Product, StringComparer.Ordinal),
            Numbers = products.ToDictionary(pair => pair.Key, pair => pair.Value.Product),
        };
    }

    /// <summary>The documents that are counted already.</summary>
    public async Task<HashSet<long>> KnownAsync(PortalDbContext context, CancellationToken cancellationToken)
    {
        var keys = Documents.ToDictionary(document => Key(document.Id), document => document.Id);
        var names = keys.Keys.ToArray();
        var known = await context.PointsEvents.Where(row => EF.Parameter(names).Contains(row.EventKey)).Select(row => row.EventKey).ToListAsync(cancellationToken);
        return [.. known.Select(key => keys[key])];
    }
}

/// <summary>Categories, brand and properties of products, as conditions of rules ask for them.</summary>
internal static class ProductFacts
{
    public static async Task<Dictionary<long, PointsProduct>> ReadAsync(long[] ids, PortalDbContext context, CancellationToken cancellationToken)
    {
        var categories = await context.ProductCategories.AsNoTracking().ToDictionaryAsync(row => row.Id, cancellationToken);
        var brands = await context.Brands.AsNoTracking().ToDictionaryAsync(row => row.Id, row => row.Code, cancellationToken);
        var labels = (await context.ProductAttributes.AsNoTracking().Where(row => EF.Parameter(ids).Contains(row.ProductId)).ToListAsync(cancellationToken)).ToLookup(row => row.ProductId);
        var products = await context.Products.AsNoTracking().Where(row => EF.Parameter(ids).Contains(row.Id)).ToListAsync(cancellationToken);
        return products.ToDictionary(row => row.Id, row => new PointsProduct
        {
            Product = row.Number,
            Categories = [.. Chain(row.CategoryId)],
            Brand = row.BrandId is { } brand ? brands.GetValueOrDefault(brand) : null,
            Labels = [.. labels[row.Id].SelectMany(label => new[] { label.Value, label.Name + ":" + label.Value })],
        });

        IEnumerable<string> Chain(long? id)
        {
            for (var step = 0; id is { } key && categories.TryGetValue(key, out var category) && step < 20; step++)
            {
                yield return category.Code;
                id = category.ParentId;
            }
        }
    }
}
