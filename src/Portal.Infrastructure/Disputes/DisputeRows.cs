using Portal.Domain.Disputes;
using Portal.Domain.Shared;

namespace Portal.Infrastructure.Disputes;

/// <summary>A dispute with the line it is about.</summary>
public sealed record DisputeRow
{
    /// <summary>The dispute.</summary>
    public required long Id { get; init; }

    /// <summary>D-2026-0001.</summary>
    public required string Number { get; init; }

    /// <summary>The customer.</summary>
    public required long CustomerId { get; init; }

    /// <summary>The customer's number.</summary>
    public required string CustomerNumber { get; init; }

    /// <summary>The customer's name.</summary>
    public required string CustomerName { get; init; }

    /// <summary>Who looks after the customer, or null.</summary>
    public string? OwnerName { get; init; }

    /// <summary>The settlement of the line.</summary>
    public required long SettlementId { get; init; }

    /// <summary>The settlement's number.</summary>
    public required string SettlementNumber { get; init; }

    /// <summary>The line.</summary>
    public required long LineId { get; init; }

    /// <summary>The programme's Chinese name.</summary>
    public required string NameZhCn { get; init; }

    /// <summary>The programme's English name.</summary>
    public required string NameEn { get; init; }

    /// <summary>First day of the period.</summary>
    public required DateOnly PeriodFrom { get; init; }

    /// <summary>Last day of the period.</summary>
    public required DateOnly PeriodTo { get; init; }

    /// <summary>ISO code of the currency of its amounts.</summary>
    public string Currency { get; init; } = Money.DefaultCurrency;

    /// <summary>What the line gives, in minor units.</summary>
    public required long LineDueMinor { get; init; }

    /// <summary>What the customer holds to be right, in minor units, or null.</summary>
    public long? ExpectedMinor { get; init; }

    /// <summary>Where it stands.</summary>
    public required DisputeState State { get; init; }

    /// <summary>When it was opened.</summary>
    public required DateTime OpenedAtUtc { get; init; }

    /// <summary>The last day for the answer that is waited for.</summary>
    public required DateOnly DueOn { get; init; }

    /// <summary>When it ended, or null.</summary>
    public DateTime? EndedAtUtc { get; init; }

    /// <summary>The settlement with the adjustment, or null.</summary>
    public long? AdjustmentSettlementId { get; init; }

    /// <summary>The adjustment, in minor units, or null.</summary>
    public long? AdjustmentMinor { get; init; }

    /// <summary>Whether the line is in a payout, so that nothing of it is held back.</summary>
    public bool IsInPayout { get; init; }

    /// <summary>The version that is read.</summary>
    public required long RowVersion { get; init; }

    /// <summary>Whether it still goes on.</summary>
    public bool IsOpen => EndedAtUtc is null;

    /// <summary>Whether the company's answer is late.</summary>
    public bool IsLate(DateOnly today) => State == DisputeState.Open && DueOn < today;

    /// <summary>Whole days that it has been going on, or went on.</summary>
    public int AgeDays(DateTime nowUtc) => ((EndedAtUtc ?? nowUtc) - OpenedAtUtc).Days;
}

/// <summary>What an adjustment's approver has to know.</summary>
/// <param name="DisputeId">The dispute.</param>
/// <param name="Number">Its number.</param>
/// <param name="Reason">Why the adjustment was entered.</param>
public sealed record AdjustedDispute(long DisputeId, string Number, string Reason);

/// <summary>A dispute with everything that was done.</summary>
/// <param name="Row">The dispute.</param>
/// <param name="Entries">The steps, the first first.</param>
public sealed record DisputeRecord(DisputeRow Row, IReadOnlyList<DisputeEntryRow> Entries);

/// <summary>A step of a dispute.</summary>
public sealed record DisputeEntryRow
{
    /// <summary>The step.</summary>
    public required long Id { get; init; }

    /// <summary>What was done.</summary>
    public required DisputeEntryKind Kind { get; init; }

    /// <summary>What was written; empty for none.</summary>
    public required string Text { get; init; }

    /// <summary>The amount it is about, in minor units, or null.</summary>
    public long? AmountMinor { get; init; }

    /// <summary>Who; null for the system.</summary>
    public string? By { get; init; }

    /// <summary>When.</summary>
    public required DateTime AtUtc { get; init; }

    /// <summary>The files that came with it.</summary>
    public IReadOnlyList<DisputeAttachmentRow> Attachments { get; init; } = [];

    /// <summary>Whether the customer made it.</summary>
    public bool IsByCustomer => Kind is DisputeEntryKind.Opened or DisputeEntryKind.Asked or DisputeEntryKind.Withdrawn;
}

/// <summary>A file of a dispute.</summary>
/// <param name="Id">The file.</param>
/// <param name="FileName">Its name.</param>
/// <param name="SizeBytes">Its size.</param>
public sealed record DisputeAttachmentRow(long Id, string FileName, long SizeBytes);
