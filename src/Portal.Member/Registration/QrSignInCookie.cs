using System.Globalization;
using Portal.Infrastructure.Registration;

namespace Portal.Member.Registration;

/// <summary>Keeps on the device that asks to be signed in which request is its own. Scripts cannot read it, and it is not sent from other sites.</summary>
internal static class QrSignInCookie
{
    private const string Name = "portal.member.qr";

    public static (long Id, string Secret)? Read(HttpContext http)
    {
        var parts = http.Request.Cookies[Name]?.Split('.');
        return parts is [var id, var secret] && long.TryParse(id, NumberStyles.None, CultureInfo.InvariantCulture, out var number) ? (number, secret) : null;
    }

    public static void Write(HttpContext http, NewSignInRequest request) =>
        http.Response.Cookies.Append(Name, request.Id.ToString(CultureInfo.InvariantCulture) + "." + request.Secret, Options(http, Domain.Registration.SignInRequest.Lifetime));

    public static void Remove(HttpContext http) => http.Response.Cookies.Delete(Name, Options(http, null));

    private static CookieOptions Options(HttpContext http, TimeSpan? lifetime) => new()
    {
        HttpOnly = true,
        SameSite = SameSiteMode.Strict,
        Secure = http.Request.IsHttps,
        IsEssential = true,
        Path = "/account/qr",
        MaxAge = lifetime,
    };
}
