using System.Buffers.Text;
using System.Security.Cryptography;
using System.Text;

namespace Portal.Infrastructure.ApiKeys;

/// <summary>The shape of a key: rp_PREFIX_SECRET, 256 random bits in the secret.</summary>
internal static class ApiKeySecret
{
    private const string Start = "rp_";
    private const int PrefixBytes = 5;
    private const int MaxLength = 100;

    /// <summary>A new key and the part of it by which it is recognised.</summary>
    public static (string Key, string Prefix) Make()
    {
        var prefix = Start + Convert.ToHexStringLower(RandomNumberGenerator.GetBytes(PrefixBytes));
        return (prefix + "_" + Base64Url.EncodeToString(RandomNumberGenerator.GetBytes(32)), prefix);
    }

    /// <summary>The part of a key by which it is recognised; null if it is no key.</summary>
    public static string? PrefixOf(string key) =>
        key.Length <= MaxLength && key.StartsWith(Start, StringComparison.Ordinal) && key.IndexOf('_', Start.Length) is > 0 and var end ? key[..end] : null;

    /// <summary>SHA-256 (hexadecimal). A slow hash is for what people think up; this cannot be guessed.</summary>
    public static string Hash(string key) => Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(key)));
}
