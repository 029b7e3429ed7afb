namespace Portal.Domain.Registration;

/// <summary>
/// Names a device by what its browser says of itself. Only known names are told: the rest of it can be written by anybody, and
/// the person who confirms reads it.
/// </summary>
public static class SignInDevice
{
    // The order matters: most browsers also claim to be those below them.
    private static readonly (string Sign, string Name)[] Browsers =
    [
        ("MicroMessenger", "WeChat"), ("Edg", "Edge"), ("OPR/", "Opera"), ("Firefox/", "Firefox"), ("FxiOS/", "Firefox"),
        ("Chrome/", "Chrome"), ("CriOS/", "Chrome"), ("Safari/", "Safari"),
    ];

    private static readonly (string Sign, string Name)[] Systems =
    [
        ("iPhone", "iPhone"), ("iPad", "iPad"), ("Android", "Android"), ("Windows", "Windows"), ("Macintosh", "macOS"), ("CrOS", "ChromeOS"), ("Linux", "Linux"),
    ];

    /// <summary>Browser and system, such as "Edge · Windows"; empty where neither is known.</summary>
    public static string Describe(string? userAgent) =>
        string.Join(" · ", new[] { Find(Browsers, userAgent), Find(Systems, userAgent) }.Where(name => name is not null));

    private static string? Find((string Sign, string Name)[] known, string? userAgent) =>
        known.FirstOrDefault(one => userAgent?.Contains(one.Sign, StringComparison.Ordinal) == true).Name;
}
