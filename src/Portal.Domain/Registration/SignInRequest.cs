namespace Portal.Domain.Registration;

/// <summary>
/// A device asks to be signed in by a member who is signed in on another one: it shows a code, the other one reads it and answers.
/// Only hashes of its codes are kept.
/// </summary>
public sealed class SignInRequest
{
    /// <summary>How long it can be answered and used.</summary>
    public static readonly TimeSpan Lifetime = TimeSpan.FromMinutes(2);

    private const int MaxDevice = 200;

    /// <summary>Records a request that waits for its answer.</summary>
    public SignInRequest(string codeHash, string secretHash, string matchNumber, string device, string origin, DateTime createdAtUtc)
    {
        ArgumentNullException.ThrowIfNull(device);
        CodeHash = codeHash;
        SecretHash = secretHash;
        MatchNumber = matchNumber;
        Device = device.Length > MaxDevice ? device[..MaxDevice] : device;
        Origin = origin;
        State = SignInRequestState.Waiting;
        CreatedAtUtc = createdAtUtc;
        ExpiresAtUtc = createdAtUtc + Lifetime;
    }

    /// <summary>The row's key.</summary>
    public long Id { get; private set; }

    /// <summary>The hash of the code that the other device reads.</summary>
    public string CodeHash { get; private set; }

    /// <summary>The hash of what only the asking device knows.</summary>
    public string SecretHash { get; private set; }

    /// <summary>Two digits that both devices show, so that the person sees that it is the same request.</summary>
    public string MatchNumber { get; private set; }

    /// <summary>What asks, as far as it tells; empty where it does not.</summary>
    public string Device { get; private set; }

    /// <summary>The address it was asked from.</summary>
    public string Origin { get; private set; }

    /// <summary>How far it is.</summary>
    public SignInRequestState State { get; private set; }

    /// <summary>The log-in that answered it.</summary>
    public long? UserId { get; private set; }

    /// <summary>When it was made.</summary>
    public DateTime CreatedAtUtc { get; private set; }

    /// <summary>Until when it can be answered and used.</summary>
    public DateTime ExpiresAtUtc { get; private set; }
}

/// <summary>How far a request to sign in is.</summary>
public enum SignInRequestState
{
    /// <summary>Nobody has answered.</summary>
    Waiting = 1,

    /// <summary>A member confirmed it.</summary>
    Approved = 2,

    /// <summary>A member said that it is not theirs.</summary>
    Refused = 3,

    /// <summary>The device was signed in by it.</summary>
    Used = 4,
}
