using Portal.Infrastructure.Access;
using Portal.Infrastructure.Points;

namespace Portal.Infrastructure.Jobs;

/// <summary>Counts sales and returns of members.</summary>
public sealed class CountSalesJob(CountSales count, JobRecorder recorder, CurrentUser user) : PortalJob(Name, recorder, user)
{
    internal const string Name = "points-sales";

    /// <inheritdoc />
    protected override async Task<JobResult> CallAsync(CancellationToken cancellationToken)
    {
        var counted = await count.RunAsync(cancellationToken);
        return JobResult.Done("points_sales_counted", counted.Documents, counted.Problems);
    }
}
