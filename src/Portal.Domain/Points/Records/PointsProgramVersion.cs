using Portal.Domain.Shared;

namespace Portal.Domain.Points.Records;

/// <summary>A version of the points programme's rules: drafted, submitted, approved by somebody else, in force from a day. An approved one is never changed.</summary>
public sealed class PointsProgramVersion : IVersioned
{
    /// <summary>Begins a draft.</summary>
    public PointsProgramVersion(int number, string rulesJson, DateOnly effectiveOn, string note, long? draftedByUserId, DateTime draftedAtUtc)
    {
        Number = number;
        RulesJson = rulesJson;
        EffectiveOn = effectiveOn;
        Note = note;
        DraftedByUserId = draftedByUserId;
        DraftedAtUtc = draftedAtUtc;
    }

    /// <summary>The row's key.</summary>
    public long Id { get; private set; }

    /// <summary>1 for the first.</summary>
    public int Number { get; private set; }

    /// <summary>The rules document.</summary>
    public string RulesJson { get; private set; }

    /// <summary>The first local day on which it holds.</summary>
    public DateOnly EffectiveOn { get; private set; }

    /// <summary>What changes and why.</summary>
    public string Note { get; private set; }

    /// <summary>How it stands.</summary>
    public PointsVersionState State { get; private set; }

    /// <summary>Who drafted it.</summary>
    public long? DraftedByUserId { get; private set; }

    /// <summary>When it was drafted.</summary>
    public DateTime DraftedAtUtc { get; private set; }

    /// <summary>Who submitted it.</summary>
    public long? SubmittedByUserId { get; private set; }

    /// <summary>When it was submitted.</summary>
    public DateTime? SubmittedAtUtc { get; private set; }

    /// <summary>Who approved it.</summary>
    public long? ApprovedByUserId { get; private set; }

    /// <summary>When it was approved.</summary>
    public DateTime? ApprovedAtUtc { get; private set; }

    /// <inheritdoc />
    public long RowVersion { get; private set; }

    /// <summary>Changes a draft.</summary>
    public void Change(string rulesJson, DateOnly effectiveOn, string note)
    {
        RulesJson = rulesJson;
        EffectiveOn = effectiveOn;
        Note = note;
    }

    /// <summary>Submits a draft.</summary>
    public void Submit(long? userId, DateTime atUtc)
    {
        State = PointsVersionState.Submitted;
        SubmittedByUserId = userId;
        SubmittedAtUtc = atUtc;
    }

    /// <summary>Sends a submitted version back to its author.</summary>
    public void SendBack()
    {
        State = PointsVersionState.Draft;
        SubmittedByUserId = null;
        SubmittedAtUtc = null;
    }

    /// <summary>Approves it; the caller has checked that it is somebody else.</summary>
    public void Approve(long? userId, DateTime atUtc)
    {
        State = PointsVersionState.Approved;
        ApprovedByUserId = userId;
        ApprovedAtUtc = atUtc;
    }
}

/// <summary>How a version stands.</summary>
public enum PointsVersionState
{
    /// <summary>Being written.</summary>
    Draft = 0,

    /// <summary>Waits for approval.</summary>
    Submitted = 1,

    /// <summary>Holds from its day.</summary>
    Approved = 2,
}
