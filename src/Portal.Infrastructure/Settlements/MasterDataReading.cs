using Microsoft.EntityFrameworkCore;
using Portal.Domain.Programs;
using Portal.Domain.Settlements;
using Portal.Domain.Shared;
using Portal.Infrastructure.Data;

namespace Portal.Infrastructure.Settlements;

/// <summary>Reads what the selectors of programmes name.</summary>
internal static class MasterDataReading
{
    private static readonly Dictionary<string, decimal> None = [];

    /// <summary>All of it.</summary>
    public static async Task<PlanMasterData> ReadAsync(PortalDbContext context, CancellationToken cancellationToken) =>
        (await ReadWithoutCustomersAsync(context, await ExchangeRatesAsync(context, cancellationToken), cancellationToken)) with
        {
            Customers = await CustomerReading.ReadAsync(context, Task.FromResult(CustomerNeeds.All), cancellationToken),
        };

    /// <summary>All but the customers, with the rates as they were read.</summary>
    public static async Task<PlanMasterData> ReadWithoutCustomersAsync(
        PortalDbContext context, IReadOnlyList<PlanExchangeRate>? exchangeRates, CancellationToken cancellationToken) =>
        await ReadProductsAsync(context, cancellationToken) with
        {
            Figures = await FiguresAsync(context, cancellationToken),
            ExchangeRates = exchangeRates,
        };

    /// <summary>Products and categories alone.</summary>
    public static async Task<PlanMasterData> ReadProductsAsync(PortalDbContext context, CancellationToken cancellationToken)
    {
        var brands = await context.Brands.ToDictionaryAsync(row => row.Id, row => row.Code, cancellationToken);
        var categories = await context.ProductCategories.Select(row => new { row.Id, row.Code, row.ParentId }).ToDictionaryAsync(row => row.Id, cancellationToken);
        var products = await context.Products.Select(row => new { row.Id, row.Number, row.CategoryId, row.BrandId }).ToListAsync(cancellationToken);
        var attributes = (await context.ProductAttributes.AsNoTracking().ToListAsync(cancellationToken)).GroupBy(row => row.ProductId)
            .ToDictionary(group => group.Key, group => (IReadOnlyList<string>)[.. group.Select(row => row.Name + "=" + row.Value)]);
        var units = (await context.ProductUnits.AsNoTracking().ToListAsync(cancellationToken)).GroupBy(row => row.ProductId).ToDictionary(
            group => group.Key,
            group => (IReadOnlyDictionary<string, decimal>)group.ToDictionary(
                row => row.Unit, row => (decimal)row.Numerator / row.Denominator, StringComparer.OrdinalIgnoreCase));
        return new PlanMasterData(
            [],
            products.ConvertAll(row => new PlanProduct(row.Id, row.Number, row.CategoryId is { } id ? categories[id].Code : null, CodeOf(brands, row.BrandId))
            {
                Attributes = attributes.GetValueOrDefault(row.Id, []),
                UnitFactors = units.GetValueOrDefault(row.Id, None),
            }),
            [.. categories.Values.Select(row => new PlanCategory(row.Code, row.ParentId is { } id ? categories[id].Code : null))]);
    }

    /// <summary>What rules ask of one customer alone: its figures, and the rates.</summary>
    public static async Task<PlanMasterData> WithFiguresOfAsync(this PlanMasterData master, PortalDbContext context, long customerId, CancellationToken cancellationToken) => master with
    {
        Figures = await FiguresAsync(context, cancellationToken, customerId),
        ExchangeRates = await ExchangeRatesAsync(context, cancellationToken),
    };

    private static async Task<IReadOnlyList<PlanFigure>> FiguresAsync(PortalDbContext context, CancellationToken cancellationToken, long? customerId = null) =>
        await context.CustomerFigures
            .Where(row => customerId == null || row.CustomerId == customerId)
            .Select(row => new PlanFigure(row.CustomerId, row.ListName, row.FromOn, row.ToOn, new Quantity(row.ValueMilli).Units))
            .ToListAsync(cancellationToken);

    /// <summary>The rates, or null where every document is in our own currency, so that nothing needs to be converted.</summary>
    public static async Task<IReadOnlyList<PlanExchangeRate>?> ExchangeRatesAsync(PortalDbContext context, CancellationToken cancellationToken)
    {
        var rates = await context.ExchangeRates.AsNoTracking().ToListAsync(cancellationToken);

        // The sums by month are few and tell of currencies; whoever enters rates expects documents, which are then looked for.
        var isForeign = await context.RebateProgramVersions.AnyAsync(version => version.Currency != Money.DefaultCurrency, cancellationToken)
            || await context.SalesSummaries.AnyAsync(row => row.Currency != Money.DefaultCurrency, cancellationToken)
            || (rates.Count > 0 && await context.SalesDocuments.AnyAsync(row => row.Currency != Money.DefaultCurrency, cancellationToken));
        return isForeign ? rates.ConvertAll(row => new PlanExchangeRate(row.Currency, row.RateOn, row.RateOn, row.Rate)) : null;
    }

    private static string? CodeOf(Dictionary<long, string> codes, long? id) => id is { } key ? codes[key] : null;
}
