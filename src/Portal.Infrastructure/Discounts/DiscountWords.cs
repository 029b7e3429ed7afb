using Microsoft.EntityFrameworkCore;
using Portal.Domain.Discounts;
using Portal.Infrastructure.Data;

namespace Portal.Infrastructure.Discounts;

/// <summary>A discount as screens show it, with the names of categories.</summary>
/// <param name="OffPercent">Percent off everything else, or null.</param>
/// <param name="Categories">Names of categories with their rates.</param>
public sealed record DiscountWords(decimal? OffPercent, IReadOnlyList<CategoryDiscountName> Categories)
{
    internal static DiscountWords? Of(DiscountTerms? terms, IReadOnlyDictionary<string, string> names) =>
        terms is null || terms.TakesNothingOff() ? null
        : new DiscountWords(terms.OffPercent, [.. terms.Categories.Select(row => new CategoryDiscountName(names.GetValueOrDefault(row.Category, row.Category), row.OffPercent))]);

    /// <summary>The names of the categories that some discounts speak of.</summary>
    internal static async Task<IReadOnlyDictionary<string, string>> CategoriesAsync(PortalDbContext context, IEnumerable<DiscountTerms?> terms, CancellationToken cancellationToken)
    {
        var codes = terms.SelectMany(row => row?.Categories ?? []).Select(row => row.Category).Distinct().ToList();
        return codes.Count == 0 ? new Dictionary<string, string>()
            : await context.ProductCategories.Where(row => codes.Contains(row.Code)).ToDictionaryAsync(row => row.Code, row => row.Name, cancellationToken);
    }
}

/// <summary>The rate of a category by its name.</summary>
/// <param name="Name">The category.</param>
/// <param name="OffPercent">Percent off; 0 for no discount.</param>
public sealed record CategoryDiscountName(string Name, decimal OffPercent);
