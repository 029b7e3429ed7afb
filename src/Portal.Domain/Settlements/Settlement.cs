using Portal.Domain.Shared;

namespace Portal.Domain.Settlements;

/// <summary>What a run found due for one period of one programme.</summary>
public sealed class Settlement : IVersioned
{
    /// <summary>Opens a settlement whose lines are being computed; until it is complete it carries a provisional number.</summary>
    public Settlement(string number, long runId, long programId, long programVersionId, DateOnly periodFrom, DateOnly periodTo, long? calculatedByUserId)
    {
        Number = number;
        RunId = runId;
        ProgramId = programId;
        ProgramVersionId = programVersionId;
        PeriodFrom = periodFrom;
        PeriodTo = periodTo;
        CalculatedByUserId = calculatedByUserId;
    }

    /// <summary>The row's key.</summary>
    public long Id { get; private set; }

    /// <summary>S-2026-0001; provisional while the lines are being computed, so that an empty settlement uses no number.</summary>
    public string Number { get; private set; }

    /// <summary>The run that computed it.</summary>
    public long RunId { get; private set; }

    /// <summary>The programme.</summary>
    public long ProgramId { get; private set; }

    /// <summary>The version that was in force.</summary>
    public long ProgramVersionId { get; private set; }

    /// <summary>First day of the period.</summary>
    public DateOnly PeriodFrom { get; private set; }

    /// <summary>Last day of the period.</summary>
    public DateOnly PeriodTo { get; private set; }

    /// <summary>Where it stands.</summary>
    public SettlementState State { get; private set; } = SettlementState.Draft;

    /// <summary>Customers with a line.</summary>
    public int CustomerCount { get; private set; }

    /// <summary>Number of lines.</summary>
    public int LineCount { get; private set; }

    /// <summary>Sum of the lines' due amounts in minor units.</summary>
    public long DueMinor { get; private set; }

    /// <summary>Sum of the negative deltas in minor units.</summary>
    public long CorrectionsMinor { get; private set; }

    /// <summary>Who asked for the run; null for the schedule.</summary>
    public long? CalculatedByUserId { get; private set; }

    /// <summary>When the lines were complete.</summary>
    public DateTime? CalculatedAtUtc { get; private set; }

    /// <summary>Who approved it or sent it back.</summary>
    public long? DecidedByUserId { get; private set; }

    /// <summary>When it was approved or sent back.</summary>
    public DateTime? DecidedAtUtc { get; private set; }

    /// <summary>What the approver wrote, or null.</summary>
    public string? DecisionNote { get; private set; }

    /// <summary>When every line had reached the ledger.</summary>
    public DateTime? PostedAtUtc { get; private set; }

    /// <inheritdoc />
    public long RowVersion { get; private set; }

    /// <summary>The lines are complete; the settlement waits for approval.</summary>
    public void Complete(string number, int customerCount, int lineCount, long dueMinor, long correctionsMinor, DateTime atUtc)
    {
        Require(State == SettlementState.Draft);
        Number = number;
        CustomerCount = customerCount;
        LineCount = lineCount;
        DueMinor = dueMinor;
        CorrectionsMinor = correctionsMinor;
        CalculatedAtUtc = atUtc;
        State = SettlementState.Calculated;
    }

    /// <summary>Why this person may not approve or send back the settlement now, or null: not by the one who ran it (four eyes).</summary>
    public Refusal? CanDecide(long? byUserId)
    {
        if (State != SettlementState.Calculated)
        {
            return new Refusal("settlement_not_waiting", Number);
        }

        return byUserId is not null && byUserId == CalculatedByUserId ? new Refusal("settlement_same_person", Number) : null;
    }

    /// <summary>Approves the settlement; posting follows.</summary>
    public void Approve(long? byUserId, string? note, DateTime atUtc)
    {
        Require(CanDecide(byUserId) is null);
        Decide(SettlementState.Approved, byUserId, note, atUtc);
    }

    /// <summary>Sends the settlement back: its lines no longer count as settled and the next run computes them anew.</summary>
    public void SendBack(long? byUserId, string note, DateTime atUtc)
    {
        Require(State == SettlementState.Calculated);
        Decide(SettlementState.SentBack, byUserId, note, atUtc);
    }

    /// <summary>Every line has reached the ledger.</summary>
    public void MarkPosted(DateTime atUtc)
    {
        Require(State == SettlementState.Approved);
        State = SettlementState.Posted;
        PostedAtUtc = atUtc;
    }

    /// <summary>Why the settlement cannot be taken back now, or null: it must be in the ledger.</summary>
    public Refusal? CanReverse() => State == SettlementState.Posted ? null : new Refusal("settlement_not_posted", Number);

    /// <summary>Takes the settlement back after its transfers were mirrored: the next run computes its lines anew.</summary>
    public void Reverse(long? byUserId, string note, DateTime atUtc)
    {
        Require(CanReverse() is null);
        Decide(SettlementState.Reversed, byUserId, note, atUtc);
    }

    private void Decide(SettlementState state, long? byUserId, string? note, DateTime atUtc)
    {
        State = state;
        DecidedByUserId = byUserId;
        DecidedAtUtc = atUtc;
        DecisionNote = note;
    }

    private static void Require(bool isAllowed)
    {
        if (!isAllowed)
        {
            throw new InvalidOperationException("The settlement's state does not allow this; ask first.");
        }
    }
}

/// <summary>Where a settlement stands.</summary>
public enum SettlementState
{
    /// <summary>Its lines are being computed.</summary>
    Draft = 1,

    /// <summary>Waits for approval.</summary>
    Calculated = 2,

    /// <summary>Approved; its lines are on their way to the ledger.</summary>
    Approved = 3,

    /// <summary>In the ledger; can be paid out.</summary>
    Posted = 4,

    /// <summary>Refused by the approver; counts for nothing.</summary>
    SentBack = 5,

    /// <summary>Taken back after posting, by mirrored transfers; counts for nothing.</summary>
    Reversed = 6,
}
