using Microsoft.EntityFrameworkCore;
using Portal.Domain.Ledger;
using Portal.Domain.Payouts;
using Portal.Domain.Settlements;
using Portal.Domain.Shared;
using Portal.Infrastructure.Access;
using Portal.Infrastructure.Data;
using Portal.Infrastructure.Disputes;
using Portal.Infrastructure.Ledger;
using Portal.Infrastructure.Live;
using Portal.Infrastructure.Shared;

namespace Portal.Infrastructure.Settlements;

/// <summary>Takes a settlement out of the ledger by mirroring its transfers, as long as none of it was paid.</summary>
public sealed class ReverseSettlement(WriteTransaction writes, PostTransfers transfers, CurrentUser user, BusinessClock clock, DisputedAdjustments adjustments, LiveUpdates live)
{
    /// <summary>Takes it back, with the reason.</summary>
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

        var outcome = await writes.RunAsync((context, ct) => ReverseAsync(input, note, context, ct), cancellationToken);
        if (outcome.IsDone)
        {
            await live.PublishAsync(LiveUpdates.Settlements, CancellationToken.None);
        }

        return outcome;
    }

    private async Task<Outcome> ReverseAsync(DecideSettlementInput input, string note, PortalDbContext context, CancellationToken cancellationToken)
    {
        var settlement = await context.Settlements.FirstOrDefaultAsync(row => row.Id == input.SettlementId, cancellationToken);
        if (settlement is null)
        {
            return new Refusal(Refusal.NotFound);
        }

        if (settlement.CanReverse() is { } refusal)
        {
            return refusal;
        }

        if (await context.PayoutDocuments.Where(document => document.SettlementId == settlement.Id
                && (document.State != PayoutState.Completed
                    || context.PayoutItems.Any(item => item.DocumentId == document.Id && item.State == PayoutItemState.Paid)))
            .Select(document => document.Number).FirstOrDefaultAsync(cancellationToken) is { } payout)
        {
            return new Refusal("settlement_paid", settlement.Number, payout);
        }

        settlement.Reverse(user.UserId, note, clock.UtcNow);
        await adjustments.ReverseAsync(settlement, note, context, cancellationToken);
        if (await context.TrySaveAsync(cancellationToken) is { } stale)
        {
            return stale;
        }

        var mirrored = await transfers.RunAsync(await MirrorsAsync(settlement, note, context, cancellationToken), context, cancellationToken);
        return mirrored.IsDone ? Outcome.Done : mirrored;
    }

    private async Task<List<TransferRequest>> MirrorsAsync(Settlement settlement, string note, PortalDbContext context, CancellationToken cancellationToken)
    {
        var posted = await context.LedgerTransfers.AsNoTracking()
            .Where(transfer => transfer.Source == settlement.Number
                && (transfer.Kind == LedgerTransferKind.SettlementPosted || transfer.Kind == LedgerTransferKind.SettlementChargedBack))
            .OrderBy(transfer => transfer.Id)
            .ToListAsync(cancellationToken);
        var entries = await context.LedgerEntries.AsNoTracking()
            .Where(entry => context.LedgerTransfers.Any(transfer => transfer.Id == entry.TransferId && transfer.Source == settlement.Number
                && (transfer.Kind == LedgerTransferKind.SettlementPosted || transfer.Kind == LedgerTransferKind.SettlementChargedBack)))
            .Join(context.LedgerAccounts.AsNoTracking(), entry => entry.AccountId, account => account.Id, (entry, account) => new { entry.TransferId, entry.AmountMinor, account })
            .ToListAsync(cancellationToken);
        var sides = entries.ToLookup(entry => entry.TransferId, entry => new TransferSide(LedgerAccountReference.Of(entry.account), entry.AmountMinor));
        return posted.ConvertAll(transfer => TransferRequest.Mirror(transfer, sides[transfer.Id], clock.Today, note, ignoresFloor: true));
    }
}
