using Microsoft.EntityFrameworkCore;
using Npgsql;

namespace Portal.Infrastructure.Data;

/// <summary>PostgreSQL's own way of telling other processes at once that something changed; other databases have none.</summary>
internal static class PostgresNotifications
{
    private const string Channel = "portal_live";

    /// <summary>Wakes every process that listens. Does nothing on other databases.</summary>
    public static async Task NotifyAsync(PortalDbContext context, CancellationToken cancellationToken)
    {
        if (context.Database.IsNpgsql())
        {
            await context.Database.ExecuteSqlAsync($"SELECT pg_notify({Channel}, '')", cancellationToken);
        }
    }

    /// <summary>Calls back once when it listens, and then for every notification, until it is cancelled or the connection breaks.</summary>
    public static async Task ListenAsync(string connectionString, Func<Task> onNotifiedAsync, CancellationToken cancellationToken)
    {
        await using var connection = new NpgsqlConnection(connectionString);
        await connection.OpenAsync(cancellationToken);
        await using (var command = new NpgsqlCommand("LISTEN " + Channel, connection))
        {
            await command.ExecuteNonQueryAsync(cancellationToken);
        }

        while (true)
        {
            await onNotifiedAsync();
            await connection.WaitAsync(cancellationToken);
        }
    }
}
