using Microsoft.EntityFrameworkCore;
using Portal.Domain.Points.Engine;
using Portal.Domain.Points.Events;
using Portal.Domain.Points.Records;
using Portal.Infrastructure.Data;

namespace Portal.Infrastructure.Points;

/// <summary>Reads the referrals that events touch, and asks for the members on their other side.</summary>
internal static class ReferralReading
{
    private const int MaxChain = 50;

    public static async Task<List<PointsReferral>> ReadAsync(
        IReadOnlyCollection<long> customerIds,
        IReadOnlyList<JoinEvent> joins,
        PointsRulesByDay rules,
        Dictionary<long, MemberNeeds> needs,
        PortalDbContext context,
        CancellationToken cancellationToken)
    {
        if (rules.Versions.All(version => version.Rules.Referral is null))
        {
            return [];
        }

        var ids = customerIds.ToArray();
        var rows = await context.PointsReferrals.AsNoTracking()
            .Where(row => EF.Parameter(ids).Contains(row.Id) && (row.State == ReferralState.Pending || row.State == ReferralState.Rewarded))
            .ToListAsync(cancellationToken);
        foreach (var row in rows.Where(row => row.State == ReferralState.Pending || needs[row.Id].Sales.Contains(row.SaleKey)))
        {
            var lots = PointsJson.Read<Dictionary<string, int>>(row.LotsJson);
            foreach (var id in new[] { row.Id, row.ReferrerId })
            {
                var need = new MemberNeeds
                {
                    From = row.RewardedOn ?? needs[row.Id].From,
                    To = needs[row.Id].To,
                    Lots = lots.TryGetValue(PointsJson.Name(id), out var lot) ? [lot] : [],
                };
                needs[id] = needs.TryGetValue(id, out var known) ? known.With(need) : need;
            }
        }

        foreach (var join in joins.Where(join => join.ReferredBy is not null))
        {
            await ChainAsync(PointsJson.Id(join.ReferredBy!), rows, needs, context, cancellationToken);
        }

        return rows;
    }

    /// <summary>Lets the use of a limit by a referral be freed by itself.</summary>
    public static void SplitUses(PointsBatch batch, IEnumerable<PointsReferral> referrals)
    {
        foreach (var row in referrals.Where(row => row.State == ReferralState.Rewarded && row.RewardedOn is not null))
        {
            if (batch.Members.FirstOrDefault(member => member.Row.Id == row.ReferrerId) is { } referrer)
            {
                referrer.SplitUse(row.RewardedOn!.Value, "referral", "referral:" + PointsJson.Name(row.Id));
            }
        }
    }

    /// <summary>Who brought the referrer, and so on: a circle is refused.</summary>
    private static async Task ChainAsync(long referrerId, List<PointsReferral> rows, Dictionary<long, MemberNeeds> needs, PortalDbContext context, CancellationToken cancellationToken)
    {
        if (await context.PointsMemberships.AnyAsync(row => row.Id == referrerId, cancellationToken) && !needs.ContainsKey(referrerId))
        {
            needs[referrerId] = needs.Values.First();
        }

        var next = referrerId;
        for (var step = 0; step < MaxChain && rows.TrueForAll(row => row.Id != next); step++)
        {
            var current = next;
            if (await context.PointsReferrals.AsNoTracking().SingleOrDefaultAsync(row => row.Id == current, cancellationToken) is not { } row)
            {
                return;
            }

            rows.Add(row);
            next = row.ReferrerId;
        }
    }
}
