using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Identity;
using Microsoft.AspNetCore.Localization;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.Options;
using Portal.Infrastructure.Access;
using Portal.Ui.Access;

namespace Portal.Ui.Shell;

/// <summary>The addresses that set cookies: sign out, language, theme, fresh sign-in.</summary>
public static class AccountEndpoints
{
    /// <summary>Maps them.</summary>
    public static void MapAccount(this IEndpointRouteBuilder endpoints)
    {
        endpoints.MapPasskeys();
        endpoints.MapPost("/account/logout", async (SignInManager<PortalUser> signIn, [FromForm] string? returnUrl) =>
        {
            await signIn.SignOutAsync();
            return Results.LocalRedirect(SafeReturn(returnUrl, "/account/login"));
        }).AllowAnonymous();

        endpoints.MapGet("/account/language", async (string? to, string? returnUrl, HttpContext context, IOptions<PortalUiOptions> options, MySavePreferences preferences) =>
        {
            if (to is Texts.Chinese or Texts.English)
            {
                Keep(context, options.Value.LanguageCookie, CookieRequestCultureProvider.MakeCookieValue(new RequestCulture(to)));
                if (IsOwn(context) && context.User.Identity?.IsAuthenticated == true)
                {
                    await preferences.RunAsync(new MyPreferencesInput(to, null), context.RequestAborted);
                }
            }

            return Results.LocalRedirect(SafeReturn(returnUrl, "/"));
        }).AllowAnonymous();

        endpoints.MapGet("/account/theme", async (string? to, HttpContext context, MySavePreferences preferences) =>
        {
            if (to is "light" or "dark" && IsOwn(context) && context.User.Identity?.IsAuthenticated == true)
            {
                await preferences.RunAsync(new MyPreferencesInput(null, to), context.RequestAborted);
            }

            return Results.NoContent();
        }).AllowAnonymous();

        endpoints.MapGet("/account/refresh", async (string? returnUrl, HttpContext context, SignInManager<PortalUser> signIn, IOptions<PortalUiOptions> options) =>
        {
            if (await signIn.UserManager.GetUserAsync(context.User) is { } user && await signIn.CanSignInAsync(user))
            {
                await signIn.RefreshSignInAsync(user);
                Remember(context, options.Value, user);
            }

            return Results.LocalRedirect(SafeReturn(returnUrl, "/"));
        }).RequireAuthorization();
    }

    /// <summary>Writes the account's language and theme into their cookies: the account wins over the browser.</summary>
    public static void Remember(HttpContext context, PortalUiOptions options, PortalUser user)
    {
        if (user.Culture is Texts.Chinese or Texts.English)
        {
            Keep(context, options.LanguageCookie, CookieRequestCultureProvider.MakeCookieValue(new RequestCulture(user.Culture)));
        }

        if (user.Theme is "light" or "dark")
        {
            Keep(context, options.ThemeCookie, user.Theme);
        }
    }

    /// <summary>A return address of our own, or the usual one.</summary>
    public static string SafeReturn(string? returnUrl, string usual) =>
        returnUrl is { Length: > 0 } && returnUrl[0] == '/' && (returnUrl.Length == 1 || (returnUrl[1] != '/' && returnUrl[1] != '\\')) && !returnUrl.Any(char.IsControl)
            ? returnUrl
            : usual;

    private static void Keep(HttpContext context, string name, string value) => context.Response.Cookies.Append(name, value, new CookieOptions
    {
        MaxAge = TimeSpan.FromDays(365),
        SameSite = SameSiteMode.Lax,
        Secure = context.Request.IsHttps,
        IsEssential = true,
        Path = "/",
    });

    /// <summary>Whether the request was not started by another site.</summary>
    private static bool IsOwn(HttpContext context) => context.Request.Headers["Sec-Fetch-Site"].ToString() is "" or "same-origin" or "none";
}
