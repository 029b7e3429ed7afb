using Microsoft.Data.SqlClient;
using Microsoft.Data.Sqlite;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Storage;
using Npgsql;

namespace Portal.Infrastructure.Data.BulkWrite;

/// <summary>
/// Inserts many rows by the way that each database is fastest at: prepared inserts, COPY, SqlBulkCopy.
/// Rows pass by the change tracker: the caller writes every column that has no default, row versions included.
/// </summary>
public static class BulkWriter
{
    /// <summary>
    /// How many rows are best gathered before they are written. A database in this process takes them one by one anyway: the fewer are
    /// kept, the less the collector has to move. To one behind a connection each group is a conversation.
    /// </summary>
    public static int RowsAtOnce(PortalDbContext context)
    {
        ArgumentNullException.ThrowIfNull(context);
        return context.Database.IsSqlite() ? 1_000 : 10_000;
    }

    /// <summary>Inserts rows within the context's transaction, which must have been begun; the caller commits it.</summary>
    /// <typeparam name="TEntity">The entity whose table is written.</typeparam>
    /// <typeparam name="TRow">What the rows are made of.</typeparam>
    /// <param name="context">The context with its transaction.</param>
    /// <param name="properties">The entity's properties, in the order in which <paramref name="write"/> writes them.</param>
    /// <param name="rows">The rows.</param>
    /// <param name="write">Writes the values of one row.</param>
    /// <param name="cancellationToken">Stops between rows; the caller then rolls back.</param>
    /// <returns>The number of rows.</returns>
    public static async Task<long> InsertAsync<TEntity, TRow>(
        PortalDbContext context,
        IReadOnlyList<string> properties,
        IEnumerable<TRow> rows,
        Action<IBulkRow, TRow> write,
        CancellationToken cancellationToken)
        where TEntity : class
    {
        ArgumentNullException.ThrowIfNull(context);
        ArgumentNullException.ThrowIfNull(rows);
        ArgumentNullException.ThrowIfNull(write);
        var transaction = context.Database.CurrentTransaction?.GetDbTransaction()
            ?? throw new InvalidOperationException("Rows in bulk are written within a transaction only.");
        if (rows.TryGetNonEnumeratedCount(out var count) && count == 0)
        {
            return 0;
        }

        var table = BulkTable.Of(context, typeof(TEntity), properties);
        return transaction.Connection switch
        {
            SqliteConnection sqlite => SqliteInserts.Write(sqlite, table, rows, write, cancellationToken),
            NpgsqlConnection postgres => await PostgresCopy.WriteAsync(postgres, table, rows, write, cancellationToken).ConfigureAwait(false),
            SqlConnection sqlServer => await SqlServerCopy
                .WriteAsync(sqlServer, (SqlTransaction)transaction, context.Database.GetCommandTimeout(), table, rows, write, cancellationToken)
                .ConfigureAwait(false),
            _ => throw new NotSupportedException("No bulk insert for this database."),
        };
    }
}
