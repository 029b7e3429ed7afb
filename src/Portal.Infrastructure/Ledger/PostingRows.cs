using Microsoft.EntityFrameworkCore;
using Portal.Domain.Ledger;
using Portal.Infrastructure.Data;
using Portal.Infrastructure.Data.BulkWrite;

namespace Portal.Infrastructure.Ledger;

/// <summary>Reads and writes the rows of the ledger that postings need; only <see cref="PostTransfers"/> asks it.</summary>
internal static class PostingRows
{
    private const int ChunkSize = 500;

    private static readonly string[] EntryColumns =
        [nameof(LedgerEntry.TransferId), nameof(LedgerEntry.AccountId), nameof(LedgerEntry.AmountMinor), nameof(LedgerEntry.BalanceAfterMinor)];

    /// <summary>The accounts of the postings, those of customers locked; one that is not opened yet has no key.</summary>
    public static async Task<Dictionary<LedgerAccountReference, PlannedAccount>> LockAccountsAsync(
        IReadOnlyList<Posting> postings, PortalDbContext context, CancellationToken cancellationToken)
    {
        var wanted = postings.SelectMany(posting => posting.Requests).SelectMany(request => request.Sides).Select(side => side.Account).ToHashSet();
        var rows = new Dictionary<LedgerAccountReference, LedgerAccount>();
        foreach (var chunk in wanted.Select(account => account.OwnerId).Distinct().Chunk(ChunkSize))
        {
            var owners = chunk;
            foreach (var row in await context.LedgerAccounts.AsNoTracking().Where(row => EF.Parameter(owners).Contains(row.OwnerId)).ToListAsync(cancellationToken))
            {
                rows[LedgerAccountReference.Of(row)] = row;
            }
        }

        var ids = LockedRows.AreNeeded(context)
            ? rows.Values.Where(row => !row.IsHouse && wanted.Contains(LedgerAccountReference.Of(row))).Select(row => row.Id).Order().ToList()
            : [];
        foreach (var chunk in ids.Chunk(ChunkSize))
        {
            foreach (var row in await LockedRows.Lock<LedgerAccount>(context, chunk).AsNoTracking().ToListAsync(cancellationToken))
            {
                rows[LedgerAccountReference.Of(row)] = row;
            }
        }

        return wanted.ToDictionary(account => account, account => new PlannedAccount(account, rows.GetValueOrDefault(account)));
    }

    /// <summary>The transfers that have one of the keys.</summary>
    public static async Task<Dictionary<string, KnownTransfer>> FindTransfersAsync(
        IReadOnlyList<Posting> postings, PortalDbContext context, CancellationToken cancellationToken)
    {
        var found = new Dictionary<string, KnownTransfer>(StringComparer.Ordinal);
        foreach (var chunk in postings.SelectMany(posting => posting.Requests).Select(request => request.OperationKey).Distinct().Chunk(ChunkSize))
        {
            var keys = chunk;
            var rows = await context.LedgerTransfers.Where(row => EF.Parameter(keys).Contains(row.OperationKey))
                .Select(row => new KnownTransfer(row.Id, row.OperationKey, row.RequestHash)).ToListAsync(cancellationToken);
            rows.ForEach(row => found.Add(row.OperationKey, row));
        }

        return found;
    }

    /// <summary>Opens the accounts that have no row yet.</summary>
    public static async Task OpenAsync(IEnumerable<PlannedAccount> accounts, PortalDbContext context, CancellationToken cancellationToken)
    {
        var missing = accounts.Where(account => account.Id == 0)
            .OrderBy(account => account.Reference.OwnerId).ThenBy(account => account.Reference.Kind).ThenBy(account => account.Reference.Asset, StringComparer.Ordinal)
            .Select(account => (Account: account, Row: new LedgerAccount(account.Reference.Kind, account.Reference.OwnerId, account.Reference.Asset, account.Reference.FloorMinor)))
            .ToList();
        await InsertAsync(missing.ConvertAll(pair => pair.Row), context, cancellationToken);
        missing.ForEach(pair => pair.Account.Id = pair.Row.Id);
    }

    /// <summary>Writes the transfers' own rows, in the order of their keys.</summary>
    public static async Task RecordAsync(IEnumerable<PlannedTransfer> transfers, DateTime nowUtc, PortalDbContext context, CancellationToken cancellationToken)
    {
        var rows = transfers.OrderBy(transfer => transfer.Request.OperationKey, StringComparer.Ordinal).Select(transfer => (Transfer: transfer, Row: RowOf(transfer, nowUtc))).ToList();
        await InsertAsync(rows.ConvertAll(pair => pair.Row), context, cancellationToken);
        rows.ForEach(pair => pair.Transfer.Id = pair.Row.Id);
    }

    /// <summary>Moves every customer's account once, by the sum of its steps.</summary>
    public static async Task MoveAsync(IEnumerable<PlannedAccount> accounts, PortalDbContext context, CancellationToken cancellationToken)
    {
        var changes = accounts.Where(account => account.AfterMinor != account.BeforeMinor).OrderBy(account => account.Id)
            .Select(account => new RowChange(account.Id, account.BeforeMinor, account.AfterMinor - account.BeforeMinor)).ToList();
        foreach (var chunk in changes.Chunk(ChunkSize))
        {
            if (await LockedRows.AddAsync<LedgerAccount>(context, nameof(LedgerAccount.BalanceMinor), chunk, cancellationToken) != chunk.Length)
            {
                throw new InvalidOperationException("A balance moved although its account was locked.");
            }
        }
    }

    /// <summary>Writes the entries in the order of posting, so that the keys of an account's entries rise with it.</summary>
    public static Task WriteEntriesAsync(IEnumerable<PlannedTransfer> transfers, PortalDbContext context, CancellationToken cancellationToken) =>
        BulkWriter.InsertAsync<LedgerEntry, (long TransferId, PlannedStep Step)>(
            context,
            EntryColumns,
            transfers.SelectMany(transfer => transfer.Steps.Select(step => (transfer.Id, step))),
            (row, entry) =>
            {
                row.Write(entry.TransferId);
                row.Write(entry.Step.Account.Id);
                row.Write(entry.Step.AmountMinor);
                row.Write(entry.Step.BalanceAfterMinor);
            },
            cancellationToken);

    private static LedgerTransfer RowOf(PlannedTransfer transfer, DateTime nowUtc)
    {
        var request = transfer.Request;
        return new LedgerTransfer(request.OperationKey, transfer.Hash, request.Kind, request.Source, request.EffectiveOn, transfer.ByUserId, nowUtc)
        {
            ReversesTransferId = request.ReversesTransferId,
            IgnoresFloor = request.IgnoresFloor,
            Note = request.Note,
        };
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
}
