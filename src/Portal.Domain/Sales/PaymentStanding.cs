namespace Portal.Domain.Sales;

/// <summary>How far a document is paid.</summary>
/// <param name="PaidMinor">What was paid, in minor units with the sign of the document.</param>
/// <param name="FullyPaidOn">The day since which it is wholly paid; null where something is missing.</param>
/// <param name="PaidShare">The paid part of the amount, from 0 to 1.</param>
public readonly record struct PaymentStanding(long PaidMinor, DateOnly? FullyPaidOn, decimal PaidShare)
{
    /// <summary>Works it out.</summary>
    /// <param name="netMinor">The document's net amount in minor units; negative for a return.</param>
    /// <param name="documentOn">The document's day, on which a document without an amount is paid.</param>
    /// <param name="payments">Day and amount of its payments, in any order.</param>
    public static PaymentStanding Of(long netMinor, DateOnly documentOn, IEnumerable<(DateOnly PaidOn, long AmountMinor)> payments)
    {
        ArgumentNullException.ThrowIfNull(payments);
        var sign = netMinor < 0 ? -1 : 1;
        var wanted = sign * netMinor;
        long paid = 0;
        DateOnly? fullOn = wanted == 0 ? documentOn : null;

        // What is paid and taken back on one day was never paid: only the end of a day counts.
        foreach (var day in payments.GroupBy(payment => payment.PaidOn).OrderBy(day => day.Key))
        {
            paid += sign * day.Sum(payment => payment.AmountMinor);
            fullOn = paid < wanted ? null : fullOn ?? day.Key;
        }

        var share = wanted == 0 ? 1 : Math.Clamp((decimal)paid / wanted, 0, 1);
        return new PaymentStanding(sign * paid, fullOn, share);
    }
}
