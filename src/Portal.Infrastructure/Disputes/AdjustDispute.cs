using System.Globalization;
using Microsoft.EntityFrameworkCore;
using Portal.Domain.Disputes;
using Portal.Domain.Ledger;
using Portal.Domain.Settlements;
using Portal.Domain.Shared;
using Portal.Infrastructure.Access;
using Portal.Infrastructure.Data;
using Portal.Infrastructure.Live;
using Portal.Infrastructure.Shared;

namespace Portal.Infrastructure.Disputes;

/// <summary>
/// Enters an adjustment for the customer of a dispute: a settlement with one line, entered by hand. It goes the way of every
/// settlement: approved by somebody else, posted to the ledger once, paid by a payout. The disputed line stays as it is.
/// </summary>
public sealed class AdjustDispute(DisputeSteps steps, CurrentUser user, BusinessClock clock, LiveUpdates live)
{
    /// <summary>Enters it; the same operation key enters it once.</summary>
    public async Task<Outcome> RunAsync(AdjustDisputeInput input, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(input);
        if (user.Refuse(Permissions.Disputes.Decide) is { } refused)
        {
            return refused;
        }

        if (input.AmountMinor is 0 or < -TransferRequest.MaxAmountMinor or > TransferRequest.MaxAmountMinor)
        {
            return new Refusal("dispute_amount_invalid") { Field = nameof(input.AmountMinor) };
        }

        var message = new DisputeMessage(input.OperationKey, input.DisputeId, input.Reason, input.RowVersion);
        var outcome = await steps.RunAsync(
            message.ToStep(DisputeEntryKind.AdjustmentProposed, user.UserId) with { AmountMinor = input.AmountMinor },
            (dispute, context, ct) => ProposeAsync(input, dispute, context, ct),
            cancellationToken);
        if (outcome.IsDone)
        {
            await live.PublishAsync(LiveUpdates.Settlements, CancellationToken.None);
        }

        return outcome;
    }

    private async Task<Refusal?> ProposeAsync(AdjustDisputeInput input, Dispute dispute, PortalDbContext context, CancellationToken cancellationToken)
    {
        if (dispute.CanDecide() is { } refusal)
        {
            return refusal;
        }

        var disputed = await (
            from line in context.SettlementLines.AsNoTracking()
            join settlement in context.Settlements.AsNoTracking() on line.SettlementId equals settlement.Id
            join run in context.SettlementRuns.AsNoTracking() on line.RunId equals run.Id
            where line.Id == dispute.SettlementLineId
            select new { Line = line, settlement.ProgramVersionId, run.SalesLinesUpTo }).SingleAsync(cancellationToken);
        var number = await context.NextNumberAsync("S", clock.Today.Year, cancellationToken);
        var byHand = SettlementRun.ByHand(
            await context.NextNumberAsync("R", clock.Today.Year, cancellationToken),
            string.Create(CultureInfo.InvariantCulture, $"adjustment:{number}"),
            disputed.Line.PeriodTo,
            disputed.SalesLinesUpTo,
            user.UserId,
            clock.UtcNow);
        context.Add(byHand);
        await context.SaveChangesAsync(cancellationToken);
        var settled = new Settlement(
            number, byHand.Id, disputed.Line.ProgramId, disputed.ProgramVersionId, disputed.Line.PeriodFrom, disputed.Line.PeriodTo, user.UserId);
        settled.Complete(number, customerCount: 1, lineCount: 1, input.AmountMinor, Math.Min(0, input.AmountMinor), clock.UtcNow);
        context.Add(settled);
        await context.SaveChangesAsync(cancellationToken);
        context.Add(SettlementLine.ByHand(byHand.Id, settled.Id, disputed.Line, input.AmountMinor));
        dispute.ProposeAdjustment(settled.Id, input.AmountMinor);
        return null;
    }
}

/// <summary>An adjustment.</summary>
/// <param name="OperationKey">Made before the first try; at most 100 characters.</param>
/// <param name="DisputeId">The dispute.</param>
/// <param name="AmountMinor">What the customer gets on top, in minor units; negative where it was given too much.</param>
/// <param name="Reason">Why; the customer reads it once the adjustment is approved.</param>
/// <param name="RowVersion">The version that the person saw; null to take it as it is.</param>
public sealed record AdjustDisputeInput(string OperationKey, long DisputeId, long AmountMinor, string Reason, long? RowVersion = null);
