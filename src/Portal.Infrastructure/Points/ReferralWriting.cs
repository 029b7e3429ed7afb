using Portal.Domain.Points.Records;
using Portal.Infrastructure.Data;
using Portal.Infrastructure.Data.BulkWrite;

namespace Portal.Infrastructure.Points;

/// <summary>Writes referrals: new ones, and those that were rewarded or refused.</summary>
internal static class ReferralWriting
{
    public static async Task RunAsync(PointsBatch batch, PortalDbContext context, CancellationToken cancellationToken)
    {
        var changed = batch.Referrals.Where(referral => referral.IsChanged).ToList();
        string[] keys = [nameof(PointsReferral.Id)];
        string[] values =
        [
            nameof(PointsReferral.State), nameof(PointsReferral.Reason), nameof(PointsReferral.RewardedOn), nameof(PointsReferral.SaleKey), nameof(PointsReferral.LotsJson),
        ];
        await BulkWriter.InsertAsync<PointsReferral, WorkingReferral>(
            context,
            [.. keys, .. values, nameof(PointsReferral.ReferrerId), nameof(PointsReferral.On)],
            [.. changed.Where(referral => !referral.IsStored)],
            (row, referral) =>
            {
                Write(row, referral);
                row.Write(PointsJson.Id(referral.Snapshot.Referrer));
                row.Write(referral.Snapshot.On);
            },
            cancellationToken);
        await BulkUpdate.SetAsync<PointsReferral, WorkingReferral>(context, keys, values, [.. changed.Where(referral => referral.IsStored)], Write, cancellationToken);

        static void Write(IBulkRow row, WorkingReferral referral)
        {
            row.Write(PointsJson.Id(referral.Snapshot.Referred));
            row.Write((int)referral.Snapshot.State);
            row.Write(referral.Snapshot.Reason);
            row.Write(referral.Snapshot.RewardedOn);
            row.Write(referral.Snapshot.Sale);
            row.Write(PointsJson.Write(referral.Snapshot.Lots.ToDictionary(pair => pair.Key, pair => PointsJson.LotNumber(pair.Value))));
        }
    }
}
