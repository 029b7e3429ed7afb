using System.Globalization;
using Microsoft.Data.Sqlite;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Storage;
using Npgsql;

namespace Portal.Infrastructure.Data.BulkWrite;

/// <summary>
/// Rows that are locked, read, and then added to, many at a time, within the context's transaction. Everybody locks in the
/// order of ids, so nobody waits in a circle.
/// </summary>
internal static class LockedRows
{
    /// <summary>Whether others may write meanwhile. On SQLite a transaction that writes is alone: what it has read needs no lock.</summary>
    public static bool AreNeeded(PortalDbContext context) => context.Database.GetDbConnection() is not SqliteConnection;

    /// <summary>The rows of these ids, locked until the transaction ends; on SQLite a transaction that writes is alone anyway.</summary>
    public static IQueryable<TEntity> Lock<TEntity>(PortalDbContext context, IReadOnlyCollection<long> ids)
        where TEntity : class => Lock<TEntity>(context, ids, "", "");

    /// <summary>The row of an id, locked until the transaction ends; none where another transaction has it locked: nobody waits.</summary>
    public static IQueryable<TEntity> LockIfFree<TEntity>(PortalDbContext context, long id)
        where TEntity : class => Lock<TEntity>(context, [id], " SKIP LOCKED", ", READPAST");

    private static IQueryable<TEntity> Lock<TEntity>(PortalDbContext context, IReadOnlyCollection<long> ids, string ofPostgres, string ofSqlServer)
        where TEntity : class
    {
        var set = context.Set<TEntity>();
        var table = BulkTable.Of(context, typeof(TEntity), []);
        var key = KeyOf<TEntity>(context);
        var values = ids.ToArray();

        // One has no order; and what more is asked of it makes this a subquery, in which SQL Server takes none.
        string Order(char open, char close) => ids.Count > 1 ? $" ORDER BY {open}{key}{close}" : "";
        switch (context.Database.GetDbConnection())
        {
            case SqliteConnection:
                return set.Where(row => EF.Parameter(values).Contains(EF.Property<long>(row, key)));
            case NpgsqlConnection:
                var postgres = $"SELECT * FROM {table.QuotedName('"', '"')} WHERE \"{key}\" = ANY ({{0}}){Order('"', '"')} FOR UPDATE{ofPostgres}";
                return set.FromSqlRaw(postgres, values);
            default:
                var sqlServer = $"SELECT * FROM {table.QuotedName('[', ']')} WITH (UPDLOCK, ROWLOCK{ofSqlServer}) WHERE [{key}] IN ({Literals(ids)}){Order('[', ']')}";
                return set.FromSqlRaw(sqlServer);
        }
    }

    /// <summary>Adds to a column of many rows, each only if it still has the value that was read.</summary>
    /// <returns>The number of rows changed; fewer than given if somebody came between.</returns>
    public static async Task<int> AddAsync<TEntity>(
        PortalDbContext context, string property, IReadOnlyList<RowChange> changes, CancellationToken cancellationToken)
    {
        var transaction = context.Database.CurrentTransaction?.GetDbTransaction()
            ?? throw new InvalidOperationException("Rows are changed within a transaction only.");
        var table = BulkTable.Of(context, typeof(TEntity), [property]);
        var key = KeyOf<TEntity>(context);
        await using var command = transaction.Connection!.CreateCommand();
        command.Transaction = transaction;
        switch (command)
        {
            case SqliteCommand sqlite:
                return AddOneByOne(sqlite, table, key, changes);
            case NpgsqlCommand postgres:
                var target = table.Columns[0].Name;
                postgres.CommandText =
                    $"UPDATE {table.QuotedName('"', '"')} AS t SET \"{target}\" = t.\"{target}\" + d.delta "
                    + $"FROM unnest($1, $2, $3) AS d(id, before, delta) WHERE t.\"{key}\" = d.id AND t.\"{target}\" = d.before";
                postgres.Parameters.Add(new NpgsqlParameter<long[]> { TypedValue = [.. changes.Select(change => change.Id)] });
                postgres.Parameters.Add(new NpgsqlParameter<long[]> { TypedValue = [.. changes.Select(change => change.Before)] });
                postgres.Parameters.Add(new NpgsqlParameter<long[]> { TypedValue = [.. changes.Select(change => change.Delta)] });
                return await postgres.ExecuteNonQueryAsync(cancellationToken);
            default:
                command.CommandText =
                    $"UPDATE t SET [{table.Columns[0].Name}] = t.[{table.Columns[0].Name}] + d.delta FROM {table.QuotedName('[', ']')} AS t "
                    + $"JOIN (VALUES {string.Join(", ", changes.Select(Literal))}) AS d(id, before, delta) ON t.[{key}] = d.id AND t.[{table.Columns[0].Name}] = d.before";
                return await command.ExecuteNonQueryAsync(cancellationToken);
        }
    }

    private static int AddOneByOne(SqliteCommand command, BulkTable table, string key, IReadOnlyList<RowChange> changes)
    {
        var target = table.Columns[0].Name;
        command.CommandText = $"UPDATE {table.QuotedName('"', '"')} SET \"{target}\" = \"{target}\" + $delta WHERE \"{key}\" = $id AND \"{target}\" = $before";
        var id = command.Parameters.Add("$id", SqliteType.Integer);
        var before = command.Parameters.Add("$before", SqliteType.Integer);
        var delta = command.Parameters.Add("$delta", SqliteType.Integer);
        var count = 0;
        foreach (var change in changes)
        {
            (id.Value, before.Value, delta.Value) = (change.Id, change.Before, change.Delta);
            count += command.ExecuteNonQuery();
        }

        return count;
    }

    private static string KeyOf<TEntity>(PortalDbContext context) => context.Model.FindEntityType(typeof(TEntity))!.FindPrimaryKey()!.Properties[0].Name;

    private static string Literals(IEnumerable<long> ids) => string.Join(", ", ids.Select(id => id.ToString(CultureInfo.InvariantCulture)));

    private static string Literal(RowChange change) => string.Create(CultureInfo.InvariantCulture, $"({change.Id}, {change.Before}, {change.Delta})");
}

/// <summary>What is added to a row.</summary>
/// <param name="Id">The row.</param>
/// <param name="Before">The value that was read.</param>
/// <param name="Delta">What is added to it.</param>
internal readonly record struct RowChange(long Id, long Before, long Delta);
