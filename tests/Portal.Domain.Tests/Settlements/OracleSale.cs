using Portal.Domain.Programs;
using Portal.Domain.Settlements;

namespace Portal.Domain.Tests.Settlements;

/// <summary>A sale in whole units of money and of the product.</summary>
internal sealed record OracleSale
{
    /// <summary>By how much less than a half, in the unit of rounding, something is meant to be a half: quotients end at their 28th digit.</summary>
    public const decimal Hair = 0.000_000_000_001m;

    public required long Key { get; init; }

    public required PlanCustomer Customer { get; init; }

    public required PlanProduct Product { get; init; }

    public required SalesDetail Detail { get; init; }

    public required DateOnly On { get; init; }

    public required bool IsReturn { get; init; }

    public required decimal Net { get; init; }

    public required decimal Gross { get; init; }

    public required decimal Cost { get; init; }

    public required decimal Quantity { get; init; }

    /// <summary>The day by which it must lie in the past.</summary>
    public DateOnly? NeededBy { get; init; }

    public static OracleSale Of(SalesFact fact, SalesDetail detail, PlanMasterData master) => new()
    {
        Key = fact.LineId,
        Customer = master.Customers.Single(customer => customer.Id == fact.CustomerId),
        Product = master.Products.Single(product => product.Id == fact.ProductId),
        Detail = detail,
        On = fact.On,
        IsReturn = fact.NetMinor < 0 || fact.QuantityMilli < 0,
        Net = fact.NetMinor / 100m,
        Gross = detail.GrossMinor / 100m,
        Cost = detail.CostMinor!.Value / 100m,
        Quantity = fact.QuantityMilli / 1000m,
    };

    public OracleSale In(string currency, PlanMasterData master)
    {
        if (master.ExchangeRates is null || (Detail.Currency ?? "CNY") == currency)
        {
            return this;
        }

        decimal Worth(string of) => of == "CNY" ? 1 : master.ExchangeRates.Single(rate => rate.Currency == of && rate.From <= On && On <= rate.To).Rate;
        var rate = Worth(Detail.Currency ?? "CNY") / Worth(currency);
        return this with { Net = Cents(Net * rate), Gross = Cents(Gross * rate), Cost = Cents(Cost * rate) };
    }

    public IEnumerable<OracleSale> Counting(DocumentRule? rule)
    {
        if (rule is null)
        {
            return [this];
        }

        if (IsReturn || Detail.DocumentTotalMinor <= 0)
        {
            return [this with { On = rule.Date == DocumentDate.Delivery ? Detail.DeliveredOn ?? On : On }];
        }

        var payments = Detail.Payments
            .Where(payment => rule.WithinDays is null || payment.AmountMinor < 0 || payment.PaidOn <= On.AddDays(rule.WithinDays.Value)).OrderBy(payment => payment.PaidOn).ToList();
        decimal PaidBy(int count) => Math.Max(0, Math.Min(Detail.DocumentTotalMinor, payments.Take(count).Sum(payment => payment.AmountMinor)));
        if (rule.Count == DocumentCount.PaidShare)
        {
            return payments
                .Select((payment, index) => (payment.PaidOn, Share: (PaidBy(index + 1) - PaidBy(index)) / Detail.DocumentTotalMinor))
                .Where(part => part.Share != 0 && (rule.Date != DocumentDate.Delivery || Detail.DeliveredOn is not null))
                .Select(part => this with
                {
                    On = rule.Date == DocumentDate.Payment ? part.PaidOn : rule.Date == DocumentDate.Delivery ? Detail.DeliveredOn!.Value : On,
                    Net = Net * part.Share,
                    Gross = Gross * part.Share,
                    Cost = Cost * part.Share,
                    Quantity = Quantity * part.Share,
                });
        }

        DateOnly? paidOn = payments.Sum(payment => payment.AmountMinor) < Detail.DocumentTotalMinor
            ? null
            : payments[Enumerable.Range(0, payments.Count).First(first => Enumerable.Range(first, payments.Count - first).All(last => payments.Take(last + 1).Sum(other => other.AmountMinor) >= Detail.DocumentTotalMinor))].PaidOn;
        var on = rule.Date == DocumentDate.Payment ? paidOn : rule.Date == DocumentDate.Delivery ? Detail.DeliveredOn : On;
        return on is null || (rule.Count != DocumentCount.Posted && paidOn is null) ? [] : [this with { On = on.Value, NeededBy = rule.Count == DocumentCount.PaidInPeriod ? paidOn : null }];
    }

    private static decimal Cents(decimal amount) => Math.Sign(amount) * decimal.Floor((Math.Abs(amount) * 100) + 0.5m + Hair) / 100;
}
