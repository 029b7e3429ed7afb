using System.Globalization;
using System.Runtime.InteropServices;
using System.Text;
using Microsoft.Data.Sqlite;
using SQLitePCL;

namespace Portal.Infrastructure.Data.BulkWrite;

/// <summary>
/// Binds the values of a prepared statement, by position. What is bound stays bound when the statement is run again, so a number, a day
/// or a null that is the same as the time before is left alone: most columns of rows that follow one another are. Text and bytes are
/// laid down in memory that does not move and stays as it is until the statement has run, so that SQLite need not copy them.
/// </summary>
internal sealed class SqliteRow : IBulkRow, IDisposable
{
    private const int LengthOfDay = 10;
    private const int MostBytesOfNumber = 40;
    private const int MostBytes = 1 << 16;
    private const nint Static = 0;
    private const nint Copied = -1;

    [ThreadStatic]
    private static byte[]? _spare;

    private readonly sqlite3 _database;
    private readonly nint _statement;
    private readonly Bound[] _bound;
    private readonly byte[] _values;
    private readonly byte[] _days;
    private int _index;
    private int _used;

    public SqliteRow(sqlite3 database, sqlite3_stmt statement, int parameters)
    {
        _database = database;
        _statement = statement.DangerousGetHandle();
        _bound = new Bound[parameters];
        _days = GC.AllocateUninitializedArray<byte>(parameters * LengthOfDay, pinned: true);
        _values = _spare ?? GC.AllocateUninitializedArray<byte>(MostBytes, pinned: true);
        _spare = null;
    }

    /// <summary>Leaves the memory to the next one; the statement must be gone.</summary>
    public void Dispose() => _spare = _values;

    /// <summary>Begins with the first value again.</summary>
    public void Begin()
    {
        _index = 0;
        _used = 0;
    }

    /// <summary>Ends a row.</summary>
    /// <param name="table">What is written.</param>
    /// <param name="rows">How many rows were written.</param>
    /// <exception cref="InvalidOperationException">The row has not as many values as the table has columns.</exception>
    public void End(BulkTable table, int rows)
    {
        if (_index != table.Columns.Count * rows)
        {
            throw new InvalidOperationException($"{_index} values were written to {rows} times {table.Columns.Count} columns of {table.Name}.");
        }
    }

    public void WriteNull()
    {
        if (IsNew(new Bound(Kind.Null, 0)))
        {
            Check(Native.BindNull(_statement, _index));
        }
    }

    public void Write(long value)
    {
        if (IsNew(new Bound(Kind.Number, value)))
        {
            Check(Native.BindInt64(_statement, _index, value));
        }
    }

    public void Write(int value) => Write((long)value);

    public void Write(bool value) => Write(value ? 1L : 0L);

    // The same text that EF Core writes: no zeros at the end, but one decimal at least.
    public void Write(decimal? value)
    {
        if (value is not { } number)
        {
            WriteNull();
            return;
        }

        Span<byte> letters = stackalloc byte[MostBytesOfNumber];
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

        var place = _used;
        if (letters[..length].TryCopyTo(_values.AsSpan(_used)))
        {
            _used += length;
            WriteText(place, length);
        }
        else
        {
            WriteLong(letters[..length].ToArray(), Native.BindText);
        }
    }

    public void Write(string? value)
    {
        var place = _used;
        if (value is null)
        {
            WriteNull();
        }
        else if (Encoding.UTF8.TryGetBytes(value, _values.AsSpan(_used), out var length))
        {
            _used += length;
            WriteText(place, length);
        }
        else
        {
            WriteLong(Encoding.UTF8.GetBytes(value), Native.BindText);
        }
    }

    public void Write(byte[] value)
    {
        if (value.AsSpan().TryCopyTo(_values.AsSpan(_used)))
        {
            IsNew(default);
            Check(Native.BindBytes(_statement, _index, Place(_values, _used), value.Length, Static));
            _used += value.Length;
        }
        else
        {
            WriteLong(value, Native.BindBytes);
        }
    }

    public void Write(DateOnly value)
    {
        if (IsNew(new Bound(Kind.Day, value.DayNumber)))
        {
            var start = (_index - 1) * LengthOfDay;
            value.TryFormat(_days.AsSpan(start, LengthOfDay), out _, "yyyy-MM-dd", CultureInfo.InvariantCulture);
            Check(Native.BindText(_statement, _index, Place(_days, start), LengthOfDay, Static));
        }
    }

    public void Write(DateTime value) => Write(value.ToString("yyyy-MM-dd HH:mm:ss.FFFFFFF", CultureInfo.InvariantCulture));

    private static nint Place(byte[] pinned, int start) => Marshal.UnsafeAddrOfPinnedArrayElement(pinned, start);

    private void WriteText(int place, int length)
    {
        IsNew(default);
        Check(Native.BindText(_statement, _index, Place(_values, place), length, Static));
    }

    /// <summary>What finds no room is copied.</summary>
    private unsafe void WriteLong(byte[] value, Func<nint, int, nint, int, nint, int> bind)
    {
        IsNew(default);
        using var pinned = value.AsMemory().Pin();
        Check(bind(_statement, _index, (nint)pinned.Pointer, value.Length, Copied));
    }

    /// <summary>Goes on to the next parameter.</summary>
    /// <returns>Whether it must be bound: it has another value, or one that nobody compares.</returns>
    private bool IsNew(Bound bound)
    {
        ref var last = ref _bound[_index++];
        if (last == bound)
        {
            return false;
        }

        last = bound;
        return true;
    }

    private void Check(int result)
    {
        if (result != raw.SQLITE_OK)
        {
            SqliteException.ThrowExceptionForRC(result, _database);
        }
    }

    private enum Kind : byte
    {
        None,
        Null,
        Number,
        Day,
    }

    private readonly record struct Bound(Kind Kind, long Value);

    /// <summary>Called for every value and done within nanoseconds: the usual way into native code, with a counted handle, would take longer.</summary>
    private static class Native
    {
        private const string Library = "e_sqlite3";
        private const DllImportSearchPath Path = DllImportSearchPath.SafeDirectories | DllImportSearchPath.AssemblyDirectory;

        [DllImport(Library, EntryPoint = "sqlite3_bind_int64"), SuppressGCTransition, DefaultDllImportSearchPaths(Path)]
        public static extern int BindInt64(nint statement, int index, long value);

        [DllImport(Library, EntryPoint = "sqlite3_bind_null"), SuppressGCTransition, DefaultDllImportSearchPaths(Path)]
        public static extern int BindNull(nint statement, int index);

        [DllImport(Library, EntryPoint = "sqlite3_bind_text"), DefaultDllImportSearchPaths(Path)]
        public static extern int BindText(nint statement, int index, nint text, int length, nint destructor);

        [DllImport(Library, EntryPoint = "sqlite3_bind_blob"), DefaultDllImportSearchPaths(Path)]
        public static extern int BindBytes(nint statement, int index, nint bytes, int length, nint destructor);
    }
}
