namespace Portal.Infrastructure.Intake;

/// <summary>What an invoice took of a credit note, as the system that writes invoices sends it.</summary>
public sealed record IntakeCreditNoteUse
{
    /// <summary>The invoice's number, at most 50 characters; an invoice takes of a note once.</summary>
    public string? Invoice { get; init; }

    /// <summary>What it took, in the note's currency; above zero.</summary>
    public decimal? Amount { get; init; }

    /// <summary>The day of the invoice, year-month-day; today where it is missing.</summary>
    public DateOnly? Date { get; init; }
}
