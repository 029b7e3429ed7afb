using Microsoft.Data.SqlClient;
using Microsoft.Data.Sqlite;
using Microsoft.EntityFrameworkCore;
using Npgsql;
using Portal.Domain.Shared;

namespace Portal.Infrastructure.Data;

/// <summary>What a database's error numbers mean; the only place that knows them.</summary>
public static class DatabaseErrors
{
    private const string IdleInTransactionTimeout = "25P03";

    // A command's time was up; the connection was not had, broke or was closed.
    private static readonly int[] SqlServerPassing = [-2, -1, 2, 20, 53, 64, 121, 233, 596, 10053, 10054, 10060, 10928, 10929];

    /// <summary>Whether a unique index or key refused a row.</summary>
    public static bool IsUniqueViolation(Exception error) => Cause(error) switch
    {
        SqliteException sqlite => sqlite.SqliteExtendedErrorCode is 2067 or 1555,
        PostgresException postgres => postgres.SqlState == PostgresErrorCodes.UniqueViolation,
        SqlException sqlServer => sqlServer.Number is 2601 or 2627,
        _ => false,
    };

    /// <summary>Whether the database chose this transaction to give way (deadlock, serialization, lock not had in time).</summary>
    public static bool IsContention(Exception error) => Cause(error) switch
    {
        SqliteException sqlite => sqlite.SqliteErrorCode is 5 or 6,
        PostgresException postgres => postgres.SqlState is PostgresErrorCodes.SerializationFailure or PostgresErrorCodes.DeadlockDetected
            or PostgresErrorCodes.LockNotAvailable,
        SqlException sqlServer => sqlServer.Number is 1205 or 1222 or 3960,
        _ => false,
    };

    /// <summary>
    /// Whether the same transaction, run anew, may well succeed: it gave way to another one, met a row that another one had
    /// just written under the same key, or took the same document number.
    /// </summary>
    public static bool IsWorthRepeating(Exception error) =>
        IsContention(error)
        || IsUniqueViolation(error)
        || (error is DbUpdateConcurrencyException stale && stale.Entries.Count > 0 && stale.Entries.All(entry => entry.Entity is NumberSeries));

    /// <summary>
    /// Whether the database could not do it now, but may later: it gave way to another transaction, took too long, or the
    /// connection was ended. Whether a commit had gone through before is not known.
    /// </summary>
    public static bool IsPassing(Exception error) => IsContention(error) || Cause(error) switch
    {
        PostgresException postgres => postgres.IsTransient || postgres.SqlState is PostgresErrorCodes.QueryCanceled or PostgresErrorCodes.AdminShutdown
            or IdleInTransactionTimeout,
        NpgsqlException npgsql => npgsql.IsTransient,
        SqlException sqlServer => SqlServerPassing.Contains(sqlServer.Number),
        _ => error is TimeoutException,
    };

    private static Exception? Cause(Exception? error)
    {
        while (error is not null and not (SqliteException or NpgsqlException or SqlException))
        {
            error = error.InnerException;
        }

        return error;
    }
}
