using Portal.Domain.Programs;
using Portal.Domain.Shared;
using Portal.Infrastructure.Simulations;

namespace Portal.Infrastructure.Programs;

/// <summary>Where a programme stands today, worked out from its versions and its validity.</summary>
public enum ProgramState
{
    /// <summary>Never approved; a draft is being written.</summary>
    Draft = 1,

    /// <summary>Never approved; a version waits for approval.</summary>
    Submitted = 2,

    /// <summary>Approved; its validity has not begun.</summary>
    Upcoming = 3,

    /// <summary>Approved and valid.</summary>
    Active = 4,

    /// <summary>Its validity is over.</summary>
    Ended = 5,

    /// <summary>Closed early.</summary>
    Closed = 6,

    /// <summary>Never approved; the last version was given up.</summary>
    Withdrawn = 7,
}

/// <summary>A programme in the list.</summary>
public sealed record ProgramRow
{
    /// <summary>The key.</summary>
    public long Id { get; init; }

    /// <summary>The code.</summary>
    public required string Code { get; init; }

    /// <summary>The Chinese name.</summary>
    public required string NameZhCn { get; init; }

    /// <summary>The English name.</summary>
    public required string NameEn { get; init; }

    /// <summary>How often it is settled; null where the definition cannot be read.</summary>
    public PeriodKind? Period { get; init; }

    /// <summary>First day of the validity.</summary>
    public DateOnly ValidFrom { get; init; }

    /// <summary>Last day of the validity.</summary>
    public DateOnly ValidTo { get; init; }

    /// <summary>Where it stands.</summary>
    public ProgramState State { get; init; }

    /// <summary>Of an approved programme: where its amendment stands, if one is open.</summary>
    public ProgramVersionState? Amendment { get; init; }

    /// <summary>Customers that take part, as far as the person may see them.</summary>
    public int Customers { get; init; }

    /// <summary>ISO code of the currency.</summary>
    public string Currency { get; init; } = Money.DefaultCurrency;

    /// <summary>Approved and posted settlements so far, in minor units.</summary>
    public long SettledMinor { get; init; }
}

/// <summary>A programme with everything its page shows.</summary>
public sealed record ProgramRecord
{
    /// <summary>The key.</summary>
    public required long Id { get; init; }

    /// <summary>The code.</summary>
    public required string Code { get; init; }

    /// <summary>Where it stands.</summary>
    public required ProgramState State { get; init; }

    /// <summary>When it was closed early, or null.</summary>
    public DateOnly? ClosedOn { get; init; }

    /// <summary>The programme's row version.</summary>
    public required long RowVersion { get; init; }

    /// <summary>The versions, the latest first.</summary>
    public required IReadOnlyList<ProgramVersionRow> Versions { get; init; }

    /// <summary>The version that the page shows: the one in force, else the last approved, else the latest.</summary>
    public required ProgramVersionRow Shown { get; init; }

    /// <summary>The draft or submitted version, or null.</summary>
    public ProgramVersionRow? Open { get; init; }

    /// <summary>How codes are called.</summary>
    public required IReadOnlyDictionary<CodeKey, string> Names { get; init; }

    /// <summary>Customers that take part, as far as the person may see them.</summary>
    public required int Customers { get; init; }

    /// <summary>Settlements that count.</summary>
    public required int Settlements { get; init; }

    /// <summary>ISO code of the currency.</summary>
    public required string Currency { get; init; }

    /// <summary>Approved and posted settlements so far, in minor units.</summary>
    public required long SettledMinor { get; init; }

    /// <summary>Calculated settlements that wait for approval, in minor units.</summary>
    public required long WaitingMinor { get; init; }

    /// <summary>What running periods have earned so far, in minor units.</summary>
    public required long AccruedMinor { get; init; }

    /// <summary>The first day of the next period: where an amendment begins unless another is chosen.</summary>
    public required DateOnly NextPeriodFrom { get; init; }

    /// <summary>Whether a version was approved.</summary>
    public bool IsApproved => Versions.Any(version => version.State == ProgramVersionState.Approved);
}

/// <summary>A version of a programme.</summary>
public sealed record ProgramVersionRow
{
    /// <summary>The key.</summary>
    public required long Id { get; init; }

    /// <summary>1, 2, 3 …</summary>
    public required int Number { get; init; }

    /// <summary>Where it stands.</summary>
    public required ProgramVersionState State { get; init; }

    /// <summary>Periods that begin on or after this day follow it.</summary>
    public required DateOnly EffectiveFrom { get; init; }

    /// <summary>What it says.</summary>
    public required ProgramDefinition Definition { get; init; }

    /// <summary>Its row version.</summary>
    public required long RowVersion { get; init; }

    /// <summary>Who wrote it last.</summary>
    public string? DraftedBy { get; init; }

    /// <summary>The log-in that wrote it last.</summary>
    public long? DraftedByUserId { get; init; }

    /// <summary>When it was written last.</summary>
    public required DateTime DraftedAtUtc { get; init; }

    /// <summary>Who submitted it.</summary>
    public string? SubmittedBy { get; init; }

    /// <summary>The log-in that submitted it.</summary>
    public long? SubmittedByUserId { get; init; }

    /// <summary>When it was submitted.</summary>
    public DateTime? SubmittedAtUtc { get; init; }

    /// <summary>Who approved it, sent it back or withdrew it.</summary>
    public string? DecidedBy { get; init; }

    /// <summary>When it was approved, sent back or withdrawn.</summary>
    public DateTime? DecidedAtUtc { get; init; }

    /// <summary>What the approver wrote.</summary>
    public string? DecisionNote { get; init; }

    /// <summary>Of an approved amendment: what it changes in money as the approver was shown it.</summary>
    public ApprovedPreview? Preview { get; init; }

    /// <summary>Whether the approver sent it back and it was not submitted again.</summary>
    public bool IsSentBack => State == ProgramVersionState.Draft && DecidedAtUtc is not null;
}

/// <summary>A programme as a file.</summary>
/// <param name="Name">The file's name.</param>
/// <param name="Json">The document.</param>
public sealed record ProgramFile(string Name, string Json);
