using System.Data.Common;
using Microsoft.EntityFrameworkCore;

namespace Portal.Infrastructure.Data;

/// <summary>
/// Waits until transactions that write tables right now have ended. PostgreSQL and SQL Server hand out keys before the commit:
/// a row may appear later than one with a greater key, and whoever reads "everything after the key I know" would never see it.
/// </summary>
internal static class WritersInFlight
{
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(1);
    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(50);

    /// <summary>Waits; later writers are neither waited for nor held up on PostgreSQL.</summary>
    /// <returns>Whether they ended; false where one is still at it after a minute.</returns>
    public static async Task<bool> EndAsync(PortalDbContext context, IReadOnlyList<Type> entities, CancellationToken cancellationToken)
    {
        if (context.Database.IsSqlServer())
        {
            return await HaveSharedLocksAsync(context, entities, cancellationToken);
        }

        var writers = await ListAsync(context, entities, cancellationToken);
        for (var waited = TimeSpan.Zero; writers.Count > 0; waited += Pause)
        {
            if (waited >= Patience)
            {
                return false;
            }

            await Task.Delay(Pause, cancellationToken);
            writers.IntersectWith(await ListAsync(context, entities, cancellationToken));
        }

        return true;
    }

    /// <summary>The transactions that have written one of the tables and not ended; always none on SQLite, where writers take turns.</summary>
    public static async Task<HashSet<string>> ListAsync(PortalDbContext context, IReadOnlyList<Type> entities, CancellationToken cancellationToken)
    {
        if (!context.Database.IsNpgsql())
        {
            return [];
        }

        var tables = entities.Select(entity => TableOf(context, entity)).ToArray();
        var rows = await context.Database.SqlQuery<string>($"""
            SELECT l.virtualtransaction AS "Value" FROM pg_locks l
            JOIN pg_class c ON c.oid = l.relation AND c.relname = ANY ({tables})
            JOIN pg_database d ON d.oid = l.database AND d.datname = current_database()
            WHERE l.locktype = 'relation' AND l.mode = 'RowExclusiveLock' AND l.granted AND l.pid <> pg_backend_pid()
            """).ToListAsync(cancellationToken);
        return [.. rows];
    }

    // A shared lock on the table is had when no writer is left in it; it is let go at once.
    private static async Task<bool> HaveSharedLocksAsync(PortalDbContext context, IReadOnlyList<Type> entities, CancellationToken cancellationToken)
    {
        context.Database.SetCommandTimeout(Patience);
        try
        {
            foreach (var entity in entities)
            {
#pragma warning disable EF1002 // The name is the model's.
                await context.Database.SqlQueryRaw<int>($"SELECT TOP (1) 1 AS [Value] FROM [{TableOf(context, entity)}] WITH (TABLOCK, READCOMMITTEDLOCK)").ToListAsync(cancellationToken);
#pragma warning restore EF1002
            }

            return true;
        }
        catch (DbException)
        {
            return false;
        }
        finally
        {
            context.Database.SetCommandTimeout((int?)null);
        }
    }

    private static string TableOf(PortalDbContext context, Type entity) => context.Model.FindEntityType(entity)!.GetTableName()!;
}
