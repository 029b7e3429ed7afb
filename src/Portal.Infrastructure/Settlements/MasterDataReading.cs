using Microsoft.EntityFrameworkCore;
using Portal.Domain.Customers;
using Portal.Domain.Settlements;
using Portal.Infrastructure.Data;
using Portal.Infrastructure.Data.BulkRead;

namespace Portal.Infrastructure.Settlements;

/// <summary>Reads what the selectors of programmes name.</summary>
internal static class MasterDataReading
{
    private static readonly string[] CustomerProperties =
    [
        nameof(Customer.Id), nameof(Customer.Number), nameof(Customer.GroupId), nameof(Customer.LevelId), nameof(Customer.RegionId), nameof(Customer.ParentId),
    ];

    /// <summary>Customers, products and categories.</summary>
    public static async Task<PlanMasterData> ReadAsync(PortalDbContext context, CancellationToken cancellationToken)
    {
        var groups = await context.CustomerGroups.ToDictionaryAsync(row => row.Id, row => row.Code, cancellationToken);
        var levels = await context.CustomerLevels.ToDictionaryAsync(row => row.Id, row => row.Code, cancellationToken);
        var regions = await context.Regions.ToDictionaryAsync(row => row.Id, row => row.Code, cancellationToken);
        var sql = new BulkSql(context, typeof(Customer), CustomerProperties);
        var customers = new List<PlanCustomer>();
        await BulkReader.ReadAsync(
            context,
            new BulkQuery(sql.Columns, sql.Table),
            row => customers.Add(new PlanCustomer(
                row.Number(0), row.Text(1), CodeOf(groups, KeyOf(row, 2)), CodeOf(levels, KeyOf(row, 3)), CodeOf(regions, KeyOf(row, 4)), KeyOf(row, 5))),
            cancellationToken);
        return await ReadProductsAsync(context, cancellationToken) with { Customers = customers };
    }

    /// <summary>Products and categories alone.</summary>
    public static async Task<PlanMasterData> ReadProductsAsync(PortalDbContext context, CancellationToken cancellationToken)
    {
        var brands = await context.Brands.ToDictionaryAsync(row => row.Id, row => row.Code, cancellationToken);
        var categories = await context.ProductCategories.Select(row => new { row.Id, row.Code, row.ParentId }).ToDictionaryAsync(row => row.Id, cancellationToken);
        var products = await context.Products.Select(row => new { row.Id, row.Number, row.CategoryId, row.BrandId }).ToListAsync(cancellationToken);
        return new PlanMasterData(
            [],
            products.ConvertAll(row => new PlanProduct(row.Id, row.Number, row.CategoryId is { } id ? categories[id].Code : null, CodeOf(brands, row.BrandId))),
            [.. categories.Values.Select(row => new PlanCategory(row.Code, row.ParentId is { } id ? categories[id].Code : null))]);
    }

    private static long? KeyOf(IBulkRecord row, int column) => row.IsNull(column) ? null : row.Number(column);

    private static string? CodeOf(Dictionary<long, string> codes, long? id) => id is { } key ? codes[key] : null;
}
