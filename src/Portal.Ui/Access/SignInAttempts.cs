using System.Collections.Concurrent;

namespace Portal.Ui.Access;

/// <summary>
/// Counts wrong passwords by name, whether the name exists or not, so that the lock-out is told alike and gives no name away.
/// The lock itself is kept with the account.
/// </summary>
public sealed class SignInAttempts(TimeProvider clock)
{
    /// <summary>Wrong passwords until a name is locked.</summary>
    public const int Limit = 5;

    /// <summary>How long a name stays locked.</summary>
    public static readonly TimeSpan LockedFor = TimeSpan.FromMinutes(15);

    private readonly ConcurrentDictionary<string, (int Count, DateTime LastAtUtc)> _failures = new(StringComparer.OrdinalIgnoreCase);

    /// <summary>Whether the name is locked for now.</summary>
    public bool IsLocked(string name) => _failures.TryGetValue(name, out var failure) && failure.Count >= Limit && failure.LastAtUtc + LockedFor > Now;

    /// <summary>A wrong password.</summary>
    public void Fail(string name)
    {
        if (_failures.Count > 10_000)
        {
            foreach (var (old, _) in _failures.Where(failure => failure.Value.LastAtUtc + LockedFor < Now))
            {
                _failures.TryRemove(old, out _);
            }
        }

        _failures.AddOrUpdate(name, (1, Now), (_, failure) => failure.LastAtUtc + LockedFor < Now ? (1, Now) : (failure.Count + 1, Now));
    }

    /// <summary>A right password.</summary>
    public void Succeed(string name) => _failures.TryRemove(name, out _);

    private DateTime Now => clock.GetUtcNow().UtcDateTime;
}
