using Portal.Domain.Payouts;
using Portal.Domain.Shared;

namespace Portal.Infrastructure.CreditNotes;

/// <summary>A credit note in a list.</summary>
public sealed record CreditNoteRow
{
    /// <summary>The note.</summary>
    public long Id { get; init; }

    /// <summary>CN-2026-0001.</summary>
    public required string Number { get; init; }

    /// <summary>Whose next invoice it reduces.</summary>
    public long CustomerId { get; init; }

    /// <summary>The customer's number.</summary>
    public required string CustomerNumber { get; init; }

    /// <summary>The customer's name.</summary>
    public required string CustomerName { get; init; }

    /// <summary>The customer whose purchases earned it, where that is another.</summary>
    public string? EarnedByName { get; init; }

    /// <summary>The programme's Chinese name.</summary>
    public required string ProgramNameZhCn { get; init; }

    /// <summary>The programme's English name.</summary>
    public required string ProgramNameEn { get; init; }

    /// <summary>First day of the period.</summary>
    public DateOnly PeriodFrom { get; init; }

    /// <summary>Last day of the period.</summary>
    public DateOnly PeriodTo { get; init; }

    /// <summary>The period as text.</summary>
    public string Period => new DateRange(PeriodFrom, PeriodTo).ToString();

    /// <summary>The payout document.</summary>
    public long DocumentId { get; init; }

    /// <summary>FF-2026-0001.</summary>
    public required string DocumentNumber { get; init; }

    /// <summary>The amount in minor units.</summary>
    public long AmountMinor { get; init; }

    /// <summary>What invoices took, in minor units.</summary>
    public long UsedMinor { get; init; }

    /// <summary>Whether it was cancelled.</summary>
    public bool IsCancelled { get; init; }

    /// <summary>What is left, in minor units.</summary>
    public long OpenMinor => IsCancelled ? 0 : AmountMinor - UsedMinor;

    /// <summary>ISO code of the currency.</summary>
    public required string Currency { get; init; }

    /// <summary>The business day on which it was issued.</summary>
    public DateOnly IssuedOn { get; init; }

    /// <summary>Where it stands.</summary>
    public CreditNoteState State => CreditNote.StateOf(AmountMinor, UsedMinor, IsCancelled);
}

/// <summary>A credit note with the invoices that used it.</summary>
/// <param name="Head">The note.</param>
/// <param name="Uses">The invoices, oldest first.</param>
/// <param name="CancelReason">Why it was cancelled, or null.</param>
/// <param name="CancelledAtUtc">When it was cancelled, or null.</param>
/// <param name="CancelledBy">Who cancelled it, or null.</param>
public sealed record CreditNoteRecord(CreditNoteRow Head, IReadOnlyList<CreditNoteUseRow> Uses, string? CancelReason, DateTime? CancelledAtUtc, string? CancelledBy);

/// <summary>What an invoice took.</summary>
/// <param name="Invoice">The invoice's number.</param>
/// <param name="AmountMinor">What it took, in minor units.</param>
/// <param name="UsedOn">The day of the invoice.</param>
/// <param name="RecordedAtUtc">When we learned of it.</param>
/// <param name="By">Who entered it; null where another system told us.</param>
public sealed record CreditNoteUseRow(string Invoice, long AmountMinor, DateOnly UsedOn, DateTime RecordedAtUtc, string? By);

/// <summary>Open amounts of one currency.</summary>
/// <param name="Currency">ISO code.</param>
/// <param name="Count">How many notes.</param>
/// <param name="OpenMinor">What is left of them, in minor units.</param>
public sealed record OpenCreditNotes(string Currency, int Count, long OpenMinor);
