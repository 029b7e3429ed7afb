using System.Runtime.InteropServices;
using Microsoft.Data.Sqlite;
using SQLitePCL;

namespace Portal.Infrastructure.Data.BulkRead;

/// <summary>A prepared statement, stepped: the data reader would cost more than the rows.</summary>
internal static class SqliteRecords
{
    private const int BusyMilliseconds = 30_000;

    public static long Read(SqliteConnection connection, bool isInTransaction, string sql, Action<IBulkRecord> take, CancellationToken cancellationToken)
    {
        // Within a transaction its own rows are to be seen.
        if (isInTransaction || connection.DataSource is "" or ":memory:")
        {
            return Read(connection.Handle!, sql, take, cancellationToken);
        }

        // A connection that is only read by one thread needs no lock for every column of every row.
        var result = raw.sqlite3_open_v2(connection.DataSource, out var database, raw.SQLITE_OPEN_READONLY | raw.SQLITE_OPEN_NOMUTEX, null);
        using (database)
        {
            SqliteException.ThrowExceptionForRC(result, database);
            raw.sqlite3_busy_timeout(database, BusyMilliseconds);
            return Read(database, sql, take, cancellationToken);
        }
    }

    private static long Read(sqlite3 database, string sql, Action<IBulkRecord> take, CancellationToken cancellationToken)
    {
        SqliteException.ThrowExceptionForRC(raw.sqlite3_prepare_v2(database, sql, out var statement), database);
        using (statement)
        {
            var record = new Record(statement);
            long count = 0;
            int result;
            while ((result = raw.sqlite3_step(statement)) == raw.SQLITE_ROW)
            {
                if ((count++ & (BulkReader.RowsBetweenLooks - 1)) == 0)
                {
                    cancellationToken.ThrowIfCancellationRequested();
                }

                take(record);
            }

            if (result != raw.SQLITE_DONE)
            {
                SqliteException.ThrowExceptionForRC(result, database);
            }

            return count;
        }
    }

    private sealed class Record(sqlite3_stmt statement) : IBulkRecord
    {
        private readonly nint _statement = statement.DangerousGetHandle();

        public bool IsNull(int column) => raw.sqlite3_column_type(statement, column) == raw.SQLITE_NULL;

        public long Number(int column) => ColumnInt64(_statement, column);

        public string Text(int column) => raw.sqlite3_column_text(statement, column).utf8_to_string();

        // Kept as the text 2026-11-22. Reading its digits is many times faster than parsing a string.
        public DateOnly Day(int column)
        {
            var text = ColumnText(_statement, column);
            var (head, tail) = (Marshal.ReadInt64(text), (int)Marshal.ReadInt16(text, sizeof(long)));
            return new DateOnly(
                (Digit(head, 0) * 1000) + (Digit(head, 1) * 100) + (Digit(head, 2) * 10) + Digit(head, 3),
                (Digit(head, 5) * 10) + Digit(head, 6),
                (Digit(tail, 0) * 10) + Digit(tail, 1));
        }

        private static int Digit(long text, int at) => (int)(text >> (8 * at)) & 15;

        // Called several times per row, and done within nanoseconds: the usual way into native code would take longer.
        [DllImport("e_sqlite3", EntryPoint = "sqlite3_column_int64"), SuppressGCTransition, DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories | DllImportSearchPath.AssemblyDirectory)]
        private static extern long ColumnInt64(nint statement, int column);

        [DllImport("e_sqlite3", EntryPoint = "sqlite3_column_text"), SuppressGCTransition, DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories | DllImportSearchPath.AssemblyDirectory)]
        private static extern nint ColumnText(nint statement, int column);
    }
}
