using Portal.Domain.Shared;

namespace Portal.Domain.Payouts;

/// <summary>One payment of a payout document.</summary>
public sealed class PayoutItem : IVersioned
{
    /// <summary>Plans a payment.</summary>
    public PayoutItem(long documentId, long customerId, long amountMinor, long? payeeId = null)
    {
        PayeeId = payeeId;
        DocumentId = documentId;
        CustomerId = customerId;
        AmountMinor = amountMinor;
    }

    /// <summary>The row's key.</summary>
    public long Id { get; private set; }

    /// <summary>The document.</summary>
    public long DocumentId { get; private set; }

    /// <summary>Who earned it.</summary>
    public long CustomerId { get; private set; }

    /// <summary>Who is paid instead, as the programme says (the parent company, the agent); null where it is the customer itself.</summary>
    public long? PayeeId { get; private set; }

    /// <summary>Who is paid.</summary>
    public long PaidTo => PayeeId ?? CustomerId;

    /// <summary>The amount in minor units; positive.</summary>
    public long AmountMinor { get; private set; }

    /// <summary>Where it stands.</summary>
    public PayoutItemState State { get; private set; } = PayoutItemState.Pending;

    /// <summary>The bank account used, or null when paid to the rebate account or when none is known.</summary>
    public long? BankAccountId { get; private set; }

    /// <summary>Why it failed, as finance or the bank wrote it; or null.</summary>
    public string? FailureReason { get; private set; }

    /// <summary>When it was paid or failed.</summary>
    public DateTime? DecidedAtUtc { get; private set; }

    /// <summary>Who marked it.</summary>
    public long? DecidedByUserId { get; private set; }

    /// <inheritdoc />
    public long RowVersion { get; private set; }

    /// <summary>Whether it is paid or has failed.</summary>
    public bool IsDecided => State is PayoutItemState.Paid or PayoutItemState.Failed;

    /// <summary>It is in the bank file.</summary>
    public void MarkExported(long bankAccountId)
    {
        BankAccountId = bankAccountId;
        State = PayoutItemState.Exported;
    }

    /// <summary>It was paid.</summary>
    public void MarkPaid(long? byUserId, DateTime atUtc) => Decide(PayoutItemState.Paid, null, byUserId, atUtc);

    /// <summary>It failed; what is owed stays owed.</summary>
    public void MarkFailed(string reason, long? byUserId, DateTime atUtc) => Decide(PayoutItemState.Failed, reason, byUserId, atUtc);

    private void Decide(PayoutItemState state, string? reason, long? byUserId, DateTime atUtc)
    {
        if (IsDecided)
        {
            throw new InvalidOperationException("The payment is decided already; ask first.");
        }

        State = state;
        FailureReason = reason;
        DecidedByUserId = byUserId;
        DecidedAtUtc = atUtc;
    }
}

/// <summary>Where a payment stands.</summary>
public enum PayoutItemState
{
    /// <summary>Waits.</summary>
    Pending = 1,

    /// <summary>In a bank file.</summary>
    Exported = 2,

    /// <summary>Paid.</summary>
    Paid = 3,

    /// <summary>Failed; a new payout document can pay it.</summary>
    Failed = 4,
}
