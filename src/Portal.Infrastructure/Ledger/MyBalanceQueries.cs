using Microsoft.EntityFrameworkCore;
using Portal.Domain.Ledger;
using Portal.Infrastructure.Access;
using Portal.Infrastructure.Data;

namespace Portal.Infrastructure.Ledger;

/// <summary>The rebate account of the customer who is signed in.</summary>
public sealed class MyBalanceQueries(IDbContextFactory<PortalDbContext> contexts, CurrentUser user)
{
    /// <summary>What it holds.</summary>
    /// <param name="cancellationToken">Stops.</param>
    /// <param name="currency">ISO code of the currency.</param>
    public async Task<MyBalance> SummaryAsync(CancellationToken cancellationToken, string currency = LedgerAssets.Cny)
    {
        await using var context = await contexts.CreateDbContextAsync(cancellationToken);
        var customerId = user.CustomerId ?? 0;
        if (customerId == 0)
        {
            return new MyBalance(0, 0, 0) { Currency = currency };
        }

        var balances = await context.LedgerAccounts
            .Where(row => row.OwnerId == customerId && row.Asset == currency && LedgerAccountKinds.RebatesOfCustomers.Contains(row.Kind))
            .ToDictionaryAsync(row => row.Kind, row => row.BalanceMinor, cancellationToken);
        return new MyBalance(
            balances.GetValueOrDefault(LedgerAccountKind.RebateBalance),
            balances.GetValueOrDefault(LedgerAccountKind.WithdrawalHeld),
            balances.GetValueOrDefault(LedgerAccountKind.RebatePayable))
        { Currency = currency };
    }

    /// <summary>The currencies in which there is anything; yuan first.</summary>
    public async Task<IReadOnlyList<string>> CurrenciesAsync(CancellationToken cancellationToken)
    {
        await using var context = await contexts.CreateDbContextAsync(cancellationToken);
        var customerId = user.CustomerId ?? 0;
        var others = await context.LedgerAccounts
            .Where(row => customerId != 0 && row.OwnerId == customerId && row.Asset != LedgerAssets.Cny && LedgerAccountKinds.RebatesOfCustomers.Contains(row.Kind))
            .Select(row => row.Asset).Distinct().OrderBy(asset => asset).ToListAsync(cancellationToken);
        return [LedgerAssets.Cny, .. others];
    }

    /// <summary>What moved, the newest first.</summary>
    /// <param name="account">The account: the rebate account, or what was approved and is not yet paid out.</param>
    /// <param name="beforeEntryId">Only entries before this one, to show more; null for the first.</param>
    /// <param name="take">How many at most.</param>
    /// <param name="cancellationToken">Stops.</param>
    /// <param name="currency">ISO code of the currency.</param>
    public async Task<IReadOnlyList<MyLedgerEntry>> EntriesAsync(
        LedgerAccountKind account, long? beforeEntryId, int take, CancellationToken cancellationToken, string currency = LedgerAssets.Cny)
    {
        await using var context = await contexts.CreateDbContextAsync(cancellationToken);
        var customerId = user.CustomerId ?? 0;
        return await (
            from entry in context.LedgerEntries
            join row in context.LedgerAccounts on entry.AccountId equals row.Id
            join transfer in context.LedgerTransfers on entry.TransferId equals transfer.Id
            where customerId != 0 && row.OwnerId == customerId && row.Asset == currency && row.Kind == account && LedgerAccountKinds.RebatesOfCustomers.Contains(row.Kind)
                && (beforeEntryId == null || entry.Id < beforeEntryId)
            orderby entry.Id descending
            select new MyLedgerEntry(
                entry.Id,
                transfer.Kind,
                transfer.Source,
                transfer.Kind == LedgerTransferKind.SetOff || transfer.Kind == LedgerTransferKind.Manual || transfer.Kind == LedgerTransferKind.Reversal ? transfer.Note : null,
                transfer.EffectiveOn,
                entry.AmountMinor,
                entry.BalanceAfterMinor ?? 0)).Take(take).ToListAsync(cancellationToken);
    }
}

/// <summary>What a customer's accounts hold.</summary>
/// <param name="BalanceMinor">Free to withdraw or set off; below zero after a charge-back.</param>
/// <param name="HeldMinor">Held for withdrawals under way.</param>
/// <param name="PayableMinor">Approved and paid out soon; below zero if more was taken back than is due.</param>
public sealed record MyBalance(long BalanceMinor, long HeldMinor, long PayableMinor)
{
    /// <summary>ISO code of the currency.</summary>
    public string Currency { get; init; } = LedgerAssets.Cny;
}

/// <summary>Something that moved on a customer's account.</summary>
/// <param name="EntryId">The entry.</param>
/// <param name="Kind">What happened.</param>
/// <param name="Source">The document behind it.</param>
/// <param name="Note">Why, where a person wrote it.</param>
/// <param name="EffectiveOn">The business day.</param>
/// <param name="AmountMinor">The signed amount.</param>
/// <param name="BalanceAfterMinor">The balance afterwards.</param>
public sealed record MyLedgerEntry(
    long EntryId, LedgerTransferKind Kind, string Source, string? Note, DateOnly EffectiveOn, long AmountMinor, long BalanceAfterMinor);
