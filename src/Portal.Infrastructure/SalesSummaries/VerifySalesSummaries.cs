using Microsoft.EntityFrameworkCore;
using Portal.Infrastructure.Data;

namespace Portal.Infrastructure.SalesSummaries;

/// <summary>Compares the monthly sums that dashboards read with the documents. Reports, never repairs.</summary>
public sealed class VerifySalesSummaries(IDbContextFactory<PortalDbContext> contexts)
{
    private const int MaxDifferences = 1000;

    /// <summary>Reads every document and every part in one statement, which sees one moment.</summary>
    /// <returns>What differs, at most a thousand months of customers; empty if everything is right.</returns>
    public async Task<IReadOnlyList<SalesSummaryDifference>> RunAsync(CancellationToken cancellationToken)
    {
        await using var context = await contexts.CreateDbContextAsync(cancellationToken);
        return await Differences(context)
            .Take(MaxDifferences)
            .ToListAsync(cancellationToken);
    }

    /// <summary>The months whose parts do not add up to their documents.</summary>
    internal static IQueryable<SalesSummaryDifference> Differences(PortalDbContext context)
    {
        var documents = context.SalesDocuments.Select(document => new
        {
            document.CustomerId,
            document.DocumentOn.Year,
            document.DocumentOn.Month,
            document.Currency,
            Count = document.Id - document.Id + 1,
            document.NetMinor,
        });
        var parts = context.SalesSummaries.Select(part => new
        {
            part.CustomerId,
            part.Month.Year,
            part.Month.Month,
            part.Currency,
            Count = (long)-part.DocumentCount,
            NetMinor = -part.NetMinor,
        });
        return documents.Concat(parts)
            .GroupBy(row => new { row.CustomerId, row.Year, row.Month, row.Currency })
            .Where(month => month.Sum(row => row.Count) != 0 || month.Sum(row => row.NetMinor) != 0)
            .OrderBy(month => month.Key.CustomerId).ThenBy(month => month.Key.Year).ThenBy(month => month.Key.Month)
            .Select(month => new SalesSummaryDifference(
                month.Key.CustomerId, month.Key.Year, month.Key.Month, month.Key.Currency, month.Sum(row => row.Count), month.Sum(row => row.NetMinor)));
    }
}

/// <summary>A month of a customer whose sums are wrong.</summary>
/// <param name="CustomerId">The customer.</param>
/// <param name="Year">The year.</param>
/// <param name="Month">The month, from 1.</param>
/// <param name="Currency">ISO code of the currency.</param>
/// <param name="MissingCount">Documents that the sums lack; negative where they have too many.</param>
/// <param name="MissingMinor">The amount that they lack, in minor units.</param>
public sealed record SalesSummaryDifference(long CustomerId, int Year, int Month, string Currency, long MissingCount, long MissingMinor);
