using Portal.Infrastructure.Access;
using Portal.Infrastructure.Rewards;

namespace Portal.Infrastructure.Jobs;

/// <summary>Ends orders that nobody came for and vouchers that nobody used in time.</summary>
public sealed class EndOverdueRewardsJob(EndOverdueRewards end, JobRecorder recorder, CurrentUser user) : PortalJob(Name, recorder, user)
{
    internal const string Name = "end-overdue-rewards";

    /// <inheritdoc />
    protected override async Task<JobResult> CallAsync(CancellationToken cancellationToken)
    {
        var (orders, vouchers) = await end.RunAsync(cancellationToken);
        return JobResult.Done("rewards_ended", orders, vouchers);
    }
}
