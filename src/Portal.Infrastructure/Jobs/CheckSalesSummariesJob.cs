using Portal.Domain.Shared;
using Portal.Infrastructure.Access;
using Portal.Infrastructure.SalesPacks;
using Portal.Infrastructure.SalesSummaries;

namespace Portal.Infrastructure.Jobs;

/// <summary>
/// Compares the sums that dashboards read with the documents, and the packs that settlements read with the sales lines, every night;
/// sums that are right are merged, a difference is an alarm.
/// </summary>
public sealed class CheckSalesSummariesJob(VerifySalesSummaries verify, VerifySalesPacks packs, MergeSalesSummaries merge, JobRecorder recorder, CurrentUser user)
    : PortalJob(Name, recorder, user)
{
    internal const string Name = "check-sales-summaries";

    /// <inheritdoc />
    protected override async Task<JobResult> CallAsync(CancellationToken cancellationToken)
    {
        var differences = await verify.RunAsync(cancellationToken);
        if (differences.Count > 0)
        {
            return JobResult.Refused(new Refusal("sales_summaries_differ", differences.Count));
        }

        var customers = await packs.RunAsync(cancellationToken);
        return customers.Count > 0
            ? JobResult.Refused(new Refusal("sales_packs_differ", customers.Count))
            : JobResult.Done("sales_summaries_right", await merge.RunAsync(cancellationToken));
    }
}
