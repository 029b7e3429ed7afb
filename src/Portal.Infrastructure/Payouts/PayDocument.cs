using Microsoft.EntityFrameworkCore;
using Portal.Domain.Ledger;
using Portal.Domain.Payouts;
using Portal.Domain.Shared;
using Portal.Infrastructure.Access;
using Portal.Infrastructure.Data;
using Portal.Infrastructure.Ledger;
using Portal.Infrastructure.Live;
using Portal.Infrastructure.Points;
using Portal.Infrastructure.Shared;

namespace Portal.Infrastructure.Payouts;

/// <summary>
/// Pays a payout document at once, to rebate accounts, by credit notes, in goods or in points, in batches that each end whole; safe to repeat.
/// Documents that are paid by file are confirmed with <see cref="ConfirmPayments"/>.
/// </summary>
public sealed class PayDocument(WriteTransaction writes, PostTransfers transfers, GrantPoints grantPoints, LiveUpdates live, CurrentUser user, BusinessClock clock)
{
    private const int BatchSize = 500;
    private const int MaxRaces = 5;

    /// <summary>
    /// Pays what waits. A payment that the ledger no longer covers, because the rebate was taken back meanwhile, is marked
    /// failed and the others go on.
    /// </summary>
    public async Task<Outcome> RunAsync(long documentId, CancellationToken cancellationToken)
    {
        if (user.Refuse(Permissions.Payouts.Pay) is { } refusal)
        {
            return refusal;
        }

        for (var race = 0; ;)
        {
            var batch = await writes.RunAsync((context, ct) => PayBatchAsync(documentId, context, ct), cancellationToken);
            if (!batch.IsDone)
            {
                // The balance that was read changed before it was moved: read again.
                if (batch.Refusal.Code == "ledger_insufficient" && ++race < MaxRaces)
                {
                    continue;
                }

                return batch.Refusal;
            }

            if (batch.Value)
            {
                await live.PublishAsync(LiveUpdates.Payments, CancellationToken.None);
                return Outcome.Done;
            }
        }
    }

    /// <returns>Whether nothing is left to pay.</returns>
    private async Task<Outcome<bool>> PayBatchAsync(long documentId, PortalDbContext context, CancellationToken cancellationToken)
    {
        var document = await context.PayoutDocuments.SingleOrDefaultAsync(row => row.Id == documentId, cancellationToken);
        if (document is null)
        {
            return new Refusal(Refusal.NotFound);
        }

        if (document.Method.IsByFile())
        {
            return new Refusal("payout_other_method", document.Number);
        }

        if (document.State == PayoutState.Completed)
        {
            return true;
        }

        var way = await WayOfPaying.OfAsync(document, grantPoints, context, clock.Today, cancellationToken);
        if (!way.IsDone)
        {
            return way.Refusal;
        }

        var items = await context.PayoutItems
            .Where(item => item.DocumentId == documentId && item.State == PayoutItemState.Pending)
            .OrderBy(item => item.CustomerId)
            .Take(BatchSize)
            .ToListAsync(cancellationToken);
        var requests = await DecideAsync(way.Value, document, items, context, cancellationToken);
        if (!requests.IsDone)
        {
            return requests.Refusal;
        }

        if (items.Count < BatchSize)
        {
            document.Complete(user.UserId, clock.UtcNow);
        }

        if (await context.TrySaveAsync(cancellationToken) is { } stale)
        {
            return stale;
        }

        var ended = await way.Value.EndAsync(context, cancellationToken);
        if (!ended.IsDone)
        {
            return ended.Refusal;
        }

        var posted = await transfers.RunAsync(requests.Value, context, cancellationToken);
        return posted.IsDone ? items.Count < BatchSize : posted.Refusal;
    }

    private async Task<Outcome<List<TransferRequest>>> DecideAsync(
        WayOfPaying way, PayoutDocument document, List<PayoutItem> items, PortalDbContext context, CancellationToken cancellationToken)
    {
        var owners = items.Select(item => item.PaidTo).Distinct().ToArray();
        var payable = await context.LedgerAccounts
            .Where(account => account.Kind == LedgerAccountKind.RebatePayable && account.Asset == document.Currency && owners.Contains(account.OwnerId))
            .ToDictionaryAsync(account => account.OwnerId, account => account.BalanceMinor, cancellationToken);
        var requests = new List<TransferRequest>();
        foreach (var item in items)
        {
            if (payable.GetValueOrDefault(item.PaidTo) < item.AmountMinor)
            {
                item.MarkFailed(PayoutFailures.TakenBack, user.UserId, clock.UtcNow);
                continue;
            }

            // Several payments may go to the same payee.
            payable[item.PaidTo] -= item.AmountMinor;
            var sides = await way.PayAsync(item, user.UserId, clock.UtcNow, context, cancellationToken);
            if (!sides.IsDone)
            {
                return Outcome<List<TransferRequest>>.Refused(sides.Refusals);
            }

            var from = LedgerAccountReference.Customer(LedgerAccountKind.RebatePayable, item.PaidTo, document.Currency);
            requests.Add(new TransferRequest(
                PayoutFailures.KeyOf(item), way.TransferKind, document.Number, clock.Today, [new TransferSide(from, -item.AmountMinor), .. sides.Value]));
        }

        return requests;
    }
}
