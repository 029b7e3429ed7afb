using Microsoft.Data.Sqlite;
using SQLitePCL;

namespace Portal.Infrastructure.Data.BulkWrite;

/// <summary>
/// A prepared insert, bound by position and stepped: a command object per row would cost as much as the insert.
/// </summary>
internal static class SqliteInserts
{
    // Each statement notes the last key of a table that remembers its greatest one, so several rows share one. In other tables they
    // do not: SQLite keeps every page as it was before a statement of several rows that a foreign key may yet refuse.
    private const int RowsPerRememberedKey = 32;
    private const string CacheSize = "PRAGMA cache_size = -65536";

    public static long Write<TRow>(
        SqliteConnection connection, BulkTable table, IEnumerable<TRow> rows, Action<IBulkRow, TRow> write, CancellationToken cancellationToken)
    {
        var database = connection.Handle!;
        long count = 0;
        using var single = new Insert(database, table, 1);
        Insert? several = null;
        try
        {
            bool? isKeyRemembered = null;
            foreach (var chunk in rows.Chunk(RowsPerRememberedKey))
            {
                cancellationToken.ThrowIfCancellationRequested();
                if (chunk.Length == RowsPerRememberedKey && (isKeyRemembered ??= ExpectMany(database, table)))
                {
                    several ??= new Insert(database, table, RowsPerRememberedKey);
                    several.Run<TRow>(chunk, write);
                }
                else
                {
                    for (var index = 0; index < chunk.Length; index++)
                    {
                        single.Run(chunk.AsSpan(index, 1), write);
                    }
                }

                count += chunk.Length;
            }
        }
        finally
        {
            several?.Dispose();
        }

        return count;
    }

    /// <summary>Makes room for many rows; a few are written before either would be worth its time.</summary>
    /// <returns>Whether the table remembers its greatest key.</returns>
    private static bool ExpectMany(sqlite3 database, BulkTable table)
    {
        // The pages that many rows touch have to fit: with the usual 2 MB they are written and read again all the time.
        Check(raw.sqlite3_exec(database, CacheSize), database);
        var found = raw.sqlite3_table_column_metadata(database, null, table.Name, "rowid", out _, out _, out _, out _, out var isRemembered);

        // A table that is nothing but the index of its key has no such column.
        return found == raw.SQLITE_OK && isRemembered != 0;
    }

    private static void Check(int result, sqlite3 database) => SqliteException.ThrowExceptionForRC(result, database);

    /// <summary>A prepared insert of one row or several, and the values that are bound to it.</summary>
    private sealed class Insert : IDisposable
    {
        private readonly sqlite3 _database;
        private readonly sqlite3_stmt _statement;
        private readonly BulkTable _table;
        private readonly SqliteRow _row;

        public Insert(sqlite3 database, BulkTable table, int rows)
        {
            var parameters = "(" + string.Join(',', table.Columns.Select(_ => "?")) + ")";
            var sql = $"INSERT INTO {table.QuotedName('"', '"')} ({table.QuotedColumns('"', '"')}) VALUES {string.Join(',', Enumerable.Repeat(parameters, rows))}";
            Check(raw.sqlite3_prepare_v2(database, sql, out _statement), database);
            _database = database;
            _table = table;
            _row = new SqliteRow(database, _statement, table.Columns.Count * rows);
        }

        public void Run<TRow>(ReadOnlySpan<TRow> items, Action<IBulkRow, TRow> write)
        {
            _row.Begin();
            for (var index = 0; index < items.Length; index++)
            {
                write(_row, items[index]);
                _row.End(_table, index + 1);
            }

            var result = raw.sqlite3_step(_statement);
            if (result != raw.SQLITE_DONE)
            {
                // Taken before the reset, which clears it.
                Check(raw.sqlite3_extended_errcode(_database) is var extended && extended != raw.SQLITE_OK ? extended : result, _database);
            }

            raw.sqlite3_reset(_statement);
        }

        public void Dispose()
        {
            _statement.Dispose();
            _row.Dispose();
        }
    }
}
