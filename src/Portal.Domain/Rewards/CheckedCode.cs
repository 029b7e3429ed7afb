using System.Security.Cryptography;

namespace Portal.Domain.Rewards;

/// <summary>
/// Codes that people read out and type: letters and digits that cannot be mistaken for each other, the last one a check.
/// A wrong letter is always noticed, two neighbours changed for each other nearly always.
/// </summary>
public static class CheckedCode
{
    private const string Symbols = "23456789ABCDEFGHJKLMNPQRSTUVWXYZ";
    private const int GroupLength = 4;

    /// <summary>A random code: five bits in each symbol but the last.</summary>
    /// <param name="length">Symbols with the check.</param>
    public static string New(int length) => WithCheck(RandomNumberGenerator.GetString(Symbols, length - 1));

    /// <summary>A payload with its check.</summary>
    /// <exception cref="ArgumentException">A symbol is not one of ours.</exception>
    public static string WithCheck(string payload)
    {
        ArgumentNullException.ThrowIfNull(payload);
        return Sum(payload, factor: 2) is { } sum
            ? payload + Symbols[(Symbols.Length - (sum % Symbols.Length)) % Symbols.Length]
            : throw new ArgumentException("A symbol is not one of ours.", nameof(payload));
    }

    /// <summary>Reads what a person typed or a camera saw: without gaps and dashes, in capitals; null where the check is wrong.</summary>
    /// <param name="text">The text.</param>
    /// <param name="length">Symbols with the check.</param>
    public static string? Read(string? text, int length)
    {
        var code = string.Concat((text ?? "").Where(letter => letter is not ('-' or ' ')).Select(Meant));
        return code.Length == length && Sum(code, factor: 1) is { } sum && sum % Symbols.Length == 0 ? code : null;
    }

    /// <summary>In groups, as it is printed: "7KQ2-M9XP-3TDA".</summary>
    public static string Print(string code)
    {
        ArgumentNullException.ThrowIfNull(code);
        return string.Join('-', code.Chunk(GroupLength).Select(group => new string(group)));
    }

    /// <summary>What is left out because it looks like another one is read as that other one.</summary>
    private static char Meant(char letter) => char.ToUpperInvariant(letter) switch { 'O' or '0' => 'Q', 'I' or '1' => 'L', var other => other };

    /// <summary>Luhn's sum over our symbols: every second one counts twice.</summary>
    private static int? Sum(string code, int factor)
    {
        var sum = 0;
        for (var index = code.Length - 1; index >= 0; index--)
        {
            var value = Symbols.IndexOf(code[index], StringComparison.Ordinal);
            if (value < 0)
            {
                return null;
            }

            var counted = value * factor;
            sum += (counted / Symbols.Length) + (counted % Symbols.Length);
            factor = 3 - factor;
        }

        return sum;
    }
}
