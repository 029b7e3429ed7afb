using Portal.Domain.Points.Records;
using Portal.Infrastructure.Data;
using Portal.Infrastructure.Data.BulkWrite;

namespace Portal.Infrastructure.Points;

/// <summary>
/// Marks written sales documents as waiting to be counted: one row for each write, in its transaction, however many documents
/// it brings. Keys may be given out of the order of commits; each write marks its own, so none is missed.
/// </summary>
internal static class PointsIntake
{
    /// <summary>Marks documents that have their keys.</summary>
    public static async Task MarkAsync(PortalDbContext context, IEnumerable<long> documentIds, CancellationToken cancellationToken)
    {
        var (first, last) = (long.MaxValue, 0L);
        foreach (var id in documentIds)
        {
            first = Math.Min(first, id);
            last = Math.Max(last, id);
        }

        if (last > 0)
        {
            await BulkWriter.InsertAsync<PointsIntakeRange, (long First, long Last)>(
                context,
                [nameof(PointsIntakeRange.FirstDocumentId), nameof(PointsIntakeRange.LastDocumentId)],
                [(first, last)],
                (row, range) =>
                {
                    row.Write(range.First);
                    row.Write(range.Last);
                },
                cancellationToken);
        }
    }
}
