using System.Collections.Concurrent;
using System.Data.Common;
using System.Diagnostics;
using System.Runtime.CompilerServices;
using Microsoft.Data.Sqlite;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Storage;
using SQLitePCL;

namespace Portal.Infrastructure.Data;

/// <summary>
/// The one writer of this process into a SQLite file. Units of work that have gathered run in one transaction, each behind a
/// savepoint of its own, and are committed together: the disk is waited for once, and only then does anybody hear of success.
/// </summary>
/// <remarks>It has a thread of its own, because SQLite holds the thread that waits for its lock or for the disk.</remarks>
public sealed class SqliteWriter(IDbContextFactory<PortalDbContext> contexts, WriteGate gate) : IDisposable
{
    private const int MaxUnits = 256;
    private const string Savepoint = "unit";

    // What a statement may have to undo is kept in memory, not in a file of its own. The pages that many rows touch fit: with the
    // usual 2 MB they would be written and read again all the time. And the log is moved into the file after 32 MB, not after 4:
    // pages that many commits touch then go there once. Nothing is less durable for it.
    private const string Settings = "PRAGMA temp_store = MEMORY; PRAGMA cache_size = -65536; PRAGMA wal_autocheckpoint = 8192";
    private static readonly ConditionalWeakTable<sqlite3, object> Prepared = [];
    private static readonly TimeSpan MaxGathering = TimeSpan.FromMilliseconds(25);
    private readonly BlockingCollection<WriteUnit> _units = [];
    private readonly Lock _starting = new();
    private Thread? _thread;

    /// <summary>Waits for its turn, runs the unit and tells its outcome when it is on the disk.</summary>
    internal Task<T> RunAsync<T>(WriteUnit<T> unit)
        where T : Domain.Shared.Outcome
    {
        Start();
        _units.Add(unit, CancellationToken.None);
        return unit.Task;
    }

    /// <summary>Finishes what was handed in and ends the thread.</summary>
    public void Dispose()
    {
        _units.CompleteAdding();
        _thread?.Join();
        _units.Dispose();
    }

    private void Start()
    {
        lock (_starting)
        {
            if (_thread is null)
            {
                _thread = new Thread(Work) { IsBackground = true, Name = "SQLite writer" };
                _thread.UnsafeStart();
            }
        }
    }

    private void Work()
    {
        foreach (var unit in _units.GetConsumingEnumerable())
        {
            if (unit.TryBegin())
            {
                WriteTogether(unit);
            }
        }
    }

    private void WriteTogether(WriteUnit first)
    {
        var together = new List<WriteUnit> { first };
        try
        {
            using var turn = gate.Enter();
            using var context = contexts.CreateDbContext();
            context.Database.OpenConnection();
            Prepare(((SqliteConnection)context.Database.GetDbConnection()).Handle!);

            // On SQLite this is BEGIN IMMEDIATE: a transaction that reads first and writes later would fail instead of waiting.
            using var transaction = context.Database.BeginTransaction();
            var connection = context.Database.GetDbConnection();
            Run(first, connection, transaction.GetDbTransaction());
            var started = Stopwatch.GetTimestamp();
            while (together.Count < MaxUnits && Stopwatch.GetElapsedTime(started) < MaxGathering && _units.TryTake(out var next))
            {
                if (next.TryBegin())
                {
                    together.Add(next);
                    Run(next, connection, transaction.GetDbTransaction());
                }
            }

            transaction.Commit();
        }
        catch (Exception error)
        {
            together.ForEach(unit => unit.Fail(error));
            return;
        }

        together.ForEach(unit => unit.Complete());
    }

    /// <summary>Sets a connection up for writing, once; the pool hands the same ones out again.</summary>
    private static void Prepare(sqlite3 database)
    {
        if (Prepared.TryAdd(database, database))
        {
            SqliteException.ThrowExceptionForRC(raw.sqlite3_exec(database, Settings), database);
        }
    }

    private void Run(WriteUnit unit, DbConnection connection, DbTransaction transaction)
    {
        transaction.Save(Savepoint);
        using var context = contexts.CreateDbContext();
        context.Database.SetDbConnection(connection);
        context.Database.UseTransaction(transaction);
        if (!unit.Run(context))
        {
            // Fails if SQLite gave up the whole transaction, and with it everybody in it.
            transaction.Rollback(Savepoint);
        }

        transaction.Release(Savepoint);
    }
}
