using Portal.Infrastructure.Access;
using Portal.Infrastructure.Accruals;

namespace Portal.Infrastructure.Jobs;

/// <summary>Brings what is earned in open periods up to date.</summary>
public sealed class RefreshAccrualsJob(RefreshAccruals refresh, JobRecorder recorder, CurrentUser user) : PortalJob(Name, recorder, user)
{
    internal const string Name = "refresh-accruals";

    /// <inheritdoc />
    protected override async Task<JobResult> CallAsync(CancellationToken cancellationToken)
    {
        var result = await refresh.RunAsync(cancellationToken);
        return JobResult.Done("accruals_refreshed", result.Rows, result.SalesLinesRead);
    }
}
