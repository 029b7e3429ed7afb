using Microsoft.EntityFrameworkCore;
using Portal.Domain.Points.Engine;
using Portal.Domain.Points.Rules;
using Portal.Infrastructure.Access;
using Portal.Infrastructure.Data;

namespace Portal.Infrastructure.Points;

/// <summary>The points of the customer who is signed in.</summary>
public sealed class MyPointsQueries
{
    private readonly IDbContextFactory<PortalDbContext> _contexts;
    private readonly PointsRulesBook _book;
    private readonly PointsBooking _booking;
    private readonly CurrentUser _user;

    internal MyPointsQueries(IDbContextFactory<PortalDbContext> contexts, PointsRulesBook book, PointsBooking booking, CurrentUser user)
    {
        _contexts = contexts;
        _book = book;
        _booking = booking;
        _user = user;
    }

    /// <summary>Balance, pending, expiring, level; null where there is no programme.</summary>
    public async Task<PointsSummary?> SummaryAsync(CancellationToken cancellationToken)
    {
        await using var context = await _contexts.CreateDbContextAsync(cancellationToken);
        var rules = await _book.ReadAsync(context, cancellationToken);
        return rules.Versions.Count == 0 || _user.CustomerId is not { } customerId
            ? null
            : await PointsReading.SummaryAsync(customerId, rules, _booking.Now(rules).On, context, cancellationToken);
    }

    /// <summary>The names of rules by id, for whoever reads how points came about; none for others than customers.</summary>
    public async Task<IReadOnlyDictionary<string, RuleNames>> RuleNamesAsync(CancellationToken cancellationToken)
    {
        await using var context = await _contexts.CreateDbContextAsync(cancellationToken);
        return _user.CustomerId is null ? new Dictionary<string, RuleNames>() : (await _book.ReadAsync(context, cancellationToken)).RuleNames;
    }

    /// <summary>Movements, the newest first.</summary>
    /// <param name="beforeId">Only those before this one, to show more; null for the first.</param>
    /// <param name="take">How many at most.</param>
    /// <param name="cancellationToken">Stops.</param>
    public async Task<IReadOnlyList<PointsEntryRow>> EntriesAsync(long? beforeId, int take, CancellationToken cancellationToken)
    {
        await using var context = await _contexts.CreateDbContextAsync(cancellationToken);
        var rules = await _book.ReadAsync(context, cancellationToken);
        if (rules.Versions.Count == 0 || _user.CustomerId is not { } customerId)
        {
            return [];
        }

        var rows = context.PointsEntries.AsNoTracking().Where(row => row.CustomerId == customerId && (beforeId == null || row.Id < beforeId));
        return await PointsReading.EntriesAsync(rows, 0, Math.Clamp(take, 1, 200), PointsBooking.Scale(rules), context, cancellationToken);
    }
}

/// <summary>Whom the customer who is signed in brought.</summary>
public sealed class MyReferralPoints
{
    private readonly IDbContextFactory<PortalDbContext> _contexts;
    private readonly PointsRulesBook _book;
    private readonly CurrentUser _user;

    internal MyReferralPoints(IDbContextFactory<PortalDbContext> contexts, PointsRulesBook book, CurrentUser user)
    {
        _contexts = contexts;
        _book = book;
        _user = user;
    }

    /// <summary>What it brought; null where the programme rewards nobody for it.</summary>
    public async Task<MyReferralSummary?> SummaryAsync(CancellationToken cancellationToken)
    {
        await using var context = await _contexts.CreateDbContextAsync(cancellationToken);
        var rules = await _book.ReadAsync(context, cancellationToken);
        if (rules.Versions.Count == 0 || rules.Versions[^1].Rules.Referral is not { } rule || _user.CustomerId is not { } customerId)
        {
            return null;
        }

        var states = await context.PointsReferrals.Where(row => row.ReferrerId == customerId)
            .GroupBy(row => row.State).Select(group => new { State = group.Key, Count = group.Count() }).ToDictionaryAsync(row => row.State, row => row.Count, cancellationToken);
        var lots = await context.PointsReferrals.AsNoTracking().Where(row => row.ReferrerId == customerId && row.State == ReferralState.Rewarded).Select(row => row.LotsJson).ToListAsync(cancellationToken);
        var name = PointsJson.Name(customerId);
        var numbers = lots.Select(json => PointsJson.Read<Dictionary<string, int>>(json).GetValueOrDefault(name)).ToArray();
        var earned = await context.PointsLots.Where(lot => lot.CustomerId == customerId && EF.Parameter(numbers).Contains(lot.Number)).SumAsync(lot => lot.Earned - lot.TakenBack, cancellationToken);
        return new MyReferralSummary(
            states.GetValueOrDefault(ReferralState.Pending), states.GetValueOrDefault(ReferralState.Rewarded), PointsBooking.Scale(rules).Points(earned), rule.ReferrerPoints, rule.ReferredPoints);
    }
}

/// <summary>What recommending brought.</summary>
/// <param name="Pending">New members whose first purchase is missing.</param>
/// <param name="Rewarded">New members that were rewarded.</param>
/// <param name="Earned">Points earned so.</param>
/// <param name="ReferrerPoints">Points for each new member.</param>
/// <param name="ReferredPoints">Points that the new member gets.</param>
public sealed record MyReferralSummary(int Pending, int Rewarded, decimal Earned, decimal ReferrerPoints, decimal ReferredPoints);
