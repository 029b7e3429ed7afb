using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using Microsoft.Extensions.Options;

namespace Portal.Infrastructure.Cards;

/// <summary>Salted slow hashes of PINs: <c>pbkdf2-sha512$iterations$salt$hash</c>. A PIN is never stored, logged or returned.</summary>
public sealed class CardPinHashes(IOptions<CardOptions> options)
{
    private const string Scheme = "pbkdf2-sha512";
    private const int SaltLength = 16;
    private const int HashLength = 32;
    private const int MinIterations = 1_000;
    private static readonly byte[] NobodysSalt = RandomNumberGenerator.GetBytes(SaltLength);

    private int Iterations => Math.Max(MinIterations, options.Value.PinIterations);

    /// <summary>Hashes a PIN that is to be set.</summary>
    public string Hash(string pin)
    {
        ArgumentNullException.ThrowIfNull(pin);
        var salt = RandomNumberGenerator.GetBytes(SaltLength);
        return string.Create(
            CultureInfo.InvariantCulture, $"{Scheme}${Iterations}${Convert.ToBase64String(salt)}${Convert.ToBase64String(Derive(pin, salt, Iterations))}");
    }

    /// <summary>Whether a PIN is the one that was hashed. Without a hash it takes as long and is wrong.</summary>
    public bool Verify(string? hash, string? pin)
    {
        if (hash?.Split('$') is not [Scheme, var iterations, var salt, var expected])
        {
            Derive(pin ?? "", NobodysSalt, Iterations);
            return false;
        }

        var actual = Derive(pin ?? "", Convert.FromBase64String(salt), int.Parse(iterations, CultureInfo.InvariantCulture));
        return CryptographicOperations.FixedTimeEquals(actual, Convert.FromBase64String(expected));
    }

    private static byte[] Derive(string pin, byte[] salt, int iterations) =>
        Rfc2898DeriveBytes.Pbkdf2(Encoding.UTF8.GetBytes(pin), salt, iterations, HashAlgorithmName.SHA512, HashLength);
}
