using System.Globalization;
using Microsoft.AspNetCore.Identity;
using Microsoft.Extensions.DependencyInjection;
using Portal.Domain.Shared;

namespace Portal.Infrastructure.Access;

/// <summary>The person's own passkeys: keys of a telephone, a computer or a security key that sign in without a password.</summary>
public sealed class MyPasskeys(IServiceScopeFactory scopes, CurrentUser currentUser, SignInMessages messages)
{
    /// <summary>Passkeys of one log-in at most.</summary>
    public const int Most = 10;

    /// <summary>Letters of a name at most.</summary>
    public const int MaxName = 50;

    private const int MaxPassword = 256;

    /// <summary>The person's passkeys, the oldest first.</summary>
    public async Task<IReadOnlyList<PasskeyRow>> ReadAsync(CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        await using var scope = scopes.CreateAsyncScope();
        var users = scope.ServiceProvider.GetRequiredService<UserManager<PortalUser>>();
        return await FindAsync(users) is { } user
            ? [.. (await users.GetPasskeysAsync(user)).OrderBy(passkey => passkey.CreatedAt).Select(passkey => new PasskeyRow(
                Convert.ToHexString(passkey.CredentialId), passkey.Name ?? "", passkey.CreatedAt.UtcDateTime))]
            : [];
    }

    /// <summary>Makes sure that who wants a passkey knows the password: a key that somebody adds at an unwatched screen would stay theirs.</summary>
    /// <returns>Refused where the password is wrong, or was wrong too often.</returns>
    public async Task<Outcome> ProveAsync(string? password, CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        await using var scope = scopes.CreateAsyncScope();
        var users = scope.ServiceProvider.GetRequiredService<UserManager<PortalUser>>();
        if (await FindAsync(users) is not { } user)
        {
            return new Refusal(Refusal.NotPermitted);
        }

        if (await users.IsLockedOutAsync(user))
        {
            return new Refusal("password_locked");
        }

        if (password is { Length: > 0 and <= MaxPassword } && await users.CheckPasswordAsync(user, password))
        {
            return Outcome.Done;
        }

        await users.AccessFailedAsync(user);
        return new Refusal("password_wrong");
    }

    /// <summary>Keeps a passkey that a browser has made and the server has checked, and tells its owner.</summary>
    public async Task<Outcome> AddAsync(UserPasskeyInfo passkey, string? name, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(passkey);
        cancellationToken.ThrowIfCancellationRequested();
        await using var scope = scopes.CreateAsyncScope();
        var users = scope.ServiceProvider.GetRequiredService<UserManager<PortalUser>>();
        if (await FindAsync(users) is not { } user)
        {
            return new Refusal(Refusal.NotPermitted);
        }

        if ((await users.GetPasskeysAsync(user)).Count >= Most)
        {
            return new Refusal("passkey_too_many", Most);
        }

        var typed = string.Concat((name ?? "").Where(letter => !char.IsControl(letter))).Trim();
        passkey.Name = typed.Length > MaxName ? typed[..MaxName] : typed;
        if (!(await users.AddOrUpdatePasskeyAsync(user, passkey)).Succeeded)
        {
            return new Refusal("passkey_failed");
        }

        // Not to be cancelled: the passkey is there.
        await messages.TellAsync(user, "passkey_added", CancellationToken.None);
        return Outcome.Done;
    }

    /// <summary>Removes one; it signs in nobody from then on.</summary>
    public async Task<Outcome> RemoveAsync(string id, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(id);
        cancellationToken.ThrowIfCancellationRequested();
        await using var scope = scopes.CreateAsyncScope();
        var users = scope.ServiceProvider.GetRequiredService<UserManager<PortalUser>>();
        if (await FindAsync(users) is not { } user)
        {
            return new Refusal(Refusal.NotPermitted);
        }

        var passkey = (await users.GetPasskeysAsync(user)).FirstOrDefault(row => Convert.ToHexString(row.CredentialId) == id);
        if (passkey is null)
        {
            return new Refusal(Refusal.NotFound);
        }

        return (await users.RemovePasskeyAsync(user, passkey.CredentialId)).Succeeded ? Outcome.Done : new Refusal("passkey_failed");
    }

    private async Task<PortalUser?> FindAsync(UserManager<PortalUser> users) =>
        currentUser.UserId is { } id ? await users.FindByIdAsync(id.ToString(CultureInfo.InvariantCulture)) : null;
}

/// <summary>A passkey in the person's list.</summary>
/// <param name="Id">Names it to the use-cases.</param>
/// <param name="Name">What the person called it.</param>
/// <param name="CreatedAtUtc">When it was added.</param>
public sealed record PasskeyRow(string Id, string Name, DateTime CreatedAtUtc);
