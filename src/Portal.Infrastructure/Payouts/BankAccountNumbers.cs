using System.Security.Cryptography;
using Microsoft.AspNetCore.DataProtection;
using Portal.Domain.Shared;

namespace Portal.Infrastructure.Payouts;

/// <summary>Checks, encrypts and masks bank account numbers; they never lie in the database in clear.</summary>
public sealed class BankAccountNumbers(IDataProtectionProvider protection)
{
    private const int MinLength = 8;
    private const int MaxLength = 30;
    private readonly IDataProtector _protector = protection.CreateProtector("Portal.Payouts.BankAccountNumbers");

    /// <summary>Reads a number as a person types it: blanks and hyphens are dropped, full-width digits taken for digits.</summary>
    /// <returns>What is wrong, or null.</returns>
    public static Refusal? Read(string? typed, out string number)
    {
        number = string.Concat((typed ?? "").Where(letter => !char.IsWhiteSpace(letter) && letter is not ('-' or '－')).Select(HalfWidth));
        return number.Length is >= MinLength and <= MaxLength && number.All(char.IsAsciiDigit)
            ? null
            : new Refusal("bank_account_number_invalid", MinLength, MaxLength);
    }

    /// <summary>The last four digits, for screens.</summary>
    public static string Last4(string number) => number[^4..];

    /// <summary>Encrypts. May make a key, which is a write of its own: call it before a transaction begins.</summary>
    public string Protect(string number) => _protector.Protect(number);

    /// <summary>Decrypts; null if the key was lost.</summary>
    public string? Unprotect(string numberProtected)
    {
        try
        {
            return _protector.Unprotect(numberProtected);
        }
        catch (CryptographicException)
        {
            return null;
        }
    }

    private static char HalfWidth(char letter) => letter is >= '０' and <= '９' ? (char)(letter - '０' + '0') : letter;
}
