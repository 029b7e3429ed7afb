using Microsoft.EntityFrameworkCore;
using Portal.Domain.Ledger;
using Portal.Domain.Points.Records;
using Portal.Infrastructure.Data;

namespace Portal.Infrastructure.Points;

/// <summary>
/// Proves points from their rows: a member's lots less its debt are its balance, its movements sum to it, the ledger account
/// says the same; held uses are what the ledger holds; growth value too; each lot adds up. Reports, never repairs.
/// </summary>
public sealed class VerifyPoints(IDbContextFactory<PortalDbContext> contexts)
{
    private const int MaxFindings = 1000;

    /// <summary>Reads sums only, in one snapshot.</summary>
    public async Task<PointsCheck> RunAsync(CancellationToken cancellationToken)
    {
        await using var context = await contexts.CreateDbContextAsync(cancellationToken);
        await using var snapshot = await context.BeginSnapshotAsync(cancellationToken);
        var findings = new List<PointsFinding>();
        var memberships = context.PointsMemberships.AsNoTracking();
        await AddAsync(PointsFindingKind.LotsNotBalance, memberships.Select(row => new Compared
        {
            CustomerId = row.Id,
            Expected = row.BalanceUnits,
            Actual = (context.PointsLots.Where(lot => lot.CustomerId == row.Id && lot.Remaining > 0).Sum(lot => (long?)lot.Remaining) ?? 0) - row.DebtUnits,
        }));
        await AddAsync(PointsFindingKind.EntriesNotBalance, memberships.Select(row => new Compared
        {
            CustomerId = row.Id,
            Expected = row.BalanceUnits,
            Actual = context.PointsEntries.Where(entry => entry.CustomerId == row.Id).Sum(entry => (long?)entry.Units) ?? 0,
        }));
        await AddAsync(PointsFindingKind.LedgerNotBalance, Ledger(LedgerAccountKind.PointsBalance, LedgerAssets.Points, memberships.Select(row => new Compared { CustomerId = row.Id, Expected = row.BalanceUnits })));
        await AddAsync(PointsFindingKind.HeldDiffers, Ledger(LedgerAccountKind.PointsHeld, LedgerAssets.Points, memberships.Select(row => new Compared
        {
            CustomerId = row.Id,
            Expected = context.PointsRedemptions.Where(use => use.CustomerId == row.Id && use.State == PointsRedemptionState.Held).Sum(use => (long?)use.OpenUnits) ?? 0,
        })));
        await AddAsync(PointsFindingKind.GrowthDiffers, Ledger(LedgerAccountKind.Growth, LedgerAssets.Growth, memberships.Select(row => new Compared { CustomerId = row.Id, Expected = row.GrowthUnits })));
        await AddAsync(PointsFindingKind.LotBroken, context.PointsLots.AsNoTracking().Select(lot => new Compared
        {
            CustomerId = lot.CustomerId,
            Expected = lot.Earned,
            Actual = lot.Remaining + lot.Redeemed + lot.Expired + lot.TakenBack + lot.TakenForOthers + lot.Adjusted + lot.Absorbed,
        }));
        return new PointsCheck(await memberships.CountAsync(cancellationToken), await context.PointsLots.LongCountAsync(cancellationToken), findings);

        IQueryable<Compared> Ledger(LedgerAccountKind kind, string asset, IQueryable<Compared> rows) => rows.Select(row => new Compared
        {
            CustomerId = row.CustomerId,
            Expected = row.Expected,
            Actual = context.LedgerAccounts.Where(account => account.OwnerId == row.CustomerId && account.Kind == kind && account.Asset == asset).Sum(account => (long?)account.BalanceMinor) ?? 0,
        });

        async Task AddAsync(PointsFindingKind kind, IQueryable<Compared> rows)
        {
            var wrong = await rows.Where(row => row.Expected != row.Actual).OrderBy(row => row.CustomerId).Take(MaxFindings).ToListAsync(cancellationToken);
            findings.AddRange(wrong.Select(row => new PointsFinding(kind, row.CustomerId, row.Expected, row.Actual)));
        }
    }

    private sealed class Compared
    {
        public long CustomerId { get; init; }

        public long Expected { get; init; }

        public long Actual { get; init; }
    }
}

/// <summary>What a check of points found.</summary>
/// <param name="Members">Members looked at.</param>
/// <param name="Lots">Lots there are.</param>
/// <param name="Findings">What does not add up; empty if all is proven.</param>
public sealed record PointsCheck(int Members, long Lots, IReadOnlyList<PointsFinding> Findings);

/// <summary>One thing that does not add up.</summary>
/// <param name="Kind">What it is.</param>
/// <param name="CustomerId">Whose.</param>
/// <param name="Expected">What is kept.</param>
/// <param name="Actual">What it is made of.</param>
public sealed record PointsFinding(PointsFindingKind Kind, long CustomerId, long Expected, long Actual);

/// <summary>What can be wrong with points.</summary>
public enum PointsFindingKind
{
    /// <summary>Lots less the debt are not the balance.</summary>
    LotsNotBalance = 1,

    /// <summary>Movements do not sum to the balance.</summary>
    EntriesNotBalance = 2,

    /// <summary>The ledger says another balance.</summary>
    LedgerNotBalance = 3,

    /// <summary>The ledger holds something else.</summary>
    HeldDiffers = 4,

    /// <summary>The ledger says another growth value.</summary>
    GrowthDiffers = 5,

    /// <summary>The parts of a lot are not what it earned.</summary>
    LotBroken = 6,
}
