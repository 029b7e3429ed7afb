using Microsoft.EntityFrameworkCore;
using Portal.Domain.Shared;
using Portal.Infrastructure.Access;
using Portal.Infrastructure.Data;
using Portal.Infrastructure.Disputes;
using Portal.Infrastructure.Live;
using Portal.Infrastructure.Shared;

namespace Portal.Infrastructure.Settlements;

/// <summary>Refuses a settlement: its lines count for nothing and the next run computes them anew.</summary>
public sealed class SendBackSettlement(WriteTransaction writes, CurrentUser user, BusinessClock clock, DisputedAdjustments adjustments, LiveUpdates live)
{
    /// <summary>Sends it back, with the reason.</summary>
    public async Task<Outcome> RunAsync(DecideSettlementInput input, CancellationToken cancellationToken)
    {
        if (user.Refuse(Permissions.Settlements.Approve) is { } refusal)
        {
            return refusal;
        }

        if (ApproveSettlement.Trimmed(input.Note) is not { } note)
        {
            return new Refusal("settlement_note_missing") { Field = nameof(input.Note) };
        }

        var outcome = await writes.RunAsync((context, ct) => SendBackAsync(input, note, context, ct), cancellationToken);
        if (outcome.IsDone)
        {
            await live.PublishAsync(LiveUpdates.Settlements, CancellationToken.None);
        }

        return outcome;
    }

    private async Task<Outcome> SendBackAsync(DecideSettlementInput input, string note, PortalDbContext context, CancellationToken cancellationToken)
    {
        var settlement = await context.Settlements.FirstOrDefaultAsync(row => row.Id == input.SettlementId, cancellationToken);
        if (settlement is null)
        {
            return new Refusal(Refusal.NotFound);
        }

        // Who ran it may send it back too: that gives nobody anything.
        if (settlement.CanDecide(null) is { } refusal)
        {
            return refusal;
        }

        if (input.RowVersion is { } seen && seen != settlement.RowVersion)
        {
            return new Refusal(Refusal.ChangedByOther);
        }

        settlement.SendBack(user.UserId, note, clock.UtcNow);
        await adjustments.ReturnAsync(settlement, note, context, cancellationToken);
        return await context.TrySaveAsync(cancellationToken) is { } stale ? stale : Outcome.Done;
    }
}
