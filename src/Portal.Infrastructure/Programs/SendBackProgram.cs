using Microsoft.EntityFrameworkCore;
using Portal.Domain.Programs;
using Portal.Domain.Shared;
using Portal.Infrastructure.Access;
using Portal.Infrastructure.Data;
using Portal.Infrastructure.Live;
using Portal.Infrastructure.Shared;

namespace Portal.Infrastructure.Programs;

/// <summary>Sends a submitted version back to its writer, saying why; it is a draft again.</summary>
public sealed class SendBackProgram(IDbContextFactory<PortalDbContext> contexts, CurrentUser user, BusinessClock clock, LiveUpdates live)
{
    /// <summary>Sends back.</summary>
    /// <param name="programId">The programme.</param>
    /// <param name="expectedVersion">The row version of the submitted version that the person saw.</param>
    /// <param name="note">Why.</param>
    /// <param name="cancellationToken">Cancels.</param>
    public async Task<Outcome> RunAsync(long programId, long? expectedVersion, string? note, CancellationToken cancellationToken)
    {
        if (user.Refuse(Permissions.Programs.Approve) is { } refusal)
        {
            return refusal;
        }

        if (string.IsNullOrWhiteSpace(note))
        {
            return new Refusal("program_note_missing") { Field = "Note" };
        }

        await using var context = await contexts.CreateDbContextAsync(cancellationToken);
        var program = await ProgramVersions.LoadAsync(context, programId, expectedVersion, cancellationToken);
        if (program is null)
        {
            return new Refusal(Refusal.NotFound);
        }

        if (program.OpenVersion is not { State: ProgramVersionState.Submitted } version)
        {
            return new Refusal("program_not_submitted");
        }

        version.SendBack(user.UserId, note.Trim(), clock.UtcNow);
        if (await context.TrySaveAsync(cancellationToken) is { } failed)
        {
            return failed;
        }

        await live.PublishAsync(LiveUpdates.Programs, CancellationToken.None);
        return Outcome.Done;
    }
}
