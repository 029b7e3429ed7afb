using System.Globalization;
using Microsoft.AspNetCore.Antiforgery;
using Microsoft.AspNetCore.Identity;
using Microsoft.AspNetCore.Mvc;
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

    private static async Task<IResult> StateAsync(HttpContext http, SignInRequests requests, [FromQuery] long id)
    {
        http.Response.Headers.CacheControl = "no-store";
        var state = await requests.StateAsync(id, QrSignInCookie.Read(http, id), http.RequestAborted);
        return Results.Json(new { state = state is null or SignInRequestState.Used ? "expired" : state.Value.ToString().ToLowerInvariant() });
    }

    private static async Task<IResult> EnterAsync(
        HttpContext http, IAntiforgery antiforgery, SignInRequests requests, SignInManager<PortalUser> signIn, IOptions<PortalUiOptions> options, [FromQuery] long id)
    {
        if (!await antiforgery.IsRequestValidAsync(http))
        {
            return Results.BadRequest();
        }

        var secret = QrSignInCookie.Read(http, id);
        QrSignInCookie.Remove(http, id);
        if (await requests.EnterAsync(id, secret, http.RequestAborted) is not { IsDone: true } entered
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
