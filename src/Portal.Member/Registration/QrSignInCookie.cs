using System.Globalization;
using Portal.Infrastructure.Registration;

namespace Portal.Member.Registration;

/// <summary>
/// Keeps on the device that asks to be signed in which requests are its own: one for each page with a code. Scripts cannot read it,
/// and it is not sent from other sites.
/// </summary>
internal static class QrSignInCookie
{
    /// <summary>The secret of a request that this device has made, or null.</summary>
    public static string? Read(HttpContext http, long requestId) => http.Request.Cookies[NameOf(requestId)];

    public static void Write(HttpContext http, NewSignInRequest request) =>
        http.Response.Cookies.Append(NameOf(request.Id), request.Secret, Options(http, Domain.Registration.SignInRequest.Lifetime));

    public static void Remove(HttpContext http, long requestId) => http.Response.Cookies.Delete(NameOf(requestId), Options(http, null));

    private static string NameOf(long requestId) => "portal.member.qr." + requestId.ToString(CultureInfo.InvariantCulture);

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
