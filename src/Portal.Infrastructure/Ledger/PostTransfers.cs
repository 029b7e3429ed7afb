using Microsoft.EntityFrameworkCore;
using Portal.Domain.Ledger;
using Portal.Domain.Shared;
using Portal.Infrastructure.Access;
using Portal.Infrastructure.Data;
using Portal.Infrastructure.Shared;

namespace Portal.Infrastructure.Ledger;

/// <summary>
/// Posts transfers inside the caller's transaction: all of them or none. Together with <see cref="PostTransfer"/>, which
/// brings its own transaction, it is the only writer of the ledger.
/// </summary>
/// <remarks>
/// Order matters. The transfers' rows come first, so that a second poster of the same key waits at the unique index before it
/// has moved anything. Accounts then move in the order of their ids, so that two posters cannot wait for each other. Entries
/// come last, while the accounts are still locked, so that the ids of an account's entries rise in the order of posting.
/// </remarks>
public sealed class PostTransfers(CurrentUser user, BusinessClock clock)
{
    private const int ChunkSize = 500;
    private const int MaxRaces = 5;

    /// <summary>
    /// Posts the requests whose keys are new and finds the transfers of the others. Refused, with nothing written:
    /// <c>ledger_key_reused</c> if a known key came with another request, <c>ledger_insufficient</c> if an account would fall
    /// below its floor.
    /// </summary>
    /// <param name="requests">What to post, in this order.</param>
    /// <param name="context">The caller's context, with an open transaction and nothing unsaved.</param>
    /// <param name="cancellationToken">Stops before the next statement; the caller rolls back.</param>
    /// <returns>One result per request, in the order of the requests.</returns>
    public async Task<Outcome<IReadOnlyList<PostedTransfer>>> RunAsync(
        IReadOnlyList<TransferRequest> requests, PortalDbContext context, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(requests);
        ArgumentNullException.ThrowIfNull(context);
        var transaction = context.Database.CurrentTransaction
            ?? throw new InvalidOperationException("Posting needs the caller's transaction; PostTransfer brings its own.");
        if (context.ChangeTracker.HasChanges())
        {
            throw new InvalidOperationException("Save before posting: the ledger saves its own rows only.");
        }

        if (requests.Count == 0)
        {
            return Array.Empty<PostedTransfer>();
        }

        const string savepoint = "posting";
        await transaction.CreateSavepointAsync(savepoint, cancellationToken);
        var outcome = await PostAsync(requests, context, cancellationToken);
        if (outcome.IsDone)
        {
            await transaction.ReleaseSavepointAsync(savepoint, cancellationToken);
        }
        else
        {
            await transaction.RollbackToSavepointAsync(savepoint, cancellationToken);
        }

        return outcome;
    }

    internal async Task<Outcome<IReadOnlyList<PostedTransfer>>> PostAsync(
        IReadOnlyList<TransferRequest> requests, PortalDbContext context, CancellationToken cancellationToken)
    {
        var recorded = await RecordAsync(requests, context, cancellationToken);
        if (!recorded.IsDone)
        {
            return recorded.Refusal;
        }

        var (transfers, fresh) = recorded.Value;
        if (fresh.Count > 0)
        {
            var accounts = await OpenAccountsAsync(fresh, context, cancellationToken);
            var steps = Steps(fresh, transfers, accounts);
            if (await MoveAsync(steps, accounts, context, cancellationToken) is { } refusal)
            {
                return refusal;
            }

            await WriteEntriesAsync(steps, context, cancellationToken);
        }

        var isNew = fresh.Select(request => request.OperationKey).ToHashSet(StringComparer.Ordinal);
        return requests.Select(request => new PostedTransfer(transfers[request.OperationKey].Id, isNew.Contains(request.OperationKey))).ToList();
    }

    /// <summary>Writes the rows of new transfers and finds those of known ones.</summary>
    private async Task<Outcome<(Dictionary<string, TransferRow> Transfers, List<TransferRequest> Fresh)>> RecordAsync(
        IReadOnlyList<TransferRequest> requests, PortalDbContext context, CancellationToken cancellationToken)
    {
        var hashes = new Dictionary<string, string>(StringComparer.Ordinal);
        foreach (var request in requests)
        {
            var hash = request.Hash();
            if (!hashes.TryAdd(request.OperationKey, hash) && hashes[request.OperationKey] != hash)
            {
                return new Refusal("ledger_key_reused", request.OperationKey);
            }
        }

        for (var race = 1; ; race++)
        {
            var transfers = await FindTransfersAsync(hashes.Keys, context, cancellationToken);
            if (transfers.FirstOrDefault(transfer => transfer.Value.RequestHash != hashes[transfer.Key]) is { Key: not null } reused)
            {
                return new Refusal("ledger_key_reused", reused.Key);
            }

            var fresh = requests.Where(request => !transfers.ContainsKey(request.OperationKey)).DistinctBy(request => request.OperationKey).ToList();
            var rows = fresh.OrderBy(request => request.OperationKey, StringComparer.Ordinal).Select(request => Record(request, hashes[request.OperationKey])).ToList();
            try
            {
                await InsertAsync(rows, context, cancellationToken);
            }
            catch (DbUpdateException error) when (race < MaxRaces && context.Database.AutoSavepointsEnabled && DatabaseErrors.IsUniqueViolation(error))
            {
                // Somebody posted one of the keys meanwhile, and the save was undone to its savepoint: look again.
                continue;
            }

            rows.ForEach(row => transfers.Add(row.OperationKey, new TransferRow(row.Id, row.OperationKey, row.RequestHash)));
            return (transfers, fresh);
        }
    }

    private LedgerTransfer Record(TransferRequest request, string hash) =>
        new(request.OperationKey, hash, request.Kind, request.Source, request.EffectiveOn, user.UserId, clock.UtcNow)
        {
            ReversesTransferId = request.ReversesTransferId,
            IgnoresFloor = request.IgnoresFloor,
            Note = request.Note,
        };

    private static async Task<Dictionary<string, TransferRow>> FindTransfersAsync(
        IEnumerable<string> keys, PortalDbContext context, CancellationToken cancellationToken)
    {
        var found = new Dictionary<string, TransferRow>(StringComparer.Ordinal);
        foreach (var chunk in keys.Chunk(ChunkSize))
        {
            var query = chunk.Length == 1
                ? OfKey(context, chunk[0])
                : context.LedgerTransfers.Where(transfer => chunk.Contains(transfer.OperationKey));
            foreach (var row in await query.Select(transfer => new TransferRow(transfer.Id, transfer.OperationKey, transfer.RequestHash)).ToListAsync(cancellationToken))
            {
                found.Add(row.OperationKey, row);
            }
        }

        return found;
    }

    private static IQueryable<LedgerTransfer> OfKey(PortalDbContext context, string key) => context.LedgerTransfers.Where(transfer => transfer.OperationKey == key);

    /// <summary>Finds the accounts, opening those that are missing.</summary>
    private static async Task<Dictionary<LedgerAccountReference, long>> OpenAccountsAsync(
        List<TransferRequest> requests, PortalDbContext context, CancellationToken cancellationToken)
    {
        var wanted = requests.SelectMany(request => request.Sides).Select(side => side.Account).Distinct().ToList();
        for (var race = 1; ; race++)
        {
            var accounts = await FindAccountsAsync(wanted, context, cancellationToken);
            var missing = wanted
                .Where(account => !accounts.ContainsKey(account))
                .OrderBy(account => account.OwnerId).ThenBy(account => account.Kind).ThenBy(account => account.Asset, StringComparer.Ordinal)
                .Select(account => new LedgerAccount(account.Kind, account.OwnerId, account.Asset, account.FloorMinor))
                .ToList();
            try
            {
                await InsertAsync(missing, context, cancellationToken);
            }
            catch (DbUpdateException error) when (race < MaxRaces && context.Database.AutoSavepointsEnabled && DatabaseErrors.IsUniqueViolation(error))
            {
                continue;
            }

            missing.ForEach(account => accounts.Add(LedgerAccountReference.Of(account), account.Id));
            return accounts;
        }
    }

    private static async Task<Dictionary<LedgerAccountReference, long>> FindAccountsAsync(
        List<LedgerAccountReference> wanted, PortalDbContext context, CancellationToken cancellationToken)
    {
        var set = wanted.ToHashSet();
        var found = new Dictionary<LedgerAccountReference, long>();
        foreach (var owners in wanted.Select(account => account.OwnerId).Distinct().Chunk(ChunkSize))
        {
            foreach (var account in await context.LedgerAccounts.AsNoTracking().Where(account => owners.Contains(account.OwnerId)).ToListAsync(cancellationToken))
            {
                var reference = LedgerAccountReference.Of(account);
                if (set.Contains(reference))
                {
                    found.Add(reference, account.Id);
                }
            }
        }

        return found;
    }

    private static List<Step> Steps(
        List<TransferRequest> requests, Dictionary<string, TransferRow> transfers, Dictionary<LedgerAccountReference, long> accounts) =>
        [.. requests.SelectMany(request => request.Sides.Select(side => new Step(
            transfers[request.OperationKey].Id, accounts[side.Account], side.Account.IsHouse, side.Account.Asset, side.AmountMinor, request.IgnoresFloor)))];

    /// <summary>Moves every account once, guarded by the lowest point that its steps reach, and sets the balances after each step.</summary>
    private static async Task<Refusal?> MoveAsync(
        List<Step> steps, Dictionary<LedgerAccountReference, long> accounts, PortalDbContext context, CancellationToken cancellationToken)
    {
        var moves = steps.Where(step => !step.IsHouse).GroupBy(step => step.AccountId).OrderBy(account => account.Key).Select(account => new Move(account.Key, [.. account])).ToList();
        foreach (var move in moves)
        {
            if (!await move.ApplyAsync(context, cancellationToken))
            {
                var account = accounts.First(pair => pair.Value == move.AccountId).Key;
                var balanceMinor = await context.LedgerAccounts.Where(row => row.Id == move.AccountId).Select(row => row.BalanceMinor).SingleAsync(cancellationToken);
                return Insufficient(account, balanceMinor, -move.LowestMinor!.Value);
            }
        }

        var balances = new Dictionary<long, long>();
        foreach (var ids in moves.Select(move => move.AccountId).Chunk(ChunkSize))
        {
            foreach (var row in await context.LedgerAccounts.Where(row => ids.Contains(row.Id)).Select(row => new { row.Id, row.BalanceMinor }).ToListAsync(cancellationToken))
            {
                balances.Add(row.Id, row.BalanceMinor);
            }
        }

        moves.ForEach(move => move.SetBalancesAfter(balances[move.AccountId]));
        return null;
    }

    private static Refusal Insufficient(LedgerAccountReference account, long availableMinor, long neededMinor) =>
        account.Asset == LedgerAssets.Cny
            ? new Refusal("ledger_insufficient", new Money(availableMinor), new Money(neededMinor))
            : new Refusal("ledger_insufficient", availableMinor, neededMinor);

    /// <summary>Writes the entries; of one account never two in one save, because a batch does not promise rising ids.</summary>
    private static async Task WriteEntriesAsync(List<Step> steps, PortalDbContext context, CancellationToken cancellationToken)
    {
        var turns = new Dictionary<long, int>();
        var rounds = steps.GroupBy(step => step.IsHouse ? 0 : turns[step.AccountId] = turns.GetValueOrDefault(step.AccountId, -1) + 1).OrderBy(round => round.Key);
        foreach (var round in rounds)
        {
            await InsertAsync([.. round.Select(step => new LedgerEntry(step.TransferId, step.AccountId, step.AmountMinor, step.BalanceAfterMinor))], context, cancellationToken);
        }
    }

    private static async Task InsertAsync<T>(List<T> rows, PortalDbContext context, CancellationToken cancellationToken)
        where T : class
    {
        if (rows.Count == 0)
        {
            return;
        }

        context.AddRange(rows);
        try
        {
            await context.SaveChangesAsync(cancellationToken);
        }
        finally
        {
            // The caller's context stays as it was: neither grown by thousands of rows nor holding rows that failed.
            rows.ForEach(row => context.Entry(row).State = EntityState.Detached);
        }
    }

    private sealed record TransferRow(long Id, string OperationKey, string RequestHash);

    private sealed record Step(long TransferId, long AccountId, bool IsHouse, string Asset, long AmountMinor, bool IgnoresFloor)
    {
        public long? BalanceAfterMinor { get; set; }
    }

    private sealed class Move(long accountId, List<Step> steps)
    {
        private readonly long _deltaMinor = steps.Sum(step => step.AmountMinor);

        public long AccountId { get; } = accountId;

        /// <summary>The lowest point, from where the account stands, that a guarded step reaches; null if none takes anything.</summary>
        public long? LowestMinor { get; } = Lowest(steps);

        public async Task<bool> ApplyAsync(PortalDbContext context, CancellationToken cancellationToken)
        {
            var account = context.LedgerAccounts.Where(row => row.Id == AccountId);
            if (LowestMinor is { } lowest)
            {
                account = account.Where(row => row.FloorMinor == null || row.BalanceMinor + lowest >= row.FloorMinor);
            }

            return await account.ExecuteUpdateAsync(row => row.SetProperty(to => to.BalanceMinor, to => to.BalanceMinor + _deltaMinor), cancellationToken) == 1;
        }

        public void SetBalancesAfter(long balanceMinor)
        {
            var running = balanceMinor - _deltaMinor;
            foreach (var step in steps)
            {
                running += step.AmountMinor;
                step.BalanceAfterMinor = running;
            }
        }

        private static long? Lowest(List<Step> steps)
        {
            long running = 0;
            long? lowest = null;
            foreach (var step in steps)
            {
                running += step.AmountMinor;
                if (step.AmountMinor < 0 && !step.IgnoresFloor && !(running >= lowest))
                {
                    lowest = running;
                }
            }

            return lowest;
        }
    }
}

/// <summary>What came of a transfer request.</summary>
/// <param name="TransferId">The transfer.</param>
/// <param name="IsNew">Whether it was posted now, not found under its key.</param>
public sealed record PostedTransfer(long TransferId, bool IsNew);
