using System.Buffers.Binary;
using System.Security.Cryptography;
using Portal.Domain.Shared;

namespace Portal.Domain.Cards;

/// <summary>
/// The code that a member's screen shows in place of the card's number: it names the card, is good for a minute and is signed,
/// so that a photograph of it is worth nothing soon after. Upper-case letters and digits, as scanners type them.
/// </summary>
public static class CardCode
{
    /// <summary>How long a code is good.</summary>
    public static readonly TimeSpan Lifetime = TimeSpan.FromSeconds(60);

    /// <summary>What every code begins with.</summary>
    public const string Prefix = "RC";

    private const int BodyLength = 8 + 8 + 4;
    private const int TagLength = 12;

    /// <summary>Makes the code of a card.</summary>
    /// <param name="cardId">The card.</param>
    /// <param name="nowUtc">Now.</param>
    /// <param name="key">The secret key, of 32 bytes.</param>
    public static string Make(long cardId, DateTime nowUtc, ReadOnlySpan<byte> key)
    {
        Span<byte> code = stackalloc byte[BodyLength + TagLength];
        BinaryPrimitives.WriteInt64BigEndian(code, cardId);
        BinaryPrimitives.WriteInt64BigEndian(code[8..], UnixSeconds(nowUtc) + (long)Lifetime.TotalSeconds);
        RandomNumberGenerator.Fill(code[16..BodyLength]);
        Sign(code[..BodyLength], key, code[BodyLength..]);
        return Prefix + Convert.ToHexString(code);
    }

    /// <summary>Whether something scanned looks like a code at all, rather than a number.</summary>
    public static bool LooksLikeOne(string? scanned) => scanned?.Trim().StartsWith(Prefix, StringComparison.OrdinalIgnoreCase) == true;

    /// <summary>Reads a code: the card, or why it does not count.</summary>
    public static Outcome<long> Read(string? scanned, DateTime nowUtc, ReadOnlySpan<byte> key)
    {
        var text = scanned?.Trim() ?? "";
        if (text.Length != Prefix.Length + (2 * (BodyLength + TagLength)) || !LooksLikeOne(text) || !text.Skip(Prefix.Length).All(char.IsAsciiHexDigit))
        {
            return new Refusal("card_code_invalid");
        }

        var code = Convert.FromHexString(text[Prefix.Length..]);
        Span<byte> tag = stackalloc byte[TagLength];
        Sign(code.AsSpan(0, BodyLength), key, tag);
        if (!CryptographicOperations.FixedTimeEquals(tag, code.AsSpan(BodyLength)))
        {
            return new Refusal("card_code_invalid");
        }

        var goodUntil = BinaryPrimitives.ReadInt64BigEndian(code.AsSpan(8));
        return UnixSeconds(nowUtc) < goodUntil ? BinaryPrimitives.ReadInt64BigEndian(code) : new Refusal("card_code_expired");
    }

    private static void Sign(ReadOnlySpan<byte> body, ReadOnlySpan<byte> key, Span<byte> tag)
    {
        Span<byte> whole = stackalloc byte[HMACSHA256.HashSizeInBytes];
        HMACSHA256.HashData(key, body, whole);
        whole[..TagLength].CopyTo(tag);
    }

    private static long UnixSeconds(DateTime utc) => (long)Math.Floor((utc - DateTime.UnixEpoch).TotalSeconds);
}
