using Npgsql;

namespace Portal.Infrastructure.Data.BulkWrite;

/// <summary>COPY in the binary format.</summary>
internal static class PostgresCopy
{
    /// <summary>The server answers once all rows are written and checked, which takes longer than a command may.</summary>
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(10);

    public static async Task<long> WriteAsync<TRow>(
        NpgsqlConnection connection, BulkTable table, IEnumerable<TRow> rows, Action<IBulkRow, TRow> write, CancellationToken cancellationToken)
    {
        var command = $"COPY {table.QuotedName('"', '"')} ({table.QuotedColumns('"', '"')}) FROM STDIN (FORMAT BINARY)";
        var importer = await connection.BeginBinaryImportAsync(command, cancellationToken).ConfigureAwait(false);
        await using (importer.ConfigureAwait(false))
        {
            importer.Timeout = Patience;
            var row = new PostgresRow(importer, table);
            long count = 0;
            foreach (var item in rows)
            {
                if ((count & 1023) == 0)
                {
                    cancellationToken.ThrowIfCancellationRequested();
                }

                row.Start();
                write(row, item);
                count++;
            }

            await importer.CompleteAsync(cancellationToken).ConfigureAwait(false);
            return count;
        }
    }

    private sealed class PostgresRow(NpgsqlBinaryImporter importer, BulkTable table) : IBulkRow
    {
        private readonly string[] _types = [.. table.Columns.Select(column => column.StoreType)];
        private int _index;

        public void Start()
        {
            _index = 0;
            importer.StartRow();
        }

        public void Write(long value)
        {
            if (_types[_index] == "integer")
            {
                Write(checked((int)value));
                return;
            }

            importer.Write(value, _types[_index++]);
        }

        public void Write(int value)
        {
            if (_types[_index] == "bigint")
            {
                Write((long)value);
                return;
            }

            importer.Write(value, _types[_index++]);
        }

        public void Write(bool value) => importer.Write(value, _types[_index++]);

        public void Write(byte[] value) => importer.Write(value, _types[_index++]);

        public void Write(DateOnly value) => importer.Write(value, _types[_index++]);

        public void Write(DateTime value) => importer.Write(DateTime.SpecifyKind(value, DateTimeKind.Utc), _types[_index++]);

        public void Write(string? value)
        {
            if (value is null)
            {
                WriteNull();
            }
            else
            {
                importer.Write(value, _types[_index++]);
            }
        }

        public void Write(decimal? value)
        {
            if (value is { } number)
            {
                importer.Write(number, _types[_index++]);
            }
            else
            {
                WriteNull();
            }
        }

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

        public void Write(DateTime? value)
        {
            if (value is { } instant)
            {
                Write(instant);
            }
            else
            {
                WriteNull();
            }
        }

        private void WriteNull()
        {
            importer.WriteNull();
            _index++;
        }
    }
}
