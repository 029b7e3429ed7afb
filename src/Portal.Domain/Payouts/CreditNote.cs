using Portal.Domain.Shared;

namespace Portal.Domain.Payouts;

/// <summary>A credit note that pays a rebate: the next invoice of its customer is less by the amount. Issued once, used once.</summary>
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

    /// <summary>ISO code of the currency.</summary>
    public string Currency { get; private set; }

    /// <summary>The business day on which it was issued.</summary>
    public DateOnly IssuedOn { get; private set; }

    /// <summary>The invoice that took it into account; null while it is open.</summary>
    public string? UsedOnInvoice { get; private set; }

    /// <summary>The business day of that invoice.</summary>
    public DateOnly? UsedOn { get; private set; }

    /// <summary>When we learned of it.</summary>
    public DateTime? UsedAtUtc { get; private set; }

    /// <summary>Whether an invoice took it into account.</summary>
    public bool IsUsed => UsedOnInvoice is not null;

    /// <inheritdoc />
    public long RowVersion { get; private set; }

    /// <summary>Whether an invoice may use it.</summary>
    /// <returns>Why not, or null; the same invoice may say so again.</returns>
    public Refusal? CanUse(string invoice, DateOnly usedOn)
    {
        if (IsUsed)
        {
            return UsedOnInvoice == invoice && UsedOn == usedOn ? null : new Refusal("credit_note_used", Number, UsedOnInvoice);
        }

        return usedOn < IssuedOn ? new Refusal("credit_note_used_early", Number, IssuedOn) : null;
    }

    /// <summary>An invoice took it into account.</summary>
    public void Use(string invoice, DateOnly usedOn, DateTime atUtc)
    {
        UsedAtUtc ??= atUtc;
        UsedOnInvoice = invoice;
        UsedOn = usedOn;
    }
}
