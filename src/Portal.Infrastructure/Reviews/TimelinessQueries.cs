using Microsoft.EntityFrameworkCore;
using Portal.Domain.Payouts;
using Portal.Domain.Reviews;
using Portal.Domain.Settlements;
using Portal.Infrastructure.Access;
using Portal.Infrastructure.Data;
using Portal.Infrastructure.Shared;

namespace Portal.Infrastructure.Reviews;

/// <summary>How long it takes from a period's end to its payout.</summary>
public sealed class TimelinessQueries(IDbContextFactory<PortalDbContext> contexts, CurrentUser user, BusinessClock clock)
{
    private static readonly SettlementState[] Counting = [SettlementState.Calculated, SettlementState.Approved, SettlementState.Posted];

    /// <summary>The settlements of periods that ended in some days, the longest wait first; null without the permission.</summary>
    public async Task<Timeliness?> FindAsync(DateOnly firstEnd, DateOnly lastEnd, CancellationToken cancellationToken)
    {
        if (!user.Can(Permissions.Payouts.View))
        {
            return null;
        }

        await using var context = await contexts.CreateDbContextAsync(cancellationToken);
        var rows = await (
            from settlement in context.Settlements
            join version in context.RebateProgramVersions on settlement.ProgramVersionId equals version.Id
            where Counting.Contains(settlement.State) && settlement.DueMinor > 0 && settlement.PeriodTo >= firstEnd && settlement.PeriodTo <= lastEnd
            select new
            {
                settlement.Id,
                settlement.Number,
                version.NameZhCn,
                version.NameEn,
                settlement.PeriodFrom,
                settlement.PeriodTo,
                settlement.DueMinor,
                settlement.CalculatedAtUtc,
                settlement.PostedAtUtc,
                PaidAtUtc = context.PayoutDocuments.Where(document => document.SettlementId == settlement.Id).Max(document => document.CompletedAtUtc),
                HasPayout = context.PayoutDocuments.Any(document => document.SettlementId == settlement.Id),
                HasOpenPayout = context.PayoutDocuments.Any(document => document.SettlementId == settlement.Id && document.State != PayoutState.Completed),
            }).ToListAsync(cancellationToken);
        return new Timeliness([.. rows.Select(row =>
        {
            var isPaid = row.HasPayout && !row.HasOpenPayout && row.PaidAtUtc is not null;
            return new TimelinessRow
            {
                SettlementId = row.Id,
                Number = row.Number,
                NameZhCn = row.NameZhCn,
                NameEn = row.NameEn,
                PeriodFrom = row.PeriodFrom,
                PeriodTo = row.PeriodTo,
                DueMinor = row.DueMinor,
                CalculatedOn = DayOf(row.CalculatedAtUtc),
                PostedOn = DayOf(row.PostedAtUtc),
                PaidOn = isPaid ? DayOf(row.PaidAtUtc) : null,
                Days = (isPaid ? clock.DayOf(row.PaidAtUtc!.Value) : clock.Today).DayNumber - row.PeriodTo.DayNumber,
            };
        }).OrderByDescending(row => row.Days).ThenBy(row => row.SettlementId)]);
    }

    private DateOnly? DayOf(DateTime? utc) => utc is { } at ? clock.DayOf(at) : null;
}

/// <summary>How long payouts took.</summary>
/// <param name="Rows">The settlements, the longest wait first.</param>
public sealed record Timeliness(IReadOnlyList<TimelinessRow> Rows)
{
    /// <summary>The median of those that are paid, in days; null where none is.</summary>
    public decimal? MedianDays => Medians.Of(Rows.Where(row => row.PaidOn is not null).Select(row => row.Days));

    /// <summary>How many are paid.</summary>
    public int Paid => Rows.Count(row => row.PaidOn is not null);
}

/// <summary>From a period's end to its payout.</summary>
public sealed record TimelinessRow
{
    /// <summary>The settlement.</summary>
    public required long SettlementId { get; init; }

    /// <summary>Its number.</summary>
    public required string Number { get; init; }

    /// <summary>The programme's Chinese name.</summary>
    public required string NameZhCn { get; init; }

    /// <summary>The programme's English name.</summary>
    public required string NameEn { get; init; }

    /// <summary>First day of the period.</summary>
    public required DateOnly PeriodFrom { get; init; }

    /// <summary>Last day of the period.</summary>
    public required DateOnly PeriodTo { get; init; }

    /// <summary>What is due, in minor units.</summary>
    public required long DueMinor { get; init; }

    /// <summary>When it was calculated.</summary>
    public DateOnly? CalculatedOn { get; init; }

    /// <summary>When it reached the ledger.</summary>
    public DateOnly? PostedOn { get; init; }

    /// <summary>When the last payment was made; null while some are open.</summary>
    public DateOnly? PaidOn { get; init; }

    /// <summary>Days from the period's end to the payout, or to today.</summary>
    public required int Days { get; init; }
}
