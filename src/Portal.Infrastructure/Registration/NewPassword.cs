using Microsoft.AspNetCore.Identity;
using Portal.Domain.Shared;
using Portal.Infrastructure.Access;

namespace Portal.Infrastructure.Registration;

/// <summary>Checks a password that is chosen before there is a log-in, by the rules that hold for all, and hashes it.</summary>
public sealed class NewPassword(UserManager<PortalUser> users)
{
    private const int MaxLength = 256;
    private const int MinDifferentSigns = 5;

    /// <summary>Checks and hashes; slow on purpose, so not within a transaction.</summary>
    internal async Task<Outcome<string>> ReadAsync(string? password, string? repeated, string address)
    {
        if (string.IsNullOrEmpty(password) || password.Length > MaxLength || !await IsAllowedAsync(password) || password.Distinct().Count() < MinDifferentSigns)
        {
            return new Refusal("user_password_weak") { Field = "Password" };
        }

        if (address.Length > 0 && password.Contains(address[..address.IndexOf('@', StringComparison.Ordinal)], StringComparison.OrdinalIgnoreCase))
        {
            return new Refusal("password_like_email") { Field = "Password" };
        }

        return password != repeated
            ? new Refusal("password_not_repeated") { Field = "Repeated" }
            : users.PasswordHasher.HashPassword(new PortalUser(), password);
    }

    private async Task<bool> IsAllowedAsync(string password)
    {
        foreach (var rule in users.PasswordValidators)
        {
            if (!(await rule.ValidateAsync(users, new PortalUser(), password)).Succeeded)
            {
                return false;
            }
        }

        return true;
    }
}
