using System.Globalization;
using Portal.Infrastructure.Access;
using Portal.Infrastructure.Settlements;
using Portal.Infrastructure.Shared;

namespace Portal.Infrastructure.Jobs;

/// <summary>Settles every night what is due.</summary>
public sealed class SettleDuePeriodsJob(RunSettlement settle, BusinessClock clock, JobRecorder recorder, CurrentUser user) : PortalJob(Name, recorder, user)
{
    internal const string Name = "settle-due-periods";

    /// <inheritdoc />
    protected override async Task<JobResult> CallAsync(CancellationToken cancellationToken)
    {
        var key = string.Create(CultureInfo.InvariantCulture, $"job:{clock.UtcNow:yyyyMMddTHHmmss}");
        var outcome = await settle.RunToEndAsync(new RunSettlementInput(key), cancellationToken);
        return outcome.IsDone
            ? JobResult.Done("settled", outcome.Value.Number, outcome.Value.Settlements, outcome.Value.Lines, outcome.Value.SalesLinesRead)
            : JobResult.Refused(outcome.Refusal);
    }
}
