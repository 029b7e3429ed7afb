using Microsoft.EntityFrameworkCore;
using Portal.Domain.Programs;
using Portal.Domain.Shared;
using Portal.Infrastructure.Access;
using Portal.Infrastructure.Data;
using Portal.Infrastructure.Live;
using Portal.Infrastructure.Shared;

namespace Portal.Infrastructure.Programs;

/// <summary>Hands the open draft in for approval. Nothing may be wrong with it, and its own examples must give what they expect.</summary>
public sealed class SubmitProgram(IDbContextFactory<PortalDbContext> contexts, CurrentUser user, BusinessClock clock, LiveUpdates live)
{
    /// <summary>Submits a programme's draft.</summary>
    /// <param name="programId">The programme.</param>
    /// <param name="expectedVersion">The row version of the draft that the person saw.</param>
    /// <param name="cancellationToken">Cancels.</param>
    public async Task<Outcome> RunAsync(long programId, long? expectedVersion, CancellationToken cancellationToken)
    {
        if (user.Refuse(Permissions.Programs.Edit) is { } refusal)
        {
            return refusal;
        }

        await using var context = await contexts.CreateDbContextAsync(cancellationToken);
        var program = await ProgramVersions.LoadAsync(context, programId, expectedVersion, cancellationToken);
        if (program is null)
        {
            return new Refusal(Refusal.NotFound);
        }

        if (program.OpenVersion is not { State: ProgramVersionState.Draft } draft)
        {
            return new Refusal("program_no_draft", program.Code);
        }

        var problems = await ProgramVersions.ProblemsAsync(context, program, draft, cancellationToken);
        if (problems.Count > 0)
        {
            return Outcome.Refused(problems);
        }

        draft.Submit(user.UserId, clock.UtcNow);
        if (await context.TrySaveAsync(cancellationToken) is { } failed)
        {
            return failed;
        }

        await live.PublishAsync(LiveUpdates.Programs, CancellationToken.None);
        return Outcome.Done;
    }
}
