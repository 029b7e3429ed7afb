using Microsoft.EntityFrameworkCore;
using Portal.Domain.Sales;
using Portal.Infrastructure.Data;

namespace Portal.Bench.Settle;

/// <summary>Takes the indexes of the sales lines away while millions of lines are written: to sort them once at the end is several times faster.</summary>
internal static class IndexesAside
{
    /// <summary>Writes, and makes the indexes as they were before.</summary>
    public static async Task WriteAsync(PortalDbContext context, DatabaseProvider provider, Func<Task> write, CancellationToken cancellationToken)
    {
        // To sort ten million rows takes longer than any statement of the product may.
        context.Database.SetCommandTimeout(TimeSpan.FromMinutes(10));
        var table = context.Model.FindEntityType(typeof(SalesLine))!.GetTableName()!;
        var indexes = await context.Database.SqlQueryRaw<Index>(provider == DatabaseProvider.Sqlite
            ? """SELECT "name" AS "Name", "sql" AS "Definition" FROM sqlite_master WHERE type = 'index' AND tbl_name = {0} AND "sql" IS NOT NULL"""
            : """SELECT indexname AS "Name", indexdef AS "Definition" FROM pg_indexes WHERE tablename = {0} AND indexname NOT LIKE 'PK%'""",
            table).ToListAsync(cancellationToken);
        foreach (var index in indexes)
        {
            await RunAsync($"DROP INDEX \"{index.Name}\"");
        }

        await write();
        foreach (var index in indexes)
        {
            await RunAsync(index.Definition);
        }

        // The text comes from the database's own catalogue.
        Task RunAsync(string sql) => context.Database.ExecuteSqlRawAsync(sql, cancellationToken);
    }

    private sealed record Index(string Name, string Definition);
}
