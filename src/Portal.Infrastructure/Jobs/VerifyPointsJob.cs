using Portal.Infrastructure.Access;
using Portal.Infrastructure.Points;

namespace Portal.Infrastructure.Jobs;

/// <summary>Proves every night that lots, movements and the ledger say the same; a difference is an alarm.</summary>
public sealed class VerifyPointsJob(VerifyPoints verify, JobRecorder recorder, CurrentUser user) : PortalJob(Name, recorder, user)
{
    internal const string Name = "verify-points";

    /// <inheritdoc />
    protected override async Task<JobResult> CallAsync(CancellationToken cancellationToken)
    {
        var check = await verify.RunAsync(cancellationToken);
        return check.Findings.Count == 0
            ? JobResult.Done("points_proved", check.Members, check.Lots)
            : JobResult.Refused(new Domain.Shared.Refusal("points_differ", check.Findings.Count));
    }
}
