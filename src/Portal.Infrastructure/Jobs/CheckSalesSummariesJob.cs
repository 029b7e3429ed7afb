using Portal.Domain.Shared;
using Portal.Infrastructure.Access;
using Portal.Infrastructure.SalesSummaries;

namespace Portal.Infrastructure.Jobs;

/// <summary>Compares the sums that dashboards read with the documents every night; what is right is packed, a difference is an alarm.</summary>
public sealed class CheckSalesSummariesJob(VerifySalesSummaries verify, MergeSalesSummaries merge, JobRecorder recorder, CurrentUser user)
    : PortalJob(Name, recorder, user)
{
    internal const string Name = "check-sales-summaries";

    /// <inheritdoc />
    protected override async Task<JobResult> CallAsync(CancellationToken cancellationToken)
    {
        var differences = await verify.RunAsync(cancellationToken);
        return differences.Count > 0
            ? JobResult.Refused(new Refusal("sales_summaries_differ", differences.Count))
            : JobResult.Done("sales_summaries_right", await merge.RunAsync(cancellationToken));
    }
}
