using Microsoft.EntityFrameworkCore;
using Portal.Domain.Ledger;
using Portal.Domain.Shared;
using Portal.Domain.Withdrawals;
using Portal.Infrastructure.Access;
using Portal.Infrastructure.Data;
using Portal.Infrastructure.Ledger;
using Portal.Infrastructure.Live;
using Portal.Infrastructure.Payouts;
using Portal.Infrastructure.Shared;

namespace Portal.Infrastructure.Withdrawals;

/// <summary>The customer who is signed in asks for money of its rebate account; the amount is held at once, in the same transaction.</summary>
public sealed class MyRequestWithdrawal(
    WriteTransaction writes, PostTransfer postTransfer, MyAddBankAccount bankAccounts, LiveUpdates live, CurrentUser user, BusinessClock clock)
{
    /// <summary>Asks; the same operation key gives the first request.</summary>
    /// <returns>The request's id.</returns>
    public async Task<Outcome<long>> RunAsync(WithdrawalInput input, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(input);
        if (user.CustomerId is not { } customerId)
        {
            return new Refusal(Refusal.NotPermitted);
        }

        var refusals = new List<Refusal>();
        if (input.AmountMinor is <= 0 or > TransferRequest.MaxAmountMinor)
        {
            refusals.Add(new Refusal("withdrawal_amount_invalid") { Field = nameof(input.AmountMinor) });
        }

        if (!IsPayable(input.AmountMinor, input.Currency))
        {
            refusals.Add(new Refusal("withdrawal_amount_invalid") { Field = nameof(input.AmountMinor) });
        }

        NewBankAccount? newAccount = null;
        if (input.NewBankAccount is { } typed)
        {
            var read = bankAccounts.Read(typed, nameof(input.NewBankAccount) + ".");
            refusals.AddRange(read.Refusals);
            newAccount = read.IsDone ? read.Value : null;
        }
        else if (input.BankAccountId is null)
        {
            refusals.Add(new Refusal("withdrawal_bank_account_missing") { Field = nameof(input.BankAccountId) });
        }

        if (refusals.Count > 0)
        {
            return Outcome<long>.Refused(refusals);
        }

        var outcome = await writes.RunAsync((context, ct) => RequestAsync(input, customerId, newAccount, context, ct), cancellationToken);
        if (outcome.IsDone)
        {
            await live.PublishAsync(LiveUpdates.Payments, CancellationToken.None);
        }

        return outcome;
    }

    /// <summary>Nothing smaller than the currency's own unit can be sent: no part of a yen.</summary>
    private static bool IsPayable(long amountMinor, string currency) =>
        currency.Length == 3 && currency.All(char.IsAsciiLetterUpper) && new Money(amountMinor).Amount % Currencies.SmallestUnit(currency) == 0;

    private async Task<Outcome<long>> RequestAsync(
        WithdrawalInput input, long customerId, NewBankAccount? newAccount, PortalDbContext context, CancellationToken cancellationToken)
    {
        var known = await context.WithdrawalRequests.AsNoTracking().SingleOrDefaultAsync(row => row.OperationKey == input.OperationKey, cancellationToken);
        if (known is not null)
        {
            return known.CustomerId == customerId && known.AmountMinor == input.AmountMinor && known.Currency == input.Currency ? known.Id : new Refusal("ledger_key_reused", input.OperationKey);
        }

        var bankAccountId = newAccount is not null
            ? (await bankAccounts.FindOrAddAsync(newAccount, context, cancellationToken)).Id
            : await context.CustomerBankAccounts
                .Where(row => row.Id == input.BankAccountId && row.CustomerId == customerId && row.RetiredAtUtc == null)
                .Select(row => (long?)row.Id)
                .SingleOrDefaultAsync(cancellationToken);
        if (bankAccountId is null)
        {
            return new Refusal("withdrawal_bank_account_missing") { Field = nameof(input.BankAccountId) };
        }

        var number = await context.NextNumberAsync("W", clock.Today.Year, cancellationToken);
        var request = new WithdrawalRequest(number, input.OperationKey, customerId, bankAccountId.Value, input.AmountMinor, user.UserId, clock.UtcNow, input.Currency);
        context.Add(request);
        await context.SaveChangesAsync(cancellationToken);
        var held = await postTransfer.RunAsync(WithdrawalTransfers.Hold(request, clock.Today), context, cancellationToken);
        if (held.IsDone)
        {
            return request.Id;
        }

        return held.Refusal.Code == "ledger_insufficient"
            ? new Refusal("withdrawal_insufficient", held.Refusal.Arguments[0]) { Field = nameof(input.AmountMinor) }
            : held.Refusal;
    }
}

/// <summary>What a customer asks for.</summary>
/// <param name="OperationKey">Made before the first try; at most 100 characters.</param>
/// <param name="AmountMinor">The amount in minor units.</param>
/// <param name="BankAccountId">One of the customer's bank accounts, or null with a new one.</param>
/// <param name="NewBankAccount">A new bank account, or null.</param>
public sealed record WithdrawalInput(string OperationKey, long AmountMinor, long? BankAccountId, BankAccountInput? NewBankAccount = null)
{
    /// <summary>ISO code of the currency of the rebate account that it is taken from.</summary>
    public string Currency { get; init; } = Money.DefaultCurrency;
}

/// <summary>What the steps of a withdrawal move.</summary>
internal static class WithdrawalTransfers
{
    public static TransferRequest Hold(WithdrawalRequest request, DateOnly on) =>
        Move(request, "hold", LedgerTransferKind.WithdrawalRequested, on, Balance(request), Held(request));

    public static TransferRequest Free(WithdrawalRequest request, DateOnly on) =>
        Move(request, "free", LedgerTransferKind.WithdrawalRejected, on, Held(request), Balance(request));

    public static TransferRequest Pay(WithdrawalRequest request, DateOnly on) =>
        Move(request, "pay", LedgerTransferKind.WithdrawalPaid, on, Held(request), LedgerAccountReference.House(LedgerAccountKind.BankClearing, request.Currency));

    private static TransferRequest Move(
        WithdrawalRequest request, string step, LedgerTransferKind kind, DateOnly on, LedgerAccountReference from, LedgerAccountReference to) =>
        TransferRequest.Move($"withdrawal-{step}:{request.Number}", kind, request.Number, on, from, to, request.AmountMinor);

    private static LedgerAccountReference Balance(WithdrawalRequest request) => LedgerAccountReference.Customer(LedgerAccountKind.RebateBalance, request.CustomerId, request.Currency);

    private static LedgerAccountReference Held(WithdrawalRequest request) => LedgerAccountReference.Customer(LedgerAccountKind.WithdrawalHeld, request.CustomerId, request.Currency);
}
