using Microsoft.Data.Sqlite;
using Microsoft.EntityFrameworkCore;
using Npgsql;

namespace Portal.Infrastructure.Data.BulkRead;

/// <summary>
/// Reads many rows by the way that each database is fastest at: a function called within the statement, COPY, a sequential data reader.
/// A row is no object: the caller takes what it needs from the record before the next one.
/// </summary>
internal static class BulkReader
{
    /// <summary>How often a long read looks whether it is to stop, in rows.</summary>
    public const int RowsBetweenLooks = 1024;

    /// <summary>Whether a row that is not wanted costs less to hand over than to be told apart by its text or day: SQLite hands over within the process.</summary>
    public static bool HandsOverFasterThanItCompares(PortalDbContext context) => context.Database.IsSqlite();

    /// <param name="context">Gives the connection.</param>
    /// <param name="query">The query.</param>
    /// <param name="take">Takes a row.</param>
    /// <param name="cancellationToken">Stops between rows.</param>
    /// <returns>The number of rows.</returns>
    public static async Task<long> ReadAsync(PortalDbContext context, BulkQuery query, Action<IBulkRecord> take, CancellationToken cancellationToken)
    {
        await context.Database.OpenConnectionAsync(cancellationToken);
        try
        {
            return context.Database.GetDbConnection() switch
            {
                SqliteConnection sqlite => SqliteRecords.Read(sqlite, query, take, cancellationToken),
                NpgsqlConnection postgres => await PostgresRecords.ReadAsync(postgres, query, take, cancellationToken),
                var other => await ReaderRecords.ReadAsync(other, query.ToString(), take, cancellationToken),
            };
        }
        finally
        {
            await context.Database.CloseConnectionAsync();
        }
    }
}
