using Microsoft.EntityFrameworkCore;
using Portal.Domain.Disputes;
using Portal.Domain.Ledger;
using Portal.Domain.Shared;
using Portal.Infrastructure.Access;
using Portal.Infrastructure.Data;
using Portal.Infrastructure.MyRebates;
using Portal.Infrastructure.Shared;

namespace Portal.Infrastructure.Disputes;

/// <summary>The customer who is signed in questions a line of one of its statements; from then on the line is not paid until the dispute has ended.</summary>
public sealed class MyOpenDispute(DisputeSteps steps, CurrentUser user, BusinessClock clock)
{
    /// <summary>Opens it; the same operation key gives the first dispute.</summary>
    /// <returns>The dispute's id.</returns>
    public async Task<Outcome<long>> RunAsync(MyDisputeInput input, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(input);
        if (user.CustomerId is not { } customerId)
        {
            return new Refusal(Refusal.NotPermitted);
        }

        if (input.ExpectedMinor is < -TransferRequest.MaxAmountMinor or > TransferRequest.MaxAmountMinor)
        {
            return new Refusal("dispute_amount_invalid") { Field = nameof(input.ExpectedMinor) };
        }

        var step = new DisputeStep
        {
            OperationKey = input.OperationKey,
            Kind = DisputeEntryKind.Opened,
            Text = input.Text,
            Uploads = input.Uploads ?? [],
            AmountMinor = input.ExpectedMinor,
            IsByCustomer = true,
            ByUserId = user.UserId,
        };
        return await steps.OpenAsync(step, (context, ct) => OpenAsync(input, customerId, context, ct), cancellationToken);
    }

    private async Task<Outcome<Dispute>> OpenAsync(MyDisputeInput input, long customerId, PortalDbContext context, CancellationToken cancellationToken)
    {
        // Taking the number first makes others wait who question the same line at the same time.
        var number = await context.NextNumberAsync("D", clock.Today.Year, cancellationToken);
        if (!await MyStatements.ShownPaidLines(context, customerId).AnyAsync(line => line.Id == input.SettlementLineId, cancellationToken))
        {
            return new Refusal(Refusal.NotFound);
        }

        var open = await context.Disputes.Where(row => row.HeldLineId == input.SettlementLineId).Select(row => row.Number).FirstOrDefaultAsync(cancellationToken);
        return open is not null
            ? new Refusal("dispute_already_open", open)
            : new Dispute(number, input.SettlementLineId, customerId, input.ExpectedMinor, clock.UtcNow, steps.DueOn);
    }
}

/// <summary>The customer who is signed in writes to its dispute.</summary>
public sealed class MyReplyToDispute(DisputeSteps steps, CurrentUser user)
{
    /// <summary>Writes; the same operation key writes once.</summary>
    public async Task<Outcome> RunAsync(DisputeMessage input, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(input);
        if (user.CustomerId is null)
        {
            return new Refusal(Refusal.NotPermitted);
        }

        return await steps.RunAsync(
            input.ToStep(DisputeEntryKind.Asked, user.UserId) with { IsByCustomer = true },
            dispute =>
            {
                if (dispute.CanWrite() is { } refusal)
                {
                    return refusal;
                }

                dispute.Ask(steps.DueOn);
                return null;
            },
            cancellationToken);
    }
}

/// <summary>The customer who is signed in takes its question back; the line can be paid again.</summary>
public sealed class MyWithdrawDispute(DisputeSteps steps, CurrentUser user, BusinessClock clock)
{
    /// <summary>Takes it back; a word about why is welcome but not asked for.</summary>
    public async Task<Outcome> RunAsync(DisputeMessage input, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(input);
        if (user.CustomerId is null)
        {
            return new Refusal(Refusal.NotPermitted);
        }

        return await steps.RunAsync(
            input.ToStep(DisputeEntryKind.Withdrawn, user.UserId) with { IsByCustomer = true, NeedsText = false },
            dispute =>
            {
                if (dispute.CanDecide() is { } refusal)
                {
                    return refusal;
                }

                dispute.Withdraw(user.UserId, clock.UtcNow);
                return null;
            },
            cancellationToken);
    }
}

/// <summary>A question about a statement line.</summary>
/// <param name="OperationKey">Made before the first try; at most 100 characters.</param>
/// <param name="SettlementLineId">The line.</param>
/// <param name="Text">What is wrong in the customer's eyes.</param>
/// <param name="ExpectedMinor">What the customer holds to be right, in minor units, or null.</param>
/// <param name="Uploads">Files that prove it.</param>
public sealed record MyDisputeInput(string OperationKey, long SettlementLineId, string Text, long? ExpectedMinor = null, IReadOnlyList<DisputeUpload>? Uploads = null);

/// <summary>What is written in a dispute.</summary>
/// <param name="OperationKey">Made before the first try; at most 100 characters.</param>
/// <param name="DisputeId">The dispute.</param>
/// <param name="Text">The words.</param>
/// <param name="RowVersion">The version that the person saw; null to take it as it is.</param>
/// <param name="Uploads">Files that come with it.</param>
public sealed record DisputeMessage(string OperationKey, long DisputeId, string Text, long? RowVersion = null, IReadOnlyList<DisputeUpload>? Uploads = null)
{
    internal DisputeStep ToStep(DisputeEntryKind kind, long? byUserId) => new()
    {
        OperationKey = OperationKey,
        Kind = kind,
        DisputeId = DisputeId,
        RowVersion = RowVersion,
        Text = Text,
        Uploads = Uploads ?? [],
        ByUserId = byUserId,
    };
}
