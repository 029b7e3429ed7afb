using Microsoft.EntityFrameworkCore;
using Portal.Infrastructure.Data;
using Portal.Infrastructure.Shared;

namespace Portal.Infrastructure.Ledger;

/// <summary>
/// Proves the ledger from its rows: entries sum to zero per transfer and asset, every balance is the sum of its entries and
/// the last balance-after, every balance-after follows from the one before, and floors were held. Reports, never repairs.
/// </summary>
public sealed class VerifyLedger(IDbContextFactory<PortalDbContext> contexts, BusinessClock clock)
{
    private const int MaxFindings = 1000;

    /// <summary>Reads the whole ledger once, in constant memory.</summary>
    public async Task<LedgerCheck> RunAsync(CancellationToken cancellationToken)
    {
        var startedAtUtc = clock.UtcNow;
        await using var context = await contexts.CreateDbContextAsync(cancellationToken);
        await using var snapshot = await context.BeginSnapshotAsync(cancellationToken);
        var findings = new List<LedgerFinding>();
        await CheckTransfersAsync(context, findings, cancellationToken);
        var entryCount = await CheckAccountsAsync(context, findings, cancellationToken);
        return new LedgerCheck(
            await context.LedgerTransfers.LongCountAsync(cancellationToken),
            entryCount,
            await context.LedgerAccounts.LongCountAsync(cancellationToken),
            findings,
            startedAtUtc);
    }

    private static async Task CheckTransfersAsync(PortalDbContext context, List<LedgerFinding> findings, CancellationToken cancellationToken)
    {
        var unbalanced = await (
            from entry in context.LedgerEntries
            join account in context.LedgerAccounts on entry.AccountId equals account.Id
            group entry.AmountMinor by new { entry.TransferId, account.Asset } into sides
            where sides.Sum() != 0
            orderby sides.Key.TransferId
            select new { sides.Key.TransferId, Sum = sides.Sum() }).Take(MaxFindings).ToListAsync(cancellationToken);
        findings.AddRange(unbalanced.Select(row => new LedgerFinding(LedgerFindingKind.TransferNotZero, null, row.TransferId, 0, row.Sum)));

        var empty = await context.LedgerTransfers
            .Where(transfer => !context.LedgerEntries.Any(entry => entry.TransferId == transfer.Id))
            .OrderBy(transfer => transfer.Id)
            .Select(transfer => transfer.Id)
            .Take(MaxFindings)
            .ToListAsync(cancellationToken);
        findings.AddRange(empty.Select(id => new LedgerFinding(LedgerFindingKind.TransferEmpty, null, id, 0, 0)));
    }

    private static async Task<long> CheckAccountsAsync(PortalDbContext context, List<LedgerFinding> findings, CancellationToken cancellationToken)
    {
        var rows = (
            from account in context.LedgerAccounts
            from entry in context.LedgerEntries.Where(entry => entry.AccountId == account.Id).DefaultIfEmpty()
            from transfer in context.LedgerTransfers.Where(transfer => transfer.Id == entry!.TransferId).DefaultIfEmpty()
            orderby account.Id, entry!.Id
            select new AccountRow(
                account.Id,
                account.OwnerId == 0,
                account.BalanceMinor,
                account.FloorMinor,
                entry == null ? null : entry.TransferId,
                entry == null ? 0 : entry.AmountMinor,
                entry == null ? null : entry.BalanceAfterMinor,
                transfer != null && transfer.IgnoresFloor)).AsAsyncEnumerable();

        long entryCount = 0;
        long running = 0;
        AccountRow? previous = null;
        await foreach (var row in rows.WithCancellation(cancellationToken))
        {
            if (previous is not null && previous.AccountId != row.AccountId)
            {
                CheckEnd(previous, running, findings);
                running = 0;
            }

            if (row.TransferId is not null)
            {
                entryCount++;
                running += row.AmountMinor;
                CheckEntry(row, running, findings);
            }

            previous = row;
            if (findings.Count >= MaxFindings)
            {
                return entryCount;
            }
        }

        if (previous is not null)
        {
            CheckEnd(previous, running, findings);
        }

        return entryCount;
    }

    private static void CheckEntry(AccountRow row, long running, List<LedgerFinding> findings)
    {
        if (row.IsHouse)
        {
            if (row.BalanceAfterMinor is { } kept)
            {
                findings.Add(new LedgerFinding(LedgerFindingKind.HouseBalanceKept, row.AccountId, row.TransferId, 0, kept));
            }

            return;
        }

        if (row.BalanceAfterMinor != running)
        {
            findings.Add(new LedgerFinding(LedgerFindingKind.BalanceAfterBroken, row.AccountId, row.TransferId, running, row.BalanceAfterMinor ?? 0));
        }

        if (row.AmountMinor < 0 && running < row.FloorMinor && !row.IgnoresFloor)
        {
            findings.Add(new LedgerFinding(LedgerFindingKind.BelowFloor, row.AccountId, row.TransferId, row.FloorMinor.Value, running));
        }
    }

    private static void CheckEnd(AccountRow last, long running, List<LedgerFinding> findings)
    {
        var expected = last.IsHouse ? 0 : running;
        if (last.BalanceMinor != expected)
        {
            findings.Add(new LedgerFinding(LedgerFindingKind.BalanceNotSum, last.AccountId, null, expected, last.BalanceMinor));
        }
    }

    private sealed record AccountRow(
        long AccountId,
        bool IsHouse,
        long BalanceMinor,
        long? FloorMinor,
        long? TransferId,
        long AmountMinor,
        long? BalanceAfterMinor,
        bool IgnoresFloor);
}

/// <summary>What a check of the ledger found.</summary>
/// <param name="TransferCount">Transfers there are.</param>
/// <param name="EntryCount">Entries read.</param>
/// <param name="AccountCount">Accounts there are.</param>
/// <param name="Findings">What does not add up, at most about a thousand; empty if the ledger is proven.</param>
/// <param name="CheckedAtUtc">The moment that was looked at.</param>
public sealed record LedgerCheck(
    long TransferCount, long EntryCount, long AccountCount, IReadOnlyList<LedgerFinding> Findings, DateTime CheckedAtUtc)
{
    /// <summary>Whether everything adds up.</summary>
    public bool IsProven => Findings.Count == 0;
}

/// <summary>One thing that does not add up.</summary>
/// <param name="Kind">What it is.</param>
/// <param name="AccountId">The account, or null.</param>
/// <param name="TransferId">The transfer, or null.</param>
/// <param name="ExpectedMinor">What it should be.</param>
/// <param name="ActualMinor">What it is.</param>
public sealed record LedgerFinding(LedgerFindingKind Kind, long? AccountId, long? TransferId, long ExpectedMinor, long ActualMinor);

/// <summary>What can be wrong in a ledger.</summary>
public enum LedgerFindingKind
{
    /// <summary>The entries of a transfer do not sum to zero in an asset.</summary>
    TransferNotZero = 1,

    /// <summary>A transfer has no entries.</summary>
    TransferEmpty = 2,

    /// <summary>A balance is not the sum of its entries.</summary>
    BalanceNotSum = 3,

    /// <summary>A balance-after does not follow from the one before.</summary>
    BalanceAfterBroken = 4,

    /// <summary>An account was taken below its floor by a transfer that may not.</summary>
    BelowFloor = 5,

    /// <summary>A house account carries a running balance.</summary>
    HouseBalanceKept = 6,
}
