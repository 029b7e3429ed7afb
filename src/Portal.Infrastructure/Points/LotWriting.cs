using Portal.Domain.Points.Accounts;
using Portal.Domain.Points.Records;
using Portal.Domain.Points.Rules;
using Portal.Infrastructure.Data;
using Portal.Infrastructure.Data.BulkWrite;

namespace Portal.Infrastructure.Points;

/// <summary>Writes lots: new ones, and those of which something was taken or given back.</summary>
internal static class LotWriting
{
    private static readonly string[] LotKeys = [nameof(PointsLotRecord.CustomerId), nameof(PointsLotRecord.Number)];

    private static readonly string[] LotValues =
    [
        nameof(PointsLotRecord.AvailableOn), nameof(PointsLotRecord.FixedExpiryOn), nameof(PointsLotRecord.ExpiresOn), nameof(PointsLotRecord.PartsJson),
        nameof(PointsLotRecord.Remaining), nameof(PointsLotRecord.Redeemed), nameof(PointsLotRecord.Expired), nameof(PointsLotRecord.TakenBack),
        nameof(PointsLotRecord.TakenForOthers), nameof(PointsLotRecord.Adjusted), nameof(PointsLotRecord.Absorbed), nameof(PointsLotRecord.Covered), nameof(PointsLotRecord.Forgiven),
    ];

    public static async Task RunAsync(List<WorkingMember> members, PortalDbContext context, CancellationToken cancellationToken)
    {
        var fresh = new List<(WorkingMember Member, LotSnapshot Lot)>();
        var moved = new List<(WorkingMember Member, LotSnapshot Lot)>();
        foreach (var member in members)
        {
            var known = member.Original.Lots.ToDictionary(lot => lot.Id);
            foreach (var lot in member.Current.Lots)
            {
                if (!known.TryGetValue(lot.Id, out var before))
                {
                    fresh.Add((member, lot));
                }
                else if (!lot.IsSame(before) || lot.Expiry is ExpiresAfterInactivity)
                {
                    moved.Add((member, lot));
                }
            }
        }

        await BulkWriter.InsertAsync<PointsLotRecord, (WorkingMember Member, LotSnapshot Lot)>(
            context,
            [.. LotKeys, .. LotValues, nameof(PointsLotRecord.EventKey), nameof(PointsLotRecord.EarnedOn), nameof(PointsLotRecord.ExpiryJson), nameof(PointsLotRecord.Earned)],
            fresh,
            (row, item) =>
            {
                WriteLot(row, item);
                row.Write(item.Lot.Source);
                row.Write(item.Lot.EarnedOn);
                row.Write(PointsJson.Write(item.Lot.Expiry));
                row.Write(item.Lot.Earned);
            },
            cancellationToken);

        await BulkUpdate.SetAsync<PointsLotRecord, (WorkingMember Member, LotSnapshot Lot)>(context, LotKeys, LotValues, moved, WriteLot, cancellationToken);
    }

    private static void WriteLot(IBulkRow row, (WorkingMember Member, LotSnapshot Lot) item)
    {
        var lot = item.Lot;
        row.Write(item.Member.Row.Id);
        row.Write(PointsJson.LotNumber(lot.Id));
        row.Write(lot.AvailableOn);
        row.Write(lot.FixedExpiryOn);
        row.Write(item.Member.Expires.GetValueOrDefault(lot.Id));
        row.Write(PointsJson.Write(lot.Parts));
        row.Write(lot.Remaining);
        row.Write(lot.Redeemed);
        row.Write(lot.Expired);
        row.Write(lot.TakenBack);
        row.Write(lot.TakenForOthers);
        row.Write(lot.Adjusted);
        row.Write(lot.Absorbed);
        row.Write(lot.Covered);
        row.Write(lot.Forgiven);
    }
}
