using System.Buffers.Binary;
using System.Text;

namespace Portal.Infrastructure.Data.BulkWrite;

/// <summary>
/// Rows in PostgreSQL's binary format of COPY: a head, then per row the count of fields and each field's length (−1 for null) and
/// bytes, the highest first; at the end −1 instead of a count.
/// </summary>
/// <remarks>Source: PostgreSQL's documentation of COPY, "Binary Format", and for the fields its send functions.</remarks>
internal sealed class PostgresRow : IBulkRow
{
    // Many writes are of a few rows.
    private const int FirstBytes = 1 << 12;
    private const int BytesToSend = 1 << 15;

    // The signature, no flags, and no bytes of an extension.
    private static readonly byte[] Head = [.. "PGCOPY\n"u8, 0xff, (byte)'\r', (byte)'\n', 0, 0, 0, 0, 0, 0, 0, 0, 0];
    private static readonly DateTime FirstInstant = new(2000, 1, 1, 0, 0, 0, DateTimeKind.Utc);

    private readonly BulkTable _table;
    private readonly FieldType[] _types;
    private byte[] _bytes = new byte[FirstBytes];
    private int _used;
    private int _index;

    public PostgresRow(BulkTable table)
    {
        _table = table;
        _types = [.. table.Columns.Select(column => TypeOf(column.StoreType))];
        Head.CopyTo(Take(Head.Length));
    }

    private enum FieldType : byte
    {
        Integer,
        BigInteger,
        Boolean,
        Day,
        Instant,
        Text,
        Bytes,
        Numeric,
    }

    /// <summary>Whether there is enough to send.</summary>
    public bool IsFull => _used >= BytesToSend;

    /// <summary>Begins a row.</summary>
    public void Begin()
    {
        _index = 0;
        BinaryPrimitives.WriteInt16BigEndian(Take(sizeof(short)), (short)_types.Length);
    }

    /// <summary>Ends a row.</summary>
    /// <exception cref="InvalidOperationException">It has not as many values as the table has columns.</exception>
    public void End()
    {
        if (_index != _types.Length)
        {
            throw new InvalidOperationException($"{_index} values were written to {_types.Length} columns of {_table.Name}.");
        }
    }

    /// <summary>Says that there are no more rows.</summary>
    public void Close() => BinaryPrimitives.WriteInt16BigEndian(Take(sizeof(short)), -1);

    /// <summary>Sends what is there. To stop in the middle of it would cost the connection.</summary>
    public async Task SendAsync(Stream stream)
    {
        await stream.WriteAsync(_bytes.AsMemory(0, _used), CancellationToken.None).ConfigureAwait(false);
        _used = 0;
    }

    public void WriteNull()
    {
        Next();
        BinaryPrimitives.WriteInt32BigEndian(Take(sizeof(int)), -1);
    }

    public void Write(long value)
    {
        if (Next() == FieldType.Integer)
        {
            BinaryPrimitives.WriteInt32BigEndian(Field(sizeof(int)), checked((int)value));
        }
        else
        {
            Expect(FieldType.BigInteger);
            BinaryPrimitives.WriteInt64BigEndian(Field(sizeof(long)), value);
        }
    }

    public void Write(int value) => Write((long)value);

    public void Write(bool value)
    {
        Next(FieldType.Boolean);
        Field(1)[0] = value ? (byte)1 : (byte)0;
    }

    public void Write(DateOnly value)
    {
        Next(FieldType.Day);
        BinaryPrimitives.WriteInt32BigEndian(Field(sizeof(int)), PostgresDay.ToBinary(value));
    }

    // The last instant there is stands for "infinity", the first for "-infinity", as the driver reads them.
    public void Write(DateTime value)
    {
        Next(FieldType.Instant);
        BinaryPrimitives.WriteInt64BigEndian(
            Field(sizeof(long)),
            value == DateTime.MaxValue ? long.MaxValue : value == DateTime.MinValue ? long.MinValue : (value.Ticks - FirstInstant.Ticks) / TimeSpan.TicksPerMicrosecond);
    }

    public void Write(byte[] value)
    {
        Next(FieldType.Bytes);
        value.CopyTo(Field(value.Length));
    }

    public void Write(string? value)
    {
        if (value is null)
        {
            WriteNull();
            return;
        }

        Next(FieldType.Text);
        Encoding.UTF8.GetBytes(value, Field(Encoding.UTF8.GetByteCount(value)));
    }

    public void Write(decimal? value)
    {
        if (value is not { } number)
        {
            WriteNull();
            return;
        }

        Next(FieldType.Numeric);
        var numeric = new PostgresNumeric(number);
        numeric.WriteTo(Field(numeric.Length));
    }

    private static FieldType TypeOf(string storeType) => storeType switch
    {
        "integer" => FieldType.Integer,
        "bigint" => FieldType.BigInteger,
        "boolean" => FieldType.Boolean,
        "date" => FieldType.Day,
        "timestamp with time zone" => FieldType.Instant,
        "character varying" or "text" => FieldType.Text,
        "bytea" => FieldType.Bytes,
        "numeric" => FieldType.Numeric,
        _ => throw new NotSupportedException($"No bulk write for {storeType}."),
    };

    /// <summary>Goes on to the next column.</summary>
    private FieldType Next() => _types[_index++];

    private void Next(FieldType type)
    {
        _index++;
        Expect(type);
    }

    /// <summary>The server takes bytes of the right length for what the column holds, whatever they were meant to be.</summary>
    private void Expect(FieldType type)
    {
        if (_types[_index - 1] != type)
        {
            throw new InvalidOperationException($"{_table.Name}.{_table.Columns[_index - 1].Name} is {_table.Columns[_index - 1].StoreType} and takes no such value.");
        }
    }

    private Span<byte> Field(int length)
    {
        BinaryPrimitives.WriteInt32BigEndian(Take(sizeof(int)), length);
        return Take(length);
    }

    private Span<byte> Take(int count)
    {
        var start = _used;
        _used += count;
        if (_used > _bytes.Length)
        {
            Array.Resize(ref _bytes, Math.Max(_used, 2 * _bytes.Length));
        }

        return _bytes.AsSpan(start, count);
    }
}
