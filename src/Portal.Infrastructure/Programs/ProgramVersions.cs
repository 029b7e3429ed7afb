using Microsoft.EntityFrameworkCore;
using Portal.Domain.Programs;
using Portal.Domain.Shared;
using Portal.Infrastructure.Data;

namespace Portal.Infrastructure.Programs;

/// <summary>Questions about a programme's versions that several use-cases ask.</summary>
internal static class ProgramVersions
{
    public static RebateProgramVersion? LastApproved(RebateProgram program) =>
        program.Versions.Where(version => version.State == ProgramVersionState.Approved).MaxBy(version => version.Number);

    /// <summary>The first day of the next period after a day; of the last period where none is left.</summary>
    public static DateOnly NextPeriodStart(ProgramDefinition definition, DateOnly today)
    {
        var starts = ProgramPeriods.Of(definition).Select(period => period.From).ToList();
        return starts.Where(start => start > today).Select(start => (DateOnly?)start).FirstOrDefault()
            ?? (starts.Count > 0 ? starts[^1] : definition.ValidFrom);
    }

    public static Refusal? RefuseEffectiveFrom(ProgramDefinition definition, DateOnly effectiveFrom) =>
        ProgramPeriods.Of(definition).Any(period => period.From == effectiveFrom)
            ? null
            : new Refusal("program_effective_not_period_start", effectiveFrom) { Field = "effectiveFrom" };

    /// <summary>Loads a programme for a decision on its open version and expects the version that the person saw.</summary>
    public static async Task<RebateProgram?> LoadAsync(PortalDbContext context, long programId, long? expectedVersion, CancellationToken cancellationToken)
    {
        var program = await context.RebatePrograms.Include(row => row.Versions).SingleOrDefaultAsync(row => row.Id == programId, cancellationToken);
        if (program?.OpenVersion is { } open && expectedVersion is { } expected)
        {
            context.Expect(open, expected);
        }

        return program;
    }

    /// <summary>Everything that stands against binding a definition: what it says, codes that nobody has, its own examples, and an amendment's first day.</summary>
    public static async Task<IReadOnlyList<Refusal>> ProblemsAsync(
        PortalDbContext context, RebateProgram program, RebateProgramVersion version, CancellationToken cancellationToken)
    {
        var read = ProgramDocument.ReadValid(version.DefinitionJson);
        if (!read.IsDone)
        {
            return read.Refusals;
        }

        var problems = new List<Refusal>();
        if (await DraftProgram.IsTakenAsync(context, read.Value.Code, program.Id, cancellationToken))
        {
            problems.Add(new Refusal("program_code_taken", read.Value.Code) { Field = "code" });
        }

        problems.AddRange(await ProgramCodes.UnknownAsync(context, read.Value, cancellationToken));
        problems.AddRange(ProgramExamples.Check(read.Value));
        problems.AddRange(LivePrograms.Check(read.Value));
        if (LastApproved(program) is { } bound && bound.Currency != read.Value.Currency)
        {
            // What was settled in one currency cannot be set off against another.
            problems.Add(new Refusal("program_currency_fixed", bound.Currency) { Field = "currency" });
        }

        if (LastApproved(program) is not null && RefuseEffectiveFrom(read.Value, version.EffectiveFrom) is { } wrongDay)
        {
            problems.Add(wrongDay);
        }
        else if (program.Versions
            .Where(other => other.State == ProgramVersionState.Approved && other != version && other.EffectiveFrom < version.EffectiveFrom)
            .Any(other => ProgramPeriods.Splits(ProgramDocument.Read(other.DefinitionJson).Value, version.EffectiveFrom)))
        {
            // A year that an earlier version settles must not be settled again by quarters.
            problems.Add(new Refusal("program_effective_not_period_start", version.EffectiveFrom) { Field = "effectiveFrom" });
        }

        return problems;
    }
}
