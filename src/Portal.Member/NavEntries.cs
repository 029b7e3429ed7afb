using Portal.Infrastructure.Access;
using Portal.Ui.Shell;

namespace Portal.Member;

/// <summary>The bottom bar, in order: five entries at most. A feature with a page of the first rank adds its entry before "me".</summary>
public static class NavEntries
{
    private static readonly NavEntry[] Companies =
    [
        new("", "nav.memberHome", "house", "/"),
        new("", "my.programs", "badge-percent", "/programs"),
        new("", "my.statements", "receipt-text", "/statements"),
        new("", "balance.nav", "wallet", "/balance"),
        new("", "nav.me", "user-round", "/me"),
    ];

    private static readonly NavEntry[] Members =
    [
        new("", "nav.memberHome", "house", "/"),
        new("", "myCard.nav", "credit-card", "/cards"),
        new("", "myPoints.nav", "coins", "/points"),
        new("", "myRewards.nav", "gift", "/rewards"),
        new("", "nav.me", "user-round", "/me"),
    ];

    /// <summary>The entries of a person: members have cards and points, companies have rebates.</summary>
    public static IReadOnlyList<NavEntry> Of(CurrentUser user)
    {
        ArgumentNullException.ThrowIfNull(user);
        return user.Roles.Contains(RolePermissions.Member) ? Members : Companies;
    }
}
