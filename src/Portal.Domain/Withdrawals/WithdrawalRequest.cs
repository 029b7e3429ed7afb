using Portal.Domain.Shared;

namespace Portal.Domain.Withdrawals;

/// <summary>A customer asks for money of its rebate account to be sent to its bank.</summary>
public sealed class WithdrawalRequest : IVersioned
{
    /// <summary>Asks; the amount is held in the ledger in the same transaction.</summary>
    public WithdrawalRequest(string number, string operationKey, long customerId, long bankAccountId, long amountMinor, long? requestedByUserId, DateTime requestedAtUtc, string currency = Money.DefaultCurrency)
    {
        Number = number;
        OperationKey = operationKey;
        CustomerId = customerId;
        BankAccountId = bankAccountId;
        AmountMinor = amountMinor;
        RequestedByUserId = requestedByUserId;
        RequestedAtUtc = requestedAtUtc;
        Currency = currency;
    }

    /// <summary>The row's key.</summary>
    public long Id { get; private set; }

    /// <summary>W-2026-0001.</summary>
    public string Number { get; private set; }

    /// <summary>Made before the first try; a double click finds the first request.</summary>
    public string OperationKey { get; private set; }

    /// <summary>Who asks.</summary>
    public long CustomerId { get; private set; }

    /// <summary>Where the money goes.</summary>
    public long BankAccountId { get; private set; }

    /// <summary>The amount in minor units; positive.</summary>
    public long AmountMinor { get; private set; }

    /// <summary>ISO code of the currency.</summary>
    public string Currency { get; private set; }

    /// <summary>Where it stands.</summary>
    public WithdrawalState State { get; private set; } = WithdrawalState.Requested;

    /// <summary>The log-in that asked.</summary>
    public long? RequestedByUserId { get; private set; }

    /// <summary>When.</summary>
    public DateTime RequestedAtUtc { get; private set; }

    /// <summary>Who approved or rejected it.</summary>
    public long? DecidedByUserId { get; private set; }

    /// <summary>When it was approved or rejected.</summary>
    public DateTime? DecidedAtUtc { get; private set; }

    /// <summary>Why it was rejected, for the customer to read; or null.</summary>
    public string? RejectionReason { get; private set; }

    /// <summary>Who marked it paid.</summary>
    public long? PaidByUserId { get; private set; }

    /// <summary>When it was paid.</summary>
    public DateTime? PaidAtUtc { get; private set; }

    /// <inheritdoc />
    public long RowVersion { get; private set; }

    /// <summary>Whether it waits for a decision.</summary>
    public bool CanDecide => State == WithdrawalState.Requested;

    /// <summary>Whether it can be marked paid.</summary>
    public bool CanPay => State == WithdrawalState.Approved;

    /// <summary>Whether it can be rejected: before it is paid.</summary>
    public bool CanReject => State is WithdrawalState.Requested or WithdrawalState.Approved;

    /// <summary>Approves it.</summary>
    public void Approve(long? byUserId, DateTime atUtc)
    {
        Require(CanDecide);
        State = WithdrawalState.Approved;
        DecidedByUserId = byUserId;
        DecidedAtUtc = atUtc;
    }

    /// <summary>Rejects it; the ledger frees the amount in the same transaction.</summary>
    public void Reject(string reason, long? byUserId, DateTime atUtc)
    {
        Require(CanReject);
        State = WithdrawalState.Rejected;
        RejectionReason = reason;
        DecidedByUserId = byUserId;
        DecidedAtUtc = atUtc;
    }

    /// <summary>Marks it paid; the ledger takes the held amount in the same transaction.</summary>
    public void MarkPaid(long? byUserId, DateTime atUtc)
    {
        Require(CanPay);
        State = WithdrawalState.Paid;
        PaidByUserId = byUserId;
        PaidAtUtc = atUtc;
    }

    private static void Require(bool isAllowed)
    {
        if (!isAllowed)
        {
            throw new InvalidOperationException("The request's state does not allow this; ask first.");
        }
    }
}

/// <summary>Where a withdrawal stands.</summary>
public enum WithdrawalState
{
    /// <summary>Asked for; the money is held.</summary>
    Requested = 1,

    /// <summary>Approved; to be paid.</summary>
    Approved = 2,

    /// <summary>Paid.</summary>
    Paid = 3,

    /// <summary>Rejected; the money is free again.</summary>
    Rejected = 4,
}
