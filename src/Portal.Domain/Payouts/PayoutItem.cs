using Portal.Domain.Shared;

namespace Portal.Domain.Payouts;

/// <summary>One payment of a payout document.</summary>
public sealed class PayoutItem : IVersioned
{
    /// <summary>Plans a payment.</summary>
    public PayoutItem(long documentId, long customerId, long amountMinor, long? payeeId = null, long? employeeId = null)
    {
        PayeeId = payeeId;
        EmployeeId = employeeId;
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

    /// <summary>The company that is paid instead, as the programme says (the parent, the agent); null where it is the customer itself or an employee.</summary>
    public long? PayeeId { get; private set; }

    /// <summary>The employee who is paid; null where it is a company.</summary>
    public long? EmployeeId { get; private set; }

    /// <summary>The company that is paid; of no meaning where an employee is.</summary>
    public long PaidTo => PayeeId ?? CustomerId;

    /// <summary>The amount in minor units; positive.</summary>
    public long AmountMinor { get; private set; }

    /// <summary>The part of the amount that could not be given in whole units of goods or points and went to the rebate balance, in minor units.</summary>
    public long RestMinor { get; private set; }

    /// <summary>Points given, where it is paid in points.</summary>
    public long? Points { get; private set; }

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

    /// <summary>It is in a list that needs no bank account.</summary>
    public void MarkExported() => State = PayoutItemState.Exported;

    /// <summary>It was paid.</summary>
    public void MarkPaid(long? byUserId, DateTime atUtc) => Decide(PayoutItemState.Paid, null, byUserId, atUtc);

    /// <summary>It was given in whole units of something.</summary>
    public void MarkGiven(PayoutShares shares, bool isPoints, long? byUserId, DateTime atUtc)
    {
        RestMinor = shares.RestMinor;
        Points = isPoints ? shares.Units : null;
        Decide(PayoutItemState.Paid, null, byUserId, atUtc);
    }

    /// <summary>What was paid was taken back, so that it is owed again.</summary>
    public void TakeBack(string reason, long? byUserId, DateTime atUtc)
    {
        if (State != PayoutItemState.Paid)
        {
            throw new InvalidOperationException("Only what was paid can be taken back.");
        }

        State = PayoutItemState.Failed;
        FailureReason = reason;
        DecidedByUserId = byUserId;
        DecidedAtUtc = atUtc;
    }

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
