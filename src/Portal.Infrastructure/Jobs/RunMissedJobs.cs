using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Portal.Infrastructure.Data;
using Portal.Infrastructure.Shared;

namespace Portal.Infrastructure.Jobs;

/// <summary>
/// Makes up for what was due while no process hosted the schedule: each job runs once for the last instant it missed, under
/// the claim that the schedule itself would have used, so that of several processes that start together one runs it.
/// </summary>
public sealed class RunMissedJobs(
    IDbContextFactory<PortalDbContext> contexts, IEnumerable<JobDefinition> jobs, JobCalendar calendar, BusinessClock clock, IServiceScopeFactory scopes)
{
    /// <summary>Runs them, one after the other.</summary>
    /// <returns>The names of the jobs that were missed.</returns>
    public async Task<IReadOnlyList<string>> RunAsync(CancellationToken cancellationToken)
    {
        var missed = new List<string>();
        foreach (var job in jobs)
        {
            if (calendar.LastUtc(job, clock.UtcNow) is not { } dueUtc || await HasRunSinceAsync(job, dueUtc, cancellationToken))
            {
                continue;
            }

            missed.Add(job.Name);
            await using var scope = scopes.CreateAsyncScope();
            var instance = (PortalJob)scope.ServiceProvider.GetRequiredService(job.JobType);
            await instance.RunAsync(PortalJob.ClaimOf(job.Name, dueUtc), null, cancellationToken);
        }

        return missed;
    }

    private async Task<bool> HasRunSinceAsync(JobDefinition job, DateTime dueUtc, CancellationToken cancellationToken)
    {
        await using var context = await contexts.CreateDbContextAsync(cancellationToken);
        return await context.JobRuns.AnyAsync(run => run.JobName == job.Name && run.StartedAtUtc >= dueUtc, cancellationToken);
    }
}

/// <summary>Looks for missed jobs when the host starts.</summary>
internal sealed class MissedJobsAtStart(RunMissedJobs missed, ILogger<MissedJobsAtStart> logger) : BackgroundService
{
    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        try
        {
            var names = await missed.RunAsync(stoppingToken);
            if (names.Count > 0)
            {
                logger.LogInformation("Made up for jobs that were due while nothing ran: {Jobs}", string.Join(", ", names));
            }
        }
        catch (OperationCanceledException)
        {
            // The host stops; the next start looks again.
        }
        catch (Exception exception)
        {
            logger.LogError(exception, "Missed jobs could not be made up for; the schedule goes on");
        }
    }
}
