namespace Portal.Domain.ApiKeys;

/// <summary>What another system signs in with. Its secret is known to that system only: here stands a hash.</summary>
public sealed class ApiKey
{
    /// <summary>Records a key.</summary>
    public ApiKey(string name, string prefix, string secretHash, string scopes, long? createdByUserId, DateTime createdAtUtc)
    {
        Name = name;
        Prefix = prefix;
        SecretHash = secretHash;
        Scopes = scopes;
        CreatedByUserId = createdByUserId;
        CreatedAtUtc = createdAtUtc;
    }

    /// <summary>The row's key.</summary>
    public long Id { get; private set; }

    /// <summary>The system that uses it, in a person's words.</summary>
    public string Name { get; private set; }

    /// <summary>The first characters, by which people and we recognise it; unique.</summary>
    public string Prefix { get; private set; }

    /// <summary>SHA-256 (hexadecimal) of the whole key, which is too long to be guessed.</summary>
    public string SecretHash { get; private set; }

    /// <summary>What it may do, separated by spaces.</summary>
    public string Scopes { get; private set; }

    /// <summary>Who made it; null for the system.</summary>
    public long? CreatedByUserId { get; private set; }

    /// <summary>When it was made.</summary>
    public DateTime CreatedAtUtc { get; private set; }

    /// <summary>When it was revoked, or null.</summary>
    public DateTime? RevokedAtUtc { get; private set; }

    /// <summary>Who revoked it, or null.</summary>
    public long? RevokedByUserId { get; private set; }

    /// <summary>Whether it was taken back.</summary>
    public bool IsRevoked => RevokedAtUtc is not null;

    /// <summary>Takes it back for ever; a second time changes nothing.</summary>
    public void Revoke(long? byUserId, DateTime nowUtc)
    {
        if (!IsRevoked)
        {
            RevokedAtUtc = nowUtc;
            RevokedByUserId = byUserId;
        }
    }
}

/// <summary>What a key may be allowed.</summary>
public static class ApiScopes
{
    /// <summary>Send sales documents.</summary>
    public const string SalesWrite = "sales.write";

    /// <summary>Read sales documents back.</summary>
    public const string SalesRead = "sales.read";

    /// <summary>Send payments of sales documents.</summary>
    public const string PaymentsWrite = "payments.write";

    /// <summary>Redeem members' points.</summary>
    public const string RedemptionsWrite = "redemptions.write";

    /// <summary>Use vouchers.</summary>
    public const string VouchersWrite = "vouchers.write";

    /// <summary>See open credit notes of customers, and tell which invoice used them.</summary>
    public const string CreditNotesWrite = "creditnotes.write";

    /// <summary>All of them.</summary>
    public static IReadOnlyList<string> All { get; } = [SalesWrite, SalesRead, PaymentsWrite, RedemptionsWrite, VouchersWrite, CreditNotesWrite];
}
