using System.Globalization;
using Portal.Infrastructure.Access;
using Quartz;

namespace Portal.Infrastructure.Jobs;

/// <summary>A schedule and one call to a use-case that is safe to repeat; acts as the system.</summary>
[DisallowConcurrentExecution]
public abstract class PortalJob(string name, JobRecorder recorder, CurrentUser user) : IJob
{
    internal const string ByUserKey = "by-user";
    internal const string ClaimKey = "claim";

    /// <inheritdoc />
    public async ValueTask Execute(IJobExecutionContext context, CancellationToken cancellationToken)
    {
        var data = context.MergedJobDataMap;
        var claim = data.TryGetValue(ClaimKey, out var key) && key is string text
            ? text
            : ClaimOf(name, (context.ScheduledFireTimeUtc ?? context.FireTimeUtc).UtcDateTime);
        long? byUserId = data.TryGetValue(ByUserKey, out var by) && long.TryParse(by as string, NumberStyles.None, CultureInfo.InvariantCulture, out var id) ? id : null;
        await RunAsync(claim, byUserId, cancellationToken);
    }

    /// <summary>Runs it besides the schedule, with the same record of the run.</summary>
    /// <param name="claim">The same claim runs it once.</param>
    /// <param name="byUserId">Who asked for it, or null.</param>
    /// <param name="cancellationToken">Stops it.</param>
    public Task RunAsync(string claim, long? byUserId, CancellationToken cancellationToken)
    {
        user.BecomeSystem();
        return recorder.RunAsync(name, claim, byUserId, CallAsync, cancellationToken);
    }

    /// <summary>What claims the run of a job that was due at an instant.</summary>
    internal static string ClaimOf(string name, DateTime dueUtc) => string.Create(CultureInfo.InvariantCulture, $"{name}@{dueUtc:yyyyMMddTHHmmss}");

    /// <summary>The one call.</summary>
    protected abstract Task<JobResult> CallAsync(CancellationToken cancellationToken);
}
