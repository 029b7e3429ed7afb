using Portal.Domain.Shared;

namespace Portal.Infrastructure.Data;

/// <summary>Work that waits for the writer. It can be cancelled until the writer takes it; from then on its own steps decide.</summary>
internal abstract class WriteUnit
{
    private const int Waiting = 0;
    private const int Begun = 1;
    private const int Cancelled = 2;
    private int _state;

    /// <summary>Takes it, unless it was cancelled while it waited.</summary>
    public bool TryBegin() => Interlocked.CompareExchange(ref _state, Begun, Waiting) == Waiting;

    /// <summary>Runs it on the writer's thread.</summary>
    /// <returns>Whether what it wrote is to be kept.</returns>
    public abstract bool Run(PortalDbContext context);

    /// <summary>Tells the outcome: everything is on the disk.</summary>
    public abstract void Complete();

    /// <summary>Nothing of the transaction was kept.</summary>
    public abstract void Fail(Exception error);

    protected bool TryCancel() => Interlocked.CompareExchange(ref _state, Cancelled, Waiting) == Waiting;
}

/// <summary>Work with an outcome: refused or failed, what it wrote is undone and the others in its transaction stay.</summary>
internal sealed class WriteUnit<T> : WriteUnit
    where T : Outcome
{
    private readonly TaskCompletionSource<T> _done = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly Func<PortalDbContext, CancellationToken, Task<T>> _work;
    private readonly CancellationToken _cancellationToken;
    private readonly CancellationTokenRegistration _cancellation;
    private readonly ExecutionContext? _flow = ExecutionContext.Capture();
    private T? _outcome;
    private Exception? _error;

    public WriteUnit(Func<PortalDbContext, CancellationToken, Task<T>> work, CancellationToken cancellationToken)
    {
        _work = work;
        _cancellationToken = cancellationToken;
        _cancellation = cancellationToken.UnsafeRegister(
            static (unit, token) =>
            {
                if (((WriteUnit<T>)unit!).TryCancel())
                {
                    ((WriteUnit<T>)unit)._done.TrySetCanceled(token);
                }
            },
            this);
    }

    public Task<T> Task => _done.Task;

    public override bool Run(PortalDbContext context)
    {
        try
        {
            if (_flow is null)
            {
                _outcome = Wait(context);
            }
            else
            {
                ExecutionContext.Run(_flow, _ => _outcome = Wait(context), null);
            }

            return _outcome!.IsDone;
        }
        catch (Exception error)
        {
            _error = error;
            return false;
        }
    }

    public override void Complete()
    {
        _cancellation.Dispose();
        switch (_error)
        {
            case null:
                _done.TrySetResult(_outcome!);
                break;
            case OperationCanceledException when _cancellationToken.IsCancellationRequested:
                _done.TrySetCanceled(_cancellationToken);
                break;
            default:
                _done.TrySetException(_error);
                break;
        }
    }

    public override void Fail(Exception error)
    {
        _cancellation.Dispose();
        _done.TrySetException(_error ?? error);
    }

    /// <summary>The writer's own thread may wait; SQLite finishes nothing later anyway.</summary>
    private T Wait(PortalDbContext context) => _work(context, _cancellationToken).GetAwaiter().GetResult();
}
