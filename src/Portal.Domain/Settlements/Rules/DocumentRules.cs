using Portal.Domain.Programs;
using Portal.Domain.Sales;

namespace Portal.Domain.Settlements.Rules;

/// <summary>Which documents count, and on which day.</summary>
internal static class DocumentRules
{
    /// <summary>A sales line as it counts: as a whole, in paid parts, or not at all.</summary>
    /// <param name="rule">The programme's rule; null for every posted document on its own day.</param>
    /// <param name="line">The line, on its document's day.</param>
    /// <param name="asOf">Payments after this day are not known yet; null for all.</param>
    public static IEnumerable<CountedLine> Count(DocumentRule? rule, CountedLine line, DateOnly? asOf)
    {
        if (rule is null)
        {
            return [line];
        }

        var detail = line.Sold.Detail;
        if (line.Sold.Fact.IsReturn || detail.DocumentTotalMinor <= 0)
        {
            // There is nothing to be paid: it counts as soon as it is posted.
            return rule.Date == DocumentDate.Delivery && detail.DeliveredOn is { } returnedOn ? [line with { On = returnedOn }] : [line];
        }

        var payments = detail.Payments.Where(payment => asOf is null || payment.PaidOn <= asOf).OrderBy(payment => payment.PaidOn).ToList();
        if (rule.Count == DocumentCount.PaidShare)
        {
            return PaidParts(rule, line, payments);
        }

        var paidOn = PaymentStanding.Of(detail.DocumentTotalMinor, line.On, payments.Select(payment => (payment.PaidOn, payment.AmountMinor))).FullyPaidOn;
        if (rule.Count != DocumentCount.Posted && paidOn is null)
        {
            return [];
        }

        return DayOf(rule, line, paidOn) is { } on ? [line with { On = on, PaidOn = rule.Count == DocumentCount.PaidInPeriod ? paidOn : null }] : [];
    }

    private static DateOnly? DayOf(DocumentRule rule, CountedLine line, DateOnly? paidOn) => rule.Date switch
    {
        DocumentDate.Delivery => line.Sold.Detail.DeliveredOn,
        DocumentDate.Payment => paidOn,
        _ => line.On,
    };

    private static IEnumerable<CountedLine> PaidParts(DocumentRule rule, CountedLine line, List<DocumentPayment> payments)
    {
        var total = line.Sold.Detail.DocumentTotalMinor;
        var left = total;
        foreach (var payment in payments)
        {
            // What is paid too much counts no more.
            var part = Math.Min(payment.AmountMinor, left);
            left -= part;
            if (part != 0 && DayOf(rule, line, payment.PaidOn) is { } on)
            {
                yield return line.Part(on, (decimal)part / total);
            }
        }
    }
}
