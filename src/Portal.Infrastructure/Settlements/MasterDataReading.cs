using Microsoft.EntityFrameworkCore;
using Portal.Domain.Settlements;
using Portal.Infrastructure.Data;

namespace Portal.Infrastructure.Settlements;

/// <summary>Reads what the selectors of programmes name.</summary>
internal static class MasterDataReading
{
    /// <summary>Customers, products and categories.</summary>
    public static async Task<PlanMasterData> ReadAsync(PortalDbContext context, CancellationToken cancellationToken)
    {
        var groups = await context.CustomerGroups.ToDictionaryAsync(row => row.Id, row => row.Code, cancellationToken);
        var levels = await context.CustomerLevels.ToDictionaryAsync(row => row.Id, row => row.Code, cancellationToken);
        var regions = await context.Regions.ToDictionaryAsync(row => row.Id, row => row.Code, cancellationToken);
        var customers = await context.Customers
            .Select(row => new { row.Id, row.Number, row.GroupId, row.LevelId, row.RegionId, row.ParentId }).ToListAsync(cancellationToken);
        return await ReadProductsAsync(context, cancellationToken) with
        {
            Customers = customers.ConvertAll(row => new PlanCustomer(
                row.Id, row.Number, CodeOf(groups, row.GroupId), CodeOf(levels, row.LevelId), CodeOf(regions, row.RegionId), row.ParentId)),
        };
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

    private static string? CodeOf(Dictionary<long, string> codes, long? id) => id is { } key ? codes[key] : null;
}
