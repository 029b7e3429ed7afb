using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using Portal.Domain.Shared;

namespace Portal.Infrastructure.Cards;

/// <summary>What makes an operation the same one when it is asked for again.</summary>
internal static class CardOperationKey
{
    public const int MaxLength = 100;
    public const int MaxReasonLength = 300;

    /// <summary>What is wrong with a key, or null.</summary>
    public static Refusal? Check(string? key) => string.IsNullOrWhiteSpace(key) || key.Length > MaxLength ? new Refusal("card_key", MaxLength) { Field = "OperationKey" } : null;

    /// <summary>What is wrong with a reason that has to be given, or null.</summary>
    public static Refusal? CheckReason(string? reason) =>
        string.IsNullOrWhiteSpace(reason) || reason.Trim().Length > MaxReasonLength ? new Refusal("card_reason", MaxReasonLength) { Field = "Reason" } : null;

    /// <summary>A reason that may be left out; too long ones are cut by nobody but refused.</summary>
    public static Refusal? CheckNote(string? note) => note is { Length: > MaxReasonLength } ? new Refusal("card_reason", MaxReasonLength) { Field = "Reason" } : null;

    /// <summary>SHA-256 of what was asked, in hexadecimal. PINs are never among it.</summary>
    public static string Hash(params object?[] parts) =>
        Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(string.Join('\n', parts.Select(part => Convert.ToString(part, CultureInfo.InvariantCulture))))));
}
