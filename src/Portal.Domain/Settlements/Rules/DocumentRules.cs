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

        var payments = detail.Payments.Where(payment => (asOf is null || payment.PaidOn <= asOf) && IsInTime(rule, line, payment)).OrderBy(payment => payment.PaidOn).ToList();
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

    /// <summary>What is taken back counts whenever that was.</summary>
    private static bool IsInTime(DocumentRule rule, CountedLine line, DocumentPayment payment) =>
        rule.WithinDays is not { } days || payment.AmountMinor < 0 || payment.PaidOn.DayNumber - line.On.DayNumber <= days;

    private static IEnumerable<CountedLine> PaidParts(DocumentRule rule, CountedLine line, List<DocumentPayment> payments)
    {
        var total = line.Sold.Detail.DocumentTotalMinor;
        var paid = 0L;
        foreach (var payment in payments)
        {
            // What is paid too much does not count, and is the first to be taken back.
            var before = Math.Clamp(paid, 0, total);
            paid += payment.AmountMinor;
            var part = Math.Clamp(paid, 0, total) - before;
            if (part != 0 && DayOf(rule, line, payment.PaidOn) is { } on)
            {
                yield return line.Part(on, part, total);
            }
        }
    }
}
