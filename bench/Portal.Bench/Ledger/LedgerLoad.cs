using System.Diagnostics;
using Microsoft.Extensions.DependencyInjection;
using Portal.Domain.Shared;
using Portal.Infrastructure.Data;
using Portal.Infrastructure.Ledger;

namespace Portal.Bench.Ledger;

/// <summary>Sixty-four workers that post as fast as they are answered.</summary>
internal static class LedgerLoad
{
    private const int Workers = 64;

    /// <summary>Posts the operations 0 to <paramref name="count"/> − 1 through the product.</summary>
    public static Task<TimeSpan> RunAsync(
        BenchDatabase database, int count, Func<int, LedgerOperation> operations, LedgerAnswers answers, CancellationToken cancellationToken) =>
        RunAsync(database, count, async (number, services) => await PostAsync(operations(number), services, answers, cancellationToken), cancellationToken);

    /// <summary>Has the workers take numbers 0 to <paramref name="count"/> − 1.</summary>
    public static async Task<TimeSpan> RunAsync(BenchDatabase database, int count, Func<int, IServiceProvider, Task> work, CancellationToken cancellationToken)
    {
        var next = -1;
        var started = Stopwatch.GetTimestamp();
        await Task.WhenAll(Enumerable.Range(0, Workers).Select(_ => Task.Run(
            async () =>
            {
                await using var scope = database.NewScope();
                for (var number = Interlocked.Increment(ref next); number < count; number = Interlocked.Increment(ref next))
                {
                    await work(number, scope.ServiceProvider);
                }
            },
            cancellationToken)));
        return Stopwatch.GetElapsedTime(started);
    }

    private static async Task PostAsync(LedgerOperation operation, IServiceProvider services, LedgerAnswers answers, CancellationToken cancellationToken)
    {
        try
        {
            answers.Take(operation, await OutcomeAsync(operation, services, cancellationToken));
        }
        catch (OperationCanceledException) when (operation.IsCancelled)
        {
            // Whoever is told so relies on it: the proof finds a transfer that nobody was told of.
        }
        catch (Exception error)
        {
            answers.Fail(operation, error.ToString());
        }
    }

    private static async Task<Outcome<PostedTransfer>> OutcomeAsync(LedgerOperation operation, IServiceProvider services, CancellationToken cancellationToken)
    {
        var post = services.GetRequiredService<PostTransfer>();
        if (operation.IsInCallersTransaction)
        {
            return await services.GetRequiredService<WriteTransaction>().RunAsync((context, ct) => post.RunAsync(operation.Request, context, ct), cancellationToken);
        }

        if (!operation.IsCancelled)
        {
            return await post.RunAsync(operation.Request, cancellationToken);
        }

        using var cancelled = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        var posting = post.RunAsync(operation.Request, cancelled.Token);
        await Task.Yield();
        await cancelled.CancelAsync();
        return await posting;
    }
}
