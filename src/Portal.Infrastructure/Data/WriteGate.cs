using System.Collections.Concurrent;
using Microsoft.Data.Sqlite;
using Microsoft.Extensions.Options;

namespace Portal.Infrastructure.Data;

/// <summary>
/// Lets one writer of this process at a time into a SQLite file, in the order of asking and without holding a thread:
/// SQLite itself would wait for its lock in blocking steps. Other databases need no gate and are let through.
/// </summary>
public sealed class WriteGate
{
    private static readonly ConcurrentDictionary<string, SemaphoreSlim> Gates = new(StringComparer.Ordinal);
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(2);
    private readonly SemaphoreSlim? _gate;

    /// <summary>Finds the gate of the configured database.</summary>
    public WriteGate(IOptions<DatabaseOptions> options)
    {
        ArgumentNullException.ThrowIfNull(options);
        if (options.Value.Provider == DatabaseProvider.Sqlite)
        {
            var file = Path.GetFullPath(new SqliteConnectionStringBuilder(options.Value.ConnectionString).DataSource);
            _gate = Gates.GetOrAdd(file, _ => new SemaphoreSlim(1, 1));
        }
    }

    /// <summary>Waits for the turn; dispose the result when the transaction has ended. Not to be entered twice by one operation.</summary>
    /// <exception cref="TimeoutException">Another writer has not come out for two minutes.</exception>
    public async Task<IDisposable> EnterAsync(CancellationToken cancellationToken)
    {
        if (_gate is null)
        {
            return Turn.Free;
        }

        return await _gate.WaitAsync(Patience, cancellationToken)
            ? new Turn(_gate)
            : throw Busy();
    }

    /// <summary>The same for a thread that has nothing else to do.</summary>
    internal IDisposable Enter()
    {
        if (_gate is null)
        {
            return Turn.Free;
        }

        return _gate.Wait(Patience, CancellationToken.None) ? new Turn(_gate) : throw Busy();
    }

    private static TimeoutException Busy() => new("The database file has been in use by another writer for two minutes.");

    private sealed class Turn(SemaphoreSlim? gate) : IDisposable
    {
        public static readonly Turn Free = new(null);
        private SemaphoreSlim? _gate = gate;

        public void Dispose() => Interlocked.Exchange(ref _gate, null)?.Release();
    }
}
