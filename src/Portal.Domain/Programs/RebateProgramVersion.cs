using Portal.Domain.Shared;

namespace Portal.Domain.Programs;

/// <summary>One wording of a programme. Once approved it is never edited; a change is a new version.</summary>
public sealed class RebateProgramVersion : IVersioned
{
    internal RebateProgramVersion(int number, string definitionJson, string nameZhCn, string nameEn, DateOnly effectiveFrom, long? draftedByUserId, DateTime draftedAtUtc)
    {
        Number = number;
        DefinitionJson = definitionJson;
        NameZhCn = nameZhCn;
        NameEn = nameEn;
        EffectiveFrom = effectiveFrom;
        DraftedByUserId = draftedByUserId;
        DraftedAtUtc = draftedAtUtc;
    }

    /// <summary>The row's key.</summary>
    public long Id { get; private set; }

    /// <summary>The programme.</summary>
    public long ProgramId { get; private set; }

    /// <summary>1, 2, 3 …</summary>
    public int Number { get; private set; }

    /// <summary>The definition, a programme document.</summary>
    public string DefinitionJson { get; private set; }

    /// <summary>The currency of the definition, for sums in the database.</summary>
    public string Currency { get; private set; } = Money.DefaultCurrency;

    /// <summary>The Chinese name, copied from the definition for lists.</summary>
    public string NameZhCn { get; private set; }

    /// <summary>The English name, copied from the definition for lists.</summary>
    public string NameEn { get; private set; }

    /// <summary>The first day of the definition's validity, copied for lists.</summary>
    public DateOnly ValidFrom { get; private set; }

    /// <summary>The last day of the definition's validity, copied for lists.</summary>
    public DateOnly ValidTo { get; private set; }

    /// <summary>Periods that begin on or after this day follow this version.</summary>
    public DateOnly EffectiveFrom { get; private set; }

    /// <summary>Where it stands.</summary>
    public ProgramVersionState State { get; private set; } = ProgramVersionState.Draft;

    /// <summary>Who wrote it last; null for the system.</summary>
    public long? DraftedByUserId { get; private set; }

    /// <summary>When it was written last.</summary>
    public DateTime DraftedAtUtc { get; private set; }

    /// <summary>Who submitted it for approval.</summary>
    public long? SubmittedByUserId { get; private set; }

    /// <summary>When it was submitted.</summary>
    public DateTime? SubmittedAtUtc { get; private set; }

    /// <summary>Who approved it, or sent it back.</summary>
    public long? DecidedByUserId { get; private set; }

    /// <summary>When it was approved or sent back.</summary>
    public DateTime? DecidedAtUtc { get; private set; }

    /// <summary>What the approver wrote, or null.</summary>
    public string? DecisionNote { get; private set; }

    /// <summary>Of an approved amendment: what it changes in money as the approver was shown it, as JSON; null for a first version.</summary>
    public string? PreviewJson { get; private set; }

    /// <inheritdoc />
    public long RowVersion { get; private set; }

    /// <summary>Whether the wording may still be changed.</summary>
    public bool CanRewrite => State == ProgramVersionState.Draft;

    /// <summary>Replaces the wording of a draft.</summary>
    public void Rewrite(string definitionJson, string nameZhCn, string nameEn, DateOnly effectiveFrom, DateRange validity, long? byUserId, DateTime atUtc)
    {
        Require(CanRewrite);
        DefinitionJson = definitionJson;
        Currency = ProgramDocument.CurrencyOf(definitionJson);
        NameZhCn = nameZhCn;
        NameEn = nameEn;
        EffectiveFrom = effectiveFrom;
        ValidFrom = validity.From;
        ValidTo = validity.To;
        DraftedByUserId = byUserId;
        DraftedAtUtc = atUtc;
    }

    /// <summary>Hands the draft in for approval.</summary>
    public void Submit(long? byUserId, DateTime atUtc)
    {
        Require(State == ProgramVersionState.Draft);
        State = ProgramVersionState.Submitted;
        SubmittedByUserId = byUserId;
        SubmittedAtUtc = atUtc;
    }

    /// <summary>Why this person may not approve the version now, or null: it must be submitted, by others than the approver (four eyes).</summary>
    public Refusal? CanApprove(long? byUserId)
    {
        if (State != ProgramVersionState.Submitted)
        {
            return new Refusal("program_not_submitted");
        }

        return byUserId is not null && (byUserId == DraftedByUserId || byUserId == SubmittedByUserId)
            ? new Refusal("program_same_person")
            : null;
    }

    /// <summary>Approves the version.</summary>
    /// <param name="byUserId">Who approves.</param>
    /// <param name="note">What the approver adds, or null.</param>
    /// <param name="atUtc">When.</param>
    /// <param name="previewJson">Of an amendment: what it changes in money.</param>
    public void Approve(long? byUserId, string? note, DateTime atUtc, string? previewJson = null)
    {
        Require(CanApprove(byUserId) is null);
        PreviewJson = previewJson;
        Decide(ProgramVersionState.Approved, byUserId, note, atUtc);
    }

    /// <summary>Sends a submitted version back to be a draft again.</summary>
    public void SendBack(long? byUserId, string note, DateTime atUtc)
    {
        Require(State == ProgramVersionState.Submitted);
        Decide(ProgramVersionState.Draft, byUserId, note, atUtc);
    }

    /// <summary>Gives up a draft or submitted version.</summary>
    public void Withdraw(long? byUserId, DateTime atUtc)
    {
        Require(State is ProgramVersionState.Draft or ProgramVersionState.Submitted);
        Decide(ProgramVersionState.Withdrawn, byUserId, null, atUtc);
    }

    private void Decide(ProgramVersionState state, long? byUserId, string? note, DateTime atUtc)
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
            throw new InvalidOperationException("The version's state does not allow this; ask first.");
        }
    }
}

/// <summary>Where a version of a programme stands.</summary>
public enum ProgramVersionState
{
    /// <summary>Being written.</summary>
    Draft = 1,

    /// <summary>Waits for approval.</summary>
    Submitted = 2,

    /// <summary>Approved; binding from its effective date.</summary>
    Approved = 3,

    /// <summary>Given up before approval.</summary>
    Withdrawn = 4,
}
