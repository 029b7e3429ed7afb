using System.Globalization;
using Microsoft.Data.Sqlite;
using SQLitePCL;

namespace Portal.Infrastructure.Data.BulkWrite;

/// <summary>One prepared insert, bound by position and stepped: a command object per row would cost as much as the insert.</summary>
internal static class SqliteInserts
{
    private const string CacheSize = "PRAGMA cache_size = -65536";

    public static long Write<TRow>(
        SqliteConnection connection, BulkTable table, IEnumerable<TRow> rows, Action<IBulkRow, TRow> write, CancellationToken cancellationToken)
    {
        var database = connection.Handle!;

        // The pages that many rows touch have to fit: with the usual 2 MB they are written and read again all the time.
        Check(raw.sqlite3_exec(database, CacheSize), database);
        var parameters = string.Join(", ", table.Columns.Select((_, index) => "?" + (index + 1).ToString(CultureInfo.InvariantCulture)));
        var sql = $"INSERT INTO {table.QuotedName('"', '"')} ({table.QuotedColumns('"', '"')}) VALUES ({parameters})";
        Check(raw.sqlite3_prepare_v2(database, sql, out var statement), database);
        using (statement)
        {
            var row = new SqliteRow(database, statement, table);
            long count = 0;
            foreach (var item in rows)
            {
                if ((count & 1023) == 0)
                {
                    cancellationToken.ThrowIfCancellationRequested();
                }

                row.Start();
                write(row, item);
                row.End();
                var result = raw.sqlite3_step(statement);
                if (result != raw.SQLITE_DONE)
                {
                    // Taken before the reset, which clears it.
                    Check(raw.sqlite3_extended_errcode(database) is var extended && extended != raw.SQLITE_OK ? extended : result, database);
                }

                raw.sqlite3_reset(statement);
                count++;
            }

            return count;
        }
    }

    private static void Check(int result, sqlite3 database) => SqliteException.ThrowExceptionForRC(result, database);

    private sealed class SqliteRow(sqlite3 database, sqlite3_stmt statement, BulkTable table) : IBulkRow
    {
        private readonly string[] _days = new string[1 << 12];
        private readonly int[] _dayNumbers = new int[1 << 12];
        private int _index;

        public void Start() => _index = 0;

        public void End()
        {
            if (_index != table.Columns.Count)
            {
                throw new InvalidOperationException($"{_index} values were written to {table.Columns.Count} columns of {table.Name}.");
            }
        }

        public void Write(long value) => Check(raw.sqlite3_bind_int64(statement, ++_index, value), database);

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

        // The same text that EF Core writes.
        public void Write(decimal? value) => Write(value?.ToString("0.0###########################", CultureInfo.InvariantCulture));

        public void Write(string? value)
        {
            if (value is null)
            {
                WriteNull();
            }
            else
            {
                Check(raw.sqlite3_bind_text(statement, ++_index, value), database);
            }
        }

        public void Write(DateOnly value)
        {
            var slot = value.DayNumber & (_days.Length - 1);
            if (_dayNumbers[slot] != value.DayNumber || _days[slot] is null)
            {
                _dayNumbers[slot] = value.DayNumber;
                _days[slot] = value.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture);
            }

            Write(_days[slot]);
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

        private void WriteNull() => Check(raw.sqlite3_bind_null(statement, ++_index), database);
    }
}
