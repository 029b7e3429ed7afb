using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using Portal.Domain.Registration;

namespace Portal.Infrastructure.Registration;

/// <summary>Makes codes and their hashes: salted and slow, as six digits are soon tried.</summary>
internal static class CodeHash
{
    private const int SaltLength = 16;
    private const int HashLength = 32;
    private const int Rounds = 60_000;

    /// <summary>A new code.</summary>
    public static string NewCode() => RandomNumberGenerator.GetInt32(1_000_000).ToString("D" + EmailCode.Digits, CultureInfo.InvariantCulture);

    /// <summary>Its hash with a new salt.</summary>
    public static string Of(string code)
    {
        var salt = RandomNumberGenerator.GetBytes(SaltLength);
        return Convert.ToBase64String(salt) + "." + Convert.ToBase64String(Derive(code, salt));
    }

    /// <summary>Whether a code has a hash.</summary>
    public static bool Matches(string code, string hash)
    {
        var parts = hash.Split('.');
        return parts.Length == 2 && CryptographicOperations.FixedTimeEquals(Derive(code, Convert.FromBase64String(parts[0])), Convert.FromBase64String(parts[1]));
    }

    /// <summary>The digits of what was typed; full-width ones are taken for digits.</summary>
    public static string Typed(string? typed) =>
        string.Concat((typed ?? "").Select(sign => sign is >= '０' and <= '９' ? (char)(sign - '０' + '0') : sign).Where(char.IsAsciiDigit));

    private static byte[] Derive(string code, byte[] salt) => Rfc2898DeriveBytes.Pbkdf2(Encoding.ASCII.GetBytes(code), salt, Rounds, HashAlgorithmName.SHA256, HashLength);
}
