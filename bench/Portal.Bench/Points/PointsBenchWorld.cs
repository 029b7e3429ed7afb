using System.Globalization;
using Portal.Bench.Ledger;
using Portal.Domain.Customers;
using Portal.Domain.Ledger;
using Portal.Domain.Points.Accounts;
using Portal.Domain.Points.Records;
using Portal.Infrastructure.Data;
using Portal.Infrastructure.Data.BulkWrite;

namespace Portal.Bench.Points;

/// <summary>Members with lots and movements that agree with the ledger, written in bulk.</summary>
internal static class PointsBenchWorld
{
    public const string Rules = """
        {"earnRules":[{"kind":"amount","id":"base","points":1}],"expiry":{"kind":"months","months":12},
         "levels":{"window":"rollingMonths","windowMonths":12,"checkAtEndOf":"month","list":[{"code":"basic","from":0},{"code":"gold","from":1000000000}]}}
        """;

    private static readonly DateTime Opened = new(2025, 1, 1, 0, 0, 0, DateTimeKind.Utc);
    private static readonly DateOnly EarnedOn = new(2026, 1, 1);

    /// <summary>Fills an empty database.</summary>
    /// <param name="database">The database.</param>
    /// <param name="members">How many members.</param>
    /// <param name="lots">Open lots of each, of ten points.</param>
    /// <param name="entries">Movements of each, at least as many as lots.</param>
    /// <param name="expiresOn">The last day of every lot.</param>
    /// <param name="doneUntil">The last day that was worked off.</param>
    /// <param name="cancellationToken">Stops.</param>
    public static async Task FillAsync(BenchDatabase database, int members, int lots, int entries, DateOnly expiresOn, DateOnly doneUntil, CancellationToken cancellationToken)
    {
        await using var context = database.NewContext();
        var version = new PointsProgramVersion(1, Rules, new DateOnly(2025, 1, 1), "bench", null, Opened);
        version.Submit(null, Opened);
        version.Approve(null, Opened);
        context.PointsProgramVersions.Add(version);
        await context.SaveChangesAsync(cancellationToken);
        await using var transaction = await context.Database.BeginTransactionAsync(cancellationToken);
        var ids = Enumerable.Range(1, members).Select(number => (long)number).ToList();
        await BulkWriter.InsertAsync<Customer, long>(
            context,
            [nameof(Customer.Id), nameof(Customer.Number), nameof(Customer.Name), nameof(Customer.Kind), nameof(Customer.CreatedAtUtc), nameof(Customer.RowVersion)],
            ids,
            (row, id) =>
            {
                row.Write(id);
                row.Write(string.Create(CultureInfo.InvariantCulture, $"M{id}"));
                row.Write("Member");
                row.Write((int)CustomerKind.Member);
                row.Write(Opened);
                row.Write(1L);
            },
            cancellationToken);
        await BulkWriter.InsertAsync<PointsMembership, long>(
            context,
            [
                nameof(PointsMembership.Id), nameof(PointsMembership.LotCount), nameof(PointsMembership.BalanceUnits), nameof(PointsMembership.DebtUnits), nameof(PointsMembership.PurchaseCount),
                nameof(PointsMembership.GrowthUnits), nameof(PointsMembership.IsLevelLocked), nameof(PointsMembership.DoneUntilOn), nameof(PointsMembership.NextDueOn),
            ],
            ids,
            (row, id) =>
            {
                row.Write(id);
                row.Write(lots);
                row.Write(lots * 10L);
                row.Write(0L);
                row.Write(0);
                row.Write(0L);
                row.Write(false);
                row.Write(doneUntil);
                row.Write(expiresOn.AddDays(1));
            },
            cancellationToken);
        await BulkWriter.InsertAsync<PointsLotRecord, (long Id, int Lot)>(
            context,
            [
                nameof(PointsLotRecord.CustomerId), nameof(PointsLotRecord.Number), nameof(PointsLotRecord.EventKey), nameof(PointsLotRecord.EarnedOn), nameof(PointsLotRecord.AvailableOn),
                nameof(PointsLotRecord.FixedExpiryOn), nameof(PointsLotRecord.ExpiresOn), nameof(PointsLotRecord.ExpiryJson), nameof(PointsLotRecord.PartsJson), nameof(PointsLotRecord.Earned), nameof(PointsLotRecord.Remaining),
                nameof(PointsLotRecord.Redeemed), nameof(PointsLotRecord.Expired), nameof(PointsLotRecord.TakenBack), nameof(PointsLotRecord.TakenForOthers), nameof(PointsLotRecord.Adjusted),
                nameof(PointsLotRecord.Absorbed), nameof(PointsLotRecord.Covered), nameof(PointsLotRecord.Forgiven),
            ],
            ids.SelectMany(id => Enumerable.Range(1, lots).Select(lot => (id, lot))),
            (row, item) =>
            {
                row.Write(item.Id);
                row.Write(item.Lot);
                row.Write("opening");
                row.Write(EarnedOn);
                row.Write(EarnedOn);
                row.Write(expiresOn);
                row.Write(expiresOn);
                row.Write("{\"kind\":\"never\"}");
                row.Write("[{\"Line\":0,\"Units\":10,\"TakenBack\":0}]");
                row.Write(10L);
                row.Write(10L);
                for (var rest = 0; rest < 8; rest++)
                {
                    row.Write(0L);
                }
            },
            cancellationToken);
        await BulkWriter.InsertAsync<PointsEntryRecord, (long Id, int Entry)>(
            context,
            [
                nameof(PointsEntryRecord.CustomerId), nameof(PointsEntryRecord.EventKey), nameof(PointsEntryRecord.On), nameof(PointsEntryRecord.PostedOn), nameof(PointsEntryRecord.Kind),
                nameof(PointsEntryRecord.Units), nameof(PointsEntryRecord.BalanceUnits), nameof(PointsEntryRecord.LotsJson),
            ],
            // By movement, then member: as they come in life, one member's lie far apart.
            Enumerable.Range(1, entries).SelectMany(entry => ids.Select(id => (id, entry))),
            (row, item) =>
            {
                row.Write(item.Id);
                row.Write("opening");
                row.Write(EarnedOn);
                row.Write(EarnedOn);
                row.Write((int)(item.Entry <= lots ? PointEntryKind.Earned : PointEntryKind.Absorbed));
                row.Write(item.Entry <= lots ? 10L : 0L);
                row.Write(Math.Min(item.Entry, lots) * 10L);
                row.Write("[]");
            },
            cancellationToken);
        await LedgerAsync(context, ids, lots * 10L, cancellationToken);
        await transaction.CommitAsync(cancellationToken);
    }

    /// <summary>One transfer that opens every account.</summary>
    private static async Task LedgerAsync(PortalDbContext context, List<long> ids, long units, CancellationToken cancellationToken)
    {
        var transfer = new LedgerTransfer("opening", new string('0', 64), LedgerTransferKind.PointsEarned, "opening", EarnedOn, null, Opened);
        var house = new LedgerAccount(LedgerAccountKind.PointsIssued, 0, LedgerAssets.Points, null);
        context.Add(transfer);
        context.Add(house);
        await context.SaveChangesAsync(cancellationToken);
        var first = house.Id + 1;
        await BulkWriter.InsertAsync<LedgerAccount, long>(
            context,
            [nameof(LedgerAccount.Id), nameof(LedgerAccount.Kind), nameof(LedgerAccount.OwnerId), nameof(LedgerAccount.Asset), nameof(LedgerAccount.BalanceMinor), nameof(LedgerAccount.FloorMinor)],
            ids,
            (row, id) =>
            {
                row.Write(first + id);
                row.Write((int)LedgerAccountKind.PointsBalance);
                row.Write(id);
                row.Write(LedgerAssets.Points);
                row.Write(units);
                row.Write((long?)0);
            },
            cancellationToken);
        await BulkWriter.InsertAsync<LedgerEntry, long>(
            context,
            [nameof(LedgerEntry.TransferId), nameof(LedgerEntry.AccountId), nameof(LedgerEntry.AmountMinor), nameof(LedgerEntry.BalanceAfterMinor)],
            ids.Prepend(0),
            (row, id) =>
            {
                row.Write(transfer.Id);
                row.Write(id == 0 ? house.Id : first + id);
                row.Write(id == 0 ? -units * ids.Count : units);
                row.Write(id == 0 ? null : units);
            },
            cancellationToken);
    }
}
