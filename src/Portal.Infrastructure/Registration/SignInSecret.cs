using System.Security.Cryptography;
using System.Text;

namespace Portal.Infrastructure.Registration;

/// <summary>Random codes too long to be tried out, so that a quick hash keeps them safe.</summary>
internal static class SignInSecret
{
    private const int Length = 16;

    /// <summary>A new one.</summary>
    public static string New() => Convert.ToHexStringLower(RandomNumberGenerator.GetBytes(Length));

    /// <summary>Its hash.</summary>
    public static string HashOf(string? secret) => Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(secret ?? "")));

    /// <summary>Whether a secret has a hash; takes as long for every wrong one.</summary>
    public static bool Matches(string? secret, string hash) =>
        CryptographicOperations.FixedTimeEquals(Encoding.ASCII.GetBytes(HashOf(secret)), Encoding.ASCII.GetBytes(hash));
}
