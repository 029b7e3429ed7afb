using Microsoft.EntityFrameworkCore;
using Portal.Domain.Programs;
using Portal.Domain.Shared;
using Portal.Infrastructure.Access;
using Portal.Infrastructure.Data;
using Portal.Infrastructure.Shared;

namespace Portal.Infrastructure.Programs;

/// <summary>Creates a programme with its first draft, or saves the open draft. A draft may say wrong things as long as it can be read again; handing it in checks them.</summary>
public sealed class DraftProgram(IDbContextFactory<PortalDbContext> contexts, CurrentUser user, BusinessClock clock)
{
    private const string NumberPrefix = "P";

    /// <summary>Saves a draft.</summary>
    public async Task<Outcome<SavedDraft>> RunAsync(ProgramDraft draft, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(draft);
        if (user.Refuse(Permissions.Programs.Edit) is { } refusal)
        {
            return refusal;
        }

        await using var context = await contexts.CreateDbContextAsync(cancellationToken);
        var definition = draft.Definition with { Code = draft.Definition.Code.Trim() };
        if (definition.Code.Length == 0 && draft.ProgramId is null)
        {
            definition = definition with { Code = await context.NextNumberAsync(NumberPrefix, clock.Today.Year, cancellationToken) };
        }

        if (WhyUnreadable(definition) is { } unreadable)
        {
            return Outcome<SavedDraft>.Refused(unreadable);
        }

        var (program, version, refused) = draft.ProgramId is { } id
            ? await RewriteAsync(context, id, draft, definition, cancellationToken)
            : await CreateAsync(context, definition, cancellationToken);
        if (refused is not null)
        {
            return refused;
        }

        return await SaveAsync(context, definition.Code, cancellationToken) is { } failed
            ? failed
            : new SavedDraft(program!.Id, program.Code, version!.Number, version.RowVersion, version.DraftedAtUtc);
    }

    internal static async Task<bool> IsTakenAsync(PortalDbContext context, string code, long exceptProgramId, CancellationToken cancellationToken)
    {
        var lowered = code.ToLowerInvariant();
        return await context.RebatePrograms.AnyAsync(row => row.Id != exceptProgramId && row.Code.ToLower() == lowered, cancellationToken);
    }

    /// <summary>Saves; a code or version number that somebody else took in the meantime is a refusal.</summary>
    internal static async Task<Refusal?> SaveAsync(PortalDbContext context, string code, CancellationToken cancellationToken)
    {
        try
        {
            return await context.TrySaveAsync(cancellationToken);
        }
        catch (DbUpdateException error) when (DatabaseErrors.IsUniqueViolation(error))
        {
            return new Refusal(Refusal.ChangedByOther);
        }
    }

    private static IReadOnlyList<Refusal>? WhyUnreadable(ProgramDefinition definition)
    {
        if (definition.Code.Length is 0 or > 50)
        {
            return [new Refusal(definition.Code.Length == 0 ? "program_code_missing" : "program_code_wrong", definition.Code) { Field = "code" }];
        }

        if (definition.Name.ZhCN.Length > 200 || definition.Name.En.Length > 200)
        {
            return [new Refusal("program_text_too_long", 200) { Field = definition.Name.ZhCN.Length > 200 ? "name.zhCN" : "name.en" }];
        }

        var read = ProgramDocument.Read(ProgramDocument.Write(definition));
        return read.IsDone ? null : read.Refusals;
    }

    private async Task<(RebateProgram? Program, RebateProgramVersion? Version, Refusal? Refusal)> CreateAsync(
        PortalDbContext context, ProgramDefinition definition, CancellationToken cancellationToken)
    {
        if (await IsTakenAsync(context, definition.Code, 0, cancellationToken))
        {
            return (null, null, new Refusal("program_code_taken", definition.Code) { Field = "code" });
        }

        var program = new RebateProgram(definition.Code, clock.UtcNow);
        var version = program.Draft(
            ProgramDocument.Write(definition), definition.Name.ZhCN, definition.Name.En, definition.ValidFrom, definition.Validity, user.UserId, clock.UtcNow);
        context.Add(program);
        return (program, version, null);
    }

    private async Task<(RebateProgram? Program, RebateProgramVersion? Version, Refusal? Refusal)> RewriteAsync(
        PortalDbContext context, long programId, ProgramDraft draft, ProgramDefinition definition, CancellationToken cancellationToken)
    {
        var program = await context.RebatePrograms.Include(row => row.Versions).SingleOrDefaultAsync(row => row.Id == programId, cancellationToken);
        if (program is null)
        {
            return (null, null, new Refusal(Refusal.NotFound));
        }

        if (program.OpenVersion is not { CanRewrite: true } version)
        {
            return (null, null, new Refusal("program_no_draft", program.Code));
        }

        var isAmendment = program.Versions.Any(other => other.State == ProgramVersionState.Approved);
        if (definition.Code != program.Code)
        {
            if (isAmendment)
            {
                return (null, null, new Refusal("program_code_fixed", program.Code) { Field = "code" });
            }

            if (await IsTakenAsync(context, definition.Code, program.Id, cancellationToken))
            {
                return (null, null, new Refusal("program_code_taken", definition.Code) { Field = "code" });
            }

            program.Recode(definition.Code);
        }

        if (draft.ExpectedVersion is { } expected)
        {
            context.Expect(version, expected);
        }

        version.Rewrite(
            ProgramDocument.Write(definition),
            definition.Name.ZhCN,
            definition.Name.En,
            isAmendment ? draft.EffectiveFrom ?? version.EffectiveFrom : definition.ValidFrom,
            definition.Validity,
            user.UserId,
            clock.UtcNow);
        return (program, version, null);
    }
}

/// <summary>A draft to be saved.</summary>
public sealed record ProgramDraft
{
    /// <summary>The programme; null for a new one.</summary>
    public long? ProgramId { get; init; }

    /// <summary>What the draft says. A new programme without a code gets a number.</summary>
    public required ProgramDefinition Definition { get; init; }

    /// <summary>Of an amendment: periods that begin on or after this day follow it. A first version follows its validity.</summary>
    public DateOnly? EffectiveFrom { get; init; }

    /// <summary>The row version of the draft that the person saw.</summary>
    public long? ExpectedVersion { get; init; }
}

/// <summary>A draft that was saved.</summary>
/// <param name="ProgramId">The programme.</param>
/// <param name="Code">Its code.</param>
/// <param name="VersionNumber">The draft's number.</param>
/// <param name="RowVersion">The draft's row version, to be expected by the next save.</param>
/// <param name="SavedAtUtc">When.</param>
public sealed record SavedDraft(long ProgramId, string Code, int VersionNumber, long RowVersion, DateTime SavedAtUtc);
