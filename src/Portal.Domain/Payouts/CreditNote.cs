using Portal.Domain.Shared;

namespace Portal.Domain.Payouts;

/// <summary>A credit note that pays a rebate: the next invoices of its holder are less by it, until nothing of it is left.</summary>
public sealed class CreditNote : IVersioned
{
    /// <summary>Issues a credit note.</summary>
    /// <param name="number">CN-2026-0001.</param>
    /// <param name="payoutItemId">The payment that it makes.</param>
    /// <param name="customerId">Whose next invoice it reduces.</param>
    /// <param name="amountMinor">Minor units; positive.</param>
    /// <param name="currency">ISO code of the currency.</param>
    /// <param name="issuedOn">The business day.</param>
    public CreditNote(string number, long payoutItemId, long customerId, long amountMinor, string currency, DateOnly issuedOn)
    {
        Number = number;
        PayoutItemId = payoutItemId;
        CustomerId = customerId;
        AmountMinor = amountMinor;
        Currency = currency;
        IssuedOn = issuedOn;
    }

    /// <summary>The row's key.</summary>
    public long Id { get; private set; }

    /// <summary>CN-2026-0001; unique.</summary>
    public string Number { get; private set; }

    /// <summary>The payment that it makes; unique.</summary>
    public long PayoutItemId { get; private set; }

    /// <summary>Whose next invoice it reduces.</summary>
    public long CustomerId { get; private set; }

    /// <summary>Minor units; positive.</summary>
    public long AmountMinor { get; private set; }

    /// <summary>What invoices took of it, in minor units.</summary>
    public long UsedMinor { get; private set; }

    /// <summary>ISO code of the currency.</summary>
    public string Currency { get; private set; }

    /// <summary>The business day on which it was issued.</summary>
    public DateOnly IssuedOn { get; private set; }

    /// <summary>When it was cancelled, or null.</summary>
    public DateTime? CancelledAtUtc { get; private set; }

    /// <summary>Who cancelled it.</summary>
    public long? CancelledByUserId { get; private set; }

    /// <summary>Why it was cancelled, or null.</summary>
    public string? CancelReason { get; private set; }

    /// <summary>What invoices may still take, in minor units.</summary>
    public long OpenMinor => CancelledAtUtc is null ? AmountMinor - UsedMinor : 0;

    /// <summary>Where it stands.</summary>
    public CreditNoteState State => StateOf(AmountMinor, UsedMinor, CancelledAtUtc is not null);

    /// <inheritdoc />
    public long RowVersion { get; private set; }

    /// <summary>Where a note with these amounts stands.</summary>
    public static CreditNoteState StateOf(long amountMinor, long usedMinor, bool isCancelled) => (isCancelled, usedMinor) switch
    {
        (true, _) => CreditNoteState.Cancelled,
        (_, 0) => CreditNoteState.Open,
        _ => usedMinor < amountMinor ? CreditNoteState.PartlyUsed : CreditNoteState.Used,
    };

    /// <summary>Why an invoice may not take an amount, or null.</summary>
    public Refusal? CanUse(long amountMinor, DateOnly usedOn)
    {
        if (CancelledAtUtc is not null)
        {
            return new Refusal("credit_note_cancelled", Number);
        }

        if (usedOn < IssuedOn)
        {
            return new Refusal("credit_note_used_early", Number, IssuedOn) { Field = "usedOn" };
        }

        return amountMinor > OpenMinor
            ? new Refusal("credit_note_too_little", Number, new CurrencyMoney(OpenMinor, Currency), new CurrencyMoney(amountMinor, Currency)) { Field = "amount" }
            : null;
    }

    /// <summary>An invoice takes an amount.</summary>
    public CreditNoteUse Use(string invoice, long amountMinor, DateOnly usedOn, long? byUserId, DateTime atUtc)
    {
        Require(amountMinor > 0 && CanUse(amountMinor, usedOn) is null);
        UsedMinor += amountMinor;
        return new CreditNoteUse(Id, invoice, amountMinor, usedOn, byUserId, atUtc);
    }

    /// <summary>Why it cannot be cancelled, or null: no invoice has taken anything of it.</summary>
    public Refusal? CanCancel() => State switch
    {
        CreditNoteState.Open => null,
        CreditNoteState.Cancelled => new Refusal("credit_note_cancelled", Number),
        _ => new Refusal("credit_note_used", Number, new CurrencyMoney(UsedMinor, Currency)),
    };

    /// <summary>Cancels it; the ledger mirrors its transfer, so that what is owed is owed again.</summary>
    public void Cancel(string reason, long? byUserId, DateTime atUtc)
    {
        Require(CanCancel() is null);
        CancelReason = reason;
        CancelledByUserId = byUserId;
        CancelledAtUtc = atUtc;
    }

    private static void Require(bool isAllowed)
    {
        if (!isAllowed)
        {
            throw new InvalidOperationException("The credit note does not allow this; ask first.");
        }
    }
}

/// <summary>Where a credit note stands.</summary>
public enum CreditNoteState
{
    /// <summary>Nothing of it was used.</summary>
    Open = 1,

    /// <summary>Something is left.</summary>
    PartlyUsed = 2,

    /// <summary>Nothing is left.</summary>
    Used = 3,

    /// <summary>Taken back before it was used.</summary>
    Cancelled = 4,
}

/// <summary>What one invoice took of a credit note. Never changed.</summary>
public sealed class CreditNoteUse
{
    /// <summary>Records it.</summary>
    public CreditNoteUse(long creditNoteId, string invoice, long amountMinor, DateOnly usedOn, long? byUserId, DateTime recordedAtUtc)
    {
        CreditNoteId = creditNoteId;
        Invoice = invoice;
        AmountMinor = amountMinor;
        UsedOn = usedOn;
        ByUserId = byUserId;
        RecordedAtUtc = recordedAtUtc;
    }

    /// <summary>The row's key.</summary>
    public long Id { get; private set; }

    /// <summary>The credit note.</summary>
    public long CreditNoteId { get; private set; }

    /// <summary>The invoice's number; an invoice takes of a note once.</summary>
    public string Invoice { get; private set; }

    /// <summary>What it took, in minor units; positive.</summary>
    public long AmountMinor { get; private set; }

    /// <summary>The business day of the invoice.</summary>
    public DateOnly UsedOn { get; private set; }

    /// <summary>Who entered it; null where another system told us.</summary>
    public long? ByUserId { get; private set; }

    /// <summary>When we learned of it.</summary>
    public DateTime RecordedAtUtc { get; private set; }
}
