using Portal.Infrastructure.Access;

namespace Portal.Ui.Shell;

/// <summary>What differs between the two apps.</summary>
public sealed class PortalUiOptions
{
    /// <summary>Whose app this is: a log-in of the other kind cannot enter.</summary>
    public AccountKind Kind { get; set; } = AccountKind.Staff;

    /// <summary>admin or member: part of the names of cookies, so that both apps can live on one host.</summary>
    public string App => Kind == AccountKind.Staff ? "admin" : "member";

    /// <summary>The cookie of the language.</summary>
    public string LanguageCookie => $"portal.{App}.language";

    /// <summary>The cookie of the theme: light or dark.</summary>
    public string ThemeCookie => $"portal.{App}.theme";
}
