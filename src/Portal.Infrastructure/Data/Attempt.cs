using Portal.Domain.Shared;

namespace Portal.Infrastructure.Data;

/// <summary>What came of work of which something stays although it was refused, such as the count of wrong PINs.</summary>
/// <typeparam name="T">What is returned when done.</typeparam>
/// <param name="Outcome">The outcome.</param>
/// <param name="KeepsWrites">Whether what was written stays, refused or not.</param>
public sealed record Attempt<T>(Outcome<T> Outcome, bool KeepsWrites)
{
    /// <summary>Done, or refused with nothing written.</summary>
    public static implicit operator Attempt<T>(Outcome<T> outcome) => new(outcome, false);

    /// <summary>Refused with nothing written.</summary>
    public static implicit operator Attempt<T>(Refusal refusal) => new(refusal, false);

    /// <summary>Refused; what was written stays.</summary>
    public static Attempt<T> RefusedKeeping(Refusal refusal) => new(refusal, true);
}

/// <summary>Transactions that may be kept although they were refused.</summary>
public static class AttemptExtensions
{
    /// <summary>Runs the work in one transaction; committed when it is done or says that its writes stay.</summary>
    public static async Task<Outcome<T>> RunAttemptAsync<T>(
        this WriteTransaction writes, Func<PortalDbContext, CancellationToken, Task<Attempt<T>>> work, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(writes);
        ArgumentNullException.ThrowIfNull(work);
        var kept = await writes.RunAsync<Outcome<Attempt<T>>>(
            async (context, ct) =>
            {
                var attempt = await work(context, ct);
                return attempt.Outcome.IsDone || attempt.KeepsWrites ? attempt : Outcome<Attempt<T>>.Refused(attempt.Outcome.Refusals);
            },
            cancellationToken);
        return kept.IsDone ? kept.Value.Outcome : Outcome<T>.Refused(kept.Refusals);
    }
}
