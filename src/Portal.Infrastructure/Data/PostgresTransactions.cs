using System.Data.Common;
using Microsoft.EntityFrameworkCore.Diagnostics;

namespace Portal.Infrastructure.Data;

/// <summary>
/// Lets PostgreSQL end a transaction whose process has stopped in the middle of it: its locks would hold up every other
/// process until it wakes, if it ever does. Shorter than the time a command waits, so that nobody who waits gives up first.
/// </summary>
internal sealed class PostgresTransactions : DbTransactionInterceptor
{
    private const string Limit = "SET LOCAL idle_in_transaction_session_timeout = '20s'";

    public override DbTransaction TransactionStarted(DbConnection connection, TransactionEndEventData eventData, DbTransaction result)
    {
        using var command = Command(connection, result);
        command.ExecuteNonQuery();
        return result;
    }

    public override async ValueTask<DbTransaction> TransactionStartedAsync(
        DbConnection connection, TransactionEndEventData eventData, DbTransaction result, CancellationToken cancellationToken = default)
    {
        await using var command = Command(connection, result);
        await command.ExecuteNonQueryAsync(cancellationToken);
        return result;
    }

    private static DbCommand Command(DbConnection connection, DbTransaction transaction)
    {
        var command = connection.CreateCommand();
        command.Transaction = transaction;
        command.CommandText = Limit;
        return command;
    }
}
