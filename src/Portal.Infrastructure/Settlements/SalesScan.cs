using System.Data;
using System.Data.Common;
using Microsoft.EntityFrameworkCore;
using Portal.Domain.Settlements;
using Portal.Domain.Shared;
using Portal.Infrastructure.Data;

namespace Portal.Infrastructure.Settlements;

/// <summary>Takes a sales line of the scan.</summary>
internal delegate void SalesFactHandler(in SalesFact fact);

/// <summary>
/// Streams the sales lines of a range of customers, in the order of customers and days, out of the one index that holds all
/// that is needed. The rows are read from the data reader itself: an entity or record per line would cost more than the sum.
/// </summary>
internal static class SalesScan
{
    /// <returns>The number of lines read.</returns>
    public static async Task<long> ReadAsync(
        PortalDbContext context, long fromCustomerId, long toCustomerId, DateRange days, long upToLineId, SalesFactHandler take, CancellationToken cancellationToken)
    {
        var (first, last) = (days.From, days.To);
        var query = context.SalesLines
            .Where(line => line.CustomerId >= fromCustomerId && line.CustomerId <= toCustomerId
                && line.DocumentOn >= first && line.DocumentOn <= last && line.Id <= upToLineId)
            .OrderBy(line => line.CustomerId).ThenBy(line => line.DocumentOn)
            .Select(line => new { line.CustomerId, line.DocumentOn, line.ProductId, line.QuantityMilli, line.NetMinor, line.Id });
        await using var command = query.CreateDbCommand();
        await context.Database.OpenConnectionAsync(cancellationToken);
        try
        {
            await using var reader = await command.ExecuteReaderAsync(CommandBehavior.SequentialAccess, cancellationToken);
            return await ReadAsync(reader, context.Database.IsSqlite(), take, cancellationToken);
        }
        finally
        {
            await context.Database.CloseConnectionAsync();
        }
    }

    private static async Task<long> ReadAsync(DbDataReader reader, bool isTextDay, SalesFactHandler take, CancellationToken cancellationToken)
    {
        long count = 0;
        while (await reader.ReadAsync(cancellationToken))
        {
            take(new SalesFact(
                reader.GetInt64(0),
                isTextDay ? DayOf(reader.GetString(1)) : reader.GetFieldValue<DateOnly>(1),
                reader.GetInt64(2),
                reader.GetInt64(3),
                reader.GetInt64(4),
                reader.GetInt64(5)));
            count++;
        }

        return count;
    }

    // SQLite keeps days as 2026-11-22; parsing the ten digits is several times faster than the general way.
    private static DateOnly DayOf(string text) => new(
        ((text[0] - '0') * 1000) + ((text[1] - '0') * 100) + ((text[2] - '0') * 10) + (text[3] - '0'),
        ((text[5] - '0') * 10) + (text[6] - '0'),
        ((text[8] - '0') * 10) + (text[9] - '0'));
}
