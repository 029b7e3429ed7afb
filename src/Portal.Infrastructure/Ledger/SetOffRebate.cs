using Microsoft.EntityFrameworkCore;
using Portal.Domain.Ledger;
using Portal.Domain.Shared;
using Portal.Infrastructure.Access;
using Portal.Infrastructure.Data;
using Portal.Infrastructure.Live;
using Portal.Infrastructure.Shared;

namespace Portal.Infrastructure.Ledger;

/// <summary>Uses a customer's rebate account against a purchase.</summary>
public sealed class SetOffRebate(WriteTransaction writes, PostTransfer postTransfer, LiveUpdates live, CurrentUser user, BusinessClock clock)
{
    private const int MaxDocumentLength = 50;
    private const int MaxReasonLength = 500;

    /// <summary>Sets off; the same operation key gives the first result.</summary>
    public async Task<Outcome<PostedTransfer>> RunAsync(SetOffInput input, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(input);
        if (user.Refuse(Permissions.Ledger.Post) is { } refusal)
        {
            return refusal;
        }

        var refusals = Check(input).ToList();
        if (refusals.Count > 0)
        {
            return Outcome<PostedTransfer>.Refused(refusals);
        }

        var outcome = await writes.RunAsync((context, ct) => SetOffAsync(input, context, ct), cancellationToken);
        if (outcome.IsDone)
        {
            await live.PublishAsync(LiveUpdates.Payments, CancellationToken.None);
        }

        return outcome;
    }

    private static IEnumerable<Refusal> Check(SetOffInput input)
    {
        if (input.Currency.Length != 3 || !input.Currency.All(char.IsAsciiLetterUpper))
        {
            yield return new Refusal("import_currency_unknown", input.Currency) { Field = nameof(input.Currency) };
        }

        if (input.AmountMinor is <= 0 or > TransferRequest.MaxAmountMinor)
        {
            yield return new Refusal("set_off_amount_invalid") { Field = nameof(input.AmountMinor) };
        }

        if (string.IsNullOrWhiteSpace(input.PurchaseDocumentNumber) || input.PurchaseDocumentNumber.Trim().Length > MaxDocumentLength)
        {
            yield return new Refusal("set_off_document_missing", MaxDocumentLength) { Field = nameof(input.PurchaseDocumentNumber) };
        }

        if (string.IsNullOrWhiteSpace(input.Reason) || input.Reason.Trim().Length > MaxReasonLength)
        {
            yield return new Refusal("set_off_reason_missing", MaxReasonLength) { Field = nameof(input.Reason) };
        }
    }

    private async Task<Outcome<PostedTransfer>> SetOffAsync(SetOffInput input, PortalDbContext context, CancellationToken cancellationToken)
    {
        if (!await context.Customers.VisibleTo(user, context).AnyAsync(customer => customer.Id == input.CustomerId, cancellationToken))
        {
            return new Refusal(Refusal.NotFound);
        }

        // A repetition after midnight is still the same request.
        var key = "set-off:" + input.OperationKey;
        var firstOn = await context.LedgerTransfers.Where(row => row.OperationKey == key).Select(row => (DateOnly?)row.EffectiveOn).SingleOrDefaultAsync(cancellationToken);
        var request = new TransferRequest(
            key,
            LedgerTransferKind.SetOff,
            input.PurchaseDocumentNumber.Trim(),
            firstOn ?? clock.Today,
            [
                new TransferSide(LedgerAccountReference.Customer(LedgerAccountKind.RebateBalance, input.CustomerId, input.Currency), -input.AmountMinor),
                new TransferSide(LedgerAccountReference.House(LedgerAccountKind.SetOffClearing, input.Currency), input.AmountMinor),
            ])
        {
            Note = input.Reason.Trim(),
        };
        return await postTransfer.RunAsync(request, context, cancellationToken);
    }
}

/// <summary>What to set off.</summary>
/// <param name="OperationKey">Made before the first try; at most 100 characters.</param>
/// <param name="CustomerId">Whose rebate account.</param>
/// <param name="AmountMinor">The amount in minor units.</param>
/// <param name="PurchaseDocumentNumber">The purchase it is set off against.</param>
/// <param name="Reason">Why; the customer reads it.</param>
public sealed record SetOffInput(string OperationKey, long CustomerId, long AmountMinor, string PurchaseDocumentNumber, string Reason)
{
    /// <summary>ISO code of the currency of the rebate account and of the purchase.</summary>
    public string Currency { get; init; } = Money.DefaultCurrency;
}
