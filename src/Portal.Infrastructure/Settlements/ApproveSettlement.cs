using Microsoft.EntityFrameworkCore;
using Portal.Domain.Shared;
using Portal.Infrastructure.Access;
using Portal.Infrastructure.Data;
using Portal.Infrastructure.Disputes;
using Portal.Infrastructure.Live;
using Portal.Infrastructure.Shared;

namespace Portal.Infrastructure.Settlements;

/// <summary>Approves a settlement, by another person than the one who ran it, and posts it to the ledger.</summary>
public sealed class ApproveSettlement(WriteTransaction writes, CurrentUser user, BusinessClock clock, DisputedAdjustments adjustments, PostSettlement post, LiveUpdates live)
{
    /// <summary>Approves and posts. Should posting be interrupted, the worker finishes it; nothing is posted twice.</summary>
    public async Task<Outcome> RunAsync(DecideSettlementInput input, CancellationToken cancellationToken)
    {
        if (user.Refuse(Permissions.Settlements.Approve) is { } refusal)
        {
            return refusal;
        }

        var approved = await writes.RunAsync((context, ct) => ApproveAsync(input, context, ct), cancellationToken);
        if (!approved.IsDone)
        {
            return approved;
        }

        var posted = await post.RunAsync(input.SettlementId, cancellationToken);
        await live.PublishAsync(LiveUpdates.Settlements, CancellationToken.None);
        return posted;
    }

    private async Task<Outcome> ApproveAsync(DecideSettlementInput input, PortalDbContext context, CancellationToken cancellationToken)
    {
        var settlement = await context.Settlements.FirstOrDefaultAsync(row => row.Id == input.SettlementId, cancellationToken);
        if (settlement is null)
        {
            return new Refusal(Refusal.NotFound);
        }

        if (settlement.CanDecide(user.UserId) is { } refusal)
        {
            return refusal;
        }

        if (input.RowVersion is { } seen && seen != settlement.RowVersion)
        {
            return new Refusal(Refusal.ChangedByOther);
        }

        var payees = await SettlementPayees.FindAsync(context, settlement, cancellationToken);
        if (!payees.IsDone)
        {
            return payees.Refusal;
        }

        context.AddRange(payees.Value);
        settlement.Approve(user.UserId, Trimmed(input.Note), clock.UtcNow);
        await adjustments.ApproveAsync(settlement, context, cancellationToken);
        return await context.TrySaveAsync(cancellationToken) is { } stale ? stale : Outcome.Done;
    }

    internal static string? Trimmed(string? note) => string.IsNullOrWhiteSpace(note) ? null : note.Trim();
}

/// <summary>A decision on a settlement.</summary>
/// <param name="SettlementId">The settlement.</param>
/// <param name="RowVersion">The version that the person saw; null to take it as it is.</param>
/// <param name="Note">What the person wrote.</param>
public sealed record DecideSettlementInput(long SettlementId, long? RowVersion = null, string? Note = null);
