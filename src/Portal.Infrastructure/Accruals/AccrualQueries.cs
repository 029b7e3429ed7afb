using Microsoft.EntityFrameworkCore;
using Portal.Domain.Accruals;
using Portal.Domain.Shared;
using Portal.Infrastructure.Access;
using Portal.Infrastructure.Data;
using Portal.Infrastructure.Shared;

namespace Portal.Infrastructure.Accruals;

/// <summary>What is earned so far in open periods, for the customers the person may see.</summary>
public sealed class AccrualQueries(IDbContextFactory<PortalDbContext> contexts, CurrentUser user)
{
    /// <summary>By programme, line and customer; filters "program" (id), "customer" (id), "near" (least progress in thousandths), "reach" (yes, no).</summary>
    public async Task<GridPage<AccrualRow>> ListAsync(GridQuery query, CancellationToken cancellationToken)
    {
        if (!user.Can(Permissions.Settlements.View))
        {
            return new GridPage<AccrualRow>([], 0);
        }

        await using var context = await contexts.CreateDbContextAsync(cancellationToken);
        var accruals = Narrowed(context, query);
        var total = await accruals.CountAsync(cancellationToken);
        var page = Ordered(context, accruals, query).Skip(query.Skip).Take(query.Take);
        return new GridPage<AccrualRow>(await Rows(context, page).ToListAsync(cancellationToken), total);
    }

    /// <summary>The sums of the same filters.</summary>
    public async Task<AccrualSums> SumsAsync(GridQuery query, CancellationToken cancellationToken)
    {
        if (!user.Can(Permissions.Settlements.View))
        {
            return new AccrualSums(0, 0, 0, 0, null);
        }

        await using var context = await contexts.CreateDbContextAsync(cancellationToken);
        var currency = query.Filter("currency") ?? Money.DefaultCurrency;
        var accruals = Narrowed(context, query)
            .Where(accrual => context.RebateProgramVersions.Any(version => version.Id == accrual.ProgramVersionId && version.Currency == currency));
        return new AccrualSums(
            await accruals.SumAsync(accrual => accrual.AccruedMinor, cancellationToken),
            await accruals.SumAsync(accrual => accrual.ForecastMinor, cancellationToken),
            await accruals.Select(accrual => accrual.CustomerId).Distinct().CountAsync(cancellationToken),
            await accruals.CountAsync(accrual => accrual.NextTierFrom != null && accrual.ProgressMilli >= Dashboard.DashboardQueries.NearMissFromMilli && accrual.DaysLeft > 0, cancellationToken),
            await accruals.MaxAsync(accrual => (DateOnly?)accrual.AsOfOn, cancellationToken));
    }

    internal static IQueryable<AccrualRow> Rows(PortalDbContext context, IQueryable<Accrual> accruals) => accruals.Select(accrual => new AccrualRow
    {
        Id = accrual.Id,
        ProgramId = accrual.ProgramId,
        NameZhCn = context.RebateProgramVersions.Where(version => version.Id == accrual.ProgramVersionId).Select(version => version.NameZhCn).First(),
        NameEn = context.RebateProgramVersions.Where(version => version.Id == accrual.ProgramVersionId).Select(version => version.NameEn).First(),
        LineNumber = accrual.ProgramLineNumber,
        CustomerId = accrual.CustomerId,
        CustomerNumber = context.Customers.Where(customer => customer.Id == accrual.CustomerId).Select(customer => customer.Number).First(),
        CustomerName = context.Customers.Where(customer => customer.Id == accrual.CustomerId).Select(customer => customer.Name).First(),
        PeriodFrom = accrual.PeriodFrom,
        PeriodTo = accrual.PeriodTo,
        AsOfOn = accrual.AsOfOn,
        QualifierValue = accrual.QualifierValue,
        IsQuantity = accrual.IsQualifierQuantity,
        TierNumber = accrual.TierNumber,
        AccruedMinor = accrual.AccruedMinor,
        ForecastValue = accrual.ForecastValue,
        ForecastMinor = accrual.ForecastMinor,
        NextTierFrom = accrual.NextTierFrom,
        MissingValue = accrual.MissingValue,
        GainMinor = accrual.NextTierGainMinor,
        ProgressMilli = accrual.ProgressMilli,
        DaysLeft = accrual.DaysLeft,
        WouldReach = accrual.WouldReachNextTier,
    });

    private static IOrderedQueryable<Accrual> Ordered(PortalDbContext context, IQueryable<Accrual> accruals, GridQuery query) => (query.Sort, query.Descending) switch
    {
        ("customer", false) => accruals.OrderBy(row => context.Customers.Where(customer => customer.Id == row.CustomerId).Select(customer => customer.Name).First()).ThenBy(row => row.Id),
        ("customer", true) => accruals.OrderByDescending(row => context.Customers.Where(customer => customer.Id == row.CustomerId).Select(customer => customer.Name).First()).ThenBy(row => row.Id),
        ("program", false) => accruals.OrderBy(row => row.ProgramId).ThenByDescending(row => row.AccruedMinor),
        ("program", true) => accruals.OrderByDescending(row => row.ProgramId).ThenByDescending(row => row.AccruedMinor),
        ("forecast", false) => accruals.OrderBy(row => row.ForecastMinor).ThenBy(row => row.Id),
        ("forecast", true) => accruals.OrderByDescending(row => row.ForecastMinor).ThenBy(row => row.Id),
        ("progress", false) => accruals.OrderBy(row => row.ProgressMilli).ThenBy(row => row.Id),
        ("progress", true) => accruals.OrderByDescending(row => row.ProgressMilli).ThenBy(row => row.Id),
        ("missing", false) => accruals.OrderBy(row => row.MissingValue).ThenBy(row => row.Id),
        ("missing", true) => accruals.OrderByDescending(row => row.MissingValue).ThenBy(row => row.Id),
        ("gain", false) => accruals.OrderBy(row => row.NextTierGainMinor).ThenBy(row => row.Id),
        ("gain", true) => accruals.OrderByDescending(row => row.NextTierGainMinor).ThenBy(row => row.Id),
        ("accrued", false) => accruals.OrderBy(row => row.AccruedMinor).ThenBy(row => row.Id),
        _ => accruals.OrderByDescending(row => row.AccruedMinor).ThenBy(row => row.Id),
    };

    private IQueryable<Accrual> Narrowed(PortalDbContext context, GridQuery query)
    {
        var accruals = context.Accruals.AsNoTracking();
        if (user.Scope != DataScope.All)
        {
            accruals = accruals.Where(row => context.Customers.VisibleTo(user, context).Any(customer => customer.Id == row.CustomerId));
        }

        accruals = query.Number("program") is { } program ? accruals.Where(row => row.ProgramId == program) : accruals;
        accruals = query.Number("customer") is { } customer ? accruals.Where(row => row.CustomerId == customer) : accruals;
        accruals = query.Number("near") is { } near ? accruals.Where(row => row.NextTierFrom != null && row.ProgressMilli >= near && row.DaysLeft > 0) : accruals;
        accruals = query.Filter("reach") switch
        {
            "yes" => accruals.Where(row => row.WouldReachNextTier),
            "no" => accruals.Where(row => !row.WouldReachNextTier),
            _ => accruals,
        };
        return query.Term is { } term
            ? accruals.Where(row => context.Customers.Any(item => item.Id == row.CustomerId && (item.Name.ToLower().Contains(term) || item.Number.ToLower().Contains(term))))
            : accruals;
    }
}

/// <summary>What a customer has earned so far.</summary>
public sealed record AccrualRow
{
    /// <summary>The row.</summary>
    public required long Id { get; init; }

    /// <summary>The programme.</summary>
    public required long ProgramId { get; init; }

    /// <summary>Its Chinese name.</summary>
    public required string NameZhCn { get; init; }

    /// <summary>Its English name.</summary>
    public required string NameEn { get; init; }

    /// <summary>The programme's line.</summary>
    public required int LineNumber { get; init; }

    /// <summary>The customer.</summary>
    public required long CustomerId { get; init; }

    /// <summary>Its number.</summary>
    public required string CustomerNumber { get; init; }

    /// <summary>Its name.</summary>
    public required string CustomerName { get; init; }

    /// <summary>First day of the period.</summary>
    public required DateOnly PeriodFrom { get; init; }

    /// <summary>Last day of the period.</summary>
    public required DateOnly PeriodTo { get; init; }

    /// <summary>The day up to which sales count.</summary>
    public required DateOnly AsOfOn { get; init; }

    /// <summary>What decides the tier so far.</summary>
    public required long QualifierValue { get; init; }

    /// <summary>Whether that is a quantity.</summary>
    public required bool IsQuantity { get; init; }

    /// <summary>The tier reached, from 1.</summary>
    public required int TierNumber { get; init; }

    /// <summary>Earned so far, in minor units.</summary>
    public required long AccruedMinor { get; init; }

    /// <summary>What decides the tier at the period's end at today's pace.</summary>
    public required long ForecastValue { get; init; }

    /// <summary>The rebate at the period's end at today's pace, in minor units.</summary>
    public required long ForecastMinor { get; init; }

    /// <summary>The next tier's lower bound, or null at the highest.</summary>
    public required long? NextTierFrom { get; init; }

    /// <summary>What is missing to it.</summary>
    public required long? MissingValue { get; init; }

    /// <summary>What it adds to the rebate, in minor units.</summary>
    public required long? GainMinor { get; init; }

    /// <summary>How far on the way, in thousandths.</summary>
    public required int ProgressMilli { get; init; }

    /// <summary>Days left.</summary>
    public required int DaysLeft { get; init; }

    /// <summary>Whether today's pace reaches it.</summary>
    public required bool WouldReach { get; init; }
}

/// <summary>Sums of accruals.</summary>
/// <param name="AccruedMinor">Earned so far, in minor units.</param>
/// <param name="ForecastMinor">At the periods' ends at today's pace, in minor units.</param>
/// <param name="Customers">Customers.</param>
/// <param name="NearMisses">How many are close to the next tier.</param>
/// <param name="AsOfOn">The day up to which sales count, or null where nothing was computed.</param>
public sealed record AccrualSums(long AccruedMinor, long ForecastMinor, int Customers, int NearMisses, DateOnly? AsOfOn);
