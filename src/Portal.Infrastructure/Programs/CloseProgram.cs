using Microsoft.EntityFrameworkCore;
using Portal.Domain.Shared;
using Portal.Infrastructure.Access;
using Portal.Infrastructure.Data;
using Portal.Infrastructure.Shared;

namespace Portal.Infrastructure.Programs;

/// <summary>Closes an approved programme early: no period that begins after the day is settled; those before stay due.</summary>
public sealed class CloseProgram(IDbContextFactory<PortalDbContext> contexts, CurrentUser user, BusinessClock clock)
{
    /// <summary>Closes.</summary>
    /// <param name="programId">The programme.</param>
    /// <param name="on">The day; not in the past, so that nothing promised is taken away.</param>
    /// <param name="expectedVersion">The row version of the programme that the person saw.</param>
    /// <param name="cancellationToken">Cancels.</param>
    public async Task<Outcome> RunAsync(long programId, DateOnly on, long? expectedVersion, CancellationToken cancellationToken)
    {
        if (user.Refuse(Permissions.Programs.Approve) is { } refusal)
        {
            return refusal;
        }

        await using var context = await contexts.CreateDbContextAsync(cancellationToken);
        var program = await context.RebatePrograms.Include(row => row.Versions).SingleOrDefaultAsync(row => row.Id == programId, cancellationToken);
        if (program is null)
        {
            return new Refusal(Refusal.NotFound);
        }

        if (program.ClosedOn is not null)
        {
            return new Refusal("program_closed", program.Code);
        }

        if (ProgramVersions.LastApproved(program) is null)
        {
            return new Refusal("program_never_approved", program.Code);
        }

        if (on < clock.Today)
        {
            return new Refusal("program_close_past", on) { Field = "On" };
        }

        if (expectedVersion is { } expected)
        {
            context.Expect(program, expected);
        }

        program.Close(on);
        return await context.TrySaveAsync(cancellationToken) is { } failed ? failed : Outcome.Done;
    }
}
