using Portal.Domain.Points.Accounts;
using Portal.Domain.Points.Engine;
using Portal.Domain.Points.Records;
using Portal.Infrastructure.Data;
using Portal.Infrastructure.Data.BulkWrite;

namespace Portal.Infrastructure.Points;

/// <summary>Writes uses of points with the lots they were taken from.</summary>
internal static class RedemptionWriting
{
    public static async Task RunAsync(List<WorkingMember> members, Dictionary<string, PointsBookingNote> notes, PortalDbContext context, CancellationToken cancellationToken)
    {
        var fresh = new List<(WorkingMember Member, RedemptionSnapshot Use)>();
        var moved = new List<(WorkingMember Member, RedemptionSnapshot Use)>();
        foreach (var member in members)
        {
            var known = member.Original.Redemptions.ToDictionary(use => use.Source, use => use.Units);
            fresh.AddRange(member.Current.Redemptions.Where(use => !known.ContainsKey(use.Source)).Select(use => (member, use)));
            moved.AddRange(member.Current.Redemptions.Where(use => known.TryGetValue(use.Source, out var units) && units != use.Units).Select(use => (member, use)));
        }

        await BulkWriter.InsertAsync<PointsRedemptionRecord, (WorkingMember Member, RedemptionSnapshot Use)>(
            context,
            [
                nameof(PointsRedemptionRecord.CustomerId), nameof(PointsRedemptionRecord.EventKey), nameof(PointsRedemptionRecord.OpenUnits), nameof(PointsRedemptionRecord.LotsJson), nameof(PointsRedemptionRecord.State),
                nameof(PointsRedemptionRecord.On), nameof(PointsRedemptionRecord.Units), nameof(PointsRedemptionRecord.IsOnSale),
            ],
            fresh,
            (row, item) =>
            {
                WriteUse(row, item, notes.GetValueOrDefault(item.Use.Source)?.IsHold == true ? PointsRedemptionState.Held : PointsRedemptionState.Used);
                row.Write(item.Use.On);
                row.Write(item.Member.Entries.Where(entry => entry.Entry.Kind == PointEntryKind.Redeemed && entry.Entry.Source == item.Use.Source).Sum(entry => -entry.Entry.Units));
                row.Write(item.Use.IsOnSale);
            },
            cancellationToken);
        await BulkUpdate.SetAsync<PointsRedemptionRecord, (WorkingMember Member, RedemptionSnapshot Use)>(
            context,
            [nameof(PointsRedemptionRecord.CustomerId), nameof(PointsRedemptionRecord.EventKey)],
            [nameof(PointsRedemptionRecord.OpenUnits), nameof(PointsRedemptionRecord.LotsJson), nameof(PointsRedemptionRecord.State)],
            moved,
            (row, item) => WriteUse(row, item, item.Use.Units == 0 ? PointsRedemptionState.Released : PointsRedemptionState.Used),
            cancellationToken);
    }

    private static void WriteUse(IBulkRow row, (WorkingMember Member, RedemptionSnapshot Use) item, PointsRedemptionState state)
    {
        row.Write(item.Member.Row.Id);
        row.Write(item.Use.Source);
        row.Write(item.Use.Units);
        row.Write(PointsJson.Write(item.Use.Lots.Select(lot => new PointsLotPart(PointsJson.LotNumber(lot.Lot), lot.Units))));
        row.Write((int)state);
    }
}
