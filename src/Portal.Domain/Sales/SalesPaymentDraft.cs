using System.Globalization;

namespace Portal.Domain.Sales;

/// <summary>A payment as it comes in, checked.</summary>
/// <param name="Source">The system that issued it.</param>
/// <param name="Number">Its number within the source.</param>
/// <param name="DocumentSource">The system that issued the document.</param>
/// <param name="DocumentNumber">The document's number.</param>
/// <param name="PaidOn">The business day.</param>
/// <param name="AmountMinor">Minor units of the document's currency; of a return what was refunded. Negative for a reversal.</param>
public sealed record SalesPaymentDraft(string Source, string Number, string DocumentSource, string DocumentNumber, DateOnly PaidOn, long AmountMinor)
{
    /// <summary>What a person compares: document, day, amount.</summary>
    public string Summary => string.Create(CultureInfo.InvariantCulture, $"{DocumentNumber} · {PaidOn:yyyy-MM-dd} · {new Shared.Money(AmountMinor)}");
}
