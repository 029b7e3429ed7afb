using System.Globalization;
using Microsoft.EntityFrameworkCore;
using Portal.Domain.Ledger;
using Portal.Domain.Payouts;
using Portal.Domain.Shared;
using Portal.Infrastructure.Access;
using Portal.Infrastructure.Data;
using Portal.Infrastructure.Ledger;
using Portal.Infrastructure.Live;
using Portal.Infrastructure.Shared;

namespace Portal.Infrastructure.Payouts;

/// <summary>Pays a payout document to the customers' rebate accounts, in batches that each end whole; safe to repeat.</summary>
public sealed class PayToBalance(WriteTransaction writes, PostTransfers transfers, LiveUpdates live, CurrentUser user, BusinessClock clock)
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

        if (document.Method != PayoutMethod.Balance)
        {
            return new Refusal("payout_other_method", document.Number);
        }

        if (document.State == PayoutState.Completed)
        {
            return true;
        }

        var items = await context.PayoutItems
            .Where(item => item.DocumentId == documentId && item.State == PayoutItemState.Pending)
            .OrderBy(item => item.CustomerId)
            .Take(BatchSize)
            .ToListAsync(cancellationToken);
        var requests = await DecideAsync(document, items, context, cancellationToken);
        if (items.Count < BatchSize)
        {
            document.Complete(user.UserId, clock.UtcNow);
        }

        if (await context.TrySaveAsync(cancellationToken) is { } stale)
        {
            return stale;
        }

        var posted = await transfers.RunAsync(requests, context, cancellationToken);
        return posted.IsDone ? items.Count < BatchSize : posted.Refusal;
    }

    private async Task<List<TransferRequest>> DecideAsync(
        PayoutDocument document, List<PayoutItem> items, PortalDbContext context, CancellationToken cancellationToken)
    {
        var customers = items.Select(item => item.CustomerId).ToArray();
        var payable = await context.LedgerAccounts
            .Where(account => account.Kind == LedgerAccountKind.RebatePayable && account.Asset == LedgerAssets.Cny && customers.Contains(account.OwnerId))
            .ToDictionaryAsync(account => account.OwnerId, account => account.BalanceMinor, cancellationToken);
        var requests = new List<TransferRequest>();
        foreach (var item in items)
        {
            if (payable.GetValueOrDefault(item.CustomerId) < item.AmountMinor)
            {
                item.MarkFailed(PayoutFailures.TakenBack, user.UserId, clock.UtcNow);
                continue;
            }

            item.MarkPaid(user.UserId, clock.UtcNow);
            requests.Add(TransferRequest.Move(
                PayoutFailures.KeyOf(item),
                LedgerTransferKind.PayoutToBalance,
                document.Number,
                clock.Today,
                LedgerAccountReference.Customer(LedgerAccountKind.RebatePayable, item.CustomerId),
                LedgerAccountReference.Customer(LedgerAccountKind.RebateBalance, item.CustomerId),
                item.AmountMinor));
        }

        return requests;
    }
}

/// <summary>What is common to the ways of paying.</summary>
public static class PayoutFailures
{
    /// <summary>The failure reason, as a code of a text, of a payment whose rebate was taken back before it was paid.</summary>
    public const string TakenBack = "payout_taken_back";

    internal static string KeyOf(PayoutItem item) => string.Create(CultureInfo.InvariantCulture, $"payout-item:{item.Id}");
}
