using Microsoft.EntityFrameworkCore;
using Portal.Domain.Ledger;
using Portal.Domain.Shared;
using Portal.Domain.Withdrawals;
using Portal.Infrastructure.Access;
using Portal.Infrastructure.Data;
using Portal.Infrastructure.Ledger;
using Portal.Infrastructure.Live;
using Portal.Infrastructure.Shared;

namespace Portal.Infrastructure.Withdrawals;

/// <summary>Approves a withdrawal request; it is then to be paid.</summary>
public sealed class ApproveWithdrawal(WriteTransaction writes, PostTransfer postTransfer, LiveUpdates live, CurrentUser user, BusinessClock clock)
{
    /// <summary>Approves it.</summary>
    public Task<Outcome> RunAsync(long id, CancellationToken cancellationToken) => new WithdrawalStep(writes, postTransfer, live, user).RunAsync(
        id,
        request => request.CanDecide ? null : new Refusal("withdrawal_not_waiting", request.Number),
        request =>
        {
            request.Approve(user.UserId, clock.UtcNow);
            return null;
        },
        cancellationToken);
}

/// <summary>Rejects a withdrawal request with a reason that the customer reads; the held amount is free again.</summary>
public sealed class RejectWithdrawal(WriteTransaction writes, PostTransfer postTransfer, LiveUpdates live, CurrentUser user, BusinessClock clock)
{
    private const int MaxReasonLength = 500;

    /// <summary>Rejects it.</summary>
    public async Task<Outcome> RunAsync(RejectWithdrawalInput input, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(input);
        if (string.IsNullOrWhiteSpace(input.Reason) || input.Reason.Trim().Length > MaxReasonLength)
        {
            return new Refusal("withdrawal_reason_missing", MaxReasonLength) { Field = nameof(input.Reason) };
        }

        return await new WithdrawalStep(writes, postTransfer, live, user).RunAsync(
            input.Id,
            request => request.CanReject ? null : new Refusal("withdrawal_not_rejectable", request.Number),
            request =>
            {
                request.Reject(input.Reason.Trim(), user.UserId, clock.UtcNow);
                return WithdrawalTransfers.Free(request, clock.Today);
            },
            cancellationToken);
    }
}

/// <summary>Records that an approved withdrawal was paid; the held amount leaves the ledger to the bank.</summary>
public sealed class MarkWithdrawalPaid(WriteTransaction writes, PostTransfer postTransfer, LiveUpdates live, CurrentUser user, BusinessClock clock)
{
    /// <summary>Records it.</summary>
    public Task<Outcome> RunAsync(long id, CancellationToken cancellationToken) => new WithdrawalStep(writes, postTransfer, live, user).RunAsync(
        id,
        request => request.CanPay ? null : new Refusal("withdrawal_not_payable", request.Number),
        request =>
        {
            request.MarkPaid(user.UserId, clock.UtcNow);
            return WithdrawalTransfers.Pay(request, clock.Today);
        },
        cancellationToken);
}

/// <summary>Which request to reject and why.</summary>
/// <param name="Id">The request.</param>
/// <param name="Reason">Why, for the customer to read.</param>
public sealed record RejectWithdrawalInput(long Id, string Reason);

/// <summary>One step of a request: asked first, then made, then posted, in one transaction.</summary>
internal sealed class WithdrawalStep(WriteTransaction writes, PostTransfer postTransfer, LiveUpdates live, CurrentUser user)
{
    public async Task<Outcome> RunAsync(
        long id, Func<WithdrawalRequest, Refusal?> ask, Func<WithdrawalRequest, TransferRequest?> make, CancellationToken cancellationToken)
    {
        if (user.Refuse(Permissions.Withdrawals.Decide) is { } refusal)
        {
            return refusal;
        }

        var outcome = await writes.RunAsync((context, ct) => StepAsync(id, ask, make, context, ct), cancellationToken);
        if (outcome.IsDone)
        {
            await live.PublishAsync(LiveUpdates.Payments, CancellationToken.None);
        }

        return outcome;
    }

    private async Task<Outcome> StepAsync(
        long id, Func<WithdrawalRequest, Refusal?> ask, Func<WithdrawalRequest, TransferRequest?> make, PortalDbContext context, CancellationToken cancellationToken)
    {
        var request = await context.WithdrawalRequests.SingleOrDefaultAsync(row => row.Id == id, cancellationToken);
        if (request is null)
        {
            return new Refusal(Refusal.NotFound);
        }

        if (ask(request) is { } refusal)
        {
            return refusal;
        }

        var transfer = make(request);
        if (await context.TrySaveAsync(cancellationToken) is { } stale)
        {
            return stale;
        }

        if (transfer is null)
        {
            return Outcome.Done;
        }

        var posted = await postTransfer.RunAsync(transfer, context, cancellationToken);
        return posted.IsDone ? Outcome.Done : posted.Refusal;
    }
}
