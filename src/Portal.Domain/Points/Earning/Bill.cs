using Portal.Domain.Points.Events;
using Portal.Domain.Points.Rules;
using Portal.Domain.Shared;

namespace Portal.Domain.Points.Earning;

/// <summary>A line of a bill, with what of it earns.</summary>
public sealed record BillLine
{
    /// <summary>The line's number.</summary>
    public required int Number { get; init; }

    /// <summary>The product and its facts.</summary>
    public required PointsProduct Product { get; init; }

    /// <summary>How many.</summary>
    public required decimal Quantity { get; init; }

    /// <summary>What is left after line and bill discounts, in minor units.</summary>
    public required long NetMinor { get; init; }

    /// <summary>What earns, in minor units.</summary>
    public required long BaseMinor { get; init; }
}

/// <summary>Works out what of a bill earns.</summary>
public static class Bill
{
    /// <summary>The payment method that stands for points.</summary>
    public const string PaidWithPoints = "points";

    /// <summary>The bill after discounts, in minor units.</summary>
    public static long NetMinor(SaleEvent sale, PointScale scale)
    {
        ArgumentNullException.ThrowIfNull(sale);
        return scale.Minor((sale.Amount ?? 0) + sale.Lines.Sum(line => line.Amount - line.Discount) - sale.Discount);
    }

    /// <summary>The lines with what earns: the amount before or after discounts, less tax, less the part paid in ways that do not earn.</summary>
    /// <param name="sale">The sale.</param>
    /// <param name="rules">The rules.</param>
    /// <param name="products">Facts of products by number, for what the lines leave out.</param>
    /// <param name="pointsValueMinor">The value of the points used on the sale.</param>
    public static IReadOnlyList<BillLine> Lines(SaleEvent sale, PointsRules rules, IReadOnlyDictionary<string, PointsProduct> products, long pointsValueMinor)
    {
        ArgumentNullException.ThrowIfNull(sale);
        ArgumentNullException.ThrowIfNull(rules);
        var scale = new PointScale(rules.PointDecimals, rules.CurrencyDecimals);
        var lines = sale.Lines.Count > 0 ? sale.Lines : [new SaleLine { Line = 1, Amount = sale.Amount ?? 0 }];
        var own = lines.Select(line => scale.Minor(line.Amount - line.Discount)).ToArray();
        var discounts = Rounding.Share(scale.Minor(sale.Discount), own);
        var net = own.Zip(discounts, (amount, discount) => amount - discount).ToArray();
        var excluded = rules.EarnOn.ExcludePayments.ToHashSet(StringComparer.OrdinalIgnoreCase);
        var paidOtherwise = sale.Payments.Where(payment => excluded.Contains(payment.Method)).Sum(payment => scale.Minor(payment.Amount))
            + (excluded.Contains(PaidWithPoints) ? pointsValueMinor : 0);
        var paid = Rounding.Share(paidOtherwise, net);
        return
        [
            .. lines.Select((line, index) => new BillLine
            {
                Number = line.Line,
                Product = Facts(line, products),
                Quantity = line.Quantity,
                NetMinor = net[index],
                BaseMinor = Math.Max(0, (rules.EarnOn.Discount == DiscountBase.After ? net[index] : scale.Minor(line.Amount)) - Tax(line) - paid[index]),
            }),
        ];

        long Tax(SaleLine line) => rules.EarnOn.Tax == TaxBase.Excluded ? scale.Minor(line.Tax) : 0;
    }

    private static PointsProduct Facts(SaleLine line, IReadOnlyDictionary<string, PointsProduct> products)
    {
        var known = line.Product is { } number ? products.GetValueOrDefault(number) : null;
        return new PointsProduct
        {
            Product = line.Product ?? "",
            Categories = line.Categories.Count > 0 ? line.Categories : known?.Categories ?? [],
            Brand = line.Brand ?? known?.Brand,
            Labels = line.Labels.Count > 0 ? line.Labels : known?.Labels ?? [],
        };
    }
}
