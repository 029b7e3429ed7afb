using Microsoft.EntityFrameworkCore;
using Portal.Domain.Shared;
using Portal.Infrastructure.Access;
using Portal.Infrastructure.Data;
using Portal.Infrastructure.Live;
using Portal.Infrastructure.Shared;

namespace Portal.Infrastructure.Programs;

/// <summary>Gives up the open draft or submitted version. What is in force stays in force.</summary>
public sealed class WithdrawProgram(IDbContextFactory<PortalDbContext> contexts, CurrentUser user, BusinessClock clock, LiveUpdates live)
{
    /// <summary>Withdraws.</summary>
    /// <param name="programId">The programme.</param>
    /// <param name="expectedVersion">The row version of the open version that the person saw.</param>
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

        if (program.OpenVersion is not { } version)
        {
            return new Refusal("program_no_draft", program.Code);
        }

        version.Withdraw(user.UserId, clock.UtcNow);
        if (await context.TrySaveAsync(cancellationToken) is { } failed)
        {
            return failed;
        }

        await live.PublishAsync(LiveUpdates.Programs, CancellationToken.None);
        return Outcome.Done;
    }
}
