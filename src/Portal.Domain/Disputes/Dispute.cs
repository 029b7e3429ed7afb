using Portal.Domain.Shared;

namespace Portal.Domain.Disputes;

/// <summary>A customer's question about one line of a statement, and what came of it. While it is open, that line is not paid.</summary>
public sealed class Dispute : IVersioned
{
    /// <summary>Opens a dispute; the first entry of its thread is written beside it.</summary>
    /// <param name="number">D-2026-0001.</param>
    /// <param name="settlementLineId">The line in question.</param>
    /// <param name="customerId">Whose line it is.</param>
    /// <param name="expectedMinor">What the customer holds to be right, in minor units, or null.</param>
    /// <param name="openedAtUtc">When.</param>
    /// <param name="dueOn">The last day for an answer.</param>
    public Dispute(string number, long settlementLineId, long customerId, long? expectedMinor, DateTime openedAtUtc, DateOnly dueOn)
    {
        Number = number;
        SettlementLineId = settlementLineId;
        HeldLineId = settlementLineId;
        CustomerId = customerId;
        ExpectedMinor = expectedMinor;
        OpenedAtUtc = openedAtUtc;
        DueOn = dueOn;
    }

    /// <summary>The row's key.</summary>
    public long Id { get; private set; }

    /// <summary>D-2026-0001.</summary>
    public string Number { get; private set; }

    /// <summary>The line in question.</summary>
    public long SettlementLineId { get; private set; }

    /// <summary>The line whose payout waits for this dispute; null once it has ended. Unique, so that a line has one open dispute.</summary>
    public long? HeldLineId { get; private set; }

    /// <summary>Whose line it is.</summary>
    public long CustomerId { get; private set; }

    /// <summary>What the customer holds to be right, in minor units, or null.</summary>
    public long? ExpectedMinor { get; private set; }

    /// <summary>Where it stands.</summary>
    public DisputeState State { get; private set; } = DisputeState.Open;

    /// <summary>When it was opened.</summary>
    public DateTime OpenedAtUtc { get; private set; }

    /// <summary>The last day for the answer that is waited for.</summary>
    public DateOnly DueOn { get; private set; }

    /// <summary>The settlement with the adjustment that was proposed last, or null.</summary>
    public long? AdjustmentSettlementId { get; private set; }

    /// <summary>The adjustment that was proposed last, in minor units; negative where the customer was given too much.</summary>
    public long? AdjustmentMinor { get; private set; }

    /// <summary>When it ended, or null.</summary>
    public DateTime? EndedAtUtc { get; private set; }

    /// <summary>Who ended it.</summary>
    public long? EndedByUserId { get; private set; }

    /// <summary>The payout that left the line out because of this dispute, or null.</summary>
    public long? LeftOutOfPayoutId { get; private set; }

    /// <summary>The payout that paid the line after the dispute had ended, or null.</summary>
    public long? CaughtUpByPayoutId { get; private set; }

    /// <inheritdoc />
    public long RowVersion { get; private set; }

    /// <summary>Whether it still goes on.</summary>
    public bool IsOpen => State is DisputeState.Open or DisputeState.Answered or DisputeState.AdjustmentProposed;

    /// <summary>Why nobody may write to it now, or null.</summary>
    public Refusal? CanWrite() => IsOpen ? null : new Refusal("dispute_ended", Number);

    /// <summary>Why it cannot be adjusted, refused or withdrawn now, or null: an adjustment that waits for approval is decided first.</summary>
    public Refusal? CanDecide() =>
        State == DisputeState.AdjustmentProposed ? new Refusal("dispute_adjustment_waits", Number) : CanWrite();

    /// <summary>The customer wrote: the company is to answer by a day.</summary>
    public void Ask(DateOnly dueOn)
    {
        Require(CanWrite() is null);
        if (State == DisputeState.Answered)
        {
            State = DisputeState.Open;
            DueOn = dueOn;
        }
    }

    /// <summary>The company wrote: the customer is to say whether that settles it.</summary>
    public void Answer()
    {
        Require(CanWrite() is null);
        if (State == DisputeState.Open)
        {
            State = DisputeState.Answered;
        }
    }

    /// <summary>An adjustment was entered and waits for somebody else's approval.</summary>
    public void ProposeAdjustment(long settlementId, long amountMinor)
    {
        Require(CanDecide() is null);
        State = DisputeState.AdjustmentProposed;
        AdjustmentSettlementId = settlementId;
        AdjustmentMinor = amountMinor;
    }

    /// <summary>The approver sent the adjustment back: the company is to answer by a day.</summary>
    public void ReturnAdjustment(DateOnly dueOn)
    {
        Require(State == DisputeState.AdjustmentProposed);
        State = DisputeState.Open;
        DueOn = dueOn;
    }

    /// <summary>The adjustment was approved.</summary>
    public void ApproveAdjustment(long? byUserId, DateTime atUtc)
    {
        Require(State == DisputeState.AdjustmentProposed);
        End(DisputeState.Adjusted, byUserId, atUtc);
    }

    /// <summary>The company keeps to the line.</summary>
    public void Refuse(long? byUserId, DateTime atUtc)
    {
        Require(CanDecide() is null);
        End(DisputeState.Refused, byUserId, atUtc);
    }

    /// <summary>The customer takes its question back.</summary>
    public void Withdraw(long? byUserId, DateTime atUtc)
    {
        Require(CanDecide() is null);
        End(DisputeState.Withdrawn, byUserId, atUtc);
    }

    /// <summary>A payout left the line out because of this dispute.</summary>
    public void LeaveOut(long payoutId)
    {
        Require(IsOpen);
        LeftOutOfPayoutId ??= payoutId;
    }

    /// <summary>A later payout paid what had been left out.</summary>
    public void CatchUp(long payoutId)
    {
        Require(!IsOpen && LeftOutOfPayoutId is not null);
        CaughtUpByPayoutId ??= payoutId;
    }

    private void End(DisputeState state, long? byUserId, DateTime atUtc)
    {
        State = state;
        HeldLineId = null;
        EndedByUserId = byUserId;
        EndedAtUtc = atUtc;
    }

    private static void Require(bool isAllowed)
    {
        if (!isAllowed)
        {
            throw new InvalidOperationException("The dispute's state does not allow this; ask first.");
        }
    }
}

/// <summary>Where a dispute stands.</summary>
public enum DisputeState
{
    /// <summary>Waits for the company.</summary>
    Open = 1,

    /// <summary>The company answered; waits for the customer.</summary>
    Answered = 2,

    /// <summary>An adjustment waits for approval.</summary>
    AdjustmentProposed = 3,

    /// <summary>Ended by an adjustment.</summary>
    Adjusted = 4,

    /// <summary>Ended: the company keeps to the line.</summary>
    Refused = 5,

    /// <summary>Ended by the customer.</summary>
    Withdrawn = 6,
}
