using System.Collections;
using System.Data.Common;
using System.Globalization;
using Microsoft.Data.SqlClient;

namespace Portal.Infrastructure.Data.BulkWrite;

/// <summary>SqlBulkCopy, which pulls the rows from a reader.</summary>
internal static class SqlServerCopy
{
    private const int BatchSize = 10_000;

    public static async Task<long> WriteAsync<TRow>(
        SqlConnection connection,
        SqlTransaction transaction,
        int? timeoutSeconds,
        BulkTable table,
        IEnumerable<TRow> rows,
        Action<IBulkRow, TRow> write,
        CancellationToken cancellationToken)
    {
        // Without CheckConstraints the copy would leave foreign keys untrusted.
        using var copy = new SqlBulkCopy(connection, SqlBulkCopyOptions.CheckConstraints, transaction)
        {
            DestinationTableName = table.QuotedName('[', ']'),
            BatchSize = BatchSize,
            EnableStreaming = true,
            BulkCopyTimeout = timeoutSeconds ?? 0,
        };
        for (var index = 0; index < table.Columns.Count; index++)
        {
            copy.ColumnMappings.Add(index, table.Columns[index].Name);
        }

        using var reader = new RowReader<TRow>(table, rows, write);
        await copy.WriteToServerAsync(reader, cancellationToken).ConfigureAwait(false);
        return reader.Count;
    }

    private sealed class RowReader<TRow>(BulkTable table, IEnumerable<TRow> rows, Action<IBulkRow, TRow> write) : DbDataReader, IBulkRow
    {
        private readonly IEnumerator<TRow> _rows = rows.GetEnumerator();
        private readonly object[] _values = new object[table.Columns.Count];
        private int _index;
        private bool _ended;

        public long Count { get; private set; }

        public override int FieldCount => _values.Length;

        public override int Depth => 0;

        public override bool HasRows => true;

        public override bool IsClosed => _ended;

        public override int RecordsAffected => -1;

        public override object this[int ordinal] => _values[ordinal];

        public override object this[string name] => _values[GetOrdinal(name)];

        public override bool Read()
        {
            if (!_rows.MoveNext())
            {
                _ended = true;
                return false;
            }

            _index = 0;
            write(this, _rows.Current);
            Count++;
            return true;
        }

        public void WriteNull() => _values[_index++] = DBNull.Value;

        public void Write(long value) => _values[_index++] = value;

        public void Write(int value) => _values[_index++] = value;

        public void Write(decimal? value) => _values[_index++] = value is { } number ? number : DBNull.Value;

        public void Write(string? value) => _values[_index++] = (object?)value ?? DBNull.Value;

        public void Write(DateOnly value) => _values[_index++] = value.ToDateTime(TimeOnly.MinValue);

        public void Write(DateTime value) => _values[_index++] = value;

        public void Write(bool value) => _values[_index++] = value;

        public void Write(byte[] value) => _values[_index++] = value;

        public override object GetValue(int ordinal) => _values[ordinal];

        public override bool IsDBNull(int ordinal) => _values[ordinal] is DBNull;

        public override int GetOrdinal(string name) => table.Columns.ToList().FindIndex(column => column.Name == name);

        public override string GetName(int ordinal) => table.Columns[ordinal].Name;

        public override string GetDataTypeName(int ordinal) => table.Columns[ordinal].StoreType;

        public override Type GetFieldType(int ordinal) => _values[ordinal].GetType();

        public override int GetValues(object[] values)
        {
            var length = Math.Min(values.Length, _values.Length);
            Array.Copy(_values, values, length);
            return length;
        }

        public override bool GetBoolean(int ordinal) => (bool)_values[ordinal];

        public override byte GetByte(int ordinal) => Convert.ToByte(_values[ordinal], CultureInfo.InvariantCulture);

        public override long GetBytes(int ordinal, long dataOffset, byte[]? buffer, int bufferOffset, int length) => throw new NotSupportedException();

        public override char GetChar(int ordinal) => throw new NotSupportedException();

        public override long GetChars(int ordinal, long dataOffset, char[]? buffer, int bufferOffset, int length) => throw new NotSupportedException();

        public override DateTime GetDateTime(int ordinal) => (DateTime)_values[ordinal];

        public override decimal GetDecimal(int ordinal) => (decimal)_values[ordinal];

        public override double GetDouble(int ordinal) => Convert.ToDouble(_values[ordinal], CultureInfo.InvariantCulture);

        public override float GetFloat(int ordinal) => Convert.ToSingle(_values[ordinal], CultureInfo.InvariantCulture);

        public override Guid GetGuid(int ordinal) => (Guid)_values[ordinal];

        public override short GetInt16(int ordinal) => Convert.ToInt16(_values[ordinal], CultureInfo.InvariantCulture);

        public override int GetInt32(int ordinal) => Convert.ToInt32(_values[ordinal], CultureInfo.InvariantCulture);

        public override long GetInt64(int ordinal) => Convert.ToInt64(_values[ordinal], CultureInfo.InvariantCulture);

        public override string GetString(int ordinal) => (string)_values[ordinal];

        public override IEnumerator GetEnumerator() => throw new NotSupportedException();

        public override bool NextResult() => false;

        protected override void Dispose(bool disposing)
        {
            if (disposing)
            {
                _rows.Dispose();
            }

            base.Dispose(disposing);
        }
    }
}
