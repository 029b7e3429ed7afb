using Portal.Ui.Shell;

namespace Portal.Member;

/// <summary>The bottom bar, in order: five entries at most. A feature with a page of the first rank adds its entry before "me".</summary>
public static class NavEntries
{
    /// <summary>All entries.</summary>
    public static IReadOnlyList<NavEntry> All { get; } =
    [
        new("", "nav.memberHome", "house", "/"),
        new("", "my.programs", "badge-percent", "/programs"),
        new("", "my.statements", "receipt-text", "/statements"),
        new("", "balance.nav", "wallet", "/balance"),
        new("", "nav.me", "user-round", "/me"),
    ];
}
