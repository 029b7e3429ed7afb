namespace Portal.Infrastructure.Intake;

/// <summary>A payment of a sales document as another system sends it. A document may be paid in parts.</summary>
public sealed record IntakePayment
{
    /// <summary>The system that issued the payment, at most 30 characters: "erp".</summary>
    public string? Source { get; init; }

    /// <summary>The payment's number in that system, at most 50 characters.</summary>
    public string? Number { get; init; }

    /// <summary>The system that issued the document; that of the payment where it is missing.</summary>
    public string? DocumentSource { get; init; }

    /// <summary>The document's number.</summary>
    public string? Document { get; init; }

    /// <summary>The business day, year-month-day.</summary>
    public DateOnly? Date { get; init; }

    /// <summary>The amount in the document's currency; of a return what was refunded. Negative takes an earlier payment back.</summary>
    public decimal? Amount { get; init; }
}

/// <summary>A payment that is on the disk.</summary>
/// <param name="Source">The system that issued it.</param>
/// <param name="Number">Its number.</param>
/// <param name="IsNew">Whether it was recorded now, not known already.</param>
public sealed record RecordedPayment(string Source, string Number, bool IsNew);
