using Portal.Infrastructure.Access;
using Portal.Infrastructure.Cards;

namespace Portal.Infrastructure.Jobs;

/// <summary>Expires cards and visits after midnight.</summary>
public sealed class ExpireCardsJob(ExpireCards expire, JobRecorder recorder, CurrentUser user) : PortalJob(Name, recorder, user)
{
    internal const string Name = "expire-cards";

    /// <inheritdoc />
    protected override async Task<JobResult> CallAsync(CancellationToken cancellationToken)
    {
        var expired = await expire.RunAsync(cancellationToken);
        return JobResult.Done("cards_expired", expired.Cards, expired.Visits);
    }
}
