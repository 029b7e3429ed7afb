using Microsoft.EntityFrameworkCore;
using Portal.Domain.Shared;
using Portal.Infrastructure.Access;
using Portal.Infrastructure.Data;
using Portal.Infrastructure.Live;
using Portal.Infrastructure.Shared;
using Portal.Infrastructure.Simulations;

namespace Portal.Infrastructure.Programs;

/// <summary>Approves a submitted version, by another person than those who wrote and submitted it. It is checked once more, because customers and products may have changed. What an amendment changes in money is kept with its approval.</summary>
public sealed class ApproveProgram(IDbContextFactory<PortalDbContext> contexts, CurrentUser user, BusinessClock clock, LiveUpdates live, PreviewAmendment preview)
{
    /// <summary>Approves.</summary>
    /// <param name="programId">The programme.</param>
    /// <param name="expectedVersion">The row version of the submitted version that the person saw.</param>
    /// <param name="note">What the approver adds, or null.</param>
    /// <param name="cancellationToken">Cancels.</param>
    public async Task<Outcome> RunAsync(long programId, long? expectedVersion, string? note, CancellationToken cancellationToken)
    {
        if (user.Refuse(Permissions.Programs.Approve) is { } refusal)
        {
            return refusal;
        }

        await using var context = await contexts.CreateDbContextAsync(cancellationToken);
        var program = await ProgramVersions.LoadAsync(context, programId, expectedVersion, cancellationToken);
        if (program is null)
        {
            return new Refusal(Refusal.NotFound);
        }

        if (program.OpenVersion is not { } version)
        {
            return new Refusal("program_not_submitted");
        }

        if (version.CanApprove(user.UserId) is { } reason)
        {
            return reason;
        }

        var problems = await ProgramVersions.ProblemsAsync(context, program, version, cancellationToken);
        if (problems.Count > 0)
        {
            return Outcome.Refused(problems);
        }

        string? totals = null;
        if (ProgramVersions.LastApproved(program) is not null)
        {
            var previewed = await preview.RunAsync(programId, null, cancellationToken);
            if (!previewed.IsDone)
            {
                return Outcome.Refused(previewed.Refusals);
            }

            totals = previewed.Value.Totals.ToJson();
        }

        version.Approve(user.UserId, string.IsNullOrWhiteSpace(note) ? null : note.Trim(), clock.UtcNow, totals);
        if (await context.TrySaveAsync(cancellationToken) is { } failed)
        {
            return failed;
        }

        await live.PublishAsync(LiveUpdates.Programs, CancellationToken.None);
        return Outcome.Done;
    }
}
