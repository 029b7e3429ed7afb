using Microsoft.EntityFrameworkCore;
using Portal.Infrastructure.Data;

namespace Portal.Infrastructure.Settlements;

/// <summary>
/// Cuts the customers of a run into partitions with about as many sales lines each. To count the lines would take as long as
/// to settle them; a sample of lines, evenly over the order of recording, has as many of a customer as it has lines.
/// </summary>
internal static class PartitionCutter
{
    private const int SampleSize = 4096;
    private const int MostIds = 1000;

    /// <summary>Ranges that together hold every customer there is.</summary>
    public static async Task<IReadOnlyList<CustomerSelection>> CutAsync(
        PortalDbContext context, long upToLineId, int linesPerPartition, CancellationToken cancellationToken)
    {
        var count = Math.Min(SampleSize, upToLineId);
        var ids = new long[count];
        for (var index = 0; index < count; index++)
        {
            ids[index] = 1 + (upToLineId - 1) * index / Math.Max(1, count - 1);
        }

        var sample = await context.SalesLines.Where(line => EF.Parameter(ids).Contains(line.Id)).Select(line => line.CustomerId).ToListAsync(cancellationToken);
        sample.Sort();
        return Cut(sample, (int)Math.Clamp(upToLineId / linesPerPartition, 1, SampleSize));
    }

    /// <summary>Selections of a few customers alone.</summary>
    public static IReadOnlyList<CustomerSelection> Cut(IReadOnlyList<long> customers, long upToLineId, long allCustomers, int linesPerPartition)
    {
        var linesPerCustomer = Math.Max(1, upToLineId / Math.Max(1, allCustomers));
        var size = (int)Math.Clamp(linesPerPartition / linesPerCustomer, 1, MostIds);
        return [.. customers.Chunk(size).Select(ids => new CustomerSelection(ids[0], ids[^1], ids))];
    }

    private static List<CustomerSelection> Cut(List<long> sample, int wanted)
    {
        var ranges = new List<CustomerSelection>();
        long from = 0;
        for (var partition = 1; partition < wanted && sample.Count > 0; partition++)
        {
            var to = sample[(int)((long)sample.Count * partition / wanted)];
            if (to >= from && to < sample[^1])
            {
                ranges.Add(new CustomerSelection(from, to));
                from = to + 1;
            }
        }

        ranges.Add(new CustomerSelection(from, long.MaxValue));
        return ranges;
    }
}
