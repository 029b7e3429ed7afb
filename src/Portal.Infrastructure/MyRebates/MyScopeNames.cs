using Microsoft.EntityFrameworkCore;
using Portal.Domain.Programs;
using Portal.Infrastructure.Data;

namespace Portal.Infrastructure.MyRebates;

/// <summary>Names of what scopes mention by number or code.</summary>
/// <param name="Products">By number.</param>
/// <param name="Categories">By code.</param>
/// <param name="Brands">By code.</param>
public sealed record MyScopeNames(
    IReadOnlyDictionary<string, string> Products, IReadOnlyDictionary<string, string> Categories, IReadOnlyDictionary<string, string> Brands)
{
    /// <summary>For the sentences.</summary>
    public ProgramNames ToProgramNames() => new((_, code) => code, (kind, code) => kind switch
    {
        ProductSelectorKind.Product => Products.GetValueOrDefault(code, code),
        ProductSelectorKind.Category => Categories.GetValueOrDefault(code, code),
        ProductSelectorKind.Brand => Brands.GetValueOrDefault(code, code),
        _ => code,
    });

    /// <summary>What a scope includes, by name; empty for everything.</summary>
    public IReadOnlyList<string> Of(ProductScope scope)
    {
        ArgumentNullException.ThrowIfNull(scope);
        var names = ToProgramNames();
        return [.. scope.Include.SelectMany(selector => selector.Codes.Select(code => names.OfProducts(selector.Kind, code)))];
    }

    internal static async Task<MyScopeNames> ReadAsync(PortalDbContext context, IEnumerable<ProductScope> scopes, CancellationToken cancellationToken)
    {
        var selectors = scopes.SelectMany(scope => scope.Include.Concat(scope.Exclude)).ToList();
        return new MyScopeNames(
            await NamesAsync(ProductSelectorKind.Product, codes => context.Products.Where(row => codes.Contains(row.Number)).Select(row => KeyValuePair.Create(row.Number, row.Name))),
            await NamesAsync(ProductSelectorKind.Category, codes => context.ProductCategories.Where(row => codes.Contains(row.Code)).Select(row => KeyValuePair.Create(row.Code, row.Name))),
            await NamesAsync(ProductSelectorKind.Brand, codes => context.Brands.Where(row => codes.Contains(row.Code)).Select(row => KeyValuePair.Create(row.Code, row.Name))));

        async Task<IReadOnlyDictionary<string, string>> NamesAsync(ProductSelectorKind kind, Func<List<string>, IQueryable<KeyValuePair<string, string>>> read)
        {
            var codes = selectors.Where(selector => selector.Kind == kind).SelectMany(selector => selector.Codes).Distinct().ToList();
            return codes.Count == 0
                ? new Dictionary<string, string>()
                : new Dictionary<string, string>(await read(codes).ToListAsync(cancellationToken), StringComparer.OrdinalIgnoreCase);
        }
    }
}
