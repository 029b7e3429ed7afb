using Microsoft.EntityFrameworkCore;
using Portal.Domain.Products;
using Portal.Infrastructure.Data;

namespace Portal.Infrastructure.Products;

/// <summary>Makes the units and properties of products what they are to be. The caller saves.</summary>
internal static class ProductExtrasWriter
{
    /// <summary>Adds, changes and removes; by product.</summary>
    /// <returns>The products of which something changed.</returns>
    public static async Task<IReadOnlySet<long>> ApplyAsync(
        PortalDbContext context, IReadOnlyDictionary<long, ProductExtras> wanted, CancellationToken cancellationToken)
    {
        var ids = wanted.Keys.ToArray();
        var units = (await context.ProductUnits.Where(row => EF.Parameter(ids).Contains(row.ProductId)).ToListAsync(cancellationToken)).ToLookup(row => row.ProductId);
        var attributes = (await context.ProductAttributes.Where(row => EF.Parameter(ids).Contains(row.ProductId)).ToListAsync(cancellationToken)).ToLookup(row => row.ProductId);
        var changed = new HashSet<long>();
        foreach (var (productId, extras) in wanted)
        {
            if ((extras.Units is { } unitsWanted && ApplyUnits(context, productId, [.. units[productId]], unitsWanted))
                | (extras.Attributes is { } attributesWanted && ApplyAttributes(context, productId, [.. attributes[productId]], attributesWanted)))
            {
                changed.Add(productId);
            }
        }

        return changed;
    }

    private static bool ApplyUnits(PortalDbContext context, long productId, List<ProductUnit> stored, IReadOnlyDictionary<string, UnitFactor> wanted)
    {
        var gone = stored.Where(row => !wanted.Keys.Contains(row.Unit, StringComparer.OrdinalIgnoreCase)).ToList();
        context.RemoveRange(gone);
        var isChanged = gone.Count > 0;
        foreach (var (unit, factor) in wanted)
        {
            if (stored.Find(row => row.Unit.Equals(unit, StringComparison.OrdinalIgnoreCase)) is not { } known)
            {
                context.Add(new ProductUnit(productId, unit, factor.Numerator, factor.Denominator));
                isChanged = true;
            }
            else if (known.Factor != factor)
            {
                known.Change(factor);
                isChanged = true;
            }
        }

        return isChanged;
    }

    private static bool ApplyAttributes(PortalDbContext context, long productId, List<ProductAttribute> stored, IReadOnlyDictionary<string, string> wanted)
    {
        var gone = stored.Where(row => !wanted.Keys.Contains(row.Name, StringComparer.OrdinalIgnoreCase)).ToList();
        context.RemoveRange(gone);
        var isChanged = gone.Count > 0;
        foreach (var (name, value) in wanted)
        {
            if (stored.Find(row => row.Name.Equals(name, StringComparison.OrdinalIgnoreCase)) is not { } known)
            {
                context.Add(new ProductAttribute(productId, name, value));
                isChanged = true;
            }
            else if (known.Value != value)
            {
                known.Change(value);
                isChanged = true;
            }
        }

        return isChanged;
    }
}
