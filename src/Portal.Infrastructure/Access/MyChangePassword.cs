using System.Globalization;
using Microsoft.AspNetCore.Identity;
using Microsoft.Extensions.DependencyInjection;
using Portal.Domain.Shared;

namespace Portal.Infrastructure.Access;

/// <summary>Changes the person's own password; its other sign-ins end.</summary>
public sealed class MyChangePassword(IServiceScopeFactory scopes, CurrentUser currentUser, SignInMessages messages)
{
    /// <summary>Changes it.</summary>
    public async Task<Outcome> RunAsync(MyPasswordInput input, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(input);
        if (currentUser.UserId is not { } id)
        {
            return new Refusal(Refusal.NotPermitted);
        }

        if (input.New != input.Repeated)
        {
            return new Refusal("password_not_repeated") { Field = nameof(input.Repeated) };
        }

        // A scope of its own: a circuit's would keep the account as it was when first read.
        await using var scope = scopes.CreateAsyncScope();
        var users = scope.ServiceProvider.GetRequiredService<UserManager<PortalUser>>();
        var user = await users.FindByIdAsync(id.ToString(CultureInfo.InvariantCulture));
        if (user is null)
        {
            return new Refusal(Refusal.NotFound);
        }

        if (await users.IsLockedOutAsync(user))
        {
            return new Refusal("password_locked") { Field = nameof(input.Current) };
        }

        var result = await users.ChangePasswordAsync(user, input.Current, input.New);
        if (result.Succeeded)
        {
            await messages.TellAsync(user, user.Kind == AccountKind.Customer ? "password_changed" : "password_changed_staff", CancellationToken.None);
            return Outcome.Done;
        }

        if (result.Errors.Any(error => error.Code == nameof(IdentityErrorDescriber.PasswordMismatch)))
        {
            await users.AccessFailedAsync(user);
            return new Refusal("password_wrong") { Field = nameof(input.Current) };
        }

        return new Refusal("user_password_weak") { Field = nameof(input.New) };
    }
}

/// <summary>A change of password.</summary>
/// <param name="Current">The password so far.</param>
/// <param name="New">The new one.</param>
/// <param name="Repeated">The new one again.</param>
public sealed record MyPasswordInput(string Current, string New, string Repeated);
