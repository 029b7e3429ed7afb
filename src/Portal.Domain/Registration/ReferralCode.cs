using System.Diagnostics.CodeAnalysis;

namespace Portal.Domain.Registration;

/// <summary>
/// A member's code for inviting others: seven signs that are told apart easily, the last one a check. It stands for the
/// customer's key, scattered, so that neighbours do not look alike; it opens nothing and need not be secret.
/// </summary>
public static class ReferralCode
{
    private const string Signs = "23456789ABCDEFGHJKMNPQRSTUVWXYZ";
    private const int BodyLength = 6;

    // 31^6; the factor and its inverse multiply to one modulo it.
    private const long Range = 887_503_681;
    private const long Factor = 514_229_033;
    private const long Shift = 271_828_182;
    private static readonly long Inverse = InverseOf(Factor, Range);

    /// <summary>The code of a customer.</summary>
    public static string Of(long customerId)
    {
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(customerId);
        ArgumentOutOfRangeException.ThrowIfGreaterThanOrEqual(customerId, Range);
        var left = (long)(((Int128)customerId * Factor + Shift) % Range);
        var signs = new char[BodyLength + 1];
        for (var place = BodyLength - 1; place >= 0; place--)
        {
            signs[place] = Signs[(int)(left % Signs.Length)];
            left /= Signs.Length;
        }

        signs[BodyLength] = CheckOf(signs.AsSpan(0, BodyLength));
        return new string(signs);
    }

    /// <summary>The customer's key that a code stands for; blanks, hyphens and small letters do not matter.</summary>
    public static bool TryRead(string? typed, [NotNullWhen(true)] out long? customerId)
    {
        customerId = null;
        var code = string.Concat((typed ?? "").Where(sign => sign is not (' ' or '-'))).ToUpperInvariant();
        if (code.Length != BodyLength + 1 || code.Any(sign => !Signs.Contains(sign, StringComparison.Ordinal)) || code[^1] != CheckOf(code.AsSpan(0, BodyLength)))
        {
            return false;
        }

        var scattered = code[..BodyLength].Aggregate(0L, (sum, sign) => sum * Signs.Length + Signs.IndexOf(sign, StringComparison.Ordinal));
        var id = (long)((Int128)((scattered - Shift % Range + Range) % Range) * Inverse % Range);
        if (id <= 0)
        {
            return false;
        }

        customerId = id;
        return true;
    }

    private static char CheckOf(ReadOnlySpan<char> body)
    {
        // Weights that differ find a wrong sign and two that changed places: 31 is prime.
        var sum = 0;
        for (var place = 0; place < body.Length; place++)
        {
            sum += (place + 2) * Signs.IndexOf(body[place], StringComparison.Ordinal);
        }

        return Signs[sum % Signs.Length];
    }

    private static long InverseOf(long value, long modulus)
    {
        var (oldRest, rest, oldFactor, factor) = (value, modulus, 1L, 0L);
        while (rest != 0)
        {
            var quotient = oldRest / rest;
            (oldRest, rest) = (rest, oldRest - quotient * rest);
            (oldFactor, factor) = (factor, oldFactor - quotient * factor);
        }

        return ((oldFactor % modulus) + modulus) % modulus;
    }
}
