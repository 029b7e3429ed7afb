using System.Data.Common;
using System.Runtime.CompilerServices;
using Microsoft.EntityFrameworkCore.Diagnostics;

namespace Portal.Infrastructure.Data;

/// <summary>
/// Lets set-based changes outside a transaction wait for their turn at a SQLite file, as saves do
/// (<see cref="PortalDbContext.SaveChangesAsync(bool, CancellationToken)"/>).
/// </summary>
internal sealed class SqliteTurns(WriteGate gate) : DbCommandInterceptor
{
    private readonly ConditionalWeakTable<DbCommand, IDisposable> _commands = [];

    public override async ValueTask<InterceptionResult<int>> NonQueryExecutingAsync(
        DbCommand command, CommandEventData eventData, InterceptionResult<int> result, CancellationToken cancellationToken = default)
    {
        if (eventData.CommandSource is CommandSource.ExecuteUpdate or CommandSource.ExecuteDelete && eventData.Context is { Database.CurrentTransaction: null })
        {
            _commands.Add(command, await gate.EnterAsync(cancellationToken));
        }

        return result;
    }

    public override ValueTask<int> NonQueryExecutedAsync(
        DbCommand command, CommandExecutedEventData eventData, int result, CancellationToken cancellationToken = default)
    {
        End(command);
        return ValueTask.FromResult(result);
    }

    public override Task CommandFailedAsync(DbCommand command, CommandErrorEventData eventData, CancellationToken cancellationToken = default)
    {
        End(command);
        return Task.CompletedTask;
    }

    public override Task CommandCanceledAsync(DbCommand command, CommandEndEventData eventData, CancellationToken cancellationToken = default)
    {
        End(command);
        return Task.CompletedTask;
    }

    private void End(DbCommand command)
    {
        if (_commands.TryGetValue(command, out var turn))
        {
            _commands.Remove(command);
            turn.Dispose();
        }
    }
}
