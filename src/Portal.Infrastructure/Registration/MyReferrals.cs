using Microsoft.EntityFrameworkCore;
using Portal.Domain.Customers;
using Portal.Domain.Registration;
using Portal.Infrastructure.Access;
using Portal.Infrastructure.Data;

namespace Portal.Infrastructure.Registration;

/// <summary>Whom the member who is signed in has brought. Of others it sees only the first sign of the name and the day.</summary>
public sealed class MyReferrals(IDbContextFactory<PortalDbContext> contexts, CurrentUser user)
{
    private const int MaxShown = 100;

    /// <summary>The own code and those who came with it; null for a log-in that is no member's.</summary>
    public async Task<MyReferralPage?> ReadAsync(CancellationToken cancellationToken)
    {
        var customerId = user.CustomerId;
        await using var context = await contexts.CreateDbContextAsync(cancellationToken);
        if (!await context.Customers.AnyAsync(row => row.Id == customerId && row.Kind == CustomerKind.Member && row.ClosedAtUtc == null, cancellationToken))
        {
            return null;
        }

        var joined = await (
            from referral in context.CustomerReferrals
            join friend in context.Customers on referral.CustomerId equals friend.Id
            where referral.ReferredById == customerId
            orderby referral.JoinedAtUtc descending, referral.CustomerId descending
            select new { friend.Name, referral.JoinedAtUtc }).Take(MaxShown).ToListAsync(cancellationToken);
        var total = await context.CustomerReferrals.CountAsync(row => row.ReferredById == customerId, cancellationToken);
        return new MyReferralPage(ReferralCode.Of(customerId!.Value), total, [.. joined.Select(row => new MyReferral(Masked(row.Name), row.JoinedAtUtc))]);
    }

    private static string Masked(string name) => name.EnumerateRunes().FirstOrDefault() is { Value: > 0 } first ? first + "**" : "**";
}

/// <summary>A member's referrals.</summary>
/// <param name="Code">The code to pass on.</param>
/// <param name="Total">How many came.</param>
/// <param name="Joined">The latest of them.</param>
public sealed record MyReferralPage(string Code, int Total, IReadOnlyList<MyReferral> Joined);

/// <summary>Somebody who came.</summary>
/// <param name="MaskedName">The first sign of the name.</param>
/// <param name="JoinedAtUtc">When.</param>
public sealed record MyReferral(string MaskedName, DateTime JoinedAtUtc);
