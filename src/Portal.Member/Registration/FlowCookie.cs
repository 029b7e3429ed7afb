namespace Portal.Member.Registration;

/// <summary>
/// Carries a form flow between its pages. A cookie rather than the address: what is confirmed must not stand in logs or
/// histories. Its value is encrypted and signed by the infrastructure.
/// </summary>
internal static class FlowCookie
{
    public const string SignUp = "portal.member.signup";
    public const string Reset = "portal.member.reset";
    private static readonly TimeSpan Lifetime = TimeSpan.FromMinutes(45);

    public static string? Read(HttpContext http, string name) => http.Request.Cookies[name];

    public static void Write(HttpContext http, string name, string flow) => http.Response.Cookies.Append(name, flow, Options(http, Lifetime));

    public static void Remove(HttpContext http, string name) => http.Response.Cookies.Delete(name, Options(http, null));

    private static CookieOptions Options(HttpContext http, TimeSpan? lifetime) => new()
    {
        HttpOnly = true,
        SameSite = SameSiteMode.Lax,
        Secure = http.Request.IsHttps,
        IsEssential = true,
        Path = "/account",
        MaxAge = lifetime,
    };
}
