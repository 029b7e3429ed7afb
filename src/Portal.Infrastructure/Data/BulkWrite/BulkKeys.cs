using System.Data.Common;
using Microsoft.Data.Sqlite;
using Microsoft.EntityFrameworkCore.Storage;
using Npgsql;

namespace Portal.Infrastructure.Data.BulkWrite;

/// <summary>Gives keys to rows before they are written, so that rows that refer to them need not wait until they are read back.</summary>
internal static class BulkKeys
{
    /// <summary>Takes keys out of a table's series within the context's transaction. They are never given again, even when it is rolled back.</summary>
    /// <returns>Rising keys, or null where the database gives them only while writing.</returns>
    public static async Task<long[]?> TakeAsync<TEntity>(PortalDbContext context, string key, int count, CancellationToken cancellationToken)
        where TEntity : class
    {
        var transaction = context.Database.CurrentTransaction?.GetDbTransaction()
            ?? throw new InvalidOperationException("Keys are taken within a transaction only.");
        var table = BulkTable.Of(context, typeof(TEntity), [key]);
        return transaction.Connection switch
        {
            SqliteConnection sqlite => await AfterLastAsync(sqlite, transaction, table.Name, count, cancellationToken),
            NpgsqlConnection postgres => await FromSequenceAsync(postgres, table, count, cancellationToken),
            _ => null,
        };
    }

    /// <summary>The transaction keeps every other writer out, so counting on from the last key ever given is enough; the insert itself notes it.</summary>
    private static async Task<long[]> AfterLastAsync(
        SqliteConnection connection, DbTransaction transaction, string table, int count, CancellationToken cancellationToken)
    {
        await using var command = connection.CreateCommand();
        command.Transaction = (SqliteTransaction)transaction;
        command.CommandText = "SELECT seq FROM sqlite_sequence WHERE name = $table";
        command.Parameters.AddWithValue("$table", table);
        var last = await command.ExecuteScalarAsync(cancellationToken) as long? ?? 0;
        var keys = new long[count];
        for (var index = 0; index < count; index++)
        {
            keys[index] = last + index + 1;
        }

        return keys;
    }

    private static async Task<long[]> FromSequenceAsync(NpgsqlConnection connection, BulkTable table, int count, CancellationToken cancellationToken)
    {
        await using var command = connection.CreateCommand();

        // The series is looked up once, not for each key, and the keys come as one value instead of a row each.
        command.CommandText =
            """
            SELECT ARRAY(SELECT nextval(series.name) FROM generate_series(1, @count))
            FROM (SELECT pg_get_serial_sequence(@table, @column)::regclass AS name OFFSET 0) AS series
            """;
        command.Parameters.AddWithValue("table", table.QuotedName('"', '"'));
        command.Parameters.AddWithValue("column", table.Columns[0].Name);
        command.Parameters.AddWithValue("count", count);
        return (long[])(await command.ExecuteScalarAsync(cancellationToken))!;
    }
}
