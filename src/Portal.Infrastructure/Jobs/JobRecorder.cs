using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Logging;
using Portal.Domain.Jobs;
using Portal.Infrastructure.Data;
using Portal.Infrastructure.Live;
using Portal.Infrastructure.Shared;

namespace Portal.Infrastructure.Jobs;

/// <summary>Runs a job's call and keeps the record of it. Of several processes with the same schedule one runs it.</summary>
public sealed class JobRecorder(IDbContextFactory<PortalDbContext> contexts, BusinessClock clock, LiveUpdates live, ILogger<JobRecorder> logger)
{
    /// <summary>Runs the call unless another process claimed the same instant.</summary>
    public async Task RunAsync(string jobName, string claimKey, long? byUserId, Func<CancellationToken, Task<JobResult>> call, CancellationToken cancellationToken)
    {
        if (await ClaimAsync(new JobRun(jobName, claimKey, byUserId, clock.UtcNow), cancellationToken) is not { } id)
        {
            return;
        }

        await live.PublishAsync(LiveUpdates.Jobs, cancellationToken);
        try
        {
            var result = await call(cancellationToken);
            await EndAsync(id, run => run.End(result.IsDone ? JobRunState.Succeeded : JobRunState.Refused, result.Code, result.Arguments, clock.UtcNow));
        }
        catch (Exception exception)
        {
            var errorId = Guid.NewGuid().ToString("N")[..12];
            logger.LogError(exception, "Job {Job} failed ({ErrorId})", jobName, errorId);
            await EndAsync(id, run => run.Fail(errorId, clock.UtcNow));
        }

        await live.PublishAsync(LiveUpdates.Jobs, CancellationToken.None);
    }

    private async Task<long?> ClaimAsync(JobRun run, CancellationToken cancellationToken)
    {
        await using var context = await contexts.CreateDbContextAsync(cancellationToken);
        if (await context.JobRuns.AnyAsync(row => row.ClaimKey == run.ClaimKey, cancellationToken))
        {
            return null;
        }

        context.JobRuns.Add(run);
        try
        {
            await context.SaveChangesAsync(cancellationToken);
            return run.Id;
        }
        catch (DbUpdateException)
        {
            await using var second = await contexts.CreateDbContextAsync(cancellationToken);
            if (await second.JobRuns.AnyAsync(row => row.ClaimKey == run.ClaimKey, cancellationToken))
            {
                return null;
            }

            throw;
        }
    }

    // Not cancelled with the host: the record of how it ended must be written.
    private async Task EndAsync(long id, Action<JobRun> end)
    {
        await using var context = await contexts.CreateDbContextAsync(CancellationToken.None);
        var run = await context.JobRuns.SingleAsync(row => row.Id == id, CancellationToken.None);
        end(run);
        await context.SaveChangesAsync(CancellationToken.None);
    }
}
