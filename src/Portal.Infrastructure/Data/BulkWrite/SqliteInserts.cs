using System.Globalization;
using System.Runtime.InteropServices;
using System.Text;
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
        using var single = Prepare(database, table, 1);
        sqlite3_stmt? several = null;
        try
        {
            bool? isKeyRemembered = null;
            foreach (var chunk in rows.Chunk(RowsPerRememberedKey))
            {
                cancellationToken.ThrowIfCancellationRequested();
                if (chunk.Length == RowsPerRememberedKey && (isKeyRemembered ??= ExpectMany(database, table)))
                {
                    several ??= Prepare(database, table, RowsPerRememberedKey);
                    Insert<TRow>(database, several, table, chunk, write);
                }
                else
                {
                    for (var index = 0; index < chunk.Length; index++)
                    {
                        Insert<TRow>(database, single, table, chunk.AsSpan(index, 1), write);
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
        Check(raw.sqlite3_table_column_metadata(database, null, table.Name, "rowid", out _, out _, out _, out _, out var isRemembered), database);
        return isRemembered != 0;
    }

    private static sqlite3_stmt Prepare(sqlite3 database, BulkTable table, int rows)
    {
        var parameters = "(" + string.Join(',', table.Columns.Select(_ => "?")) + ")";
        var sql = $"INSERT INTO {table.QuotedName('"', '"')} ({table.QuotedColumns('"', '"')}) VALUES {string.Join(',', Enumerable.Repeat(parameters, rows))}";
        Check(raw.sqlite3_prepare_v2(database, sql, out var statement), database);
        return statement;
    }

    private static void Insert<TRow>(sqlite3 database, sqlite3_stmt statement, BulkTable table, ReadOnlySpan<TRow> items, Action<IBulkRow, TRow> write)
    {
        var row = new SqliteRow(database, statement.DangerousGetHandle());
        for (var index = 0; index < items.Length; index++)
        {
            write(row, items[index]);
            row.End(table, index + 1);
        }

        var result = raw.sqlite3_step(statement);
        if (result != raw.SQLITE_DONE)
        {
            // Taken before the reset, which clears it.
            Check(raw.sqlite3_extended_errcode(database) is var extended && extended != raw.SQLITE_OK ? extended : result, database);
        }

        raw.sqlite3_reset(statement);
    }

    private static void Check(int result, sqlite3 database) => SqliteException.ThrowExceptionForRC(result, database);

    // Called for every value and done within nanoseconds: the usual way into native code, with a counted handle, would take longer.
    [DllImport("e_sqlite3", EntryPoint = "sqlite3_bind_int64"), SuppressGCTransition, DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories | DllImportSearchPath.AssemblyDirectory)]
    private static extern int BindInt64(nint statement, int index, long value);

    [DllImport("e_sqlite3", EntryPoint = "sqlite3_bind_null"), SuppressGCTransition, DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories | DllImportSearchPath.AssemblyDirectory)]
    private static extern int BindNull(nint statement, int index);

    [DllImport("e_sqlite3", EntryPoint = "sqlite3_bind_text"), DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories | DllImportSearchPath.AssemblyDirectory)]
    private static extern int BindText(nint statement, int index, ref byte text, int length, nint copied);

    private sealed class SqliteRow(sqlite3 database, nint statement) : IBulkRow
    {
        private const int ShortText = 1024;

        // Tells SQLite to copy the text: it is ours only during the call.
        private const nint Copied = -1;
        private int _index;

        public void End(BulkTable table, int rows)
        {
            if (_index != table.Columns.Count * rows)
            {
                throw new InvalidOperationException($"{_index} values were written to {rows} times {table.Columns.Count} columns of {table.Name}.");
            }
        }

        public void Write(long value) => Bound(BindInt64(statement, ++_index, value));

        public void Write(int value) => Write((long)value);

        public void Write(bool value) => Write(value ? 1L : 0L);

        public void Write(long? value)
        {
            if (value is { } number)
            {
                Write(number);
            }
            else
            {
                WriteNull();
            }
        }

        // The same text that EF Core writes: no zeros at the end, but one decimal at least.
        public void Write(decimal? value)
        {
            if (value is not { } number)
            {
                WriteNull();
                return;
            }

            Span<byte> letters = stackalloc byte[40];
            number.TryFormat(letters, out var length, default, CultureInfo.InvariantCulture);
            if (letters[..length].Contains((byte)'.'))
            {
                length = letters[..length].TrimEnd((byte)'0').Length;
            }
            else
            {
                letters[length++] = (byte)'.';
            }

            if (letters[length - 1] == '.')
            {
                letters[length++] = (byte)'0';
            }

            WriteText(letters[..length]);
        }

        public void Write(string? value)
        {
            if (value is null)
            {
                WriteNull();
                return;
            }

            if (value.Length <= ShortText / 3)
            {
                Span<byte> letters = stackalloc byte[ShortText];
                WriteText(letters[..Encoding.UTF8.GetBytes(value, letters)]);
            }
            else
            {
                WriteText(Encoding.UTF8.GetBytes(value));
            }
        }

        public void Write(DateOnly value)
        {
            Span<byte> letters = stackalloc byte[10];
            value.TryFormat(letters, out var length, "yyyy-MM-dd", CultureInfo.InvariantCulture);
            WriteText(letters[..length]);
        }

        public void Write(DateOnly? value)
        {
            if (value is { } day)
            {
                Write(day);
            }
            else
            {
                WriteNull();
            }
        }

        public void Write(DateTime value) => Write(value.ToString("yyyy-MM-dd HH:mm:ss.FFFFFFF", CultureInfo.InvariantCulture));

        public void Write(DateTime? value) => Write(value?.ToString("yyyy-MM-dd HH:mm:ss.FFFFFFF", CultureInfo.InvariantCulture));

        private void WriteText(ReadOnlySpan<byte> letters) => Bound(BindText(statement, ++_index, ref MemoryMarshal.GetReference(letters), letters.Length, Copied));

        private void WriteNull() => Bound(BindNull(statement, ++_index));

        private void Bound(int result)
        {
            if (result != raw.SQLITE_OK)
            {
                Check(result, database);
            }
        }
    }
}
