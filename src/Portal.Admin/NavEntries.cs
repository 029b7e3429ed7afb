using Portal.Infrastructure.Access;
using Portal.Ui.Shell;

namespace Portal.Admin;

/// <summary>The lines of the menu, in order, by group. A feature with pages adds its lines here.</summary>
public static class NavEntries
{
    /// <summary>All lines.</summary>
    public static IReadOnlyList<NavEntry> All { get; } =
    [
        new("", "nav.home", "layout-dashboard", "/"),
        new("system", "users.nav", "users", "/users", Permissions.Users.View),
    ];
}
