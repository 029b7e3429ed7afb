using Portal.Infrastructure.Access;
using Portal.Infrastructure.Ledger;

namespace Portal.Infrastructure.Jobs;

/// <summary>Proves the ledger every night; a difference is an alarm, never a repair.</summary>
public sealed class VerifyLedgerJob(VerifyLedger verify, JobRecorder recorder, CurrentUser user) : PortalJob(Name, recorder, user)
{
    internal const string Name = "verify-ledger";

    /// <inheritdoc />
    protected override async Task<JobResult> CallAsync(CancellationToken cancellationToken)
    {
        var check = await verify.RunAsync(cancellationToken);
        return check.Findings.Count == 0
            ? JobResult.Done("ledger_proved", check.TransferCount, check.EntryCount)
            : JobResult.Refused(new Domain.Shared.Refusal("ledger_differs", check.Findings.Count));
    }
}
