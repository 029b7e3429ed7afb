using System.Runtime.CompilerServices;
using System.Runtime.ExceptionServices;
using System.Runtime.InteropServices;
using Microsoft.Data.Sqlite;
using SQLitePCL;

namespace Portal.Infrastructure.Data.BulkRead;

/// <summary>
/// Rows handed over by a function that SQLite calls within the statement, as the last condition of the query: it is never met, so
/// the statement runs through all rows in one step. To step from row to row and ask for each column would take twice as long.
/// </summary>
internal static unsafe class SqliteRecords
{
    private const string Function = "portal_take";
    private static readonly ConditionalWeakTable<sqlite3, object> Prepared = [];

    [ThreadStatic]
    private static Receiver? _receiver;

    public static long Read(SqliteConnection connection, BulkQuery query, Action<IBulkRecord> take, CancellationToken cancellationToken)
    {
        var database = connection.Handle!;
        Prepare(database);
        var receiver = new Receiver(take, cancellationToken);
        var outer = _receiver;
        _receiver = receiver;
        try
        {
            var result = raw.sqlite3_exec(database, query.With($"{Function}({query.Columns})"));
            receiver.Error?.Throw();
            SqliteException.ThrowExceptionForRC(result, database);
            return receiver.Count;
        }
        finally
        {
            _receiver = outer;
        }
    }

    /// <summary>Makes the function known to a connection, once; the pool hands the same ones out again.</summary>
    private static void Prepare(sqlite3 database)
    {
        if (Prepared.TryAdd(database, database))
        {
            var result = Native.CreateFunction(database.DangerousGetHandle(), Function, -1, raw.SQLITE_UTF8, 0, &OnRow, 0, 0, 0);
            SqliteException.ThrowExceptionForRC(result, database);
        }
    }

    // Its result is left null, which is no condition met.
    [UnmanagedCallersOnly(CallConvs = [typeof(CallConvCdecl)])]
    private static void OnRow(nint context, int count, nint* values)
    {
        if (!_receiver!.Take(values))
        {
            Native.ResultErrorCode(context, raw.SQLITE_ABORT);
        }
    }

    private sealed class Receiver(Action<IBulkRecord> take, CancellationToken cancellationToken) : IBulkRecord
    {
        private nint* _values;

        public long Count { get; private set; }

        public ExceptionDispatchInfo? Error { get; private set; }

        /// <returns>False where the statement has to stop: nothing may be thrown through SQLite.</returns>
        public bool Take(nint* values)
        {
            _values = values;
            try
            {
                if ((Count++ & (BulkReader.RowsBetweenLooks - 1)) == 0)
                {
                    cancellationToken.ThrowIfCancellationRequested();
                }

                take(this);
                return true;
            }
            catch (Exception error)
            {
                Error = ExceptionDispatchInfo.Capture(error);
                return false;
            }
        }

        public bool IsNull(int column) => Native.Type(_values[column]) == raw.SQLITE_NULL;

        public long Number(int column) => Native.Number(_values[column]);

        public string Text(int column) => Marshal.PtrToStringUTF8(Native.Text(_values[column]))!;

        public ReadOnlySpan<byte> Bytes(int column)
        {
            var bytes = Native.Bytes(_values[column]);
            return new ReadOnlySpan<byte>((void*)bytes, Native.Length(_values[column]));
        }

        // Kept as the text 2026-11-22. Reading its digits is many times faster than parsing a string; and asked for as bytes it
        // is handed out as it lies in the page, while as text it would be copied to end it with a zero.
        public DateOnly Day(int column)
        {
            var text = (byte*)Native.Bytes(_values[column]);
            return new DateOnly(
                ((text[0] - '0') * 1000) + ((text[1] - '0') * 100) + ((text[2] - '0') * 10) + text[3] - '0',
                ((text[5] - '0') * 10) + text[6] - '0',
                ((text[8] - '0') * 10) + text[9] - '0');
        }
    }

    private static class Native
    {
        private const string Library = "e_sqlite3";
        private const DllImportSearchPath Path = DllImportSearchPath.SafeDirectories | DllImportSearchPath.AssemblyDirectory;

        [DllImport(Library, EntryPoint = "sqlite3_create_function_v2"), DefaultDllImportSearchPaths(Path)]
        public static extern int CreateFunction(
            nint database, [MarshalAs(UnmanagedType.LPUTF8Str)] string name, int arguments, int encoding, nint data,
            delegate* unmanaged[Cdecl]<nint, int, nint*, void> function, nint step, nint final, nint destroy);

        [DllImport(Library, EntryPoint = "sqlite3_result_error_code"), DefaultDllImportSearchPaths(Path)]
        public static extern void ResultErrorCode(nint context, int code);

        [DllImport(Library, EntryPoint = "sqlite3_value_text"), DefaultDllImportSearchPaths(Path)]
        public static extern nint Text(nint value);

        // These are called for every value and done within nanoseconds: they need not let the collector of memory pass.
        [DllImport(Library, EntryPoint = "sqlite3_value_type"), SuppressGCTransition, DefaultDllImportSearchPaths(Path)]
        public static extern int Type(nint value);

        [DllImport(Library, EntryPoint = "sqlite3_value_int64"), SuppressGCTransition, DefaultDllImportSearchPaths(Path)]
        public static extern long Number(nint value);

        [DllImport(Library, EntryPoint = "sqlite3_value_blob"), SuppressGCTransition, DefaultDllImportSearchPaths(Path)]
        public static extern nint Bytes(nint value);

        [DllImport(Library, EntryPoint = "sqlite3_value_bytes"), SuppressGCTransition, DefaultDllImportSearchPaths(Path)]
        public static extern int Length(nint value);
    }
}
