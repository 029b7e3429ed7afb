using Microsoft.EntityFrameworkCore;
using Npgsql;
using Portal.Infrastructure.Data.BulkWrite;

namespace Portal.Infrastructure.Data;

/// <summary>
/// What the database knows of how many rows tables hold. PostgreSQL looks by itself only once a minute: until then it may plan a
/// query over many new rows as if there were few, and take minutes for it. The other databases see to it at once or plan by indexes.
/// </summary>
internal static class TableStatistics
{
    /// <summary>From how many new rows on it is worth looking.</summary>
    public const long ManyRows = 10_000;

    /// <summary>Looks again, outside any transaction.</summary>
    /// <param name="context">The database.</param>
    /// <param name="columns">By entity the properties that queries look for rows by. To look at all, texts first of all, takes three times as long; PostgreSQL does that by itself later.</param>
    /// <param name="cancellationToken">Stops it.</param>
    public static async Task RefreshAsync(PortalDbContext context, IReadOnlyDictionary<Type, string[]> columns, CancellationToken cancellationToken)
    {
        if (context.Database.GetDbConnection() is NpgsqlConnection)
        {
            // Names of the model, nothing that anybody typed.
            var analyze = "ANALYZE " + string.Join(", ", columns.Select(entity => Table(BulkTable.Of(context, entity.Key, entity.Value))));
            await context.Database.ExecuteSqlRawAsync(analyze, cancellationToken);
        }

        static string Table(BulkTable table) => $"{table.QuotedName('"', '"')} ({table.QuotedColumns('"', '"')})";
    }
}
