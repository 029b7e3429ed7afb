using Microsoft.Extensions.Logging;

namespace Portal.Infrastructure.Data;

/// <summary>
/// Gathers requests of one kind while the ones before are being written, and writes them together: one transaction, one
/// commit for all. Results come after the commit. One that breaks its group is written apart from the others.
/// </summary>
/// <typeparam name="TRequest">What is to be written.</typeparam>
/// <typeparam name="TResult">What came of it.</typeparam>
internal sealed class GroupCommit<TRequest, TResult>(int maxRequests, Func<IReadOnlyList<TRequest>, Task<IReadOnlyList<TResult>>> write, ILogger logger)
{
    private readonly Queue<Waiting> _queue = new();
    private readonly Lock _lock = new();
    private bool _isWriting;

    /// <summary>Writes the request with those that wait beside it. Cancelled, nothing of it was or will be written.</summary>
    public Task<TResult> RunAsync(TRequest request, CancellationToken cancellationToken)
    {
        var waiting = new Waiting(request, cancellationToken);
        lock (_lock)
        {
            _queue.Enqueue(waiting);
            if (_isWriting)
            {
                return waiting.Task;
            }

            _isWriting = true;
        }

        // The writing belongs to nobody's request: it must not carry the first one's culture or trace along.
        using (ExecutionContext.SuppressFlow())
        {
            _ = Task.Run(WriteAllAsync, CancellationToken.None);
        }

        return waiting.Task;
    }

    private async Task WriteAllAsync()
    {
        while (Gather() is { Count: > 0 } group)
        {
            await WriteAsync(group);
        }
    }

    private List<Waiting> Gather()
    {
        var group = new List<Waiting>();
        lock (_lock)
        {
            while (group.Count < maxRequests && _queue.TryDequeue(out var waiting))
            {
                if (waiting.TryBegin())
                {
                    group.Add(waiting);
                }
            }

            _isWriting = group.Count > 0;
        }

        return group;
    }

    private async Task WriteAsync(List<Waiting> group)
    {
        try
        {
            var results = await write(group.ConvertAll(waiting => waiting.Request));
            for (var index = 0; index < group.Count; index++)
            {
                group[index].Complete(results[index]);
            }
        }
        catch (Exception error) when (group.Count == 1 || DatabaseErrors.IsContention(error))
        {
            group.ForEach(waiting => waiting.Fail(error));
        }
        catch (Exception error)
        {
            // Right, but slow: whoever looks for the reason of a slow hour finds it here.
            logger.LogWarning(error, "A group of {Count} could not be written together; each is written by itself", group.Count);
            foreach (var waiting in group)
            {
                await WriteAsync([waiting]);
            }
        }
    }

    private sealed class Waiting
    {
        private readonly TaskCompletionSource<TResult> _done = new(TaskCreationOptions.RunContinuationsAsynchronously);
        private readonly CancellationTokenRegistration _cancellation;
        private int _isTaken;

        public Waiting(TRequest request, CancellationToken cancellationToken)
        {
            Request = request;
            _cancellation = cancellationToken.UnsafeRegister(static (waiting, token) => ((Waiting)waiting!).Cancel(token), this);
        }

        public TRequest Request { get; }

        public Task<TResult> Task => _done.Task;

        public bool TryBegin() => Interlocked.Exchange(ref _isTaken, 1) == 0;

        public void Complete(TResult result)
        {
            _cancellation.Dispose();
            _done.TrySetResult(result);
        }

        public void Fail(Exception error)
        {
            _cancellation.Dispose();
            _done.TrySetException(error);
        }

        private void Cancel(CancellationToken token)
        {
            if (TryBegin())
            {
                _done.TrySetCanceled(token);
            }
        }
    }
}
