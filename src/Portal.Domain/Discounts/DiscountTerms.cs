using Portal.Domain.Shared;

namespace Portal.Domain.Discounts;

/// <summary>What a level or a type of card takes off prices: a rate for everything, and other rates for categories of products.</summary>
public sealed record DiscountTerms
{
    /// <summary>The most rates for categories.</summary>
    public const int MaxCategories = 100;

    /// <summary>Percent off everything that no category says otherwise about: 20 is 八折. Null for none.</summary>
    public decimal? OffPercent { get; init; }

    /// <summary>Rates for categories and all below them, instead of the general one; 0 is no discount there.</summary>
    public IReadOnlyList<CategoryDiscount> Categories { get; init; } = [];

    /// <summary>Whether nothing is taken off anything.</summary>
    public bool TakesNothingOff() => OffPercent is null && Categories.All(row => row.OffPercent == 0);

    /// <summary>Percent off a line: what the nearest category says, else the general rate.</summary>
    /// <param name="categories">The line's category and those above it, the nearest first; empty where none is known.</param>
    public decimal OffFor(IEnumerable<string> categories)
    {
        ArgumentNullException.ThrowIfNull(categories);
        return categories.Select(code => Categories.FirstOrDefault(row => string.Equals(row.Category, code, StringComparison.OrdinalIgnoreCase)))
            .FirstOrDefault(row => row is not null)?.OffPercent ?? OffPercent ?? 0;
    }

    /// <summary>All that is wrong with it, with the field.</summary>
    public IReadOnlyList<Refusal> Check()
    {
        var refusals = new List<Refusal>();
        void Require(bool isRight, string code, string field, params object?[] arguments)
        {
            if (!isRight)
            {
                refusals.Add(new Refusal(code, arguments) { Field = field });
            }
        }

        Require(OffPercent is null or (> 0 and < 100), "discount_rate", nameof(OffPercent));
        Require(Categories.Count <= MaxCategories, "discount_too_many", nameof(Categories), MaxCategories);
        Require(Categories.All(row => !string.IsNullOrWhiteSpace(row.Category)), "discount_category_missing", nameof(Categories));
        Require(Categories.All(row => row.OffPercent is >= 0 and < 100), "discount_category_rate", nameof(Categories));
        Require(Categories.Select(row => row.Category.ToUpperInvariant()).Distinct().Count() == Categories.Count, "discount_category_twice", nameof(Categories));
        return refusals;
    }
}

/// <summary>The rate of a category.</summary>
/// <param name="Category">The category's code.</param>
/// <param name="OffPercent">Percent off; 0 for no discount.</param>
public sealed record CategoryDiscount(string Category, decimal OffPercent);
