using System.Globalization;
using Microsoft.EntityFrameworkCore;
using Portal.Domain.Customers;
using Portal.Domain.Products;
using Portal.Domain.Sales;
using Portal.Infrastructure.Data;
using Portal.Infrastructure.Data.BulkWrite;

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
        await WriteDocumentsAsync(context, sales, cancellationToken);
        await WriteLinesAsync(context, Enumerable.Range(0, sales.Count), index => (sales.CustomerIds[index], sales.Days[index], sales.ProductIds[index], sales.NetMinor[index]), 0, cancellationToken);
    }

    /// <summary>Writes sales lines to each customer's document.</summary>
    public static Task WriteLinesAsync<T>(
        PortalDbContext context, IEnumerable<T> items, Func<T, (int Customer, int Day, int Product, long NetMinor)> lineOf, int numbersAfter, CancellationToken cancellationToken)
    {
        var number = numbersAfter;
        return BulkWriter.InsertAsync<SalesLine, T>(
            context,
            [
                nameof(SalesLine.DocumentId), nameof(SalesLine.LineNumber), nameof(SalesLine.CustomerId), nameof(SalesLine.DocumentOn), nameof(SalesLine.ProductId),
                nameof(SalesLine.QuantityMilli), nameof(SalesLine.NetMinor), nameof(SalesLine.DiscountMinor),
            ],
            items,
            (row, item) =>
            {
                var (customer, day, product, netMinor) = lineOf(item);
                row.Write((long)customer);
                row.Write(++number);
                row.Write((long)customer);
                row.Write(SalesYear.First.AddDays(day));
                row.Write((long)product);
                row.Write(netMinor < 0 ? -1000L : 1000L);
                row.Write(netMinor);
                row.Write(0L);
            },
            cancellationToken);
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

    private static Task WriteDocumentsAsync(PortalDbContext context, SalesYear sales, CancellationToken cancellationToken) =>
        BulkWriter.InsertAsync<SalesDocument, int>(
            context,
            [
                nameof(SalesDocument.Id), nameof(SalesDocument.Source), nameof(SalesDocument.Number), nameof(SalesDocument.Kind), nameof(SalesDocument.CustomerId), nameof(SalesDocument.DocumentOn),
                nameof(SalesDocument.Currency), nameof(SalesDocument.LineCount), nameof(SalesDocument.NetMinor), nameof(SalesDocument.ContentHash), nameof(SalesDocument.RecordedAtUtc),
            ],
            Enumerable.Range(1, sales.Customers),
            (row, id) =>
            {
                row.Write((long)id);
                row.Write("bench");
                row.Write("D" + id.ToString(CultureInfo.InvariantCulture));
                row.Write((int)SalesDocumentKind.Sale);
                row.Write((long)id);
                row.Write(SalesYear.First);
                row.Write("CNY");
                row.Write(0);
                row.Write(0L);
                row.Write("");
                row.Write(DateTime.UnixEpoch);
            },
            cancellationToken);
}
