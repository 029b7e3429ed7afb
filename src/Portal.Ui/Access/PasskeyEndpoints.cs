using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Identity;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.Options;
using Portal.Infrastructure.Access;
using Portal.Ui.Shell;

namespace Portal.Ui.Access;

/// <summary>What a browser asks to make a passkey and to sign in with one. The framework makes and checks the challenges; what adds a key or signs in carries the token against forgery.</summary>
internal static class PasskeyEndpoints
{
    private const int MaxCredential = 20_000;

    /// <summary>Maps them.</summary>
    public static void MapPasskeys(this IEndpointRouteBuilder endpoints)
    {
        endpoints.MapPost("/account/passkeys/options", CreationOptionsAsync).RequireAuthorization();
        endpoints.MapPost("/account/passkeys", AddAsync).RequireAuthorization();
        endpoints.MapPost("/account/passkeys/challenge", ChallengeAsync).AllowAnonymous();
        endpoints.MapPost("/account/passkeys/enter", EnterAsync).AllowAnonymous();
    }

    /// <summary>For the person who is signed in and says the password again: what the authenticator needs to make a key. Without it no key can be added.</summary>
    private static async Task<IResult> CreationOptionsAsync(
        HttpContext context, SignInManager<PortalUser> signIn, MyPasskeys passkeys, [FromForm] string? password, CancellationToken cancellationToken)
    {
        var proved = await passkeys.ProveAsync(password, cancellationToken);
        if (!proved.IsDone)
        {
            return Results.Json(new { refused = proved.Refusal.Code });
        }

        if (await signIn.UserManager.GetUserAsync(context.User) is not { } user)
        {
            return Results.Unauthorized();
        }

        var entity = new PasskeyUserEntity { Id = await signIn.UserManager.GetUserIdAsync(user), Name = user.UserName!, DisplayName = user.DisplayName };
        return Results.Content(await signIn.MakePasskeyCreationOptionsAsync(entity), "application/json");
    }

    private static async Task<IResult> AddAsync(SignInManager<PortalUser> signIn, MyPasskeys passkeys, [FromForm] string? credential, [FromForm] string? name, CancellationToken cancellationToken)
    {
        if (credential is not { Length: > 0 and <= MaxCredential })
        {
            return Results.BadRequest();
        }

        var made = await signIn.PerformPasskeyAttestationAsync(credential);
        return made.Succeeded && (await passkeys.AddAsync(made.Passkey, name, cancellationToken)).IsDone ? Results.NoContent() : Results.BadRequest();
    }

    /// <summary>For anybody: a challenge, without a name. Which log-in it will be is in the key.</summary>
    private static async Task<IResult> ChallengeAsync(SignInManager<PortalUser> signIn) =>
        Results.Content(await signIn.MakePasskeyRequestOptionsAsync(null!), "application/json");

    private static async Task<IResult> EnterAsync(HttpContext context, SignInManager<PortalUser> signIn, IOptions<PortalUiOptions> options, [FromForm] string? credential, [FromForm] string? returnUrl)
    {
        if (credential is not { Length: > 0 and <= MaxCredential })
        {
            return Results.BadRequest();
        }

        var assertion = await signIn.PerformPasskeyAssertionAsync(credential);
        if (!assertion.Succeeded || !await signIn.CanSignInAsync(assertion.User) || await signIn.UserManager.IsLockedOutAsync(assertion.User))
        {
            return Results.Unauthorized();
        }

        // The count of the key's uses is kept, so that a copy of it shows.
        await signIn.UserManager.AddOrUpdatePasskeyAsync(assertion.User, assertion.Passkey);
        await signIn.SignInAsync(assertion.User, isPersistent: false);
        AccountEndpoints.Remember(context, options.Value, assertion.User);
        return Results.Text(AccountEndpoints.SafeReturn(returnUrl, "/"));
    }
}
