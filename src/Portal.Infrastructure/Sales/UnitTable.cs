using Microsoft.EntityFrameworkCore;
using Portal.Domain.Products;
using Portal.Domain.Shared;
using Portal.Infrastructure.Data;

namespace Portal.Infrastructure.Sales;

/// <summary>The units in which products are sold. Units are compared without regard to case.</summary>
internal sealed class UnitTable
{
    private readonly Dictionary<long, string> _own = [];
    private readonly Dictionary<(long ProductId, string Unit), UnitFactor> _factors = [];

    public static UnitTable Empty { get; } = new();

    /// <summary>Reads the units of some products, or of all.</summary>
    public static async Task<UnitTable> LoadAsync(PortalDbContext context, long[]? productIds, CancellationToken cancellationToken)
    {
        var products = context.Products.AsQueryable();
        var units = context.ProductUnits.AsNoTracking();
        if (productIds is not null)
        {
            products = products.Where(row => EF.Parameter(productIds).Contains(row.Id));
            units = units.Where(row => EF.Parameter(productIds).Contains(row.ProductId));
        }

        var table = new UnitTable();
        foreach (var product in await products.Select(row => new { row.Id, row.Unit }).ToListAsync(cancellationToken))
        {
            table._own[product.Id] = product.Unit;
        }

        foreach (var unit in await units.ToListAsync(cancellationToken))
        {
            table._factors[(unit.ProductId, unit.Unit.ToLowerInvariant())] = unit.Factor;
        }

        return table;
    }

    /// <summary>Whether a unit is the product's own.</summary>
    public bool IsOwn(long productId, string unit) => _own.TryGetValue(productId, out var own) && own.Equals(unit, StringComparison.OrdinalIgnoreCase);

    /// <summary>Converts a quantity into the product's own unit.</summary>
    /// <returns>Thousandths of it, or why that cannot be.</returns>
    public Outcome<long> ToOwnMilli(long productId, string productNumber, string unit, long quantityMilli)
    {
        if (IsOwn(productId, unit))
        {
            return quantityMilli;
        }

        return !_factors.TryGetValue((productId, unit.ToLowerInvariant()), out var factor)
            ? new Refusal("sales_unit_unknown", unit, productNumber, Known(productId))
            : Math.Abs((decimal)quantityMilli * factor.Numerator / factor.Denominator) > long.MaxValue / 1000
            ? new Refusal("cell_number_too_large", new Quantity(quantityMilli).ToString())
            : factor.ToOwnMilli(quantityMilli);
    }

    private string Known(long productId) =>
        string.Join(", ", _factors.Keys.Where(key => key.ProductId == productId).Select(key => key.Unit).Order().Prepend(_own.GetValueOrDefault(productId) ?? ""));
}
