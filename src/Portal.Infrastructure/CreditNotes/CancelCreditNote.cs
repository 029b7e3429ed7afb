using Microsoft.EntityFrameworkCore;
using Portal.Domain.Ledger;
using Portal.Domain.Payouts;
using Portal.Domain.Shared;
using Portal.Infrastructure.Access;
using Portal.Infrastructure.Data;
using Portal.Infrastructure.Ledger;
using Portal.Infrastructure.Live;
using Portal.Infrastructure.Payouts;
using Portal.Infrastructure.Shared;

namespace Portal.Infrastructure.CreditNotes;

/// <summary>Cancels a credit note of which nothing was used, by mirroring its transfer: what it paid is owed again, and a new payout can pay it.</summary>
public sealed class CancelCreditNote(WriteTransaction writes, PostTransfers transfers, LiveUpdates live, CurrentUser user, BusinessClock clock)
{
    private const int MaxReasonLength = 500;

    /// <summary>Cancels it, with the reason.</summary>
    public async Task<Outcome> RunAsync(long creditNoteId, string reason, CancellationToken cancellationToken)
    {
        if (user.Refuse(Permissions.Payouts.Pay) is { } refusal)
        {
            return refusal;
        }

        if (string.IsNullOrWhiteSpace(reason) || reason.Trim().Length > MaxReasonLength)
        {
            return new Refusal("credit_note_reason_missing", MaxReasonLength) { Field = "Reason" };
        }

        var outcome = await writes.RunAsync((context, ct) => CancelAsync(creditNoteId, reason.Trim(), context, ct), cancellationToken);
        if (outcome.IsDone)
        {
            await live.PublishAsync(LiveUpdates.Payments, CancellationToken.None);
        }

        return outcome;
    }

    private async Task<Outcome> CancelAsync(long creditNoteId, string reason, PortalDbContext context, CancellationToken cancellationToken)
    {
        await context.CreditNotes.Where(row => row.Id == creditNoteId)
            .ExecuteUpdateAsync(row => row.SetProperty(to => to.RowVersion, to => to.RowVersion + 1), cancellationToken);
        var note = await context.CreditNotes.SingleOrDefaultAsync(row => row.Id == creditNoteId, cancellationToken);
        if (note is null)
        {
            return new Refusal(Refusal.NotFound);
        }

        if (note.CanCancel() is { } refusal)
        {
            return refusal;
        }

        var item = await context.PayoutItems.SingleAsync(row => row.Id == note.PayoutItemId, cancellationToken);
        var mirror = await MirrorAsync(item, reason, context, cancellationToken);
        note.Cancel(reason, user.UserId, clock.UtcNow);
        item.TakeBack(PayoutFailures.NoteCancelled, user.UserId, clock.UtcNow);
        if (await context.TrySaveAsync(cancellationToken) is { } stale)
        {
            return stale;
        }

        var posted = await transfers.RunAsync([mirror], context, cancellationToken);
        return posted.IsDone ? Outcome.Done : posted.Refusal;
    }

    private async Task<TransferRequest> MirrorAsync(PayoutItem item, string reason, PortalDbContext context, CancellationToken cancellationToken)
    {
        var key = PayoutFailures.KeyOf(item);
        var transfer = await context.LedgerTransfers.AsNoTracking().SingleAsync(row => row.OperationKey == key, cancellationToken);
        var entries = await context.LedgerEntries.AsNoTracking().Where(entry => entry.TransferId == transfer.Id)
            .Join(context.LedgerAccounts.AsNoTracking(), entry => entry.AccountId, account => account.Id, (entry, account) => new { entry.AmountMinor, account })
            .ToListAsync(cancellationToken);
        var sides = entries.Select(entry => new TransferSide(LedgerAccountReference.Of(entry.account), entry.AmountMinor));
        return TransferRequest.Mirror(transfer, sides, clock.Today, reason, ignoresFloor: true);
    }
}
