namespace Portal.Domain.Disputes;

/// <summary>A step of a dispute: who did what and when, with what was written. Never changed.</summary>
public sealed class DisputeEntry
{
    /// <summary>Most characters of a text.</summary>
    public const int MaxTextLength = 2000;

    /// <summary>Records a step.</summary>
    /// <param name="disputeId">The dispute.</param>
    /// <param name="operationKey">Made before the first try, so that a double click writes once.</param>
    /// <param name="kind">What was done.</param>
    /// <param name="text">What was written; empty for none.</param>
    /// <param name="amountMinor">The amount it is about, in minor units, or null.</param>
    /// <param name="byUserId">The log-in; null for the system.</param>
    /// <param name="atUtc">When.</param>
    public DisputeEntry(long disputeId, string operationKey, DisputeEntryKind kind, string text, long? amountMinor, long? byUserId, DateTime atUtc)
    {
        DisputeId = disputeId;
        OperationKey = operationKey;
        Kind = kind;
        Text = text;
        AmountMinor = amountMinor;
        ByUserId = byUserId;
        AtUtc = atUtc;
    }

    /// <summary>The row's key.</summary>
    public long Id { get; private set; }

    /// <summary>The dispute.</summary>
    public long DisputeId { get; private set; }

    /// <summary>Made before the first try.</summary>
    public string OperationKey { get; private set; }

    /// <summary>What was done.</summary>
    public DisputeEntryKind Kind { get; private set; }

    /// <summary>What was written; empty for none.</summary>
    public string Text { get; private set; }

    /// <summary>The amount it is about, in minor units, or null.</summary>
    public long? AmountMinor { get; private set; }

    /// <summary>The log-in; null for the system.</summary>
    public long? ByUserId { get; private set; }

    /// <summary>When.</summary>
    public DateTime AtUtc { get; private set; }
}

/// <summary>What was done in a dispute.</summary>
public enum DisputeEntryKind
{
    /// <summary>The customer opened it.</summary>
    Opened = 1,

    /// <summary>The customer wrote.</summary>
    Asked = 2,

    /// <summary>The company wrote.</summary>
    Answered = 3,

    /// <summary>The company entered an adjustment; its amount and reason are the company's own until it is approved.</summary>
    AdjustmentProposed = 4,

    /// <summary>The approver sent the adjustment back; the note is the company's own.</summary>
    AdjustmentReturned = 5,

    /// <summary>The adjustment was approved.</summary>
    Adjusted = 6,

    /// <summary>The company keeps to the line, with the reason.</summary>
    Refused = 7,

    /// <summary>The customer took its question back.</summary>
    Withdrawn = 8,

    /// <summary>A payout left the line out.</summary>
    LeftOut = 9,

    /// <summary>A later payout paid what had been left out.</summary>
    CaughtUp = 10,

    /// <summary>The approved adjustment was taken back.</summary>
    AdjustmentReversed = 11,
}
