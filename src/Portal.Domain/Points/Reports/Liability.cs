using Portal.Domain.Points.Accounts;
using Portal.Domain.Points.Engine;
using Portal.Domain.Points.Rules;
using Portal.Domain.Shared;

namespace Portal.Domain.Points.Reports;

/// <summary>What the programme owes its members in points, how it came about, and when it expires. In point units and minor units of money.</summary>
public sealed record Liability
{
    /// <summary>The whole time.</summary>
    public required LiabilityPeriod Total { get; init; }

    /// <summary>By month; each month's closing is the next one's opening.</summary>
    public required IReadOnlyList<LiabilityPeriod> Months { get; init; }

    /// <summary>Outstanding units by month of expiry; null for never, which is last.</summary>
    public required IReadOnlyList<(DateOnly? Month, long Units)> ByExpiry { get; init; }

    /// <summary>Units that members owe.</summary>
    public required long Debt { get; init; }

    /// <summary>What became of the points of each month of earning.</summary>
    public required IReadOnlyList<EarnedCohort> Cohorts { get; init; }

    /// <summary>The closing in money, rounded down; null where points pay no bills.</summary>
    public required long? ValueMinor { get; init; }

    /// <summary>The same less the expected breakage.</summary>
    public required long? ExpectedMinor { get; init; }

    /// <summary>Makes the report of a run.</summary>
    /// <param name="run">The run.</param>
    /// <param name="from">The first local day; null for the beginning.</param>
    public static Liability Of(PointsRun run, DateOnly? from)
    {
        ArgumentNullException.ThrowIfNull(run);
        var accounts = run.Members.Values.Select(member => member.Account).ToList();
        var entries = accounts.SelectMany(account => account.Entries).Where(entry => entry.Kind != PointEntryKind.Absorbed).ToList();
        var first = from ?? (entries.Count == 0 ? run.AsOf : entries.Min(entry => entry.On));
        var total = Period(entries, new DateRange(first, run.AsOf));
        var months = new List<LiabilityPeriod>();
        for (var day = first; day <= run.AsOf; day = CalendarDays.EndOfMonth(day).AddDays(1))
        {
            var end = CalendarDays.EndOfMonth(day);
            months.Add(Period(entries, new DateRange(day, end < run.AsOf ? end : run.AsOf)));
        }

        var scale = new PointScale(run.Rules.PointDecimals, run.Rules.CurrencyDecimals);
        return new Liability
        {
            Total = total,
            Months = months,
            ByExpiry = [.. ByMonth(accounts)],
            Debt = accounts.Sum(account => account.Debt),
            Cohorts = [.. Cohort(accounts)],
            ValueMinor = run.Rules.Redemption is { } rule ? Redeeming.ValueMinor(rule, total.Closing, scale) : null,
            ExpectedMinor = run.Rules.Redemption is { } redemption
                ? decimal.ToInt64(decimal.Floor(Redeeming.ValueMinor(redemption, total.Closing, scale) * (100 - run.Rules.ExpectedBreakagePercent) / 100))
                : null,
        };
    }

    private static LiabilityPeriod Period(List<PointEntry> entries, DateRange days)
    {
        var within = entries.Where(entry => days.Contains(entry.On)).ToList();
        return new LiabilityPeriod
        {
            Days = days,
            Opening = entries.Where(entry => entry.On < days.From).Sum(entry => entry.Units),
            Earned = Sum(PointEntryKind.Earned),
            Redeemed = -Sum(PointEntryKind.Redeemed) - Sum(PointEntryKind.GivenBack),
            Expired = -Sum(PointEntryKind.Expired),
            Reversed = -Sum(PointEntryKind.Reversed),
            Adjusted = Sum(PointEntryKind.Adjusted),
        };

        long Sum(PointEntryKind kind) => within.Where(entry => entry.Kind == kind).Sum(entry => entry.Units);
    }

    private static IEnumerable<(DateOnly? Month, long Units)> ByMonth(List<PointsAccount> accounts) => accounts
        .SelectMany(account => account.Lots.Where(lot => lot.Remaining > 0).Select(lot => (On: account.ExpiresOn(lot), lot.Remaining)))
        .GroupBy(lot => lot.On is { } on ? new DateOnly(on.Year, on.Month, 1) : (DateOnly?)null)
        .OrderBy(group => group.Key ?? DateOnly.MaxValue)
        .Select(group => (group.Key, group.Sum(lot => lot.Remaining)));

    private static IEnumerable<EarnedCohort> Cohort(List<PointsAccount> accounts) => accounts
        .SelectMany(account => account.Lots)
        .GroupBy(lot => new DateOnly(lot.EarnedOn.Year, lot.EarnedOn.Month, 1))
        .OrderBy(group => group.Key)
        .Select(group => new EarnedCohort(
            group.Key,
            group.Sum(lot => lot.Earned),
            group.Sum(lot => lot.Redeemed),
            group.Sum(lot => lot.Expired),
            group.Sum(lot => lot.TakenBack + lot.TakenForOthers),
            group.Sum(lot => lot.Adjusted + lot.Absorbed),
            group.Sum(lot => lot.Remaining)));
}

/// <summary>Opening + earned − redeemed − expired − reversed + adjusted = closing, in point units.</summary>
public sealed record LiabilityPeriod
{
    /// <summary>The local days.</summary>
    public required DateRange Days { get; init; }

    /// <summary>What was outstanding before.</summary>
    public required long Opening { get; init; }

    /// <summary>Earned, referrals included.</summary>
    public required long Earned { get; init; }

    /// <summary>Used, less what was given back.</summary>
    public required long Redeemed { get; init; }

    /// <summary>Expired.</summary>
    public required long Expired { get; init; }

    /// <summary>Taken back by returns.</summary>
    public required long Reversed { get; init; }

    /// <summary>By hand; negative where more was taken than given.</summary>
    public required long Adjusted { get; init; }

    /// <summary>What is outstanding after, debts taken off.</summary>
    public long Closing => Opening + Earned - Redeemed - Expired - Reversed + Adjusted;
}

/// <summary>What became of the points of a month of earning, in point units.</summary>
/// <param name="Month">The first day of the month.</param>
/// <param name="Earned">Earned or given.</param>
/// <param name="Redeemed">Used.</param>
/// <param name="Expired">Expired.</param>
/// <param name="Reversed">Taken by returns.</param>
/// <param name="Other">Taken by hand, or set against debts.</param>
/// <param name="Outstanding">Still there.</param>
public sealed record EarnedCohort(DateOnly Month, long Earned, long Redeemed, long Expired, long Reversed, long Other, long Outstanding)
{
    /// <summary>The share of earned points that expired, in percent with two decimals.</summary>
    public decimal BreakagePercent => Earned == 0 ? 0 : Rounding.HalfAwayFromZero(Expired * 100m / Earned, 2);
}
