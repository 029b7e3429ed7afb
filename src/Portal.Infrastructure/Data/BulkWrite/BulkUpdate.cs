using System.Data;
using System.Data.Common;
using System.Globalization;
using Microsoft.Data.SqlClient;
using Microsoft.Data.Sqlite;
using Microsoft.EntityFrameworkCore.Storage;
using Npgsql;

namespace Portal.Infrastructure.Data.BulkWrite;

/// <summary>
/// Sets columns of many rows by their key, within the context's transaction: a prepared update where the database is in the
/// process, one statement for all rows where it is a server.
/// </summary>
internal static class BulkUpdate
{
    private const int RowsAtOnce = 5000;

    /// <summary>Sets the columns.</summary>
    /// <param name="context">The context with its transaction.</param>
    /// <param name="keys">The properties by which a row is found.</param>
    /// <param name="properties">The properties that are set.</param>
    /// <param name="rows">The rows.</param>
    /// <param name="write">Writes keys, then values, in their order.</param>
    /// <param name="cancellationToken">Stops between statements; the caller then rolls back.</param>
    /// <returns>The number of rows found.</returns>
    public static async Task<long> SetAsync<TEntity, TRow>(
        PortalDbContext context,
        IReadOnlyList<string> keys,
        IReadOnlyList<string> properties,
        IReadOnlyCollection<TRow> rows,
        Action<IBulkRow, TRow> write,
        CancellationToken cancellationToken)
        where TEntity : class
    {
        if (rows.Count == 0)
        {
            return 0;
        }

        var transaction = context.Database.CurrentTransaction?.GetDbTransaction()
            ?? throw new InvalidOperationException("Rows are changed within a transaction only.");
        var table = BulkTable.Of(context, typeof(TEntity), [.. keys, .. properties]);
        if (transaction.Connection is not NpgsqlConnection postgres)
        {
            return OneByOne(transaction, table, keys.Count, rows, write, cancellationToken);
        }

        long count = 0;
        foreach (var chunk in rows.Chunk(RowsAtOnce))
        {
            count += await ByArraysAsync(postgres, table, keys.Count, chunk, write, cancellationToken);
        }

        return count;
    }

    private static long OneByOne<TRow>(
        DbTransaction transaction, BulkTable table, int keyCount, IEnumerable<TRow> rows, Action<IBulkRow, TRow> write, CancellationToken cancellationToken)
    {
        using var command = transaction.Connection!.CreateCommand();
        command.Transaction = transaction;
        var (open, close) = command is SqliteCommand ? ('"', '"') : ('[', ']');
        var names = table.Columns.Select(column => open + column.Name + close).ToList();
        command.CommandText = $"UPDATE {table.QuotedName(open, close)} SET "
            + string.Join(", ", names.Skip(keyCount).Select((name, index) => string.Create(CultureInfo.InvariantCulture, $"{name} = @p{index + keyCount}")))
            + " WHERE " + string.Join(" AND ", names.Take(keyCount).Select((name, index) => string.Create(CultureInfo.InvariantCulture, $"{name} = @p{index}")));
        for (var index = 0; index < names.Count; index++)
        {
            var parameter = command.CreateParameter();
            parameter.ParameterName = string.Create(CultureInfo.InvariantCulture, $"@p{index}");
            command.Parameters.Add(parameter);
        }

        var row = new ParameterRow(command);
        long count = 0;
        foreach (var item in rows)
        {
            cancellationToken.ThrowIfCancellationRequested();
            row.Start();
            write(row, item);
            count += command.ExecuteNonQuery();
        }

        return count;
    }

    private static async Task<long> ByArraysAsync<TRow>(
        NpgsqlConnection connection, BulkTable table, int keyCount, TRow[] rows, Action<IBulkRow, TRow> write, CancellationToken cancellationToken)
    {
        var texts = new TextRow(table.Columns.Count);
        foreach (var item in rows)
        {
            texts.Start();
            write(texts, item);
        }

        await using var command = connection.CreateCommand();
        var columns = table.Columns;
        var names = Enumerable.Range(0, columns.Count).Select(index => string.Create(CultureInfo.InvariantCulture, $"c{index}")).ToList();
        command.CommandText = $"UPDATE {table.QuotedName('"', '"')} AS t SET "
            + string.Join(", ", columns.Skip(keyCount).Select((column, index) => $"\"{column.Name}\" = d.{names[index + keyCount]}::{column.StoreType}"))
            + " FROM unnest(" + string.Join(", ", names.Select((_, index) => string.Create(CultureInfo.InvariantCulture, $"${index + 1}")))
            + ") AS d(" + string.Join(", ", names) + ") WHERE "
            + string.Join(" AND ", columns.Take(keyCount).Select((column, index) => $"t.\"{column.Name}\" = d.{names[index]}::{column.StoreType}"));
        foreach (var column in texts.Columns)
        {
            command.Parameters.Add(new NpgsqlParameter<string?[]> { TypedValue = [.. column] });
        }

        return await command.ExecuteNonQueryAsync(cancellationToken);
    }

    /// <summary>Sets the parameters of a command, in order.</summary>
    private sealed class ParameterRow(DbCommand command) : IBulkRow
    {
        private int _index;

        public void Start() => _index = 0;

        public void WriteNull() => Set(null);

        public void Write(long value) => Set(value);

        public void Write(int value) => Set(value);

        public void Write(decimal? value) => Set(value);

        public void Write(string? value) => Set(value);

        public void Write(DateOnly value) => Set(value);

        // Unless told so, SQL Server's driver sends a "datetime", which has neither the first year nor a microsecond.
        public void Write(DateTime value)
        {
            if (command.Parameters[_index] is SqlParameter parameter)
            {
                parameter.SqlDbType = SqlDbType.DateTime2;
            }

            Set(value);
        }

        public void Write(bool value) => Set(value);

        public void Write(byte[] value) => Set(value);

        private void Set(object? value) => command.Parameters[_index++].Value = value ?? DBNull.Value;
    }

    /// <summary>Keeps values as text, column by column; the statement casts them.</summary>
    private sealed class TextRow(int columns) : IBulkRow
    {
        private int _index;

        public IReadOnlyList<List<string?>> Columns { get; } = [.. Enumerable.Range(0, columns).Select(_ => new List<string?>())];

        public void Start() => _index = 0;

        public void WriteNull() => Set(null);

        public void Write(long value) => Set(value.ToString(CultureInfo.InvariantCulture));

        public void Write(int value) => Set(value.ToString(CultureInfo.InvariantCulture));

        public void Write(decimal? value) => Set(value?.ToString(CultureInfo.InvariantCulture));

        public void Write(string? value) => Set(value);

        public void Write(DateOnly value) => Set(PostgresDay.ToText(value));

        public void Write(DateTime value) => Set(PostgresDay.ToText(value));

        public void Write(bool value) => Set(value ? "true" : "false");

        public void Write(byte[] value) => Set("\\x" + Convert.ToHexString(value));

        private void Set(string? value) => Columns[_index++].Add(value);
    }
}
