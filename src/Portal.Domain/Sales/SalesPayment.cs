namespace Portal.Domain.Sales;

/// <summary>
/// A payment of a sales document, which may be paid in parts. It names the document by its number, so that a payment stays
/// with a document that its source issues anew.
/// </summary>
public sealed class SalesPayment
{
    /// <summary>Records a payment.</summary>
    /// <param name="source">The system that issued it.</param>
    /// <param name="number">Its number; with the version unique within the source.</param>
    /// <param name="documentSource">The system that issued the document.</param>
    /// <param name="documentNumber">The document's number.</param>
    /// <param name="paidOn">The business day of the payment.</param>
    /// <param name="amountMinor">Minor units of the document's currency, with the sign of the document: a return's refund is negative. A reversal has the other sign.</param>
    /// <param name="recordedAtUtc">When it reached us.</param>
    /// <param name="importRunId">The import that brought it, or null.</param>
    public SalesPayment(
        string source, string number, string documentSource, string documentNumber, DateOnly paidOn, long amountMinor, DateTime recordedAtUtc, long? importRunId)
    {
        Source = source;
        Number = number;
        DocumentSource = documentSource;
        DocumentNumber = documentNumber;
        PaidOn = paidOn;
        AmountMinor = amountMinor;
        RecordedAtUtc = recordedAtUtc;
        ImportRunId = importRunId;
    }

    /// <summary>The row's key; rises with the order of recording.</summary>
    public long Id { get; private set; }

    /// <summary>The system that issued it.</summary>
    public string Source { get; private set; }

    /// <summary>The number; with the version unique within the source.</summary>
    public string Number { get; private set; }

    /// <summary>Counts how often the number was recorded; negative for what takes that version back.</summary>
    public int Version { get; init; } = 1;

    /// <summary>The system that issued the document.</summary>
    public string DocumentSource { get; private set; }

    /// <summary>The document's number.</summary>
    public string DocumentNumber { get; private set; }

    /// <summary>The business day of the payment.</summary>
    public DateOnly PaidOn { get; private set; }

    /// <summary>Minor units of the document's currency, with the sign of the document.</summary>
    public long AmountMinor { get; private set; }

    /// <summary>When it reached us.</summary>
    public DateTime RecordedAtUtc { get; private set; }

    /// <summary>The import that brought it, or null.</summary>
    public long? ImportRunId { get; private set; }
}
