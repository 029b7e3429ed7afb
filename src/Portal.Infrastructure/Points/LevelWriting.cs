using Microsoft.EntityFrameworkCore;
using Portal.Domain.Points.Events;
using Portal.Domain.Points.Levels;
using Portal.Domain.Points.Records;
using Portal.Infrastructure.Data;
using Portal.Infrastructure.Data.BulkWrite;

namespace Portal.Infrastructure.Points;

/// <summary>Writes changes of levels: their history, and the level at the customer, by which programmes and prices go.</summary>
internal static class LevelWriting
{
    private const int ChunkSize = 1000;

    public static async Task RunAsync(List<WorkingMember> members, List<PointsBooked> booked, DateTime nowUtc, PortalDbContext context, CancellationToken cancellationToken)
    {
        var setters = booked.Where(one => one.Event is SetLevelEvent).ToDictionary(one => PointsJson.Id(one.Event.Member), one => one.Note.ByUserId);
        var changes = members.SelectMany(member => member.Levels.Select(change => (Member: member, Change: change))).ToList();
        if (changes.Count > 0)
        {
            await BulkWriter.InsertAsync<PointsLevelChange, (WorkingMember Member, LevelChange Change)>(
                context,
                [
                    nameof(PointsLevelChange.CustomerId), nameof(PointsLevelChange.On), nameof(PointsLevelChange.FromCode), nameof(PointsLevelChange.ToCode), nameof(PointsLevelChange.Reason),
                    nameof(PointsLevelChange.Value), nameof(PointsLevelChange.Threshold), nameof(PointsLevelChange.Remark), nameof(PointsLevelChange.ByUserId), nameof(PointsLevelChange.RecordedAtUtc),
                ],
                changes,
                (row, item) =>
                {
                    row.Write(item.Member.Row.Id);
                    row.Write(item.Change.On);
                    row.Write(item.Change.From);
                    row.Write(item.Change.To);
                    row.Write((int)item.Change.Reason);
                    row.Write(item.Change.Value);
                    row.Write(item.Change.Threshold);
                    row.Write(item.Change.Remark);
                    row.Write(item.Change.Reason is LevelReason.Set or LevelReason.Locked ? setters.GetValueOrDefault(item.Member.Row.Id) : null);
                    row.Write(nowUtc);
                },
                cancellationToken);
        }

        foreach (var level in members.Where(member => member.Current.Level.Code is not null && member.Current.Level.Code != member.Row.LevelCode).GroupBy(member => member.Current.Level.Code!))
        {
            var code = level.Key;
            if (await context.CustomerLevels.Where(row => row.Code == code).Select(row => (long?)row.Id).SingleOrDefaultAsync(cancellationToken) is not { } levelId)
            {
                continue;
            }

            foreach (var chunk in level.Select(member => member.Row.Id).Order().Chunk(ChunkSize))
            {
                var ids = chunk;
                // The row version rises too, so that a form opened before does not put the old level back.
                await context.Customers.Where(row => EF.Parameter(ids).Contains(row.Id) && row.LevelId != levelId)
                    .ExecuteUpdateAsync(row => row.SetProperty(to => to.LevelId, levelId).SetProperty(to => to.RowVersion, to => to.RowVersion + 1), cancellationToken);
            }
        }
    }
}
