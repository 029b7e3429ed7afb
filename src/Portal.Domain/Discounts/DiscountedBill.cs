using Portal.Domain.Shared;

namespace Portal.Domain.Discounts;

/// <summary>A bill at prices before and after the discounts that a customer has.</summary>
/// <param name="Lines">The lines, in the bill's order.</param>
public sealed record DiscountedBill(IReadOnlyList<DiscountedLine> Lines)
{
    /// <summary>Before discounts.</summary>
    public long GrossMinor => Lines.Sum(line => line.GrossMinor);

    /// <summary>What is taken off.</summary>
    public long DiscountMinor => Lines.Sum(line => line.DiscountMinor);

    /// <summary>What is to pay.</summary>
    public long NetMinor => GrossMinor - DiscountMinor;

    /// <summary>
    /// Takes off each line the best of the rates that the customer has, not one on top of another, and rounds once per line:
    /// the lines add up to the bill.
    /// </summary>
    /// <param name="lines">The lines.</param>
    /// <param name="discounts">The discounts; of two equal rates the first is named.</param>
    public static DiscountedBill Of(IEnumerable<BillLine> lines, IReadOnlyList<HeldDiscount> discounts) => new([.. lines.Select(line => Line(line, discounts))]);

    private static DiscountedLine Line(BillLine line, IReadOnlyList<HeldDiscount> discounts)
    {
        var best = discounts.Select(held => (Held: held, Off: held.Terms.OffFor(line.Categories))).Where(row => row.Off > 0).OrderByDescending(row => row.Off).FirstOrDefault();
        return best.Held is null
            ? new DiscountedLine(line.AmountMinor, 0, 0, null)
            : new DiscountedLine(line.AmountMinor, best.Off, Rounding.HalfAwayFromZero(Rate.FromPercent(best.Off).OfMinor(line.AmountMinor)), best.Held);
    }
}

/// <summary>A line of a bill before discounts.</summary>
/// <param name="AmountMinor">The amount.</param>
/// <param name="Categories">The category's code and those above it, the nearest first; empty where none is known.</param>
public sealed record BillLine(long AmountMinor, IReadOnlyList<string> Categories);

/// <summary>A line with its discount.</summary>
/// <param name="GrossMinor">Before it.</param>
/// <param name="OffPercent">Percent off; 0 for none.</param>
/// <param name="DiscountMinor">What is taken off.</param>
/// <param name="Held">The discount it comes from, or null.</param>
public sealed record DiscountedLine(long GrossMinor, decimal OffPercent, long DiscountMinor, HeldDiscount? Held);

/// <summary>A discount that a customer has by its level or by its card.</summary>
/// <param name="NameZhCn">The level's or the card type's name in Chinese.</param>
/// <param name="NameEn">The same in English.</param>
/// <param name="IsLevel">Whether the level gives it, not the card.</param>
/// <param name="Terms">The rates.</param>
public sealed record HeldDiscount(string NameZhCn, string NameEn, bool IsLevel, DiscountTerms Terms);
