using Microsoft.EntityFrameworkCore;
using Portal.Domain.Ledger;
using Portal.Domain.Payouts;
using Portal.Domain.Shared;
using Portal.Infrastructure.Access;
using Portal.Infrastructure.Data;
using Portal.Infrastructure.Ledger;
using Portal.Infrastructure.Live;
using Portal.Infrastructure.Settlements;
using Portal.Infrastructure.Shared;

namespace Portal.Infrastructure.Payouts;

/// <summary>Records what became of the payments of a document that is paid by file: paid, or failed with a reason. All of them or none; safe to repeat.</summary>
public sealed class ConfirmPayments(WriteTransaction writes, PostTransfers transfers, LiveUpdates live, CurrentUser user, BusinessClock clock)
{
    private const int MaxReasonLength = 500;

    /// <summary>Records them. A payment that is already decided the same way is left alone.</summary>
    public async Task<Outcome> RunAsync(ConfirmPaymentsInput input, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(input);
        if (user.Refuse(Permissions.Payouts.Pay) is { } refusal)
        {
            return refusal;
        }

        var outcome = await writes.RunAsync((context, ct) => ConfirmAsync(input, context, ct), cancellationToken);
        if (outcome.IsDone)
        {
            await live.PublishAsync(LiveUpdates.Payments, CancellationToken.None);
        }

        return outcome;
    }

    private async Task<Outcome> ConfirmAsync(ConfirmPaymentsInput input, PortalDbContext context, CancellationToken cancellationToken)
    {
        var document = await context.PayoutDocuments.SingleOrDefaultAsync(row => row.Id == input.DocumentId, cancellationToken);
        if (document is null)
        {
            return new Refusal(Refusal.NotFound);
        }

        if (!document.Method.IsByFile())
        {
            return new Refusal("payout_other_method", document.Number);
        }

        var items = await context.PayoutItems.Where(item => item.DocumentId == document.Id).ToDictionaryAsync(item => item.Id, cancellationToken);
        var requests = new List<TransferRequest>();
        foreach (var decision in input.Decisions)
        {
            if (!items.TryGetValue(decision.ItemId, out var item))
            {
                return new Refusal(Refusal.NotFound);
            }

            if (Decide(document, item, decision, requests) is { } refusal)
            {
                return refusal;
            }
        }

        if (document.State != PayoutState.Completed && items.Values.All(item => item.IsDecided))
        {
            document.Complete(user.UserId, clock.UtcNow);
        }

        if (await context.TrySaveAsync(cancellationToken) is { } stale)
        {
            return stale;
        }

        var posted = await transfers.RunAsync(requests, context, cancellationToken);
        return posted.IsDone ? Outcome.Done : posted.Refusal;
    }

    private Refusal? Decide(PayoutDocument document, PayoutItem item, PaymentDecision decision, List<TransferRequest> requests)
    {
        var wanted = decision.IsPaid ? PayoutItemState.Paid : PayoutItemState.Failed;
        if (item.State == wanted)
        {
            return null;
        }

        if (item.IsDecided)
        {
            return new Refusal("payout_item_decided", BankFileColumns.Reference(document.Number, item.Id));
        }

        if (!decision.IsPaid)
        {
            return MarkFailed(item, decision.Reason);
        }

        if (item.State != PayoutItemState.Exported)
        {
            return new Refusal("payout_item_not_exported", BankFileColumns.Reference(document.Number, item.Id));
        }

        item.MarkPaid(user.UserId, clock.UtcNow);
        var isPayroll = document.Method == PayoutMethod.Payroll;
        requests.Add(TransferRequest.Move(
            PayoutFailures.KeyOf(item),
            isPayroll ? LedgerTransferKind.PayoutByPayroll : LedgerTransferKind.PayoutByBank,
            document.Number,
            clock.Today,
            SettlementPayees.PayableOf(item.CustomerId, item.PayeeId, item.EmployeeId, document.Currency),
            LedgerAccountReference.House(isPayroll ? LedgerAccountKind.PayrollClearing : LedgerAccountKind.BankClearing, document.Currency),
            item.AmountMinor,
            ignoresFloor: true));
        return null;
    }

    private Refusal? MarkFailed(PayoutItem item, string? reason)
    {
        if (string.IsNullOrWhiteSpace(reason))
        {
            return new Refusal("payout_reason_missing") { Field = nameof(PaymentDecision.Reason) };
        }

        var text = reason.Trim();
        item.MarkFailed(text.Length <= MaxReasonLength ? text : text[..MaxReasonLength], user.UserId, clock.UtcNow);
        return null;
    }
}

/// <summary>What happened to payments.</summary>
/// <param name="DocumentId">The payout document.</param>
/// <param name="Decisions">What happened to which payment.</param>
public sealed record ConfirmPaymentsInput(long DocumentId, IReadOnlyList<PaymentDecision> Decisions);

/// <summary>What happened to one payment.</summary>
/// <param name="ItemId">The payment.</param>
/// <param name="IsPaid">Whether the money arrived.</param>
/// <param name="Reason">Why it failed.</param>
public sealed record PaymentDecision(long ItemId, bool IsPaid, string? Reason = null);
