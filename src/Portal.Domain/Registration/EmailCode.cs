namespace Portal.Domain.Registration;

/// <summary>A code that was sent to an e-mail address to show that it belongs to whoever typed it. Only its hash is kept.</summary>
public sealed class EmailCode
{
    /// <summary>Digits of a code.</summary>
    public const int Digits = 6;

    /// <summary>How often a code can be typed.</summary>
    public const int MaxTries = 5;

    /// <summary>How long a code can be typed.</summary>
    public static readonly TimeSpan Lifetime = TimeSpan.FromMinutes(10);

    /// <summary>How long, after the code was typed, the form behind it can be sent.</summary>
    public static readonly TimeSpan FormLifetime = TimeSpan.FromMinutes(30);

    /// <summary>Records a code.</summary>
    public EmailCode(EmailCodePurpose purpose, string address, string codeHash, string origin, DateTime createdAtUtc)
    {
        Purpose = purpose;
        Address = address;
        CodeHash = codeHash;
        Origin = origin;
        CreatedAtUtc = createdAtUtc;
        ExpiresAtUtc = createdAtUtc + Lifetime;
    }

    /// <summary>The row's key.</summary>
    public long Id { get; private set; }

    /// <summary>What it is for.</summary>
    public EmailCodePurpose Purpose { get; private set; }

    /// <summary>The address, in lower case.</summary>
    public string Address { get; private set; }

    /// <summary>A salted, slow hash of the code.</summary>
    public string CodeHash { get; private set; }

    /// <summary>The network address that asked, for limits; the row is deleted after two days.</summary>
    public string Origin { get; private set; }

    /// <summary>When it was made.</summary>
    public DateTime CreatedAtUtc { get; private set; }

    /// <summary>Until when it can be typed.</summary>
    public DateTime ExpiresAtUtc { get; private set; }

    /// <summary>How often one was typed.</summary>
    public int Tries { get; private set; }

    /// <summary>When the right one was typed.</summary>
    public DateTime? ConfirmedAtUtc { get; private set; }

    /// <summary>When what it allows was done.</summary>
    public DateTime? UsedAtUtc { get; private set; }

    /// <summary>Whether what it allows can be done now.</summary>
    public bool AllowsAt(DateTime nowUtc) => ConfirmedAtUtc is { } confirmed && UsedAtUtc is null && nowUtc <= confirmed + FormLifetime;

    /// <summary>What it allows was done.</summary>
    public void Use(DateTime atUtc) => UsedAtUtc = atUtc;
}

/// <summary>What a code is for.</summary>
public enum EmailCodePurpose
{
    /// <summary>Becoming a member.</summary>
    Register = 1,

    /// <summary>A new password.</summary>
    ResetPassword = 2,
}
