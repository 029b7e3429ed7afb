using System.Globalization;
using Microsoft.EntityFrameworkCore;
using Portal.Domain.Ledger;

namespace Portal.Bench.Ledger;

/// <summary>
/// Proves a ledger from its rows alone, in its own way: it shares no code with the product's check. Every transfer sums to
/// zero, every balance is the sum of its entries, floors were held, every acknowledged key has its one transfer with just the
/// sides that were asked for, and there is no transfer that nobody was told of.
/// </summary>
internal sealed class LedgerProof(BenchDatabase database, LedgerOperations operations, LedgerAnswers answers)
{
    private readonly List<string> _violations = [.. answers.Violations()];
    private readonly Dictionary<long, (LedgerAccount Row, long Sum)> _accounts = [];
    private readonly Dictionary<long, TransferSides> _transfers = [];

    public async Task<IReadOnlyList<string>> FindAsync(CancellationToken cancellationToken)
    {
        await using var context = database.NewContext();
        foreach (var account in await context.LedgerAccounts.AsNoTracking().ToListAsync(cancellationToken))
        {
            _accounts.Add(account.Id, (account, 0));
        }

        await foreach (var row in context.LedgerTransfers.AsNoTracking().Select(row => new { row.Id, row.OperationKey, row.IgnoresFloor }).AsAsyncEnumerable().WithCancellation(cancellationToken))
        {
            _transfers.Add(row.Id, new TransferSides(row.OperationKey, row.IgnoresFloor));
        }

        await foreach (var entry in context.LedgerEntries.AsNoTracking().OrderBy(row => row.Id).AsAsyncEnumerable().WithCancellation(cancellationToken))
        {
            Follow(entry);
        }

        CheckAccounts();
        CheckTransfers();
        return _violations;
    }

    private void Follow(LedgerEntry entry)
    {
        var (account, sum) = _accounts[entry.AccountId];
        sum += entry.AmountMinor;
        _accounts[entry.AccountId] = (account, sum);
        var transfer = _transfers[entry.TransferId];
        transfer.Sides.Add((account.Kind, account.OwnerId, entry.AmountMinor));
        if (account.IsHouse)
        {
            return;
        }

        if (entry.BalanceAfterMinor != sum)
        {
            _violations.Add($"{transfer.Key}: balance after {entry.BalanceAfterMinor}, sum {sum}");
        }

        if (entry.AmountMinor < 0 && sum < account.FloorMinor && !transfer.IgnoresFloor)
        {
            _violations.Add($"{transfer.Key}: below the floor, {sum}");
        }
    }

    private void CheckAccounts()
    {
        foreach (var (account, sum) in _accounts.Values.Where(account => account.Row.BalanceMinor != (account.Row.IsHouse ? 0 : account.Sum)))
        {
            _violations.Add($"account {account.Id}: balance {account.BalanceMinor}, sum {sum}");
        }
    }

    private void CheckTransfers()
    {
        var missing = new Dictionary<long, int>();
        foreach (var (keyOf, id) in answers.Acknowledged)
        {
            if (!missing.TryAdd(id, keyOf))
            {
                _violations.Add($"k{keyOf}: acknowledged with another key's transfer");
            }
        }

        foreach (var (id, transfer) in _transfers)
        {
            if (!missing.Remove(id, out var keyOf) || transfer.Key != "k" + keyOf.ToString(CultureInfo.InvariantCulture))
            {
                _violations.Add($"{transfer.Key}: a transfer that nobody was told of");
                continue;
            }

            var expected = operations.Request(keyOf, answers.IsForged(keyOf) ? 1 : 0).Sides.Select(side => (side.Account.Kind, side.Account.OwnerId, side.AmountMinor));
            if (transfer.Sides.Sum(side => side.AmountMinor) != 0 || !transfer.Sides.Order().SequenceEqual(expected.Order()))
            {
                _violations.Add($"{transfer.Key}: not what was asked for");
            }
        }

        _violations.AddRange(missing.Values.Select(keyOf => $"k{keyOf}: acknowledged and lost"));
    }

    private sealed class TransferSides(string key, bool ignoresFloor)
    {
        public string Key { get; } = key;

        public bool IgnoresFloor { get; } = ignoresFloor;

        public List<(LedgerAccountKind Kind, long OwnerId, long AmountMinor)> Sides { get; } = new(2);
    }
}
