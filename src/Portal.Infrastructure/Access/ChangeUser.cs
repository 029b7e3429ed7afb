using System.Globalization;
using Microsoft.AspNetCore.Identity;
using Portal.Domain.Shared;

namespace Portal.Infrastructure.Access;

/// <summary>Disables, enables and unlocks log-ins and sets new passwords. A change ends the log-in's sessions.</summary>
public sealed class ChangeUser(UserManager<PortalUser> users, CurrentUser currentUser)
{
    /// <summary>Lets a log-in sign in or not. Nobody disables the own log-in.</summary>
    public async Task<Outcome> SetDisabledAsync(long userId, bool isDisabled)
    {
        if (currentUser.Refuse(Permissions.Users.Edit) is { } refusal)
        {
            return refusal;
        }

        if (userId == currentUser.UserId)
        {
            return new Refusal("user_own_login");
        }

        if (await FindAsync(userId) is not { } user)
        {
            return new Refusal(Refusal.NotFound);
        }

        user.IsDisabled = isDisabled;
        await users.UpdateSecurityStampAsync(user);
        return Outcome.Done;
    }

    /// <summary>Sets a new password and lifts a lock-out.</summary>
    public async Task<Outcome> SetPasswordAsync(long userId, string password)
    {
        if (currentUser.Refuse(Permissions.Users.Edit) is { } refusal)
        {
            return refusal;
        }

        if (await FindAsync(userId) is not { } user)
        {
            return new Refusal(Refusal.NotFound);
        }

        var token = await users.GeneratePasswordResetTokenAsync(user);
        if (!(await users.ResetPasswordAsync(user, token, password)).Succeeded)
        {
            return new Refusal("user_password_weak") { Field = "Password" };
        }

        await users.SetLockoutEndDateAsync(user, null);
        await users.ResetAccessFailedCountAsync(user);
        return Outcome.Done;
    }

    private Task<PortalUser?> FindAsync(long userId) => users.FindByIdAsync(userId.ToString(CultureInfo.InvariantCulture));
}
