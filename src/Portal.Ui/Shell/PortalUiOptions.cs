namespace Portal.Ui.Shell;

/// <summary>What differs between the two apps.</summary>
public sealed class PortalUiOptions
{
    /// <summary>admin or member: part of the names of cookies, so that both apps can live on one host.</summary>
    public string App { get; set; } = "admin";

    /// <summary>The time zone in which instants are shown.</summary>
    public string TimeZone { get; set; } = "Asia/Shanghai";

    /// <summary>The cookie of the language.</summary>
    public string LanguageCookie => $"portal.{App}.language";

    /// <summary>The cookie of the theme: light or dark.</summary>
    public string ThemeCookie => $"portal.{App}.theme";
}
