using Microsoft.EntityFrameworkCore;
using Portal.Domain.Points.Accounts;
using Portal.Domain.Points.Records;
using Portal.Domain.Points.Reports;
using Portal.Domain.Points.Rules;
using Portal.Domain.Shared;
using Portal.Infrastructure.Access;
using Portal.Infrastructure.Data;

namespace Portal.Infrastructure.Points;

/// <summary>
/// What the house owes its members in points, by the day of booking, so that a closed month stays as it was:
/// opening + earned − redeemed − expired − reversed + adjusted = closing.
/// </summary>
public sealed class PointsLiability
{
    private readonly IDbContextFactory<PortalDbContext> _contexts;
    private readonly PointsRulesBook _book;
    private readonly PointsBooking _booking;
    private readonly CurrentUser _user;

    internal PointsLiability(IDbContextFactory<PortalDbContext> contexts, PointsRulesBook book, PointsBooking booking, CurrentUser user)
    {
        _contexts = contexts;
        _book = book;
        _booking = booking;
        _user = user;
    }

    /// <summary>Makes the report.</summary>
    /// <param name="from">The first day; null for the beginning of the year.</param>
    /// <param name="to">The last day; null for today.</param>
    /// <param name="cancellationToken">Stops.</param>
    public async Task<Outcome<PointsLiabilityReport>> RunAsync(DateOnly? from, DateOnly? to, CancellationToken cancellationToken)
    {
        if (_user.Refuse(Permissions.Points.View) is { } refusal)
        {
            return refusal;
        }

        if (_user.Scope != DataScope.All)
        {
            return new Refusal(Refusal.NotPermitted);
        }

        await using var context = await _contexts.CreateDbContextAsync(cancellationToken);
        await using var snapshot = await context.BeginSnapshotAsync(cancellationToken);
        var rules = await _book.ReadAsync(context, cancellationToken);
        if (rules.Versions.Count == 0)
        {
            return new Refusal("points_no_program");
        }

        var today = _booking.Now(rules).On;
        var last = to ?? today;
        var first = from ?? new DateOnly(last.Year, 1, 1);
        if (last < first)
        {
            return new Refusal("points_days_backwards");
        }

        return await ReadAsync(new DateRange(first, last), rules.On(today)!, PointsBooking.Scale(rules), context, cancellationToken);
    }

    private static async Task<PointsLiabilityReport> ReadAsync(DateRange days, PointsRules rules, PointScale scale, PortalDbContext context, CancellationToken cancellationToken)
    {
        var entries = context.PointsEntries.AsNoTracking().Where(row => row.Kind != PointEntryKind.Absorbed);
        var opening = await entries.Where(row => row.PostedOn < days.From).SumAsync(row => row.Units, cancellationToken);
        var sums = await entries.Where(row => row.PostedOn >= days.From && row.PostedOn <= days.To)
            .GroupBy(row => new { row.PostedOn.Year, row.PostedOn.Month, row.Kind })
            .Select(group => new { group.Key.Year, group.Key.Month, group.Key.Kind, Units = group.Sum(row => row.Units) })
            .ToListAsync(cancellationToken);
        var months = new List<LiabilityPeriod>();
        var running = opening;
        for (var day = days.From; day <= days.To; day = new DateOnly(day.Year, day.Month, 1).AddMonths(1))
        {
            var end = new DateOnly(day.Year, day.Month, DateTime.DaysInMonth(day.Year, day.Month));
            var period = Period(new DateRange(day, end < days.To ? end : days.To), running, kind => sums.Where(row => row.Year == day.Year && row.Month == day.Month && row.Kind == kind).Sum(row => row.Units));
            months.Add(period);
            running = period.Closing;
        }

        var lots = context.PointsLots.AsNoTracking();
        var byExpiry = await lots.Where(lot => lot.Remaining > 0 && lot.ExpiresOn != null)
            .GroupBy(lot => new { lot.ExpiresOn!.Value.Year, lot.ExpiresOn.Value.Month })
            .Select(group => new { group.Key.Year, group.Key.Month, Units = group.Sum(lot => lot.Remaining) }).ToListAsync(cancellationToken);
        var never = await lots.Where(lot => lot.Remaining > 0 && lot.ExpiresOn == null).SumAsync(lot => lot.Remaining, cancellationToken);
        var cohorts = await lots.Where(lot => lot.EarnedOn <= days.To)
            .GroupBy(lot => new { lot.EarnedOn.Year, lot.EarnedOn.Month })
            .Select(group => new
            {
                group.Key.Year,
                group.Key.Month,
                Earned = group.Sum(lot => lot.Earned),
                Redeemed = group.Sum(lot => lot.Redeemed),
                Expired = group.Sum(lot => lot.Expired),
                Reversed = group.Sum(lot => lot.TakenBack + lot.TakenForOthers),
                Other = group.Sum(lot => lot.Adjusted + lot.Absorbed),
                Outstanding = group.Sum(lot => lot.Remaining),
            }).ToListAsync(cancellationToken);
        var total = Period(days, opening, kind => sums.Where(row => row.Kind == kind).Sum(row => row.Units));
        var value = rules.Redemption is { } redemption ? Redeeming.ValueMinor(redemption, Math.Max(0, total.Closing), scale) : (long?)null;
        return new PointsLiabilityReport
        {
            Liability = new Liability
            {
                Total = total,
                Months = months,
                ByExpiry =
                [
                    .. byExpiry.OrderBy(row => row.Year).ThenBy(row => row.Month).Select(row => ((DateOnly?)new DateOnly(row.Year, row.Month, 1), row.Units)),
                    .. never == 0 ? Array.Empty<(DateOnly?, long)>() : [(null, never)],
                ],
                Debt = await context.PointsMemberships.SumAsync(row => row.DebtUnits, cancellationToken),
                Cohorts = [.. cohorts.OrderBy(row => row.Year).ThenBy(row => row.Month).Select(row => new EarnedCohort(new DateOnly(row.Year, row.Month, 1), row.Earned, row.Redeemed, row.Expired, row.Reversed, row.Other, row.Outstanding))],
                ValueMinor = value,
                ExpectedMinor = value is { } minor ? decimal.ToInt64(decimal.Floor(minor * (100 - rules.ExpectedBreakagePercent) / 100)) : null,
            },
            HeldUnits = await context.PointsRedemptions.Where(use => use.State == PointsRedemptionState.Held).SumAsync(use => use.OpenUnits, cancellationToken),
            Scale = scale,
        };
    }

    private static LiabilityPeriod Period(DateRange days, long opening, Func<PointEntryKind, long> sum) => new()
    {
        Days = days,
        Opening = opening,
        Earned = sum(PointEntryKind.Earned),
        Redeemed = -sum(PointEntryKind.Redeemed) - sum(PointEntryKind.GivenBack),
        Expired = -sum(PointEntryKind.Expired),
        Reversed = -sum(PointEntryKind.Reversed),
        Adjusted = sum(PointEntryKind.Adjusted),
    };
}

/// <summary>The liability report.</summary>
public sealed record PointsLiabilityReport
{
    /// <summary>The figures, in units.</summary>
    public required Liability Liability { get; init; }

    /// <summary>Units held for orders under way; they count as used already, and come back if an order is cancelled.</summary>
    public long HeldUnits { get; init; }

    /// <summary>How units are shown.</summary>
    public PointScale Scale { get; init; }
}
