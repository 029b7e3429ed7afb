using System.Security.Cryptography;
using Microsoft.Extensions.Logging;
using Portal.Domain.Shared;

namespace Portal.Ui.Pieces;

/// <summary>Runs what the interface asks for: an unexpected exception is logged with an id that the person is shown, and the circuit survives.</summary>
public sealed class UiGuard(ILogger<UiGuard> logger, Notices notices)
{
    /// <summary>Runs a call.</summary>
    /// <returns>Whether it ran to its end.</returns>
    public async Task<bool> RunAsync(Func<Task> call)
    {
        ArgumentNullException.ThrowIfNull(call);
        try
        {
            await call();
            return true;
        }
        catch (OperationCanceledException)
        {
            return false;
        }
#pragma warning disable CA1031 // The one place where every exception ends: behind it stands only the person.
        catch (Exception exception)
#pragma warning restore CA1031
        {
            notices.Unexpected(Report(exception));
            return false;
        }
    }

    /// <summary>Runs a write; shows what was done, or the reasons why not.</summary>
    /// <param name="write">The use-case.</param>
    /// <param name="done">What to say when done.</param>
    /// <param name="href">Where to see what was done.</param>
    /// <returns>Whether it was done.</returns>
    public async Task<bool> WriteAsync(Func<Task<Outcome>> write, string done, string? href = null)
    {
        ArgumentNullException.ThrowIfNull(write);
        var isDone = false;
        await RunAsync(async () =>
        {
            var outcome = await write();
            isDone = outcome.IsDone;
            if (isDone)
            {
                notices.Done(done, href);
            }
            else
            {
                notices.Refused(outcome);
            }
        });
        return isDone;
    }

    /// <summary>Logs an unexpected exception and gives it an id.</summary>
    public string Report(Exception exception)
    {
        var id = Convert.ToHexString(RandomNumberGenerator.GetBytes(4));
        logger.LogError(exception, "Unexpected error {ErrorId}", id);
        return id;
    }
}
