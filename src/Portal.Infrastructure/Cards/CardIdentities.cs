using Microsoft.AspNetCore.DataProtection;
using Portal.Domain.Shared;

namespace Portal.Infrastructure.Cards;

/// <summary>Checks and encrypts identity numbers; they never lie in the database in clear.</summary>
public sealed class CardIdentities(IDataProtectionProvider protection)
{
    private const int MinLength = 5;
    private const int MaxLength = 30;
    private const int ResidentLength = 18;
    // As documents print them: 4403 0119…, C-1234567, A123456(7).
    private const string Separators = " -()（）";
    private static readonly int[] Weights = [7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2];
    private readonly IDataProtector _protector = protection.CreateProtector("Portal.Cards.Identities");

    /// <summary>Reads a name and number as typed; null for none. May make a key, which is a write of its own: call it before a transaction begins.</summary>
    internal Outcome<CardIdentity?> Read(CardIdentityInput? input)
    {
        if (input is null || (string.IsNullOrWhiteSpace(input.RealName) && string.IsNullOrWhiteSpace(input.Number)))
        {
            return Outcome(null);
        }

        var name = input.RealName?.Trim() ?? "";
        var number = string.Concat((input.Number ?? "").Where(letter => !Separators.Contains(letter))).ToUpperInvariant();
        if (name.Length is 0 or > 100)
        {
            return new Refusal("card_identity_name") { Field = nameof(input.RealName) };
        }

        var isReadable = number.Length is >= MinLength and <= MaxLength && number.All(char.IsAsciiLetterOrDigit) && number.Any(char.IsAsciiDigit);
        return !isReadable || (number.Length == ResidentLength && !IsResidentNumber(number))
            ? new Refusal("card_identity_number") { Field = nameof(input.Number) }
            : Outcome(new CardIdentity(name, _protector.Protect(number), number[^4..]));
    }

    /// <summary>Whether the check character of a resident's identity number (GB 11643) is right.</summary>
    internal static bool IsResidentNumber(string number) =>
        number.Length == ResidentLength
        && number[..^1].All(char.IsAsciiDigit)
        && "10X98765432"[number[..^1].Select((letter, index) => (letter - '0') * Weights[index]).Sum() % 11] == number[^1];

    private static Outcome<CardIdentity?> Outcome(CardIdentity? identity) => identity;
}

/// <summary>Name and number of an identity document, as typed.</summary>
/// <param name="RealName">The name.</param>
/// <param name="Number">The number; 18 characters are checked as a resident's number.</param>
public sealed record CardIdentityInput(string? RealName, string? Number)
{
    /// <summary>Says nothing: it belongs into no log.</summary>
    public override string ToString() => nameof(CardIdentityInput);
}

/// <summary>An identity to keep.</summary>
internal sealed record CardIdentity(string RealName, string NumberProtected, string NumberLast4);
