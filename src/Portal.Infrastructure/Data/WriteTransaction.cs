using System.Data;
using System.Security.Cryptography;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Options;
using Portal.Domain.Shared;

namespace Portal.Infrastructure.Data;

/// <summary>
/// Runs work in one transaction: committed when the outcome is done, rolled back when it is refused or throws, and run anew
/// on a fresh context when another transaction got in the way. On SQLite the writer of this process runs it, and may commit
/// it together with others'; elsewhere transactions run at the same time.
/// </summary>
public sealed class WriteTransaction(IDbContextFactory<PortalDbContext> contexts, SqliteWriter writer, IOptions<DatabaseOptions> options)
{
    private const int MaxAttempts = 12;

    /// <summary>Runs the work. It may be run several times, so it must not touch anything but its context.</summary>
    /// <typeparam name="T"><see cref="Outcome"/> or <see cref="Outcome{T}"/>.</typeparam>
    /// <param name="work">The work.</param>
    /// <param name="cancellationToken">Stops it until it is committed.</param>
    /// <param name="isolation">What it may see of others; SQLite always has one writer at a time.</param>
    public async Task<T> RunAsync<T>(
        Func<PortalDbContext, CancellationToken, Task<T>> work, CancellationToken cancellationToken, IsolationLevel isolation = IsolationLevel.Unspecified)
        where T : Outcome
    {
        ArgumentNullException.ThrowIfNull(work);
        for (var attempt = 1; ; attempt++)
        {
            try
            {
                return options.Value.Provider == DatabaseProvider.Sqlite
                    ? await writer.RunAsync(new WriteUnit<T>(work, cancellationToken))
                    : await AttemptAsync(work, isolation, cancellationToken);
            }
            catch (Exception error) when (attempt < MaxAttempts && DatabaseErrors.IsWorthRepeating(error))
            {
                // Unequal pauses, so that two that met do not meet again.
                await Task.Delay(TimeSpan.FromMilliseconds(RandomNumberGenerator.GetInt32(1, 8 << Math.Min(attempt, 5))), cancellationToken);
            }
        }
    }

    private async Task<T> AttemptAsync<T>(Func<PortalDbContext, CancellationToken, Task<T>> work, IsolationLevel isolation, CancellationToken cancellationToken)
        where T : Outcome
    {
        await using var context = await contexts.CreateDbContextAsync(cancellationToken);
        await using var transaction = await context.Database.BeginTransactionAsync(isolation, cancellationToken);
        var outcome = await work(context, cancellationToken);
        if (outcome.IsDone)
        {
            // Not cancellable: whoever is told "cancelled" must be able to rely on it.
            await transaction.CommitAsync(CancellationToken.None);
        }

        return outcome;
    }
}
