using System.Globalization;
using Portal.Domain.Shared;
using Portal.Infrastructure.Access;
using Quartz;

namespace Portal.Infrastructure.Jobs;

/// <summary>Starts a job besides its schedule, in the process that hosts the schedule.</summary>
public sealed class RunJobNow(CurrentUser user, IEnumerable<JobDefinition> jobs, IServiceProvider services)
{
    /// <summary>Starts the job; its result appears in the list of runs.</summary>
    /// <param name="jobName">The job.</param>
    /// <param name="operationKey">Made before the first try; the same key starts it once.</param>
    /// <param name="cancellationToken">Gives up waiting.</param>
    public async Task<Outcome> RunAsync(string jobName, string operationKey, CancellationToken cancellationToken)
    {
        if (user.Refuse(Permissions.Jobs.Run) is { } refusal)
        {
            return refusal;
        }

        if (jobs.All(job => job.Name != jobName))
        {
            return new Refusal(Refusal.NotFound);
        }

        if (services.GetService(typeof(ISchedulerFactory)) is not ISchedulerFactory factory)
        {
            return new Refusal("job_not_hosted_here", jobName);
        }

        var scheduler = await factory.GetScheduler(cancellationToken);
        var data = new JobDataMap { [PortalJob.ClaimKey] = jobName + "@" + operationKey };
        if (user.UserId is { } userId)
        {
            data[PortalJob.ByUserKey] = userId.ToString(CultureInfo.InvariantCulture);
        }

        await scheduler.TriggerJob(new JobKey(jobName), data, cancellationToken);
        return Outcome.Done;
    }
}
