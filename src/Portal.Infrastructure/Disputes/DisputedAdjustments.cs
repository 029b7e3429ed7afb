using System.Globalization;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Options;
using Portal.Domain.Disputes;
using Portal.Domain.Settlements;
using Portal.Infrastructure.Access;
using Portal.Infrastructure.Data;
using Portal.Infrastructure.Shared;

namespace Portal.Infrastructure.Disputes;

/// <summary>Carries a decision on an adjustment's settlement into its dispute, in the same transaction.</summary>
public sealed class DisputedAdjustments(CurrentUser user, BusinessClock clock, IOptions<DisputeOptions> options)
{
    /// <summary>The settlement was approved: its dispute has ended.</summary>
    internal async Task ApproveAsync(Settlement settlement, PortalDbContext context, CancellationToken cancellationToken)
    {
        if (await FindAsync(settlement, DisputeState.AdjustmentProposed, context, cancellationToken) is not { } dispute)
        {
            return;
        }

        var reason = await context.DisputeEntries
            .Where(entry => entry.DisputeId == dispute.Id && entry.Kind == DisputeEntryKind.AdjustmentProposed)
            .OrderByDescending(entry => entry.Id)
            .Select(entry => entry.Text)
            .FirstAsync(cancellationToken);
        dispute.ApproveAdjustment(user.UserId, clock.UtcNow);
        Note(dispute, DisputeEntryKind.Adjusted, reason, settlement, context);
    }

    /// <summary>The settlement was sent back: the dispute goes on.</summary>
    internal async Task ReturnAsync(Settlement settlement, string note, PortalDbContext context, CancellationToken cancellationToken)
    {
        if (await FindAsync(settlement, DisputeState.AdjustmentProposed, context, cancellationToken) is { } dispute)
        {
            dispute.ReturnAdjustment(clock.Today.AddDays(options.Value.AnswerWithinDays));
            Note(dispute, DisputeEntryKind.AdjustmentReturned, note, settlement, context);
        }
    }

    /// <summary>The settlement was taken back after posting: the customer is told.</summary>
    internal async Task ReverseAsync(Settlement settlement, string note, PortalDbContext context, CancellationToken cancellationToken)
    {
        if (await FindAsync(settlement, DisputeState.Adjusted, context, cancellationToken) is { } dispute)
        {
            Note(dispute, DisputeEntryKind.AdjustmentReversed, note, settlement, context);
        }
    }

    private static Task<Dispute?> FindAsync(Settlement settlement, DisputeState state, PortalDbContext context, CancellationToken cancellationToken) =>
        context.Disputes.SingleOrDefaultAsync(row => row.AdjustmentSettlementId == settlement.Id && row.State == state, cancellationToken);

    private void Note(Dispute dispute, DisputeEntryKind kind, string text, Settlement settlement, PortalDbContext context) => context.Add(new DisputeEntry(
        dispute.Id,
        string.Create(CultureInfo.InvariantCulture, $"settlement:{settlement.Id}:{(int)kind}"),
        kind,
        text.Length <= DisputeEntry.MaxTextLength ? text : text[..DisputeEntry.MaxTextLength],
        settlement.DueMinor,
        user.UserId,
        clock.UtcNow));
}
