using System.Globalization;
using Microsoft.EntityFrameworkCore;
using Portal.Domain.Customers;
using Portal.Domain.Products;
using Portal.Domain.Sales;
using Portal.Infrastructure.Data;
using Portal.Infrastructure.Data.BulkWrite;
using Portal.Infrastructure.SalesPacks;

namespace Portal.Bench.Settle;

/// <summary>Writes a year of sales with its master data, in bulk.</summary>
internal static class SettleData
{
    public static async Task WriteAsync(PortalDbContext context, SalesYear sales, CancellationToken cancellationToken)
    {
        context.AddRange(Enumerable.Range(0, SalesYear.Groups).Select(group => new CustomerGroup("G" + group, "Group " + group)));
        context.AddRange(Enumerable.Range(0, SalesYear.Brands).Select(brand => new Brand("B" + brand, "Brand " + brand)));
        await context.SaveChangesAsync(cancellationToken);
        var groups = await context.CustomerGroups.OrderBy(group => group.Code).Select(group => group.Id).ToListAsync(cancellationToken);
        var brands = await context.Brands.OrderBy(brand => brand.Code).Select(brand => brand.Id).ToListAsync(cancellationToken);
        await WriteCustomersAsync(context, sales, groups, cancellationToken);
        await WriteProductsAsync(context, brands, cancellationToken);
        await WriteLinesAsync(context, sales.Count, index => new SoldLine(sales.CustomerIds[index], sales.Days[index], sales.ProductIds[index], sales.NetMinor[index]), 0, cancellationToken);
    }

    /// <summary>Writes documents of ten lines each, their lines and packs.</summary>
    /// <param name="context">With a transaction.</param>
    /// <param name="count">How many lines.</param>
    /// <param name="lineOf">The lines, by their place; those of a document are of one customer and day.</param>
    /// <param name="after">How many lines there are.</param>
    /// <param name="cancellationToken">Stops it.</param>
    public static async Task WriteLinesAsync(PortalDbContext context, int count, Func<int, SoldLine> lineOf, int after, CancellationToken cancellationToken)
    {
        var documents = Enumerable.Range(0, (count + SalesYear.LinesPerDocument - 1) / SalesYear.LinesPerDocument);
        await WriteDocumentsAsync(context, documents.Select(index => (DocumentOf(index * SalesYear.LinesPerDocument), lineOf(index * SalesYear.LinesPerDocument))), cancellationToken);
        await BulkWriter.InsertAsync<SalesLine, int>(
            context,
            [
                nameof(SalesLine.Id), nameof(SalesLine.DocumentId), nameof(SalesLine.LineNumber), nameof(SalesLine.CustomerId), nameof(SalesLine.DocumentOn), nameof(SalesLine.ProductId),
                nameof(SalesLine.QuantityMilli), nameof(SalesLine.NetMinor), nameof(SalesLine.DiscountMinor),
            ],
            Enumerable.Range(0, count),
            (row, index) =>
            {
                var line = lineOf(index);
                row.Write(after + index + 1L);
                row.Write(DocumentOf(index));
                row.Write((index % SalesYear.LinesPerDocument) + 1);
                row.Write((long)line.Customer);
                row.Write(line.On);
                row.Write((long)line.Product);
                row.Write(line.QuantityMilli);
                row.Write(line.NetMinor);
                row.Write(0L);
            },
            cancellationToken);
        await SalesPackWriter.WriteAsync(context, documents.Select(index => index * SalesYear.LinesPerDocument).SelectMany(Pack), cancellationToken);

        long DocumentOf(int index) => ((after + index) / SalesYear.LinesPerDocument) + 1L;

        IReadOnlyList<SalesPack> Pack(int first)
        {
            var packs = new SalesPackBuilder();
            for (var index = first; index < Math.Min(count, first + SalesYear.LinesPerDocument); index++)
            {
                var line = lineOf(index);
                packs.Add(new PackedDocument(line.Customer, line.On, DocumentOf(index)), after + index + 1L, new PackedLine(line.Product, line.QuantityMilli, line.NetMinor));
            }

            return packs.Take();
        }
    }

    private static Task WriteCustomersAsync(PortalDbContext context, SalesYear sales, List<long> groups, CancellationToken cancellationToken) =>
        BulkWriter.InsertAsync<Customer, int>(
            context,
            [nameof(Customer.Id), nameof(Customer.Number), nameof(Customer.Name), nameof(Customer.Kind), nameof(Customer.GroupId), nameof(Customer.CreatedAtUtc), nameof(Customer.RowVersion)],
            Enumerable.Range(1, sales.Customers),
            (row, id) =>
            {
                row.Write((long)id);
                row.Write("C" + id.ToString(CultureInfo.InvariantCulture));
                row.Write("Customer");
                row.Write((int)CustomerKind.Distributor);
                row.Write(groups[SalesYear.GroupOf(id)]);
                row.Write(DateTime.UnixEpoch);
                row.Write(1L);
            },
            cancellationToken);

    private static Task WriteProductsAsync(PortalDbContext context, List<long> brands, CancellationToken cancellationToken) =>
        BulkWriter.InsertAsync<Product, int>(
            context,
            [nameof(Product.Id), nameof(Product.Number), nameof(Product.Name), nameof(Product.Unit), nameof(Product.BrandId), nameof(Product.IsDiscontinued), nameof(Product.RowVersion)],
            Enumerable.Range(1, SalesYear.Products),
            (row, id) =>
            {
                row.Write((long)id);
                row.Write("P" + id.ToString(CultureInfo.InvariantCulture));
                row.Write("Product");
                row.Write("pcs");
                row.Write((long?)brands[SalesYear.BrandOf(id)]);
                row.Write(false);
                row.Write(1L);
            },
            cancellationToken);

    private static Task WriteDocumentsAsync(PortalDbContext context, IEnumerable<(long Id, SoldLine First)> documents, CancellationToken cancellationToken) =>
        BulkWriter.InsertAsync<SalesDocument, (long Id, SoldLine First)>(
            context,
            [
                nameof(SalesDocument.Id), nameof(SalesDocument.Source), nameof(SalesDocument.Number), nameof(SalesDocument.Kind), nameof(SalesDocument.CustomerId), nameof(SalesDocument.DocumentOn),
                nameof(SalesDocument.Currency), nameof(SalesDocument.LineCount), nameof(SalesDocument.NetMinor), nameof(SalesDocument.ContentHash), nameof(SalesDocument.RecordedAtUtc),
            ],
            documents,
            (row, document) =>
            {
                row.Write(document.Id);
                row.Write("bench");
                row.Write("D" + document.Id.ToString(CultureInfo.InvariantCulture));
                row.Write((int)SalesDocumentKind.Sale);
                row.Write((long)document.First.Customer);
                row.Write(document.First.On);
                row.Write("CNY");
                row.Write(SalesYear.LinesPerDocument);
                row.Write(0L);
                row.Write("");
                row.Write(DateTime.UnixEpoch);
            },
            cancellationToken);
}

/// <summary>A sales line; the day counts from the year's first.</summary>
internal readonly record struct SoldLine(int Customer, int Day, int Product, long NetMinor)
{
    public DateOnly On => SalesYear.First.AddDays(Day);

    public long QuantityMilli => NetMinor < 0 ? -1000L : 1000L;
}
