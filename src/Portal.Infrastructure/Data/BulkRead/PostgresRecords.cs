using System.Buffers.Binary;
using System.Text;
using Npgsql;

namespace Portal.Infrastructure.Data.BulkRead;

/// <summary>COPY in the binary format, taken apart here: per row the count of fields, then each field's length (−1 for null) and bytes.</summary>
internal static class PostgresRecords
{
    private const int HeaderBytes = 19;
    private const int BufferBytes = 1 << 16;

    public static async Task<long> ReadAsync(NpgsqlConnection connection, BulkQuery query, Action<IBulkRecord> take, CancellationToken cancellationToken)
    {
        if (!query.IsCovered)
        {
            return await CopyAsync(connection, query, take, cancellationToken);
        }

        // For some hundreds of keys PostgreSQL would fetch the rows from the table, page by page, and sort them. After an error the
        // transaction or the pool sets it back.
        await ExecuteAsync(connection, "SET enable_bitmapscan = off", cancellationToken);
        var count = await CopyAsync(connection, query, take, cancellationToken);
        await ExecuteAsync(connection, "RESET enable_bitmapscan", cancellationToken);
        return count;
    }

    private static async Task ExecuteAsync(NpgsqlConnection connection, string statement, CancellationToken cancellationToken)
    {
        await using var command = connection.CreateCommand();
#pragma warning disable CA2100 // One of the two above.
        command.CommandText = statement;
#pragma warning restore CA2100
        await command.ExecuteNonQueryAsync(cancellationToken);
    }

    private static async Task<long> CopyAsync(NpgsqlConnection connection, BulkQuery query, Action<IBulkRecord> take, CancellationToken cancellationToken)
    {
        await using var stream = await connection.BeginRawBinaryCopyAsync($"COPY ({query}) TO STDOUT (FORMAT BINARY)", cancellationToken);
        var record = new Record(stream);
        record.Skip(HeaderBytes);
        long count = 0;
        while (record.Next())
        {
            if ((count++ & (BulkReader.RowsBetweenLooks - 1)) == 0)
            {
                cancellationToken.ThrowIfCancellationRequested();
            }

            take(record);
        }

        return count;
    }

    private sealed class Record(Stream stream) : IBulkRecord
    {
        private byte[] _buffer = new byte[BufferBytes];
        private int[] _starts = [];
        private int[] _lengths = [];
        private int _position;
        private int _end;

        public bool IsNull(int column) => _lengths[column] < 0;

        public long Number(int column)
        {
            var field = Field(column);
            return field.Length switch
            {
                8 => BinaryPrimitives.ReadInt64BigEndian(field),
                4 => BinaryPrimitives.ReadInt32BigEndian(field),
                2 => BinaryPrimitives.ReadInt16BigEndian(field),
                _ => throw new InvalidOperationException($"A field of {field.Length} bytes is no whole number."),
            };
        }

        public DateOnly Day(int column) => PostgresDay.FromBinary(BinaryPrimitives.ReadInt32BigEndian(Field(column)));

        public string Text(int column) => Encoding.UTF8.GetString(Field(column));

        public ReadOnlySpan<byte> Bytes(int column) => Field(column);

        public void Skip(int count)
        {
            Have(count);
            _position += count;
        }

        public bool Next()
        {
            Have(sizeof(short));
            var fields = BinaryPrimitives.ReadInt16BigEndian(_buffer.AsSpan(_position));
            if (fields < 0)
            {
                return false;
            }

            if (_starts.Length != fields)
            {
                (_starts, _lengths) = (new int[fields], new int[fields]);
            }

            // Offsets from the position, which moves when the buffer is filled again.
            var offset = sizeof(short);
            for (var field = 0; field < fields; field++)
            {
                Have(offset + sizeof(int));
                _lengths[field] = BinaryPrimitives.ReadInt32BigEndian(_buffer.AsSpan(_position + offset));
                _starts[field] = offset + sizeof(int);
                offset = _starts[field] + Math.Max(0, _lengths[field]);
            }

            Have(offset);
            for (var field = 0; field < fields; field++)
            {
                _starts[field] += _position;
            }

            _position += offset;
            return true;
        }

        private ReadOnlySpan<byte> Field(int column) => _buffer.AsSpan(_starts[column], _lengths[column]);

        /// <summary>Fills the buffer until it holds that many bytes from the position on.</summary>
        private void Have(int count)
        {
            if (_end - _position >= count)
            {
                return;
            }

            Buffer.BlockCopy(_buffer, _position, _buffer, 0, _end - _position);
            (_position, _end) = (0, _end - _position);
            if (count > _buffer.Length)
            {
                Array.Resize(ref _buffer, Math.Max(count, 2 * _buffer.Length));
            }

            while (_end < count)
            {
                var read = stream.Read(_buffer, _end, _buffer.Length - _end);
                _end += read > 0 ? read : throw new EndOfStreamException("The copy ended in the middle of a row.");
            }
        }
    }
}
