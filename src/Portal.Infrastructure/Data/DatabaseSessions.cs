using Microsoft.EntityFrameworkCore;

namespace Portal.Infrastructure.Data;

/// <summary>
/// Ends sessions of a process that stands still in the middle of a transaction. PostgreSQL ends one that does nothing by itself
/// (<see cref="PostgresTransactions"/>), but not one that waits for rows its client began to send. Other databases: nothing is done,
/// and whoever needs its locks tries again until it wakes up or is gone.
/// </summary>
internal static class DatabaseSessions
{
    /// <summary>Names the context's session until its transaction ends.</summary>
    public static async Task NameAsync(PortalDbContext context, string name, CancellationToken cancellationToken)
    {
        if (context.Database.IsNpgsql())
        {
            await context.Database.ExecuteSqlAsync($"SELECT set_config('application_name', {name}, true)", cancellationToken);
        }
    }

    /// <summary>Ends all sessions of these names; what they had not committed is undone.</summary>
    public static async Task EndAsync(PortalDbContext context, IReadOnlyList<string> names, CancellationToken cancellationToken)
    {
        if (names.Count > 0 && context.Database.IsNpgsql())
        {
            await context.Database.ExecuteSqlAsync(
                $"""
                SELECT pg_terminate_backend(pid) FROM pg_stat_activity
                WHERE datname = current_database() AND pid <> pg_backend_pid() AND application_name = ANY ({names})
                """,
                cancellationToken);
        }
    }
}
