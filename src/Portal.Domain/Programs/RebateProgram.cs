using Portal.Domain.Shared;

namespace Portal.Domain.Programs;

/// <summary>A rebate programme: a code and its versions. What it pays stands in the versions' definitions.</summary>
public sealed class RebateProgram : IVersioned
{
    private readonly List<RebateProgramVersion> _versions = [];

    /// <summary>Opens a programme without any version.</summary>
    public RebateProgram(string code, DateTime createdAtUtc)
    {
        Code = code;
        CreatedAtUtc = createdAtUtc;
    }

    /// <summary>The row's key.</summary>
    public long Id { get; private set; }

    /// <summary>The code; unique.</summary>
    public string Code { get; private set; }

    /// <summary>When it was opened.</summary>
    public DateTime CreatedAtUtc { get; private set; }

    /// <summary>When it was closed early, or null. Periods that ended before stay due.</summary>
    public DateOnly? ClosedOn { get; private set; }

    /// <inheritdoc />
    public long RowVersion { get; private set; }

    /// <summary>The versions, oldest first.</summary>
    public IReadOnlyList<RebateProgramVersion> Versions => _versions;

    /// <summary>The draft that is being written or waits for approval, or null.</summary>
    public RebateProgramVersion? OpenVersion =>
        _versions.Find(version => version.State is ProgramVersionState.Draft or ProgramVersionState.Submitted);

    /// <summary>The approved version in force for a period that begins on a day, or null: the last one effective by then.</summary>
    public RebateProgramVersion? VersionInForce(DateOnly periodFrom) => _versions
        .Where(version => version.State == ProgramVersionState.Approved && version.EffectiveFrom <= periodFrom)
        .MaxBy(version => version.Number);

    /// <summary>Starts a new draft version.</summary>
    /// <exception cref="InvalidOperationException">There is an open version already; ask <see cref="OpenVersion"/> first.</exception>
    public RebateProgramVersion Draft(string definitionJson, string nameZhCn, string nameEn, DateOnly effectiveFrom, DateRange validity, long? byUserId, DateTime atUtc)
    {
        if (OpenVersion is not null)
        {
            throw new InvalidOperationException("The programme has an open version.");
        }

        var version = new RebateProgramVersion(_versions.Count + 1, definitionJson, nameZhCn, nameEn, effectiveFrom, byUserId, atUtc);
        version.Rewrite(definitionJson, nameZhCn, nameEn, effectiveFrom, validity, byUserId, atUtc);
        _versions.Add(version);
        return version;
    }

    /// <summary>Gives a programme that was never approved another code.</summary>
    /// <exception cref="InvalidOperationException">A version was approved: documents name the code.</exception>
    public void Recode(string code)
    {
        if (_versions.Exists(version => version.State == ProgramVersionState.Approved))
        {
            throw new InvalidOperationException("The programme was approved under its code.");
        }

        Code = code;
    }

    /// <summary>Closes the programme early: no period that begins after the day is settled.</summary>
    public void Close(DateOnly on) => ClosedOn = on;
}
