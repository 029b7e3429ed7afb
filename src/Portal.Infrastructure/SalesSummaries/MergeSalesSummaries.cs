using Microsoft.EntityFrameworkCore;
using Portal.Domain.Sales;
using Portal.Domain.Shared;
using Portal.Infrastructure.Data;

namespace Portal.Infrastructure.SalesSummaries;

/// <summary>Makes the parts of each month one, so that sums stay quick. The sums are the same before and after.</summary>
public sealed class MergeSalesSummaries(WriteTransaction transaction)
{
    private const int CustomersAtOnce = 200;

    /// <summary>Merges all that was written before.</summary>
    /// <returns>How many parts went away.</returns>
    public async Task<long> RunAsync(CancellationToken cancellationToken)
    {
        var gone = 0L;
        for (long? after = 0; after is not null;)
        {
            var from = after.Value;
            var step = await transaction.RunAsync((context, token) => MergeAsync(context, from, token), cancellationToken);
            if (!step.IsDone)
            {
                break;
            }

            (after, var merged) = step.Value;
            gone += merged;
        }

        return gone;
    }

    /// <summary>Merges the months of the next customers that have several parts.</summary>
    private static async Task<Outcome<(long? After, long Gone)>> MergeAsync(PortalDbContext context, long after, CancellationToken cancellationToken)
    {
        var customers = await context.SalesSummaries
            .Where(part => part.CustomerId > after)
            .GroupBy(part => new { part.CustomerId, part.Month, part.Currency })
            .Where(month => month.Count() > 1)
            .Select(month => month.Key.CustomerId)
            .Distinct().OrderBy(id => id).Take(CustomersAtOnce)
            .ToListAsync(cancellationToken);
        if (customers.Count == 0)
        {
            return (null, 0);
        }

        var months = (await context.SalesSummaries.AsNoTracking().Where(part => customers.Contains(part.CustomerId)).ToListAsync(cancellationToken))
            .GroupBy(part => new SummaryKey(part.CustomerId, part.Month, part.Currency))
            .Where(month => month.Count() > 1)
            .ToList();
        var gone = await DeleteAsync(context, [.. months.SelectMany(month => month).Select(part => part.Id)], cancellationToken);
        if (gone < 0)
        {
            // Another one merged them meanwhile; nothing of this is kept.
            return new Refusal("changed_by_other");
        }

        await SalesSummaryWriter.WriteAsync(context, months.Select(Merged), cancellationToken);
        return (customers[^1], gone - months.Count);
    }

    private static async Task<long> DeleteAsync(PortalDbContext context, List<long> ids, CancellationToken cancellationToken)
    {
        var gone = 0;
        foreach (var chunk in ids.Chunk(500))
        {
            gone += await context.SalesSummaries.Where(part => chunk.Contains(part.Id)).ExecuteDeleteAsync(cancellationToken);
        }

        return gone == ids.Count ? gone : -1;
    }

    private static SummaryPart Merged(IGrouping<SummaryKey, SalesSummary> month) =>
        new(month.Key, month.Sum(part => part.DocumentCount), month.Sum(part => part.NetMinor));
}
