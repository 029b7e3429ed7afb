using System.Globalization;
using Microsoft.AspNetCore.Antiforgery;
using Microsoft.AspNetCore.Identity;
using Microsoft.Extensions.Options;
using Portal.Domain.Registration;
using Portal.Infrastructure.Access;
using Portal.Infrastructure.Registration;
using Portal.Ui.Shell;

namespace Portal.Member.Registration;

/// <summary>What the page with the QR code calls: how far its request is, and the entry once it is confirmed.</summary>
internal static class QrSignInEndpoints
{
    /// <summary>The page that makes a request.</summary>
    public const string Start = "/account/qr";

    /// <summary>Maps them.</summary>
    public static void MapQrSignIn(this IEndpointRouteBuilder endpoints)
    {
        endpoints.MapGet(Start + "/state", StateAsync).AllowAnonymous();
        endpoints.MapPost(Start + "/enter", EnterAsync).AllowAnonymous();
    }

    private static async Task<IResult> StateAsync(HttpContext http, SignInRequests requests)
    {
        http.Response.Headers.CacheControl = "no-store";
        var state = QrSignInCookie.Read(http) is { } own ? await requests.StateAsync(own.Id, own.Secret, http.RequestAborted) : null;
        return Results.Json(new { state = state is null or SignInRequestState.Used ? "expired" : state.Value.ToString().ToLowerInvariant() });
    }

    private static async Task<IResult> EnterAsync(
        HttpContext http, IAntiforgery antiforgery, SignInRequests requests, SignInManager<PortalUser> signIn, IOptions<PortalUiOptions> options)
    {
        if (!await antiforgery.IsRequestValidAsync(http))
        {
            return Results.BadRequest();
        }

        var own = QrSignInCookie.Read(http);
        QrSignInCookie.Remove(http);
        if (own is null
            || await requests.EnterAsync(own.Value.Id, own.Value.Secret, http.RequestAborted) is not { IsDone: true } entered
            || await signIn.UserManager.FindByIdAsync(entered.Value.ToString(CultureInfo.InvariantCulture)) is not { } user
            || !await signIn.CanSignInAsync(user))
        {
            return Results.LocalRedirect(Start + "?failed=1");
        }

        await signIn.SignInAsync(user, isPersistent: false);
        AccountEndpoints.Remember(http, options.Value, user);
        return Results.LocalRedirect("/");
    }
}
