using System.Globalization;
using Microsoft.EntityFrameworkCore;
using Portal.Domain.Cards;
using Portal.Domain.Discounts;
using Portal.Domain.Shared;
using Portal.Infrastructure.Data;

namespace Portal.Infrastructure.Discounts;

/// <summary>Finds what the holder of a card pays less, and takes it off a bill. Who may ask is decided by the caller.</summary>
internal static class CustomerDiscounts
{
    private const int MaxLines = 500;
    private const long MaxMinor = 1_000_000_000;

    /// <summary>The discounts of the level and of the card; those that take nothing off are left out.</summary>
    public static async Task<IReadOnlyList<HeldDiscount>> OfAsync(PortalDbContext context, CardType type, long? customerId, CancellationToken cancellationToken)
    {
        var level = customerId is null ? null : await (
            from customer in context.Customers
            join row in context.CustomerLevels on customer.LevelId equals row.Id
            where customer.Id == customerId
            select new { row.Name, row.Discount }).AsNoTracking().SingleOrDefaultAsync(cancellationToken);
        var held = new List<HeldDiscount>();
        if (level?.Discount is { } terms)
        {
            held.Add(new HeldDiscount(level.Name, level.Name, IsLevel: true, terms));
        }

        held.Add(new HeldDiscount(type.NameZhCn, type.NameEn, IsLevel: false, type.Rules.Discount));
        return [.. held.Where(row => !row.Terms.TakesNothingOff())];
    }

    /// <summary>A bill with the discounts of a card's holder.</summary>
    public static async Task<Outcome<DiscountedBill>> ApplyAsync(
        PortalDbContext context, CardType type, long? customerId, IReadOnlyList<BillLineInput> lines, CancellationToken cancellationToken)
    {
        if (lines.Count is 0 or > MaxLines || lines.Any(line => line.AmountMinor is <= 0 or > MaxMinor))
        {
            return new Refusal("card_amount") { Field = "AmountMinor" };
        }

        var paths = await PathsAsync(context, lines, cancellationToken);
        if (lines.FirstOrDefault(line => line.Category is { } code && !paths.ContainsKey(code)) is { } unknown)
        {
            return new Refusal("discount_category_unknown", unknown.Category) { Field = "AmountMinor" };
        }

        var discounts = await OfAsync(context, type, customerId, cancellationToken);
        return DiscountedBill.Of(lines.Select(line => new BillLine(line.AmountMinor, line.Category is { } code ? paths[code] : [])), discounts);
    }

    /// <summary>How the discount reads in an operation, in every language: the level and the percent.</summary>
    public static string? Detail(DiscountedBill bill)
    {
        var parts = bill.Lines.Where(line => line.Held is not null)
            .Select(line => string.Create(CultureInfo.InvariantCulture, $"{(line.Held!.IsLevel ? line.Held.NameZhCn + " " : null)}−{line.OffPercent:0.##}%")).Distinct().ToList();
        return parts.Count == 0 ? null : string.Join(", ", parts.Take(5)) + (parts.Count > 5 ? " …" : null);
    }

    /// <summary>Each category that a line names, with those above it.</summary>
    private static async Task<Dictionary<string, IReadOnlyList<string>>> PathsAsync(PortalDbContext context, IReadOnlyList<BillLineInput> lines, CancellationToken cancellationToken)
    {
        var paths = new Dictionary<string, IReadOnlyList<string>>(StringComparer.OrdinalIgnoreCase);
        if (lines.All(line => line.Category is null))
        {
            return paths;
        }

        var all = await context.ProductCategories.AsNoTracking().ToDictionaryAsync(row => row.Id, cancellationToken);
        foreach (var category in all.Values)
        {
            var path = new List<string>();
            for (var above = category; above is not null && path.Count <= all.Count; above = above.ParentId is { } parentId ? all.GetValueOrDefault(parentId) : null)
            {
                path.Add(above.Code);
            }

            paths[category.Code] = path;
        }

        return paths;
    }
}

/// <summary>A line of a bill as typed.</summary>
/// <param name="AmountMinor">The amount before discounts.</param>
/// <param name="Category">The category's code, or null where it is not known.</param>
public sealed record BillLineInput(long AmountMinor, string? Category = null);
