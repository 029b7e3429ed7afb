using Microsoft.EntityFrameworkCore;
using Portal.Domain.Programs;
using Portal.Domain.Shared;
using Portal.Infrastructure.Access;
using Portal.Infrastructure.Data;
using Portal.Infrastructure.Shared;

namespace Portal.Infrastructure.Programs;

/// <summary>Opens a new draft version, copied from the last approved one, or from the last one where none was approved.</summary>
public sealed class AmendProgram(IDbContextFactory<PortalDbContext> contexts, CurrentUser user, BusinessClock clock)
{
    /// <summary>Amends a programme.</summary>
    /// <param name="programId">The programme.</param>
    /// <param name="effectiveFrom">The first day of the first period that follows the amendment; null for the next period.</param>
    /// <param name="cancellationToken">Cancels.</param>
    /// <returns>The number of the new version.</returns>
    public async Task<Outcome<int>> RunAsync(long programId, DateOnly? effectiveFrom, CancellationToken cancellationToken)
    {
        if (user.Refuse(Permissions.Programs.Edit) is { } refusal)
        {
            return refusal;
        }

        await using var context = await contexts.CreateDbContextAsync(cancellationToken);
        var program = await context.RebatePrograms.Include(row => row.Versions).SingleOrDefaultAsync(row => row.Id == programId, cancellationToken);
        if (program is null)
        {
            return new Refusal(Refusal.NotFound);
        }

        var source = ProgramVersions.LastApproved(program) ?? program.Versions.MaxBy(version => version.Number);
        if (WhyNot(program, source) is { } reason)
        {
            return reason;
        }

        var definition = ProgramDocument.Read(source!.DefinitionJson).Value;
        var from = effectiveFrom ?? ProgramVersions.NextPeriodStart(definition, clock.Today);
        if (source.State == ProgramVersionState.Approved && ProgramVersions.RefuseEffectiveFrom(definition, from) is { } wrongDay)
        {
            return wrongDay;
        }

        var draft = program.Draft(source.DefinitionJson, source.NameZhCn, source.NameEn, from, definition.Validity, user.UserId, clock.UtcNow);
        return await DraftProgram.SaveAsync(context, program.Code, cancellationToken) is { } failed ? failed : draft.Number;
    }

    internal static Refusal? WhyNot(RebateProgram program, RebateProgramVersion? source)
    {
        if (program.OpenVersion is { } open)
        {
            return new Refusal("program_open_version", open.Number);
        }

        return program.ClosedOn is not null || source is null ? new Refusal("program_closed", program.Code) : null;
    }
}
