using Microsoft.EntityFrameworkCore;
using Portal.Domain.Sales;
using Portal.Domain.Settlements;
using Portal.Domain.Shared;
using Portal.Infrastructure.Data;
using Portal.Infrastructure.Data.BulkRead;

namespace Portal.Infrastructure.Settlements;

/// <summary>Takes a sales line of the scan.</summary>
internal delegate void SalesFactHandler(in SalesFact fact);

/// <summary>
/// Streams the sales lines of customers, in the order of customers and days, out of the one index that holds all that is needed.
/// </summary>
internal static class SalesScan
{
    private static readonly string[] Properties =
    [
        nameof(SalesLine.CustomerId), nameof(SalesLine.DocumentOn), nameof(SalesLine.ProductId), nameof(SalesLine.QuantityMilli), nameof(SalesLine.NetMinor),
    ];

    /// <returns>The number of lines read.</returns>
    public static Task<long> ReadAsync(
        PortalDbContext context, CustomerSelection customers, DateRange days, long upToLineId, SalesFactHandler take, CancellationToken cancellationToken) =>
        ReadAsync(context, Sql(context, customers, days, upToLineId), hasKeys: true, days, take, cancellationToken);

    /// <summary>The same without the lines' keys, which cost as much as two other columns; they are needed only where lines may have come late.</summary>
    /// <returns>The number of lines read.</returns>
    public static async Task<long> ReadWithoutKeysAsync(
        PortalDbContext context, CustomerSelection customers, DateRange days, long upToLineId, SalesFactHandler take, CancellationToken cancellationToken)
    {
        long read = 0;
        if ((await context.SalesLines.MaxAsync(line => (long?)line.Id, cancellationToken) ?? 0) <= upToLineId)
        {
            read = await ReadAsync(context, SqlWithoutKeys(context, customers, days, upToLineId), hasKeys: false, days, take, cancellationToken);
        }

        // Nothing was read where a line that does not count came in between.
        return read > 0 ? read : await ReadAsync(context, customers, days, upToLineId, take, cancellationToken);
    }

    /// <summary>The query; a test looks at its plan.</summary>
    public static BulkQuery Sql(PortalDbContext context, CustomerSelection customers, DateRange days, long upToLineId)
    {
        var sql = new BulkSql(context, typeof(SalesLine), [.. Properties, nameof(SalesLine.Id)]);
        return new BulkQuery(
            sql.Columns, sql.Table, $"{Which(context, sql, customers, days)} AND {sql[nameof(SalesLine.Id)]} <= {BulkSql.Number(upToLineId)}", Order(sql));
    }

    /// <summary>The query that reads nothing if there is any later line.</summary>
    public static BulkQuery SqlWithoutKeys(PortalDbContext context, CustomerSelection customers, DateRange days, long upToLineId)
    {
        var key = new BulkSql(context, typeof(SalesLine), [nameof(SalesLine.Id)]);
        var sql = new BulkSql(context, typeof(SalesLine), Properties);
        return new BulkQuery(
            sql.Columns, sql.Table, Which(context, sql, customers, days, $"(SELECT MAX({key.Columns}) FROM {key.Table}) <= {BulkSql.Number(upToLineId)}"), Order(sql));
    }

    private static async Task<long> ReadAsync(
        PortalDbContext context, BulkQuery query, bool hasKeys, DateRange days, SalesFactHandler take, CancellationToken cancellationToken)
    {
        long read = 0;
        await BulkReader.ReadAsync(context, query, Take, cancellationToken);
        return read;

        void Take(IBulkRecord record)
        {
            var on = record.Day(1);
            if (on >= days.From && on <= days.To)
            {
                read++;
                take(new SalesFact(record.Number(0), on, record.Number(2), record.Number(3), record.Number(4), hasKeys ? record.Number(5) : 0));
            }
        }
    }

    private static string Which(PortalDbContext context, BulkSql sql, CustomerSelection customers, DateRange days, string? onlyIf = null)
    {
        var customer = sql[nameof(SalesLine.CustomerId)];
        var when = $" AND {sql[nameof(SalesLine.DocumentOn)]} BETWEEN {BulkSql.Day(days.From)} AND {BulkSql.Day(days.To)}";
        if (customers.Ids is { } ids)
        {
            return $"{customer} IN ({string.Join(", ", ids.Select(BulkSql.Number))}){when}{(onlyIf is null ? "" : $" AND {onlyIf}")}";
        }

        // A condition in the bound of the range is looked at once, not at every row.
        var (from, to) = (BulkSql.Number(customers.From), BulkSql.Number(customers.To));
        var last = onlyIf is null ? to : $"CASE WHEN {onlyIf} THEN {to} ELSE {from} - 1 END";

        // In a range of customers the index cannot skip days: where it costs more to compare one than to hand it over, it is not asked for.
        return $"{customer} BETWEEN {from} AND {last}{(BulkReader.HandsOverFasterThanItCompares(context) ? "" : when)}";
    }

    private static string Order(BulkSql sql) => $"{sql[nameof(SalesLine.CustomerId)]}, {sql[nameof(SalesLine.DocumentOn)]}";
}

/// <summary>Customers whose sales lines are read: a range of keys, or within it a few alone.</summary>
/// <param name="From">The first key.</param>
/// <param name="To">The last key.</param>
/// <param name="Ids">The keys in order, or null for all of the range.</param>
internal sealed record CustomerSelection(long From, long To, IReadOnlyList<long>? Ids = null)
{
    /// <summary>Every customer there is.</summary>
    public static CustomerSelection Everyone { get; } = new(0, long.MaxValue);
}
