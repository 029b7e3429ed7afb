using System.Globalization;
using System.Security.Cryptography;
using Microsoft.AspNetCore.DataProtection;
using Portal.Domain.Registration;

namespace Portal.Infrastructure.Registration;

/// <summary>
/// Carries a form flow from one page to the next: for which address a code was sent and, later, which code was confirmed.
/// Encrypted and signed, so that a browser can neither read nor change it.
/// </summary>
public sealed class EmailCodeFlow(IDataProtectionProvider protection)
{
    private readonly IDataProtector _protector = protection.CreateProtector("Portal.Registration.Flow");

    internal string Write(FlowState state) =>
        _protector.Protect(string.Create(CultureInfo.InvariantCulture, $"{(int)state.Purpose}|{state.CodeId}|{state.Address}"));

    /// <summary>What a page was given; null where it was not written by us for this purpose.</summary>
    internal FlowState? Read(string? flow, EmailCodePurpose purpose)
    {
        if (string.IsNullOrEmpty(flow) || flow.Length > 2000)
        {
            return null;
        }

        try
        {
            var parts = _protector.Unprotect(flow).Split('|', 3);
            var state = new FlowState(
                (EmailCodePurpose)int.Parse(parts[0], CultureInfo.InvariantCulture),
                parts[1].Length == 0 ? null : long.Parse(parts[1], CultureInfo.InvariantCulture),
                parts[2]);
            return state.Purpose == purpose ? state : null;
        }
        catch (Exception error) when (error is CryptographicException or FormatException)
        {
            return null;
        }
    }
}

/// <summary>Where a form flow stands.</summary>
/// <param name="Purpose">What the code is for.</param>
/// <param name="CodeId">The code that was confirmed; null before.</param>
/// <param name="Address">The address it was sent to.</param>
internal sealed record FlowState(EmailCodePurpose Purpose, long? CodeId, string Address);
