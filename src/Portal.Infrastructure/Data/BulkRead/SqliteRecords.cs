using Microsoft.Data.Sqlite;
using SQLitePCL;

namespace Portal.Infrastructure.Data.BulkRead;

/// <summary>A prepared statement, stepped: the data reader would cost more than the rows.</summary>
internal static class SqliteRecords
{
    public static long Read(SqliteConnection connection, string sql, Action<IBulkRecord> take, CancellationToken cancellationToken)
    {
        var database = connection.Handle!;
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
        public bool IsNull(int column) => raw.sqlite3_column_type(statement, column) == raw.SQLITE_NULL;

        public long Number(int column) => raw.sqlite3_column_int64(statement, column);

        public string Text(int column) => raw.sqlite3_column_text(statement, column).utf8_to_string();

        // Kept as the text 2026-11-22. Reading its digits is several times faster than parsing a string.
        public DateOnly Day(int column)
        {
            var text = raw.sqlite3_column_blob(statement, column);
            return new DateOnly((Two(text, 0) * 100) + Two(text, 2), Two(text, 5), Two(text, 8));
        }

        private static int Two(ReadOnlySpan<byte> text, int at) => ((text[at] - '0') * 10) + (text[at + 1] - '0');
    }
}
