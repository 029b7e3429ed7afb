using System.Data;
using System.Data.Common;

namespace Portal.Infrastructure.Data.BulkRead;

/// <summary>A data reader that holds no row as a whole; columns are read in their order.</summary>
internal static class ReaderRecords
{
    public static async Task<long> ReadAsync(DbConnection connection, string sql, Action<IBulkRecord> take, CancellationToken cancellationToken)
    {
        await using var command = connection.CreateCommand();
#pragma warning disable CA2100 // The text holds names of the model, numbers and days only.
        command.CommandText = sql;
#pragma warning restore CA2100
        await using var reader = await command.ExecuteReaderAsync(CommandBehavior.SequentialAccess, cancellationToken);
        var record = new Record(reader);
        long count = 0;
        while (await reader.ReadAsync(cancellationToken))
        {
            take(record);
            count++;
        }

        return count;
    }

    private sealed class Record(DbDataReader reader) : IBulkRecord
    {
        private readonly bool[] _isNarrow = [.. Enumerable.Range(0, reader.FieldCount).Select(column => reader.GetFieldType(column) == typeof(int))];

        public bool IsNull(int column) => reader.IsDBNull(column);

        public long Number(int column) => _isNarrow[column] ? reader.GetInt32(column) : reader.GetInt64(column);

        public DateOnly Day(int column) => reader.GetFieldValue<DateOnly>(column);

        public string Text(int column) => reader.GetString(column);

        public ReadOnlySpan<byte> Bytes(int column) => reader.GetFieldValue<byte[]>(column);
    }
}
