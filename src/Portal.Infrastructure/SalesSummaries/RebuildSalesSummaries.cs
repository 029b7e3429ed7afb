using System.Data;
using Microsoft.EntityFrameworkCore;
using Portal.Domain.Shared;
using Portal.Infrastructure.Data;

namespace Portal.Infrastructure.SalesSummaries;

/// <summary>
/// Makes the monthly sums right again from the documents: adds what the parts of each month lack. Documents that are written
/// meanwhile bring their own parts, so nobody has to wait.
/// </summary>
public sealed class RebuildSalesSummaries(WriteTransaction transaction)
{
    /// <summary>Corrects every month that differs.</summary>
    /// <returns>How many months of customers were corrected.</returns>
    public Task<Outcome<int>> RunAsync(CancellationToken cancellationToken) => transaction.RunAsync<Outcome<int>>(
        async (context, token) =>
        {
            var differences = await VerifySalesSummaries.Differences(context).ToListAsync(token);
            await SalesSummaryWriter.WriteAsync(context, differences.Select(Correction), token);
            return differences.Count;
        },
        cancellationToken,
        // Two of these at once must not both add what is missing.
        IsolationLevel.Serializable);

    private static SummaryPart Correction(SalesSummaryDifference difference) => new(
        new SummaryKey(difference.CustomerId, new DateOnly(difference.Year, difference.Month, 1), difference.Currency),
        checked((int)difference.MissingCount),
        difference.MissingMinor);
}
