using Portal.Infrastructure.Access;
using Portal.Infrastructure.Points;

namespace Portal.Infrastructure.Jobs;

/// <summary>Works off the days of points: expiry, birthdays, levels.</summary>
public sealed class WorkOffPointsDaysJob(WorkOffPointsDays days, JobRecorder recorder, CurrentUser user) : PortalJob(Name, recorder, user)
{
    internal const string Name = "points-days";

    /// <inheritdoc />
    protected override async Task<JobResult> CallAsync(CancellationToken cancellationToken)
    {
        var done = await days.RunAsync(cancellationToken);
        return JobResult.Done("points_days_done", done.Members, done.Movements);
    }
}
